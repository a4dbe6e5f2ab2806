"""Plans → the JSON of section 7."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

from mkdocs_speckit.features.entries import sum_entries
from mkdocs_speckit.schedule import schedule_plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from mkdocs_speckit.export.badges import Badge
    from mkdocs_speckit.features.entries import Document, Entry, Figures, Totals
    from mkdocs_speckit.model.estimate import Estimate
    from mkdocs_speckit.model.finding import Finding
    from mkdocs_speckit.model.parts import Checklist, Completion, Effort, Graph, Template
    from mkdocs_speckit.model.plan import Plan

__all__ = ["export_plans", "make_schema"]

VERSION = 1

SCHEMA_FILE = "export.schema.json"
"""The JSON Schema of an export, in this package."""

Json = dict[str, Any]


def export_plans(plans: Iterable[tuple[Plan, Sequence[Finding]]]) -> Json:
    """An export of many plans with their findings, sorted by path."""
    by_path = sorted(plans, key=lambda entry: entry[0].path)
    return {"version": VERSION, "plans": [export_plan(plan, found) for plan, found in by_path]}


def make_schema() -> str:
    """The JSON Schema (draft 2020-12) that every export follows."""
    return files(__name__).joinpath(SCHEMA_FILE).read_text(encoding="utf-8")


def export_plan(plan: Plan, findings: Sequence[Finding]) -> Json:
    """One document's JSON object."""
    return {
        "path": plan.path,
        "title": plan.title,
        "kind": plan.kind,
        **({"format": plan.format} if plan.level is None else {"level": plan.known_level}),
        "template": _template(plan.template),
        "effort": _effort(plan.effort),
        "dependencies": [_graph(graph) for graph in plan.graphs],
        "critical_path": _critical_path(plan),
        "checklists": [_checklist(checklist) for checklist in plan.checklists],
        "completion": _completion(plan.completion),
        "placeholders": [
            {"line": p.place.line, "column": p.place.column, "text": p.text}
            for p in plan.placeholders
        ],
        "findings": [
            {
                "rule": finding.rule,
                "severity": finding.severity,
                "line": finding.place.line,
                "column": finding.place.column,
                "message": finding.message,
            }
            for finding in findings
        ],
    }


def export_site(
    name: str,
    plans: Iterable[tuple[Plan, Sequence[Finding]]],
    entries: Sequence[Entry],
    url_of: Callable[[str], str],
) -> Json:
    """An export of a whole site: its plans, its features and what they come to, with addresses.

    `url_of` gives the address of a document's page by its path: relative to the site's own, unless
    that is known.
    """
    exported = export_plans(plans)
    return {
        **exported,
        "site": name,
        "plans": [{**plan, "url": url_of(plan["path"])} for plan in exported["plans"]],
        "features": [_site_entry_json(entry, url_of) for entry in entries],
        "totals": _totals_json(sum_entries(entries)),
    }


def export_badge(badge: Badge) -> Json:
    """What a badge says, in the format of shields.io's endpoint badges."""
    return {
        "schemaVersion": 1,
        "label": badge.label,
        "message": badge.message,
        "color": badge.colour,
    }


def export_page(plan: Plan, findings: Sequence[Finding], entry: Entry) -> Json:
    """What theme authors get of a page: its plan and the feature that it belongs to."""
    return {"plan": export_plan(plan, findings), "feature": export_entry(entry)}


def export_entry(entry: Entry) -> Json:
    """A feature's figures, those of its parts included; hours are numbers, unknown is null."""
    return {
        "folder": entry.folder,
        "title": entry.title,
        "path": entry.path,
        **({"level": entry.level} if entry.has_level else {"format": entry.format}),
        "status": entry.status,
        **_figures_json(entry.figures),
        "critical_path": _range(entry.figures.critical_path),
        "remaining": _range(entry.figures.remaining),
        "p80": None if entry.figures.p80 is None else _rounded(entry.figures.p80),
        "documents": [_document_json(document) for document in entry.documents],
        "parent": entry.parent,
    }


def _site_entry_json(entry: Entry, url_of: Callable[[str], str]) -> Json:
    """A feature with what an overview elsewhere needs besides: its heading, date, addresses."""
    return {
        **export_entry(entry),
        "group": entry.group,
        "changed": entry.changed,
        "url": url_of(entry.path),
        "documents": [
            {**_document_json(document), "url": url_of(document.path)}
            for document in entry.documents
        ],
    }


def _totals_json(whole: Totals) -> Json:
    return {
        "features": whole.features,
        "statuses": {status: whole.statuses[status] for status in sorted(whole.statuses)},
        "unestimated": whole.unestimated,
        **_figures_json(whole.figures),
    }


def _figures_json(figures: Figures) -> Json:
    """The figures that can be summed."""
    return {
        "effort": {**_range(figures.effort), "unestimated": figures.unestimated},
        "left": _range(figures.left),
        "completion": _completion(figures.completion),
        "findings": {
            "error": figures.errors,
            "warning": figures.warnings,
            "info": figures.notes,
        },
        "placeholders": figures.placeholders,
    }


def _document_json(document: Document) -> Json:
    return {
        "kind": document.kind,
        "path": document.path,
        "title": document.title,
        "completion": _completion(document.completion),
    }


def _completion(completion: Completion) -> Json:
    return {"done": completion.done, "total": completion.total}


def _template(template: Template | None) -> Json | None:
    return {"parts": list(template.parts), "version": template.version} if template else None


def _range(estimate: Estimate | None) -> Json:
    if estimate is None:
        return {"low": None, "high": None}
    return {"low": _rounded(estimate.low), "high": _rounded(estimate.high)}


def _rounded(hours: float) -> float:
    """Without the noise of binary fractions; a millionth of an hour is 4 ms."""
    return round(hours, 6)


def _effort(effort: Effort | None) -> Json | None:
    if effort is None:
        return None
    total = effort.total if effort.is_estimated else None
    declared = effort.declared
    return {
        "unit": effort.unit,
        "phases": [
            {"name": phase.name, **_range(phase.estimate), "line": phase.line}
            for phase in effort.phases
        ],
        "total": {**_range(total), "unestimated": effort.unestimated},
        "declared": declared and {**_range(declared.estimate), "line": declared.place.line},
    }


def _graph(graph: Graph) -> Json:
    names = [node.name for node in graph.nodes]
    return {
        "heading": graph.heading,
        "line": graph.line,
        "nodes": names,
        "edges": [[names[before], names[after]] for before, after in graph.edges],
        "external": [[external.text, names[external.node]] for external in graph.external],
        "cycles": [[names[node] for node in cycle] for cycle in graph.cycles],
    }


def _critical_path(plan: Plan) -> Json | None:
    schedule = schedule_plan(plan)
    if schedule is None:
        return None
    nodes = plan.graphs[0].nodes
    return {
        "phases": [nodes[index].name for index in schedule.critical_path],
        **_range(schedule.length),
    }


def _checklist(checklist: Checklist) -> Json:
    return {
        "heading": checklist.text,
        "line": checklist.line,
        "done": checklist.completion.done,
        "total": checklist.completion.total,
    }
