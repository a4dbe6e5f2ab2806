"""How figures and texts are written for people: ranges, counts, lists, printable lines."""

from __future__ import annotations

import re
from datetime import date
from math import floor, log10
from typing import TYPE_CHECKING

from mkdocs_speckit.model.parts import HOURS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs_speckit.model.parts import Completion, Estimate, PhaseBoxes

NO_FIGURE = "—"
ELLIPSIS = "…"

_ABBREVIATION = {HOURS: "h"}
_SMALL = 2


def format_number(value: float) -> str:
    """A figure with up to two decimals below 2 and one above: `0.17`, `7.5`, `12.3`."""
    digits = 2 if abs(value) < _SMALL else 1
    return f"{value:,.{digits}f}".rstrip("0").rstrip(".")


def format_range(estimate: Estimate, unit: str = HOURS) -> str:
    """A range with its unit: `7.5–10.5 h`, `1 h`, `7–9 sessions`."""
    low, high = format_number(estimate.low), format_number(estimate.high)
    figures = low if low == high else f"{low}–{high}"
    return f"{figures} {_ABBREVIATION.get(unit, unit)}"


def round_roughly(hours: float) -> float:
    """A likely figure to three digits, as it is not more precise: 25.8 for 25.83, 193 for 193.4."""
    return round(hours, 2 - floor(log10(hours))) if hours > 0 else 0.0


def shorten_list(names: Sequence[str], most: int) -> str:
    """`A, B`, or with more than `most` names the first of them: `A, B and 3 more`."""
    shown = names if len(names) <= most else names[: most - 1]
    rest = len(names) - len(shown)
    return ", ".join(shown) + (f" and {rest:,} more" if rest else "")


def cut_text(text: str, most: int) -> str:
    """A text of more than `most` characters, cut after a word: `The first…`."""
    if len(text) <= most:
        return text
    words, space, _ = text[: most + 1].rpartition(" ")
    return (words if space else text[:most]).rstrip() + ELLIPSIS


def at_least(unestimated: int) -> str:
    """The sign before a figure that lacks a number of unestimated phases: `≥ 8–14 h`."""
    return "≥ " if unestimated else ""


def say_at_least(unestimated: int) -> str:
    """The same in words, where there is room: `at least 8–14 h`."""
    return "at least " if unestimated else ""


def count_unestimated(number: int, noun: str = "phase") -> str:
    """`1 phase has no estimate`, `2 phases have no estimate`."""
    return f"{format_count(number, noun)} {'has' if number == 1 else 'have'} no estimate"


def format_completion(completion: Completion) -> str:
    """`2 of 5`, or a dash if there is nothing to do."""
    return f"{completion.done:,} of {completion.total:,}" if completion.total else NO_FIGURE


def describe_boxes(boxes: PhaseBoxes | None, *, is_done: bool, file: str = "") -> str:
    """How far a phase is by its boxes: `2 of 5 done`; empty without boxes.

    Also the `file` that has them, under which heading they are if it has another name, and what the
    plan's own boxes say: `2 of 5 done in tasks.md under “Phase 2: Work”, own boxes 0 of 4`.
    """
    if boxes is None or not boxes.completion.total:
        return "done with all tasks of the feature" if is_done else ""
    if is_done and not boxes.completion.is_complete:
        return (
            f"done with all tasks of the feature, own boxes {format_completion(boxes.completion)}"
        )
    text = f"{format_completion(boxes.completion)} done" + (f" in {file}" if file else "")
    if boxes.named not in {"", boxes.title}:
        text += f" under “{boxes.named}”"
    if boxes.own.total and boxes.own != boxes.completion:
        text += f", own boxes {format_completion(boxes.own)}"
    return text


def join_words(names: Sequence[str], conjunction: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`; at least one name is needed."""
    *most, last = names
    return f"{', '.join(most)} {conjunction} {last}" if most else last


MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
"""Their names do not depend on the machine’s language."""


def format_day(day: str, newest: str = "") -> str:
    """A date as people write it, `9 Mar 2026`; without its year if that is the `newest` one."""
    try:
        found = date.fromisoformat(day)
    except ValueError:
        return ""
    month = MONTHS[found.month - 1]
    return f"{found.day} {month}" + ("" if day[:4] == newest else f" {found.year}")


def name_day(day: int, now: int) -> str:
    """A day of `date.toordinal`, `9 Mar`; with its year if that is another one than today's."""
    return format_day(date.fromordinal(day).isoformat(), str(date.fromordinal(now).year))


def name_days(early: int, late: int, now: int, between: str = "–") -> str:
    """Two days in few words: `17–23 Mar`, `28 Mar–4 Apr`; one if they are the same."""
    one, other = name_day(early, now), name_day(late, now)
    if one == other:
        return one
    number, _, rest = one.partition(" ")
    return f"{number if other.endswith(f' {rest}') else one}{between}{other}"


def correct_name(kind: str, name: str, names: Sequence[str]) -> str:
    """Say that a name is unknown: `there is no option 'sumary'; did you mean summary?`.

    Where no known name is like it, all of them are listed.
    """
    similar = find_similar(name, names)
    hint = f"did you mean {similar}?" if similar else f"the {kind}s are {join_words(names, 'or')}"
    return f"there is no {kind} {name!r}; {hint}"


def find_similar(name: object, names: Sequence[str]) -> str | None:
    """The known name that a misspelled one is most like; None if it is like none."""
    import difflib  # noqa: PLC0415 - Needed only where something is wrong.

    return next(iter(difflib.get_close_matches(str(name), names, 1)), None)


def join_first(names: Sequence[str], most: int, conjunction: str = "and") -> str:
    """`a, b and c`; of more than `most` names the first, and how many more: `a, b and 2 more`."""
    if len(names) > most:
        names = [*names[: most - 1], f"{len(names) - most + 1:,} more"]
    return join_words(names, conjunction)


def format_count(number_of: int, singular: str) -> str:
    """`1 phase`, `2 phases`."""
    return f"{number_of:,} {singular}{'' if number_of == 1 else 's'}"


# A pattern of the characters that *are* allowed would take twelve times as long to compile.
_NOT_IN_XML = "\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"
_OBEYED = "\x7f-\x9f\u2028-\u202e\u2066-\u2069"
_INVALID_IN_XML = re.compile(f"[{_NOT_IN_XML}]")
_UNPRINTABLE = re.compile(f"[{_NOT_IN_XML}{_OBEYED}]")
_LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def make_valid_xml(text: str) -> str:
    """Replace with U+FFFD the characters that XML 1.0 (section 2.2) and HTML do not allow.

    These are control characters other than tabs and line ends, lone surrogates (bytes of a file
    name that are not UTF-8) and U+FFFE and U+FFFF. Python-Markdown marks what it has put aside
    with some of them.
    """
    return _INVALID_IN_XML.sub("\ufffd", text)


def make_printable(text: str) -> str:
    """Replace with U+FFFD also the characters that a terminal or a log would obey.

    Beyond those of `make_valid_xml` these are the other control characters, rare line ends, and
    characters that turn the direction of the text after them (Unicode Standard Annex 9, section 2).
    """
    return _UNPRINTABLE.sub("\ufffd", text)


def escape_json(json: str) -> str:
    """The same JSON with escapes for the characters that `make_printable` would replace."""
    return _UNPRINTABLE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json)


def fold_line(text: str) -> str:
    """A printable text in one line, as CI runners take commands from the start of a line."""
    return make_printable(_LINE_END.sub(" ", text))
