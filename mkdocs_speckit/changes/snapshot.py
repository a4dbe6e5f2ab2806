"""A plan as a comparison sees it, taken from an export: a revision is exported before, too.

An export has estimates and dependencies, but no schedule (section 7); the schedule is computed from
them anew, with the code that computes it for pages.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from mkdocs_speckit.export import VERSION
from mkdocs_speckit.model.estimate import HOURS, Estimate
from mkdocs_speckit.model.finding import SEVERITIES
from mkdocs_speckit.model.formats import LEVEL
from mkdocs_speckit.model.graph import find_cycles
from mkdocs_speckit.model.levels import LEVELS
from mkdocs_speckit.model.parts import (
    Completion,
    DeclaredTotal,
    Effort,
    EffortPhase,
    Graph,
    Level,
    Node,
    Place,
)
from mkdocs_speckit.model.plan import Plan
from mkdocs_speckit.reading.matching import match_phases
from mkdocs_speckit.schedule import schedule_plan

if TYPE_CHECKING:
    from collections.abc import Iterator

NEGLIGIBLE = 1e-4
"""Hours that are nothing. Exports round estimates to a millionth, and schedules add those up."""

MOST_HOURS = 1e12
"""An export with larger figures is broken: sums of them would be no numbers."""

_NOWHERE = Place(1)

_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*", re.IGNORECASE | re.ASCII)


class ExportError(ValueError):
    """Something is no export of this version; the message says what, as the rest of a sentence."""


class Amount(Struct, frozen=True):
    """An effort in its table's unit; at least that, where some of it is `unestimated` phases."""

    estimate: Estimate
    unit: str = HOURS
    unestimated: int = 0


class Phase(Struct, frozen=True):
    """A phase of the effort table, or of the dependency table where only that has it.

    `name` is as it is written; of several with one name, `occurrence` counts them from 0.
    """

    name: str
    occurrence: int
    amount: Amount | None


class Timing(Struct, frozen=True):
    """Where the expected estimates put a phase of the dependency table (section 4), in hours."""

    name: str
    finish: float
    slack: float


class CriticalPath(Struct, frozen=True):
    """The phases of the critical path, and its length in hours."""

    phases: tuple[str, ...]
    length: Estimate


class Snapshot(Struct, frozen=True):
    """What is compared of one plan.

    `declared` is the total that the effort table states. There are no `timings` where there is no
    schedule, and where two phases of the dependency table have one name: an export's dependencies
    do not tell which of them is meant. `findings` counts them by severity and rule.
    """

    path: str
    title: str
    kind: str
    level: str | None
    effort: Amount | None
    declared: Amount | None
    phases: tuple[Phase, ...]
    timings: tuple[Timing, ...]
    critical_path: CriticalPath | None
    completion: Completion
    placeholders: tuple[str, ...]
    findings: tuple[tuple[tuple[str, str], int], ...]
    format: str = LEVEL


def parse_export(content: bytes) -> tuple[Snapshot, ...]:
    """The plans of an export's text; raises ExportError."""
    try:
        exported = json.loads(content)
    except (ValueError, RecursionError):
        raise ExportError(_NO_EXPORT) from None
    return take_snapshots(exported)


def take_snapshots(exported: object) -> tuple[Snapshot, ...]:
    """The plans of an export, in the order of their paths; raises ExportError.

    What is in it besides section 7 is passed over.
    """
    if not isinstance(exported, dict) or "version" not in exported:
        raise ExportError(_NO_EXPORT)
    if exported["version"] != VERSION:
        raise ExportError(
            f"is an export of version {exported['version']!r}, and this program reads {VERSION}; "
            "make it anew with `mkdocs-speckit export`"
        )
    try:
        found = {plan["path"]: _snapshot(plan) for plan in exported["plans"]}
    except (LookupError, TypeError, ValueError, AttributeError, OverflowError):
        raise ExportError(_NO_EXPORT) from None
    if len(found) < len(exported["plans"]):
        raise ExportError("lists a path twice; make it anew with `mkdocs-speckit export`")
    return tuple(found[path] for path in sorted(found))


_NO_EXPORT = "is no export; make one with `mkdocs-speckit export DIR`"


def _snapshot(data: dict[str, Any]) -> Snapshot:
    plan = _plan(data)
    effort = plan.effort
    unestimated = _whole(data["effort"]["total"]["unestimated"]) if effort else 0
    declared = effort and effort.declared
    found = Counter(
        (_one_of(SEVERITIES, entry["severity"]), _word(entry["rule"])) for entry in data["findings"]
    )
    return Snapshot(
        path=plan.path,
        title=plan.title,
        kind=plan.kind,
        level=plan.known_level,
        effort=_total(data["effort"], unestimated) if effort else None,
        declared=Amount(declared.estimate, effort.unit) if effort and declared else None,
        phases=tuple(_phases(plan)),
        timings=tuple(_timings(plan)),
        critical_path=_critical_path(data["critical_path"]),
        completion=_completion(data["completion"]),
        placeholders=tuple(_text(placeholder["text"]) for placeholder in data["placeholders"]),
        findings=tuple(sorted(found.items())),
        format=plan.format,
    )


