"""Badges: a label and a short message on a coloured ground, as an image that stands alone.

What they say is what the overview says of a feature. Colours only repeat it; white text stands out
from all of them by 4.5 to 1 and more (WCAG 2.2, success criterion 1.4.3).
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from msgspec import Struct

from mkdocs_speckit.model.wording import at_least, format_completion, format_range
from mkdocs_speckit.rendering import render
from mkdocs_speckit.rendering.text_width import measure_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mkdocs_speckit.features.entries import Entry, Totals
    from mkdocs_speckit.model.estimate import Estimate
    from mkdocs_speckit.model.parts import Completion

FONT_SIZE = 11
PADDING = 6

LABEL = "#3d444d"
PLAIN = "#66707a"
"""For what is neither good nor bad."""

DONE = "#2e7d32"
UNDER_WAY = "#1565c0"
UNKNOWN = "#8a5a00"
"""For what somebody has yet to fill in."""


class Badge(Struct, frozen=True):
    """What a badge says, and its colour; `subject` is what it speaks of, for those who listen."""

    label: str
    message: str
    colour: str
    subject: str


class _Part(Struct, frozen=True):
    """A half of a badge: its text, where that is centred, and how wide it may be."""

    text: str
    width: int
    centre: float
    length: float


def draw_badge(content: Badge) -> str:
    """A badge as SVG, in the shape that readers know from shields.io."""
    label = _part(content.label, 0)
    message = _part(content.message, label.width)
    title = f"{content.subject}: {content.label} {content.message}"
    return render(
        "badge.html",
        title=title,
        parts=(label, message),
        width=label.width + message.width,
        label_colour=LABEL,
        colour=content.colour,
        font_size=FONT_SIZE,
    )


def make_entry_badges(entry: Entry) -> Mapping[str, Badge]:
    """The badges of a feature, by their names: level and effort if it has them, progress."""
    figures = entry.figures
    found = {}
    if entry.has_level:
        level = f"level {entry.level}" if entry.level else "unknown level"
        colour = PLAIN if entry.level else UNKNOWN
        found["level"] = Badge("plan", level, colour, entry.title)
    if entry.has_estimates:
        found["effort"] = _effort(figures.effort, figures.unestimated, entry.title)
    found["progress"] = _progress(figures.completion, entry.title)
    return found


def make_total_badges(whole: Totals, site: str) -> Mapping[str, Badge]:
    """The badges of all features together, by their names."""
    figures, done = whole.figures, whole.statuses.get("done", 0)
    plans = f"{done:,} of {whole.features:,} done"
    return {
        "plans": Badge("plans", plans, _colour(done, whole.features), site),
        "effort": _effort(figures.effort, whole.unestimated + figures.unestimated, site),
        "progress": _progress(figures.completion, site),
    }


def _effort(effort: Estimate | None, unestimated: int, subject: str) -> Badge:
    if effort is None:
        return Badge("effort", "no estimate", PLAIN, subject)
    return Badge("effort", at_least(unestimated) + format_range(effort), PLAIN, subject)


def _progress(completion: Completion, subject: str) -> Badge:
    if not completion.total:
        return Badge("progress", "no checklist", PLAIN, subject)
    colour = _colour(completion.done, completion.total)
    return Badge("progress", format_completion(completion), colour, subject)


def _colour(done: int, total: int) -> str:
    if not done:
        return PLAIN
    return DONE if done == total else UNDER_WAY


def _part(text: str, start: int) -> _Part:
    """A half of whole pixels, so that the halves meet without a seam."""
    length = round(measure_text(text, FONT_SIZE), 1)
    width = ceil(length) + 2 * PADDING
    return _Part(text, width, start + width / 2, length)
