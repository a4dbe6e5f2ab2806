"""Quantities of effort: any text states one, or none, and means the same however it is set."""

from __future__ import annotations

from fuzz.promises import hold_range
from fuzz.target import Target
from fuzz.words import cells, demo_documents, words_in
from mkdocs_speckit.model.parts import HOURS
from mkdocs_speckit.model.settings import WorkingTime
from mkdocs_speckit.model.wording import format_range
from mkdocs_speckit.reading.quantities import (
    find_header_unit,
    parse_quantity,
    parse_whole,
    strip_notes,
)

TIME = WorkingTime()
LONG_DAYS = WorkingTime(hours_per_day=16)
UNITS = frozenset("hours sessions points files LOC lines sprints iterations".split())

MOST = 1e9
"""Nobody estimates so many hours; numbers of so many digits may be no quantities."""


def check(data: bytes) -> None:
    """A cell, and the header of its column where there are two lines."""
    header, line_end, text = data.decode("utf-8", "replace").partition("\n")
    if not line_end:
        header, text = "", header
    for bare_unit in (None, find_header_unit(header)):
        found = parse_quantity(text, TIME, bare_unit)
        if text.isascii():
            assert parse_quantity(text.upper(), TIME, bare_unit) == found, (
                "the case of letters counts"
            )
        if "(" not in text and ")" not in text and found:
            assert parse_quantity(f"{text} (9 hours)", TIME, bare_unit) == found, "a note counts"
        if found is None:
            continue
        hold_range(found.estimate)
        assert found.unit in UNITS
        longer = parse_quantity(text, LONG_DAYS, bare_unit)
        assert longer is not None
        assert longer.several == found.several
        if found.unit == HOURS and found.estimate.high < MOST:
            _hold_writing(format_range(found.estimate))
    stated = parse_whole(text, TIME)
    hold_range(stated.estimate if stated else None)
    assert strip_notes(strip_notes(text)) == strip_notes(text)


def _hold_writing(text: str) -> None:
    """What we write of hours is read as what was written."""
    again = parse_quantity(text, TIME)
    assert again is not None, text
    assert format_range(again.estimate) == text


TARGET = Target(
    check,
    lambda: {cell.encode() for text in demo_documents() for cell in cells(text)},
    words_in("mkdocs_speckit.reading.quantities"),
)
