"""Plans → `speckit.json` (`docs/numbers.md`, section 7)."""

from __future__ import annotations

import json
from contextlib import suppress
from inspect import cleandoc
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import UNSET, Struct
from msgspec.structs import replace

from mkdocs_speckit.export.dates import write_day
from mkdocs_speckit.export.format import (
    VERSION,
    Export,
    ExportedBurnUp,
    ExportedChange,
    ExportedChecklist,
    ExportedCompletion,
    ExportedDeclaredTotal,
    ExportedDocument,
    ExportedEffort,
    ExportedEnds,
    ExportedFeature,
    ExportedFinding,
    ExportedFindingCounts,
    ExportedForecast,
    ExportedGraph,
    ExportedPath,
    ExportedPhase,
    ExportedPlaceholder,
    ExportedPlan,
    ExportedPlanPhase,
    ExportedPoint,
    ExportedProgress,
    ExportedRange,
    ExportedRequirement,
    ExportedStatus,
    ExportedStatusCounts,
    ExportedStory,
    ExportedTask,
    ExportedTemplate,
    ExportedTotal,
    ExportedTotals,
)
from mkdocs_speckit.features.entries import sum_entries
from mkdocs_speckit.features.trace import add_tasks, find_citing
from mkdocs_speckit.model.formats import KIRO, LEVEL, OPENSPEC, SPEC_KIT
from mkdocs_speckit.schedule import schedule_plan
from mkdocs_speckit.schedule.forecast import forecast_end

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from msgspec import UnsetType

    from mkdocs_speckit.features.entries import Entry, Figures
    from mkdocs_speckit.model.burn_up import BurnUp
    from mkdocs_speckit.model.finding import Failures, Finding
    from mkdocs_speckit.model.parts import Completion, Effort, Estimate, Placeholder
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.model.tasks import Task

__all__ = ["Export", "export_plans", "make_schema"]

EXPORT = "speckit.json"
"""The name of a site's export."""


_DIGITS = 6
"""A millionth of an hour is 4 ms: the rest is noise of binary fractions."""


def export_plans(plans: Iterable[tuple[Plan, Sequence[Finding]]]) -> Export:
    """Export plans with their findings, sorted by path.

    `msgspec.to_builtins` makes dicts and lists of the result, as JSON has them.
    """
    by_path = sorted(plans, key=lambda entry: entry[0].path)
    tasks_of = {plan.path: plan for plan, _ in by_path if plan.kind == "tasks"}
    exported = []
    for plan, found in by_path:
        counted = plan.progress.tasks if plan.progress is not None else None
        exported.append(export_plan(plan, found, tasks_of.get(counted or "")))
    return Export(VERSION, exported)


def export_site(
    name: str,
    plans: Iterable[tuple[Plan, Sequence[Finding]]],
    entries: Sequence[Entry],
    url_of: Callable[[str], str],
) -> Export:
    """Export a whole site: its plans, its features and their totals, with dates and addresses.

    `url_of` gives the address of a document's page by its path: relative to the site's own, unless
    that is known.
    """
    exported = export_plans(plans)
    features = []
    for entry in entries:
        feature, dates = export_entry(entry), entry.dates
        # What an overview of another site needs besides: the heading, the date and addresses.
        feature = replace(
            feature,
            documents=[replace(d, url=url_of(d.path)) for d in feature.documents],
            group=entry.group,
            changed=entry.changed,
            owners=list(entry.owners),
            starts=write_day(dates.starts) if dates else None,
            ends=ExportedEnds(*map(write_day, dates.ends)) if dates and dates.ends else None,
            burn_up=None if entry.burn_up is None else _export_burn_up(entry.burn_up),
            url=url_of(entry.path),
        )
        features.append(feature)
    whole = sum_entries(entries)
    figures = whole.figures
    return replace(
        exported,
        plans=[replace(plan, url=url_of(plan.path)) for plan in exported.plans],
        site=name,
        features=features,
        totals=ExportedTotals(
            whole.features,
            ExportedStatusCounts(
                **{status.replace(" ", "_"): count for status, count in whole.statuses.items()}
            ),
            whole.unestimated,
            ExportedTotal(*_round_range(figures.effort), figures.unestimated),
            ExportedRange(*_round_range(figures.left)),
            _export_completion(figures.completion),
            _count_findings(figures),
            figures.placeholders,
        ),
    )


def keep_valid(exported: Export, failures: Failures) -> Export:
    """Leave out what the export's own types do not allow, and add it to the failures.

    Other sites refuse such a value, so it is found here, before it is written.
    """

    def check(value: Struct) -> None:
        msgspec.convert(msgspec.to_builtins(value), type(value))

    with suppress(msgspec.ValidationError):
        check(exported)
        return exported
    plans, features = [], []
    totals: ExportedTotals | UnsetType = UNSET
    for plan in exported.plans:
        with failures.catch("the export", plan.path):
            check(plan)
            plans.append(plan)
    for feature in exported.features or ():
        with failures.catch("the export", feature.path):
            check(feature)
            features.append(feature)
    if exported.totals is not UNSET:
        with failures.catch("the export of the totals", EXPORT):
            check(exported.totals)
            totals = exported.totals
    listed = UNSET if exported.features is UNSET else features
    return replace(exported, plans=plans, features=listed, totals=totals)


