"""How figures are written for people: ranges, units, counts."""

from __future__ import annotations

from math import floor, log10
from typing import TYPE_CHECKING

from mkdocs_speckit.model.estimate import HOURS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs_speckit.model.estimate import Estimate
    from mkdocs_speckit.model.parts import Completion

NO_FIGURE = "—"
ELLIPSIS = "…"

_ABBREVIATION = {HOURS: "h"}
_SMALL = 2


def number(value: float) -> str:
    """A figure with at most two digits after the point, one from two on: `0.17`, `7.5`, `12.3`."""
    digits = 2 if abs(value) < _SMALL else 1
    return f"{value:,.{digits}f}".rstrip("0").rstrip(".")


def effort_range(estimate: Estimate, unit: str = HOURS) -> str:
    """A range with its unit: `7.5–10.5 h`, `1 h`, `7–9 sessions`."""
    low, high = number(estimate.low), number(estimate.high)
    figures = low if low == high else f"{low}–{high}"
    return f"{figures} {_ABBREVIATION.get(unit, unit)}"


def rough(hours: float) -> float:
    """A likely figure to the three digits that it is good for: 25.83 is 25.8, 193.4 is 193."""
    return round(hours, 2 - floor(log10(hours))) if hours > 0 else 0.0


def shortened(names: Sequence[str], most: int) -> str:
    """`A, B`; of more names than may be shown the first: `A, B and 3 more`."""
    shown = names if len(names) <= most else names[: most - 1]
    rest = len(names) - len(shown)
    return ", ".join(shown) + (f" and {rest:,} more" if rest else "")


def cut(text: str, longest: int) -> str:
    """The beginning of a text that is longer than so many characters, up to a word's end."""
    if len(text) <= longest:
        return text
    words, space, _ = text[: longest + 1].rpartition(" ")
    return (words if space else text[:longest]).rstrip() + ELLIPSIS


def at_least(unestimated: int) -> str:
    """The sign before figures that so many unestimated phases would add to: `≥ 8–14 h`."""
    return "≥ " if unestimated else ""


def done_of_total(completion: Completion) -> str:
    """`2 of 5`, where there is anything to do."""
    return f"{completion.done:,} of {completion.total:,}" if completion.total else NO_FIGURE


def listed(names: Sequence[str], conjunction: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`; there is at least one name."""
    *most, last = names
    return f"{', '.join(most)} {conjunction} {last}" if most else last


def count(number_of: int, singular: str) -> str:
    """`1 phase`, `2 phases`."""
    return f"{number_of:,} {singular}{'' if number_of == 1 else 's'}"