def _total(data: dict[str, Any], unestimated: int) -> Amount | None:
    estimate = _estimate(data["total"])
    return Amount(estimate, _word(data["unit"]), unestimated) if estimate else None


def _critical_path(data: dict[str, Any] | None) -> CriticalPath | None:
    estimate = _estimate(data) if data else None
    if data is None or estimate is None:
        return None
    return CriticalPath(tuple(map(_text, data["phases"])), estimate)


def _phases(plan: Plan) -> Iterator[Phase]:
    """The rows of the effort table, then what the dependency table has besides."""
    rows = plan.effort.phases if plan.effort else ()
    unit = plan.effort.unit if plan.effort else HOURS
    nodes = plan.graphs[0].nodes if plan.graphs else ()
    estimates = [(row.name, row.estimate) for row in rows]
    estimates += [(node.name, None) for node in nodes if not node.efforts]
    seen: Counter[str] = Counter()
    for name, estimate in estimates:
        yield Phase(name, seen[name], Amount(estimate, unit) if estimate else None)
        seen[name] += 1


def _timings(plan: Plan) -> Iterator[Timing]:
    schedule = schedule_plan(plan)
    if schedule is None:
        return
    nodes = plan.graphs[0].nodes
    if len({node.name for node in nodes}) == len(nodes):
        for node, activity in zip(nodes, schedule.activities, strict=True):
            yield Timing(node.name, activity.expected.earliest_finish, activity.slack)


def _plan(data: dict[str, Any]) -> Plan:
    """As much of a plan as an export has and a schedule needs: places and headings are lost."""
    format_name = _word(data.get("format", LEVEL))
    levels: tuple[Level, ...] = ()
    if format_name == LEVEL:
        level = None if data["level"] is None else _one_of(LEVELS, data["level"])
        levels = (Level(level, "", _NOWHERE),)
    effort, graphs = match_phases(_effort(data["effort"]), tuple(_graphs(data["dependencies"])), ())
    return Plan(
        path=_text(data["path"]),
        title=_text(data["title"]),
        kind=_word(data["kind"]),
        format=format_name,
        levels=levels,
        template=None,
        outline=(),
        effort=effort,
        graphs=graphs,
        checklists=(),
        placeholders=(),
    )


def _effort(data: dict[str, Any] | None) -> Effort | None:
    if data is None:
        return None
    phases = (
        EffortPhase(_text(phase["name"]), _estimate(phase), _NOWHERE.line)
        for phase in data["phases"]
    )
    stated = _estimate(data["declared"]) if data["declared"] else None
    declared = DeclaredTotal(stated, _NOWHERE, 0, 0) if stated else None
    return Effort(_word(data["unit"]), tuple(phases), declared, _NOWHERE.line, 0, 0)


def _graphs(dependencies: list[dict[str, Any]]) -> Iterator[Graph]:
    """The phase graph, which is the first; nothing of the others is compared."""
    for data in dependencies[:1]:
        names = [_text(name) for name in data["nodes"]]
        index = {name: node for node, name in enumerate(names)}
        edges = tuple(
            (index[before], index[after]) for before, after in data["edges"] if before != after
        )
        nodes = tuple(Node(name, _NOWHERE.line) for name in names)
        loops = find_cycles(len(nodes), edges)
        yield Graph(0, _text(data["heading"]), _NOWHERE.line, nodes, edges, (), loops)


def _estimate(data: dict[str, Any]) -> Estimate | None:
    low, high = data["low"], data["high"]
    if low is None and high is None:
        return None
    if any(isinstance(amount, bool) for amount in (low, high)) or not 0 <= low <= high < MOST_HOURS:
        raise ValueError(data)
    return Estimate(float(low), float(high))


def _completion(data: dict[str, Any]) -> Completion:
    done, total = _whole(data["done"]), _whole(data["total"])
    if done > total:
        raise ValueError(data)
    return Completion(done, total)


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(value)
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _word(value: object) -> str:
    """A name that this program gives, and no plan: of a rule, a unit, a kind."""
    if not _WORD.fullmatch(_text(value)):
        raise ValueError(value)
    return _text(value)


def _one_of(values: tuple[str, ...], value: object) -> str:
    if value not in values:
        raise ValueError(value)
    return str(value)
