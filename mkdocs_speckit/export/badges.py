"""Badges: a label and a short message on coloured backgrounds, as an SVG image of its own.

A badge shows a figure of the overview. Its colour only repeats what the message says. White text
has a contrast of at least 4.5 to 1 on all colours (WCAG 2.2, success criterion 1.4.3).
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from math import ceil
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from unicodedata import normalize

from msgspec import Struct

from mkdocs_speckit.model.formats import SPEC_KIT
from mkdocs_speckit.model.levels import describe_level
from mkdocs_speckit.model.wording import at_least, format_completion, format_range
from mkdocs_speckit.rendering import render
from mkdocs_speckit.rendering.text_width import measure_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mkdocs_speckit.features.entries import Entry, Totals
    from mkdocs_speckit.model.parts import Completion, Estimate

FONT_SIZE = 11
PADDING = 6

LABEL = "#3d444d"
PLAIN = "#66707a"
"""For a message that is neither good nor bad."""

DONE = "#2e7d32"
UNDER_WAY = "#1565c0"
UNKNOWN = "#8a5a00"
"""For a figure that somebody has yet to fill in."""


NO_CHECKLIST = "no checklist"

BADGES = PurePosixPath("speckit/badges")
"""The folder of all badges of a site."""

BADGE = re.compile(
    r"(?:card-dark|card-light|effort|level|plans|progress)\.(?:json|svg)_*", re.IGNORECASE
)
"""The name of the file of a badge or a card, or one that was made from such a name."""


class Badge(Struct, frozen=True):
    """The content of a badge; `subject` says to screen readers what the figure belongs to."""

    label: str
    message: str
    colour: str
    subject: str


class BadgeHalf(Struct, frozen=True):
    """One half of a badge, in pixels: its width, and the centre and the length of its text."""

    text: str
    width: int
    centre: float
    length: float


def draw_badge(content: Badge) -> str:
    """Draw a badge as SVG, in the shape that readers know from shields.io."""
    label = _measure_half(content.label, 0)
    message = _measure_half(content.message, label.width)
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
    """Make the badges of a feature, by name: level and effort if it has them, and progress."""
    figures = entry.figures
    found = {}
    if entry.has_level:
        level = describe_level(entry.level)
        colour = PLAIN if entry.level else UNKNOWN
        found["level"] = Badge("plan", level, colour, entry.title)
    if entry.has_estimates:
        found["effort"] = _make_effort_badge(figures.effort, figures.unestimated, entry.title)
    without = entry.state if entry.format == SPEC_KIT else NO_CHECKLIST
    found["progress"] = _make_progress_badge(figures.completion, entry.title, without)
    return found


def make_total_badges(whole: Totals, site: str) -> Mapping[str, Badge]:
    """Make the badges of all features together, by name."""
    figures, done = whole.figures, whole.statuses.get("done", 0)
    plans = f"{done:,} of {whole.features:,} done"
    return {
        "plans": Badge("plans", plans, _choose_colour(done, whole.features), site),
        "effort": _make_effort_badge(figures.effort, whole.unestimated + figures.unestimated, site),
        "progress": _make_progress_badge(figures.completion, site),
    }


def _make_effort_badge(effort: Estimate | None, unestimated: int, subject: str) -> Badge:
    if effort is None:
        return Badge("effort", "no estimate", PLAIN, subject)
    return Badge("effort", at_least(unestimated) + format_range(effort), PLAIN, subject)


def _make_progress_badge(
    completion: Completion, subject: str, without: str = NO_CHECKLIST
) -> Badge:
    """Make the badge of how much is done; if there is nothing to tick, its text is `without`."""
    if not completion.total:
        return Badge("progress", without, PLAIN, subject)
    colour = _choose_colour(completion.done, completion.total)
    return Badge("progress", format_completion(completion), colour, subject)


def _choose_colour(done: int, total: int) -> str:
    if not done:
        return PLAIN
    return DONE if done == total else UNDER_WAY


def _measure_half(text: str, start: int) -> BadgeHalf:
    """Measure a half. Its width is in whole pixels, so that the halves meet without a seam."""
    length = round(measure_text(text, FONT_SIZE), 1)
    width = ceil(length) + 2 * PADDING
    return BadgeHalf(text, width, start + width / 2, length)


def find_badge_folders(paths: Iterable[str]) -> dict[str, PurePosixPath]:
    """Find the folders of features' badges, by the paths of the features' leading documents.

    The badges of `a/plan.md` are in `a/plan`. A folder that would have the name of a badge gets a
    `_` after it: those of `progress.json.md` are in `progress.json_`. Of several paths that are the
    same to a disk that knows no case, all but the first get a number: `plan-2`. So nothing is in
    the way of anything else, and a new plan hardly ever changes the addresses of the others.
    """
    by_place: defaultdict[str, list[tuple[str, PurePosixPath]]] = defaultdict(list)
    for path in sorted(paths):
        parts = PurePosixPath(path).with_suffix("").parts
        folder = BADGES.joinpath(*(f"{p}_" if BADGE.fullmatch(p) else p for p in parts))
        by_place[_fold(folder)].append((path, folder))

    found = {path: folder for (path, folder), *_ in by_place.values()}
    taken = set(by_place)
    for _, *others in by_place.values():
        for path, folder in others:
            numbered = (folder.with_name(f"{folder.name}-{i}") for i in itertools.count(2))
            found[path] = next(other for other in numbered if _fold(other) not in taken)
            taken.add(_fold(found[path]))
    return found


def _fold(folder: PurePosixPath) -> str:
    """The same text for all paths that are the same folder on some disk."""
    # Windows drops dots and spaces at the end of a name.
    path = "/".join(part.rstrip(". ") for part in folder.parts)
    return normalize("NFC", normalize("NFC", path).casefold())
