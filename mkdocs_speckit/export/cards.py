"""Cards: what the header of a feature's pages says, as an SVG image for READMEs.

A card is drawn twice, in light and in dark colours: an image does not see the page that it is on.
Text has a contrast of at least 4.5 to 1 in both (WCAG 2.2, success criterion 1.4.3), shapes that
say something at least 3 to 1 (1.4.11).
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import bidirectional

from msgspec import Struct

from mkdocs_speckit.rendering import keep, render
from mkdocs_speckit.rendering.header import make_header
from mkdocs_speckit.rendering.header.parts import BOLD
from mkdocs_speckit.rendering.overview import make_row
from mkdocs_speckit.rendering.text_width import measure_text, wrap_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mkdocs_speckit.features.documents import FeatureDocuments
    from mkdocs_speckit.features.entries import Entry
    from mkdocs_speckit.rendering.header.parts import Segment, Sign

WIDTH, HEIGHT = 480, 140
PADDING = 16
ROOM = WIDTH - 2 * PADDING
"""The width of the longest line, in pixels."""

TITLE_SIZE, STATE_SIZE, TEXT_SIZE = 16, 14, 13
SIGN_WIDTH = 24
"""The width of the sign before the state, with the gap after it."""

SPACE = 8
"""The gap between the state and the counts, in pixels."""

MAX_GAP = 3
MAX_GAPS = 60
MIN_BAR = 4
"""The gap between two phases of a strip, all gaps together, and the smallest phase, in pixels."""


class Colours(Struct, frozen=True):
    """The colours of a card; `outline` is that of a phase that has not begun.

    The tints are the grounds of phases that are partly done.
    """

    ground: str
    frame: str
    text: str
    quiet: str
    outline: str
    accent: str
    accent_tint: str
    done: str
    amber: str
    amber_tint: str


SCHEMES = {
    "light": Colours(
        ground="#ffffff",
        frame="#d1d9e0",
        text="#1f2328",
        quiet="#59636e",
        outline="#818b98",
        accent="#0969da",
        accent_tint="#cee1f8",
        done="#1a7f37",
        amber="#855600",
        amber_tint="#f2ead9",
    ),
    "dark": Colours(
        ground="#0d1117",
        frame="#3d444d",
        text="#f0f6fc",
        quiet="#9198a1",
        outline="#737b85",
        accent="#4493f8",
        accent_tint="#182b44",
        done="#3fb950",
        amber="#f0b429",
        amber_tint="#2b2619",
    ),
}
"""The colours of both cards of a feature, by the ends of their names."""


class Bar(Struct, frozen=True):
    """A phase in the strip, in pixels: where it begins, its width, and how much of it is done."""

    start: float
    width: float
    filled: float
    state: str


class Card(Struct, frozen=True):
    """The content of a card: its texts, cut to its width, and the strip of the phases.

    `lead` has the lines that say what is next, or why the feature is stuck. `left` is the figure
    of what is left after the word for it, with a `note`. `says` has all of it in full words.
    """

    title: str
    is_right_to_left: bool
    sign: Sign
    counts: str
    bars: tuple[Bar, ...]
    lead: tuple[str, ...]
    left: tuple[str, str]
    note: str
    says: str


def draw_card(card: Card, colours: Colours) -> str:
    """Draw a card as SVG."""
    return render("card.html", card=card, colours=colours, width=WIDTH, height=HEIGHT)


def make_card(entry: Entry, documents: FeatureDocuments) -> Card:
    """Make the card of a feature, from what its header and its row of the overview say."""
    header = keep(make_header)(documents)
    row = make_row(entry, documents, lambda _: None, "")
    # What a template has to have filled in is said once.
    counts = " · ".join(count for count in header.counts if count != row.lead)
    label = "Takes" if any(facts.label == "Takes" for facts in header.facts) else "Left"
    label = f"{label}: " if row.left else ""
    note = ", ".join(filter(None, (row.note, row.warning)))
    if row.left and note:
        note = f" {note}" if note.startswith("of ") else f", {note}"
    has_left = bool(row.left or note)
    said = [
        ", ".join(filter(None, (header.sign.word, counts))),
        row.lead,
        f"{label}{row.left}{note}",
        "; ".join(segment.full for segment in header.strip.segments),
    ]
    used = measure_text(header.sign.word, STATE_SIZE) * BOLD + SPACE
    used += SIGN_WIDTH if header.sign.state else 0
    used_left = measure_text(label, TEXT_SIZE) + measure_text(row.left, TEXT_SIZE) * BOLD
    return Card(
        title=_cut(entry.title, TITLE_SIZE * BOLD, ROOM),
        is_right_to_left=_is_right_to_left(entry.title),
        sign=header.sign,
        counts=_cut(counts, TEXT_SIZE, ROOM - used),
        bars=tuple(_place_bars(header.strip.segments)),
        lead=tuple(wrap_text(row.lead, TEXT_SIZE, ROOM, 1 if has_left else 2)),
        left=(label, row.left),
        note=_cut(note, TEXT_SIZE, ROOM - used_left),
        says=f"{entry.title}: {' · '.join(filter(None, said))}",
    )


def _cut(text: str, size: float, room: float) -> str:
    """What fits of a text into one line."""
    return "".join(wrap_text(text, size, room, 1))


def _place_bars(segments: Sequence[Segment]) -> Iterator[Bar]:
    """Place the phases side by side; what is left beside the smallest widths is shared out."""
    gap = min(MAX_GAP, MAX_GAPS / max(1, len(segments)))
    room = ROOM - gap * (len(segments) - 1) - MIN_BAR * len(segments)
    start = float(PADDING)
    for segment in segments:
        width = MIN_BAR + room * segment.share / 100
        is_begun = segment.state in {"under-way", "stuck"}
        filled = width * segment.percent / 100 if is_begun else 0.0
        yield Bar(round(start, 1), round(width, 1), round(filled, 1), segment.state)
        start += width + gap


def _is_right_to_left(text: str) -> bool:
    """True if the first letter of a text is of a script that is written from right to left."""
    directions = (bidirectional(char) for char in text)
    return next((found for found in directions if found in {"L", "R", "AL"}), "L") != "L"
