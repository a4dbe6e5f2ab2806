"""The holidays in a calendar file (iCalendar, RFC 5545): the days of its events.

An event may last several days, and its end is the day after. One that repeats is not read, as half
of its days would be wrong days:

    BEGIN:VEVENT
    DTSTART;VALUE=DATE:20261224
    DTEND;VALUE=DATE:20261227
    END:VEVENT
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from mkdocs_speckit.disk.files import read_text

if TYPE_CHECKING:
    from pathlib import Path

EVENT = "VEVENT"

MAX_LENGTH = 366
"""The number of days that an event may last."""

_FOLD = re.compile(r"\n[ \t]")
_PROPERTY = re.compile(r"""(?P<name>[A-Za-z-]+)(?:;(?>(?:"[^"]*"|[^":])*))?:(?P<value>.*)""")
_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T\d{6}Z?)?")


class CalendarError(ValueError):
    """A file is not a calendar of holidays; the message says what is wrong and what to do."""


def read_holidays(path: Path) -> frozenset[int]:
    """Read the days of all events, as `date.toordinal`; raises OSError and CalendarError."""
    # A line that begins with a space goes on with the line before.
    text = read_text(path).removeprefix("\ufeff").replace("\r\n", "\n").lstrip()
    if not text.upper().startswith("BEGIN:VCALENDAR"):
        raise CalendarError(f"{path} is not a calendar; pass an .ics file")
    holidays: set[int] = set()
    event: dict[str, str] = {}
    inside: list[str] = []  # What begins, such as an event, and an alarm in it.
    for line in _FOLD.sub("", text).split("\n"):
        match = _PROPERTY.fullmatch(line.strip())
        if match is None:
            continue
        name, value = match["name"].upper(), match["value"].strip()
        if name == "BEGIN":
            inside.append(value.upper())
            event = {} if inside[-1] == EVENT else event
        elif name == "END":
            if inside[-1:] == [EVENT] and event.get("STATUS", "").upper() != "CANCELLED":
                holidays.update(_list_days(path, event))
            inside = inside[:-1]
        elif inside[-1:] == [EVENT]:
            event.setdefault(name, value)
    return frozenset(holidays)


def _list_days(path: Path, event: dict[str, str]) -> range:
    """The days of one event."""
    said = event.get("SUMMARY", "") or event.get("UID", "") or "an event"
    for name in ("RRULE", "RDATE"):
        if name in event:
            raise CalendarError(
                f"{path}: {said!r} repeats ({name}); write each of its days as an event"
            )
    first, end = (_read_date(event.get(name, "")) for name in ("DTSTART", "DTEND"))
    if first is None or ("DTEND" in event and end is None):
        raise CalendarError(f"{path}: {said!r} has no day that can be read; write DTSTART:20261224")
    if "DURATION" in event:
        raise CalendarError(f"{path}: {said!r} has a DURATION; write its DTEND")
    days = range(first, max(first + 1, end or 0))
    if len(days) > MAX_LENGTH:
        raise CalendarError(f"{path}: {said!r} lasts longer than a year; correct its DTEND")
    return days


def _read_date(written: str) -> int | None:
    match = _DATE.fullmatch(written)
    if match is None:
        return None
    try:
        return date(*map(int, match.groups()[:3])).toordinal()
    except ValueError:
        return None
