"""Checklists: the items that begin with a box, by the heading they are under.

For example `- [x] T001 [P1] Sweep the floor`; see `docs/numbers.md`, section 5.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING

from mkdocs_speckit.model.parts import BoxState, Checklist, Completion, Item

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mkdocs_speckit.reading.document import Document

STATE_OF_BOX: dict[str, BoxState] = {
    " ": "open",
    "x": "done",
    "X": "done",
    "B": "blocked",
    "~": "cancelled",
    "-": "cancelled",
}

STATE_OF_MARK: dict[str, BoxState] = {
    **dict.fromkeys(STATE_OF_BOX, "open"),
    "x": "done",
    "X": "done",
}
"""What the marks mean that boxes of all formats have, in OpenSpec; any other is one of open work,
too."""

STATE_IN_KIRO: dict[str, BoxState] = {**STATE_OF_BOX, "-": "in-progress", "~": "queued"}
"""What the characters in boxes mean in lists of Kiro."""

MAX_ITEM_LINES = 30
"""How many lines of an item are kept."""

_PRIORITY = re.compile(r"\[(P[012])\]")
_PRIORITY_HEADING = re.compile(r"(P[012])\b")


def read_items(
    document: Document, states: Mapping[str, BoxState] = STATE_OF_BOX
) -> tuple[Item, ...]:
    """All items of a document, in order; `states` says what the characters in boxes mean."""
    sources = cut_sources(document, [item.place.line for item in document.items])
    return tuple(
        Item(
            states[item.box],
            item.text,
            source,
            item.heading,
            item.place,
            _find_priority(document, item.text, item.heading),
        )
        for item, source in zip(document.items, sources, strict=True)
    )


def cut_sources(document: Document, lines: Sequence[int]) -> Iterator[str]:
    """Cut out the text of items that begin on these lines, each up to the next item or heading."""
    ends = sorted([*lines, *(mark.line for mark in document.outline)])
    ends.append(ends[-1] + MAX_ITEM_LINES if ends else 0)
    for line in lines:
        end = min(ends[bisect_right(ends, line)], line + MAX_ITEM_LINES)
        yield document.source.slice_lines(line, end)


def _find_priority(document: Document, text: str, heading: int | None) -> str | None:
    """The priority that an item states, or else the nearest heading above it that has one."""
    if match := _PRIORITY.search(text):
        return match[1]
    for index in document.list_headings(heading):
        if match := _PRIORITY_HEADING.match(document.outline[index].text):
            return match[1]
    return None


COUNTED: dict[BoxState, Completion] = {
    "open": Completion(0, 1),
    "blocked": Completion(0, 1, blocked=1),
    "done": Completion(1, 1),
    "cancelled": Completion(0, 0),
    "in-progress": Completion(0, 1),
    "queued": Completion(0, 1),
}
"""What an item adds to its checklist."""


def read_checklists(document: Document, items: Iterable[Item]) -> tuple[Checklist, ...]:
    """The headings with some of a document's items right under them that count, in order."""
    completions: defaultdict[int | None, Completion] = defaultdict(Completion)
    first_lines: dict[int | None, int] = {}
    for item in items:
        completions[item.heading] += COUNTED[item.state]
        first_lines.setdefault(item.heading, item.place.line)
    found = []
    for heading, completion in completions.items():
        landmark = None if heading is None else document.outline[heading]
        text = landmark.text if landmark else ""
        line = landmark.line if landmark else first_lines[heading]
        if completion.total:
            found.append(Checklist(heading, text, line, completion))
    return tuple(found)
