"""Whole plans, random: valid ones that say what they hold, nearly valid ones, and hostile ones."""

from __future__ import annotations

import string
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from mkdocs_speckit.model.parts import Completion, Estimate
from tests.conftest import SOURCE
from tests.payloads import PAYLOADS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Draw = st.DrawFn


@dataclass(frozen=True)
class Valid:
    """A plan that no rule has anything to say of, and what its author meant by it.

    The phases are in the order of their rows; edges are pairs of their indexes.
    """

    text: str
    names: tuple[str, ...]
    estimates: tuple[Estimate, ...]
    edges: frozenset[tuple[int, int]]
    completion: Completion


TITLES = (
    "Ledger Payments Catalogue Basket Invoices Warehouse Checkout Printing Telemetry Accounts"
    " Discounts Localisation"
).split()
"""No two begin alike."""

NAMES: tuple[Callable[[int], str], ...] = (
    lambda i: f"Phase {i + 1}",
    lambda i: f"Phase {i + 1}: {TITLES[i]}",
    lambda i: f"Phase {i + 1} ({TITLES[i]})",
    lambda i: f"Step {string.ascii_uppercase[i]}: {TITLES[i]}",
    lambda i: TITLES[i],
)
MOST_PHASES = len(TITLES)

RANGES = ("{}-{}h", "{}–{} hours", "{} to {} hrs", "**{}-{} h**", "{}h - {}h", "{}–{}h (once 99h)")
SINGLE = ("{}h", "~{} hours", "{} hrs", "*{} h*", "{}h (of 99h)")
SEPARATORS = (", ", "; ", " + ", " and ", " & ")
NONE = ("None", "-", "", "N/A", "None (can start at once)")
LINE_ENDS = ("\n", "\r\n", "\r")
STARTS = (
    f"<!-- SPECKIT_LEVEL: 2 -->{SOURCE}\n\n# Plan\n",
    f"# Plan\n\n<!-- SPECKIT_LEVEL: 2 -->\n{SOURCE}\n",
    f"---\ntitle: Plan\nSPECKIT_LEVEL: 2\n---\n\n# Plan\n\n{SOURCE}\n",
)
FILLERS = (
    "Words that say nothing of *effort*, with `code` and a [link](https://example.org/).",
    "| Risk | Impact |\n|------|:------:|\n| Rain | High |",
    "```\n| Phase | Effort |\n|---|---|\n| Code | 99h |\n- [ ] code\n```",
    "<!-- WHEN TO USE\n\n| Phase | Depends On |\n|---|---|\n| Comment | Phase 1 |\n\n- [ ] c\n-->",
    '!!! note "Mind"\n\n    Whoever bakes at night sleeps by day.',
    "> Quoted words.\n\n1. First\n2. Second",
)


@st.composite
def valid_plans(draw: Draw) -> Valid:
    """Plans of phases that wait for one another, estimated, some of them done."""
    size = draw(st.integers(1, MOST_PHASES))
    name = draw(st.sampled_from(NAMES))
    names = tuple(name(index) for index in range(size))
    in_time = draw(st.permutations(range(size)))
    pairs = [(a, b) for place, b in enumerate(in_time) for a in in_time[:place]]
    edges = draw(st.frozensets(st.sampled_from(pairs), max_size=2 * size)) if pairs else frozenset()
    scale = draw(st.sampled_from(SCALES))
    estimates = tuple(draw(_estimates(scale)) for _ in range(size))
    lists = _checklists(draw, in_time)
    tables = _tables(draw, names, estimates, edges)
    phases = "\n".join(f"### {names[index]}\n\n{lists[index]}" for index in range(size))
    sections = draw(st.permutations([*tables, f"## Phases\n\n{phases}"]))
    parts = [draw(st.sampled_from(STARTS))]
    for section in sections:
        parts += [*draw(st.lists(st.sampled_from(FILLERS), max_size=1)), section]
    text = "\n\n".join(parts)
    items = "".join(lists)
    done = items.count("[x]") + items.count("[X]")
    return Valid(
        draw(st.sampled_from(["", "\ufeff"]))
        + text.replace("\n", draw(st.sampled_from(LINE_ENDS))),
        names,
        estimates,
        edges,
        Completion(
            done, done + items.count("[ ]") + items.count("[B]"), blocked=items.count("[B]")
        ),
    )


SCALES = (1, 1, 1, 1, 10**4, 10**9)
"""Some plans are of years, and some of ages."""


@st.composite
def _estimates(draw: Draw, scale: int) -> Estimate:
    """Quarters of hours, or of as many thousands of hours."""
    ends = draw(st.tuples(st.integers(1, 320), st.integers(1, 320)))
    return Estimate(min(ends) * scale / 4, max(ends) * scale / 4)


def _figure(hours: float) -> str:
    return f"{hours:.2f}".rstrip("0").rstrip(".")


def _written(draw: Draw, estimate: Estimate) -> str:
    if estimate.low == estimate.high:
        return draw(st.sampled_from(SINGLE)).format(_figure(estimate.low))
    return draw(st.sampled_from(RANGES)).format(_figure(estimate.low), _figure(estimate.high))