def export_page(
    plan: Plan, findings: Sequence[Finding], entry: Entry, tasks: Plan | None = None
) -> dict[str, Any]:
    """Make what theme authors get of a page: its plan and the feature that it belongs to.

    `tasks` are those of the feature.
    """
    return {
        "plan": msgspec.to_builtins(export_plan(plan, findings, tasks)),
        "feature": msgspec.to_builtins(export_entry(entry)),
    }


def make_schema() -> str:
    """Make the JSON Schema (draft 2020-12) that every export follows.

    The schema allows no other keys, so that it finds a misspelled one; the reader skips keys that
    it does not know, so that later versions can add some.
    """
    schema = msgspec.json.schema(Export)
    for definition in schema["$defs"].values():
        definition["description"] = cleandoc(definition["description"])
        definition["additionalProperties"] = False
        if "format" in definition["properties"]:
            definition["if"] = {"properties": {"format": {"const": LEVEL}}}
            definition["then"] = {"required": ["level"]}
            definition["else"] = {"properties": {"level": False}}
    return (
        json.dumps(
            {
                "$schema": "https://json-schema.org/draft/2020-12/schema",
                "$id": "https://mkdocs-speckit.invalid/export.schema.json",
                "title": "An export of mkdocs-speckit",
                **schema,
            },
            indent=2,
        )
        + "\n"
    )


def export_plan(plan: Plan, findings: Sequence[Finding], tasks: Plan | None = None) -> ExportedPlan:
    """Export one document with its findings; `tasks` are those of its feature."""
    template, schedule, progress = plan.template, schedule_plan(plan), plan.progress
    graphs = []
    # What a task list states is in `phase_dependencies`.
    for graph in plan.graphs if plan.format == LEVEL else ():
        names = [node.name for node in graph.nodes]
        graphs.append(
            ExportedGraph(
                graph.heading,
                graph.line,
                names,
                [[names[before], names[after]] for before, after in graph.edges],
                [[external.text, names[external.node]] for external in graph.external],
                [[names[node] for node in cycle] for cycle in graph.cycles],
                [[names[before], names[after]] for before, after in graph.from_blocks],
            )
        )
    path = None
    if schedule is not None:
        nodes = plan.graphs[0].nodes
        chain = [nodes[index].name for index in schedule.critical_path]
        path = ExportedPath(chain, *_round_range(schedule.length))
    return ExportedPlan(
        path=plan.path,
        title=plan.title,
        kind=plan.kind,
        level=UNSET if plan.level is None else plan.level.value,
        format=plan.format,
        template=ExportedTemplate(list(template.parts), template.version) if template else None,
        effort=_export_effort(plan.effort) if plan.effort else None,
        dependencies=graphs,
        critical_path=path,
        checklists=[
            ExportedChecklist(c.text, c.line, c.completion.done, c.completion.total)
            for c in plan.checklists
        ],
        completion=_export_completion(plan.completion),
        phases=[
            ExportedPlanPhase(
                title=phase.title,
                line=phase.line,
                done=phase.completion.done,
                total=phase.completion.total,
                label=phase.label or UNSET,
                boxes=phase.document or UNSET,
                stories=list(phase.stories) if plan.tasks and plan.format == SPEC_KIT else UNSET,
                priority=phase.priority or UNSET,
                optional=_export_completion(phase.optional) if plan.format == KIRO else UNSET,
            )
            for phase in plan.phases
        ]
        if plan.phases or plan.expects_estimates
        else UNSET,
        feature=ExportedProgress(
            progress.folder, progress.completion.done, progress.completion.total
        )
        if progress
        else UNSET,
        owners=list(plan.owners) or UNSET,
        status=ExportedStatus(plan.status.text, plan.status.percent) if plan.status else None,
        placeholders=_export_texts(plan.placeholders),
        **_export_tasks(plan, tasks),
        findings=[
            ExportedFinding(f.rule, f.severity, f.place.line, f.place.column, f.message)
            for f in findings
        ],
    )


