"""`speckit.json` → its types; the file may be anybody's, so every value is checked.

The types say what is allowed. Where a value is not, the error names its path:

    is a broken export: `$.plans[0].level` is "5", and must be "1", "2", "3", …
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NoReturn

import msgspec
from msgspec import UNSET

from mkdocs_speckit.export.format import OLDEST, VERSION, Export, ExportedPlan, find_estimate
from mkdocs_speckit.model.formats import LEVEL
from mkdocs_speckit.model.graph import find_cycles
from mkdocs_speckit.model.parts import (
    Checklist,
    Completion,
    DeclaredTotal,
    Effort,
    EffortPhase,
    Graph,
    Level,
    Node,
    PhaseBoxes,
    Place,
    Placeholder,
    StatedStatus,
)
from mkdocs_speckit.model.plan import Plan
from mkdocs_speckit.model.wording import join_words
from mkdocs_speckit.reading.matching import match_phases

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mkdocs_speckit.export.format import ExportedPlaceholder

MAX_SHOWN = 40
"""Characters of a wrong value that an error shows."""

MAX_BROKEN = 100
"""An export with more broken features is refused as a whole."""

_WANTED = "use the speckit.json of a site, or the output of `mkdocs-speckit export DIR`"

OBJECT = "an object"

_NAMES = {"string": "a text", "array": "a list", "null": "null", "object": OBJECT}

_STEP = re.compile(r"\.(?P<key>[^.\[]+)|\[(?P<index>\d+)\]")


class ExportError(ValueError):
    """A file is not an export of a version that is read.

    The message says why, and what to do. It is the rest of a sentence that begins with the file.
    `fault` is what is wrong with a value, if that is why.
    """

    fault = ""

    @classmethod
    def of_broken(cls, why: str) -> ExportError:
        """The error of an export that has a wrong value."""
        error = cls(f"is a broken export: {why}; export it again")
        error.fault = why
        return error


def read_export(content: bytes) -> Export:
    """Read an export from a site or from the command line; raises ExportError.

    It may be UTF-8, or UTF-16 as some shells write it. Unknown keys are skipped.
    """
    export = _convert(_load(content))
    if not _has_no_double(export):
        raise ExportError.of_broken("it lists a path twice")
    return export


def read_valid_parts(content: bytes) -> tuple[Export, dict[int, str]]:
    """Read the features of an export, or its plans if it has no features, without those broken.

    Also says what is wrong with each of these, by its index. Raises ExportError if this is not an
    export, or if none or too few of them are valid.
    """
    data = _load(content)
    key = "features" if "features" in data else "plans"
    head: dict[str, Any] = {"version": VERSION, "plans": []}
    if "site" in data:
        head["site"] = data["site"]
    try:
        export = _convert(head | {key: data[key]})
        if _has_no_double(export):
            return export, {}
    except ExportError:
        if not isinstance(data[key], list):
            raise

    export, faults, paths = _convert(head | {key: []}), dict[int, str](), set[str]()
    valid: list[Any] = export.plans if export.features is UNSET else export.features
    for index, part in enumerate(data[key]):
        try:
            one = _convert(head | {key: [part]})
            for plan in one.plans:
                if plan.path in paths:
                    raise ExportError.of_broken(
                        f"`$.plans[0].path` is {show_value(plan.path)}, as that of another plan"
                    )
                paths.add(plan.path)
            valid += one.plans if one.features is UNSET else one.features
        except ExportError as error:
            faults[index] = error.fault.replace("[0]", f"[{index}]", 1)
            if len(faults) > MAX_BROKEN:
                break
    if len(faults) > MAX_BROKEN or not valid:
        raise ExportError.of_broken(next(iter(faults.values())))
    return export, faults


def _has_no_double(export: Export) -> bool:
    """True if each plan has a path of its own."""
    return len({plan.path for plan in export.plans}) == len(export.plans)


def _load(content: bytes) -> dict[str, Any]:
    """Load the JSON of an export, as this version writes it; raises ExportError."""
    try:
        # msgspec would not read a path whose bytes are not UTF-8, and the version comes first.
        data = json.loads(content, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise ExportError(f"is not JSON; {_WANTED}") from None
    if not isinstance(data, dict) or "version" not in data or "plans" not in data:
        raise ExportError(f"is not an export of mkdocs-speckit; {_WANTED}")
    version = data["version"]
    if type(version) is not int or not OLDEST <= version <= VERSION:
        raise ExportError(
            f"is an export of version {show_value(version)}, and this program reads {OLDEST} to"
            f" {VERSION}; use the same version of mkdocs-speckit for both"
        )
    return data if version == VERSION else _upgrade(data)


def _upgrade(data: dict[str, Any]) -> dict[str, Any]:
    """Make an export of version 1 one of this version.

    Documents with levels name their format, and the status of a feature has today's words.
    """
    upgraded = data | {"version": VERSION}
    for key in ("plans", "features"):
        if isinstance(parts := data.get(key), list):
            upgraded[key] = [
                _upgrade_part(part) if isinstance(part, dict) else part for part in parts
            ]
    totals = data.get("totals")
    if isinstance(totals, dict) and isinstance(statuses := totals.get("statuses"), dict):
        renamed = {_STATUS_OF_OLD.get(name, name): count for name, count in statuses.items()}
        upgraded["totals"] = totals | {"statuses": renamed}
    return upgraded


def _upgrade_part(part: dict[str, Any]) -> dict[str, Any]:
    """Make a document or a feature of version 1 one of this version."""
    upgraded = {"format": LEVEL} | part if "level" in part else dict(part)
    if isinstance(status := part.get("status"), str):
        upgraded["status"] = _STATUS_OF_OLD.get(status, status)
    return upgraded


_STATUS_OF_OLD = {"not begun": "not started", "unfilled": "not filled in"}
"""The words of version 1 that are others today."""


def _convert(data: dict[str, Any]) -> Export:
    """Convert the JSON of an export; raises ExportError, which names the value that is wrong."""
    try:
        return msgspec.convert(data, Export)
    except msgspec.ValidationError as error:
        raise ExportError.of_broken(_explain(str(error), data)) from None
    except UnicodeEncodeError:
        raise ExportError.of_broken("it has a key that is not Unicode") from None


def rebuild_plan(exported: ExportedPlan) -> Plan:
    """Make a plan from its export: what an export holds of it, without places and headings."""
    nowhere = Place(1)
    effort, graphs = None, []
    if exported.effort is not None:
        phases = [
            EffortPhase(phase.name, find_estimate(phase), phase.line)
            for phase in exported.effort.phases
        ]
        stated = find_estimate(exported.effort.declared)
        declared = DeclaredTotal(stated, nowhere, 0, 0) if stated else None
        effort = Effort(exported.effort.unit, tuple(phases), declared, 1, 0, 0)
    for graph in exported.dependencies:
        index = {name: node for node, name in enumerate(graph.nodes)}
        edges, from_blocks = (
            tuple((index[before], index[after]) for before, after in pairs if before != after)
            for pairs in (graph.edges, graph.from_blocks or ())
        )
        nodes = tuple(Node(name, graph.line) for name in graph.nodes)
        cycles = find_cycles(len(nodes), edges)
        graphs.append(
            Graph(
                0,
                graph.heading,
                graph.line,
                nodes,
                edges,
                (),
                cycles,
                from_blocks=from_blocks,
            )
        )
    effort, matched = match_phases(effort, graphs, ())
    return Plan(
        path=exported.path,
        title=exported.title,
        format=exported.format,
        kind=exported.kind,
        levels=() if exported.level is UNSET else (Level(exported.level, "", nowhere),),
        effort=effort,
        graphs=matched,
        checklists=tuple(
            Checklist(
                None, checklist.heading, checklist.line, Completion(checklist.done, checklist.total)
            )
            for checklist in exported.checklists
        ),
        phases=tuple(
            PhaseBoxes(p.title, p.line, None, Completion(p.done, p.total), p.boxes or "")
            for p in exported.phases or ()
        ),
        status=StatedStatus(exported.status.stated, exported.status.percent, nowhere)
        if exported.status
        else None,
        placeholders=_rebuild_texts(exported.placeholders),
        questions=_rebuild_texts(exported.questions or ()),
    )


def _rebuild_texts(texts: Iterable[ExportedPlaceholder]) -> tuple[Placeholder, ...]:
    return tuple(Placeholder(text.text, Place(text.line, text.column)) for text in texts)


def show_value(value: object) -> str:
    """Write a value for an error: JSON in ASCII, which steers no terminal, cut where it is long."""
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    text = json.dumps(value)
    return text if len(text) <= MAX_SHOWN else text[:MAX_SHOWN] + "…"


def _explain(message: str, data: Any) -> str:
    """Say in plain words what msgspec means by ``Expected `int` >= 0 - at `$.plans[0].line` ``."""
    what, _, place = message.rpartition(" - at ")
    what, place = (what, place.strip("`")) if what else (message, "$")
    if missing := re.fullmatch(r"Object missing required field `(.+)`", what):
        return f"`{place}` has no `{missing[1]}`"
    schema = msgspec.json.schema(Export)
    allowed: Any = schema
    for step in _STEP.finditer(place):
        allowed = allowed.get("anyOf", [allowed])[0]  # The other one is null.
        if "$ref" in allowed:
            allowed = schema["$defs"][allowed["$ref"].rpartition("/")[2]]
        allowed = allowed["properties"][step["key"]] if step["key"] else allowed["items"]
        data = data[step["key"] or int(step["index"])]
    possible = _list_possible(allowed)
    if isinstance(data, dict) and OBJECT in possible:
        return f"`{place}` {what}"  # Its values contradict each other, as a type's check says.
    return f"`{place}` is {show_value(data)}, and must be {join_words(possible, 'or')}"


def _list_possible(allowed: dict[str, Any]) -> list[str]:
    """What a JSON Schema without references allows, in words: its alternatives."""
    match allowed:
        case {"anyOf": parts}:
            return [text for part in parts for text in _list_possible(part)]
        case {"enum": values}:
            return [show_value(value) for value in values]
        case {"examples": [example, *_]}:
            return [f"a text such as {show_value(example)}"]
        case {"type": "integer" | "number" as kind, "minimum": least}:
            number = "a whole number" if kind == "integer" else "a number"
            end = f"to {allowed['maximum']:g}" if "maximum" in allowed else "up"
            return [f"{number} from {least} {end}"]
        case {"type": "array", "minItems": least}:
            return [f"a list of {least}{'' if 'maxItems' in allowed else ' or more'} items"]
    return [_NAMES[allowed.get("type", "object")]]


def _refuse_constant(name: str) -> NoReturn:
    """JSON has no NaN and no Infinity."""
    raise ValueError(name)