def _checklists(draw: Draw, in_time: Sequence[int]) -> list[str]:
    """Each phase's items: the first phases in time are done, the others have an open one."""
    done = draw(st.integers(0, len(in_time)))
    lists = [""] * len(in_time)
    for place, index in enumerate(in_time):
        first, more = ("x", "xX~") if place < done else (" ", " xXB~-")
        boxes = first + draw(st.text(more, max_size=3))
        lists[index] = "".join(f"- [{box}] Item {n}\n" for n, box in enumerate(boxes))
    return lists


def _tables(
    draw: Draw,
    names: Sequence[str],
    estimates: Sequence[Estimate],
    edges: frozenset[tuple[int, int]],
) -> list[str]:
    """The dependencies, the effort with its total, and how long the critical path is."""
    waits = [_depends(draw, names, [a for a, b in edges if b == i]) for i in range(len(names))]
    efforts = [_written(draw, estimate) for estimate in estimates]
    low, high = (sum(getattr(e, end) for e in estimates) for end in ("low", "high"))
    dependencies = table(["Phase", "Depends On"], zip(names, waits, strict=True))
    total = [("**Total**", "", f"{_figure(low)}-{_figure(high)} hours")]
    ratings = [(name, "Low", effort) for name, effort in zip(names, efforts, strict=True)]
    effort = table(["Phase", "Complexity", "Estimated Effort"], [*ratings, *total])
    path = f"**Total Critical Path**: {_figure(longest(estimates, edges))} hours"
    return [
        f"## Phase dependencies\n\n{dependencies}",
        f"## Effort estimation\n\n{effort}",
        f"## Critical path\n\n{path}",
    ]


def _depends(draw: Draw, names: Sequence[str], waits: Sequence[int]) -> str:
    """A cell that names some phases, each by its whole name or by its label."""
    if not waits:
        return draw(st.sampled_from(NONE))
    written = [names[i] for i in draw(st.permutations(waits))]
    if draw(st.booleans()):
        written = [name.partition(":")[0].partition(" (")[0] for name in written]
    return draw(st.sampled_from(SEPARATORS)).join(written)


def table(header: Sequence[str], rows: object) -> str:
    """A table; its rows are lists of cells."""
    lines = [f"| {' | '.join(cells)} |" for cells in (header, *rows)]  # type: ignore[misc]
    return "\n".join([lines[0], "|" + "---|" * len(header), *lines[1:]])


def longest(estimates: Sequence[Estimate], edges: frozenset[tuple[int, int]]) -> float:
    """How long the longest chain is expected to take: every chain is looked at."""
    known: dict[int, float] = {}

    def until(index: int) -> float:
        if index not in known:
            before = (until(a) for a, b in edges if b == index)
            known[index] = estimates[index].expected + max(before, default=0.0)
        return known[index]

    return max(until(index) for index in range(len(estimates)))


DAMAGES: tuple[Callable[[list[str], int, int], None], ...] = (
    lambda lines, at, _: lines.__delitem__(at),
    lambda lines, at, other: lines.insert(other, lines[at]),
    lambda lines, at, _: lines.__setitem__(at, lines[at][: len(lines[at]) // 2]),
    lambda lines, at, _: lines.__setitem__(at, lines[at].replace("|", "", 1)),
    lambda lines, at, _: lines.__setitem__(at, "    " + lines[at]),
    lambda lines, at, _: lines.__setitem__(at, lines[at].replace("]", "", 1).replace("-", "–")),
    lambda lines, at, other: lines.__setitem__(at, lines[at] + " " + lines[other]),
    lambda lines, at, _: lines.insert(at, "```"),
    lambda lines, at, _: lines.insert(at, "<!--"),
    lambda lines, at, _: lines.__delitem__(slice(at, None)),
)
"""What goes wrong when people edit: a line is lost, said twice, cut, moved, indented, run on."""


def _damaged(draw: Draw, text: str) -> str:
    lines = text.split("\n")
    for damage in draw(st.lists(st.sampled_from(DAMAGES), min_size=1, max_size=3)):
        at, other = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
        damage(lines, at, other)
        lines = lines or [""]
    return "\n".join(lines)


@st.composite
def nearly_valid_plans(draw: Draw) -> str:
    """Valid plans that somebody has edited without looking."""
    return _damaged(draw, draw(valid_plans()).text.replace("\r\n", "\n").replace("\r", "\n"))


@st.composite
def hostile_plans(draw: Draw) -> str:
    """Plans whose words are payloads, damaged or not."""
    text = draw(valid_plans()).text
    words = [*TITLES, "Plan", "None", "Item 0", "hours", "Low", "Risk", "Words", "code", "Total"]
    for word in draw(st.lists(st.sampled_from(words), min_size=1, max_size=5, unique=True)):
        text = text.replace(word, draw(st.sampled_from([*PAYLOADS.values()]) | st.text(max_size=9)))
    return _damaged(draw, text) if draw(st.booleans()) else text


def any_plans() -> st.SearchStrategy[str]:
    """Plans of all three kinds."""
    return valid_plans().map(lambda plan: plan.text) | nearly_valid_plans() | hostile_plans()