def _export_tasks(plan: Plan, tasks: Plan | None) -> dict[str, Any]:
    """Export what only formats with tasks have, of a document of each kind what it may have."""
    citing = find_citing(plan, add_tasks(tasks)) if tasks and plan.requirements else []
    tasks_of = {id(one): [task.id or task.text for task in found] for one, found in citing}
    if plan.format == LEVEL:
        stated = [
            ExportedRequirement(id=one.id, line=one.place.line, tasks=tasks_of.get(id(one), []))
            for one in plan.requirements
        ]
        return {"requirements": stated} if stated else {}
    parts: dict[str, Any] = {"questions": _export_texts(plan.questions)}
    if plan.change is not None:
        parts["change"] = ExportedChange(plan.change.name, plan.change.state, plan.change.archived)
    names = [phase.label or phase.title for phase in plan.phases]
    if plan.kind == "tasks":
        owners = dict(plan.item_owners)
        parts["tasks"] = [
            _export_task(plan, task, names, owners.get(task.place.line, ())) for task in plan.tasks
        ]
        if plan.format != OPENSPEC:
            parts["criteria"] = _export_completion(plan.criteria)
        parts["phase_dependencies"] = [
            [names[before], names[after]] for graph in plan.graphs for before, after in graph.edges
        ]
        if plan.format == KIRO:
            parts["optional"] = _export_completion(plan.optional)
    if plan.kind in {"spec", "requirements"}:
        parts["requirements"] = [
            ExportedRequirement(
                id=one.id,
                line=one.place.line,
                delta=one.delta or UNSET,
                scenarios=list(one.scenarios) if plan.format == OPENSPEC else UNSET,
                criteria=[criterion.id for criterion in one.criteria]
                if plan.format == KIRO
                else UNSET,
                tasks=tasks_of.get(id(one), UNSET),
            )
            for one in plan.requirements
        ]
    if plan.kind == "spec" and plan.format == SPEC_KIT:
        parts["stories"] = [
            ExportedStory(s.id, s.title, s.priority, s.scenarios, s.place.line)
            for s in plan.stories
        ]
    if plan.kind == "spec" and plan.format == OPENSPEC:
        parts["renamed"] = [[one.before, one.after] for one in plan.renamed]
    return parts


def _export_task(
    plan: Plan, task: Task, phases: Sequence[str], owners: Iterable[str]
) -> ExportedTask:
    """Export a task with its owners; `phases` are the names of the plan's phases."""
    exported = ExportedTask(
        id=task.id or UNSET,
        line=task.place.line,
        text=task.text,
        done=task.is_done,
        cancelled=task.state == "cancelled",
        parallel=task.is_parallel,
        story=task.story or UNSET,
        phase=UNSET if task.phase is None else phases[task.phase],
        parent=task.parent or UNSET,
        files=list(task.files),
        after=[id_ for id_ in task.after if id_ != task.id],
        requirements=list(task.requirements),
        owners=list(owners) or UNSET,
    )
    if plan.format != KIRO:
        return exported
    return replace(
        exported,
        state="withdrawn" if task.state == "cancelled" else task.state,
        optional=task.is_optional,
        requirements_in_words=list(task.requirements_in_words),
    )


def _export_texts(placeholders: Iterable[Placeholder]) -> list[ExportedPlaceholder]:
    return [ExportedPlaceholder(p.place.line, p.place.column, p.text) for p in placeholders]


def _export_effort(effort: Effort) -> ExportedEffort:
    total, declared = effort.total if effort.is_estimated else None, effort.declared
    return ExportedEffort(
        effort.unit,
        [
            ExportedPhase(phase.name, *_round_range(phase.estimate), phase.line)
            for phase in effort.phases
        ],
        ExportedTotal(*_round_range(total), effort.unestimated),
        ExportedDeclaredTotal(*_round_range(declared.estimate), declared.place.line)
        if declared
        else None,
    )


def export_entry(entry: Entry) -> ExportedFeature:
    """Export a feature with the figures of its parts included."""
    figures = entry.figures
    return ExportedFeature(
        folder=entry.folder,
        title=entry.title,
        path=entry.path,
        level=entry.level if entry.has_level else UNSET,
        format=entry.format,
        status=entry.status,
        effort=ExportedTotal(*_round_range(figures.effort), figures.unestimated),
        left=ExportedRange(*_round_range(figures.left)),
        completion=_export_completion(figures.completion),
        findings=_count_findings(figures),
        placeholders=figures.placeholders,
        questions=UNSET if entry.format == LEVEL else figures.questions,
        critical_path=ExportedRange(*_round_range(figures.critical_path)),
        remaining=ExportedRange(*_round_range(figures.remaining)),
        p80=None if figures.p80 is None else round(figures.p80, _DIGITS),
        documents=[
            ExportedDocument(d.kind, d.path, d.title, _export_completion(d.completion))
            for d in entry.documents
        ],
        parent=entry.parent,
    )


def _export_burn_up(burn_up: BurnUp) -> ExportedBurnUp:
    points = [ExportedPoint(write_day(p.day), p.done, p.total) for p in burn_up.points]
    forecast = forecast_end(burn_up)
    ends = (forecast.early, forecast.late) if forecast else ()
    return ExportedBurnUp(
        write_day(burn_up.now), points, ExportedForecast(*map(write_day, ends)) if ends else None
    )


def _export_completion(completion: Completion) -> ExportedCompletion:
    return ExportedCompletion(completion.done, completion.total)


def _count_findings(figures: Figures) -> ExportedFindingCounts:
    return ExportedFindingCounts(figures.errors, figures.warnings, figures.notes)


def _round_range(estimate: Estimate | None) -> tuple[float | None, float | None]:
    if estimate is None:
        return None, None
    return round(estimate.low, _DIGITS), round(estimate.high, _DIGITS)
