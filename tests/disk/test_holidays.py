"""Holidays from calendar files: which days they are, and what is refused."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from mkdocs_speckit.disk.holidays import CalendarError, read_holidays

if TYPE_CHECKING:
    from pathlib import Path


def write(folder: Path, *lines: str, end: str = "\r\n") -> Path:
    path = folder / "holidays.ics"
    content = ["BEGIN:VCALENDAR", "VERSION:2.0", *lines, "END:VCALENDAR", ""]
    path.write_bytes(end.join(content).encode())
    return path


def days(path: Path) -> list[str]:
    return [date.fromordinal(day).isoformat() for day in sorted(read_holidays(path))]


@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_the_end_of_an_event_is_the_day_after(tmp_path: Path, end: str) -> None:
    path = write(
        tmp_path,
        *("BEGIN:VEVENT", "DTSTART;VALUE=DATE:20261224", "DTEND;VALUE=DATE:20261227", "END:VEVENT"),
        *("BEGIN:VEVENT", "DTSTART:20260403", "SUMMARY:Good", " Friday", "END:VEVENT"),
        *("BEGIN:VEVENT", "DTSTART:20260501T000000Z", "DTEND:20260501T235959Z", "END:VEVENT"),
        end=end,
    )
    assert days(path) == ["2026-04-03", "2026-05-01", "2026-12-24", "2026-12-25", "2026-12-26"]


def test_what_is_around_and_inside_events_is_left_alone(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        *("BEGIN:VTIMEZONE", "DTSTART:19700101T000000", "RRULE:FREQ=YEARLY", "END:VTIMEZONE"),
        *("BEGIN:VEVENT", "DTSTART:20260403", "BEGIN:VALARM", "TRIGGER:-PT15M", "END:VALARM"),
        *("BEGIN:VALARM", "DURATION:PT5M", "DTSTART:20260101", "END:VALARM"),
        *("no property", "END:VEVENT", "END:VEVENT"),
        *("BEGIN:VEVENT", "DTSTART:20260404", "STATUS:CANCELLED", "END:VEVENT"),
        *("BEGIN:VEVENT", 'DTSTART;X-A="b:c;d";VALUE=DATE:20260405', "END:VEVENT"),
    )
    path.write_bytes(b"\xef\xbb\xbf\r\n" + path.read_bytes())
    assert days(path) == ["2026-04-03", "2026-04-05"]


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        (["DTSTART:20260403", "RRULE:FREQ=YEARLY", "SUMMARY:May"], "'May' repeats (RRULE)"),
        (["DTSTART:20260403", "DURATION:P2D"], "has a DURATION; write its DTEND"),
        (["DTSTART:soon"], "has no day that can be read"),
        (["DTSTART:20260230"], "has no day that can be read"),
        (["DTSTART:20260403", "DTEND:later"], "has no day that can be read"),
        (["UID:7"], "'7' has no day"),
        (["DTSTART:20260101", "DTEND:20300101"], "lasts longer than a year"),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, lines: list[str], fault: str) -> None:
    path = write(tmp_path, "BEGIN:VEVENT", *lines, "END:VEVENT")
    with pytest.raises(CalendarError) as error:
        read_holidays(path)
    assert str(error.value).startswith(f"{path}: ")
    assert fault in str(error.value)


def test_another_file_is_not_a_calendar(tmp_path: Path) -> None:
    path = tmp_path / "holidays.ics"
    path.write_text("# Holidays\n")
    with pytest.raises(CalendarError, match=r"is not a calendar; pass an \.ics file"):
        read_holidays(path)
