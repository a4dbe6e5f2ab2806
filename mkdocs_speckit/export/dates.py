"""The dates of features and milestones, as a calendar (iCalendar, RFC 5545) and as a table."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from mkdocs_speckit.export.spreadsheet import write_csv
from mkdocs_speckit.model.wording import fold_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mkdocs_speckit.features.entries import Entry

MILESTONES = "speckit/milestones.ics"
"""The path of the calendar in a site."""

COLUMNS = ("kind", "feature", "name", "state", "done", "total", "starts", "earliest", "latest")

MAX_LINE = 75
"""The number of bytes of a line; a longer one goes on in the next, after a space."""


def write_dates_csv(entries: Iterable[Entry]) -> str:
    """Write a row for each feature, and for each milestone with a date."""
    return write_csv(COLUMNS, _list_rows(entries))


def _list_rows(entries: Iterable[Entry]) -> Iterator[tuple[str, ...]]:
    for entry in entries:
        dates, done = entry.dates, entry.figures.completion
        known = (dates.starts, *(dates.ends or ())) if dates else ()
        days = [write_day(day) for day in known]
        days += [""] * (3 - len(days))
        figures = (f"{done.done}", f"{done.total}")
        yield ("feature", entry.folder, entry.title, entry.state, *figures, *days)
        for name, day in dates.milestones if dates else ():
            when = write_day(day)
            yield ("milestone", entry.folder, name, "", "", "", "", when, when)


def has_events(entries: Iterable[Entry]) -> bool:
    """True if a feature has a date to write: a calendar without an event is not valid."""
    return any(e.dates is not None and (e.dates.ends or e.dates.milestones) for e in entries)


def write_calendar(entries: Iterable[Entry], name: str, now: int | None) -> str:
    """Write the ends of features and their milestones as all-day events; `name` is the site's."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//mkdocs-speckit//EN",
        f"NAME:{_escape(name)}", f"X-WR-CALNAME:{_escape(name)}",
    ]  # fmt: skip
    for entry in entries:
        if entry.dates is None:
            continue
        events = [(text, day, day) for text, day in entry.dates.milestones]
        events += [("done", *entry.dates.ends)] if entry.dates.ends else []
        names = Counter[str]()
        for text, first, last in events:
            names[text] += 1
            # The same event has the same name in every later calendar.
            same = f"#{names[text]}" if names[text] > 1 else ""
            lines += [
                "BEGIN:VEVENT",
                f"UID:{_escape(f'{name}/{entry.path}/{text}{same}')}",
                f"DTSTAMP:{_write_day(now or first)}T000000Z",
                f"DTSTART;VALUE=DATE:{_write_day(first)}",
                f"DTEND;VALUE=DATE:{_write_day(last + 1)}",  # The day after the last one.
                f"SUMMARY:{_escape(f'{entry.title}: {text}')}",
                "TRANSP:TRANSPARENT",
                "END:VEVENT",
            ]
    lines.append("END:VCALENDAR")
    return "".join(f"{_fold(line)}\r\n" for line in lines)


def write_day(day: int) -> str:
    """A day of `date.toordinal` as `2026-03-09`."""
    return date.fromordinal(day).isoformat()


def _write_day(day: int) -> str:
    return write_day(day).replace("-", "")


def _escape(text: str) -> str:
    """A text in one line, with a backslash before what has a meaning."""
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return fold_line(text)


def _fold(line: str) -> str:
    """A line in pieces of at most `MAX_LINE` bytes; no character is broken."""
    pieces, size = [""], 0
    for character in line:
        length = len(character.encode("utf-8", "replace"))
        if size + length > MAX_LINE:
            pieces.append(" ")
            size = 1
        pieces[-1] += character
        size += length
    return "\r\n".join(pieces)
