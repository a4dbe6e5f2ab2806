"""What changed between two states of a project's plans: only what a lead would ask about.

A state is a list of snapshots, one for each plan, taken from an export: an earlier state is often
only that.

    changes = compare(snapshots_of_last_week, snapshots_of_today)
    changes.added          # snapshots of plans that are new
    changes.changed[0].slips  # phases that end later than before
"""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Generic, TypeVar

from msgspec import Struct

from mkdocs_speckit.export.format import find_estimate
from mkdocs_speckit.export.reader import rebuild_plan
from mkdocs_speckit.model.finding import SEVERITIES
from mkdocs_speckit.model.formats import LEVEL
from mkdocs_speckit.model.levels import NUMBERED_FOLDER
from mkdocs_speckit.model.parts import HOURS, NO_EFFORT, Completion, Estimate
from mkdocs_speckit.model.tasks import TASK, TASK_ID
from mkdocs_speckit.schedule import schedule_plan

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from mkdocs_speckit.export.format import Export, ExportedPlan

NEGLIGIBLE = 1e-4
"""Hours that count as none. Exports round estimates to a millionth, and schedules add those up."""


class Amount(Struct, frozen=True):
    """An effort in its table's unit; a lower bound where some phases are `unestimated`."""

    estimate: Estimate
    unit: str = HOURS
    unestimated: int = 0


class Phase(Struct, frozen=True):
    """A phase of the effort table, or of the dependency table where only that has it.

    `name` is as it is written; `occurrence` counts phases of the same name from 0.
    """

    name: str
    occurrence: int
    amount: Amount | None


class NumberedTask(Struct, frozen=True):
    """A task of a task list: its number, and its text, in which other tasks' numbers are left out.

    Numbers move as tasks are added, so a task is known by its text.
    """

    id: str
    text: str


class Timing(Struct, frozen=True):
    """When a phase of the dependency table ends and how long it can wait, in hours.

    Both follow from the expected estimates (`docs/numbers.md`, section 4).
    """

    name: str
    finish: float
    slack: float


class CriticalPath(Struct, frozen=True):
    """The phases of the critical path, and its length in hours."""

    phases: tuple[str, ...]
    length: Estimate


class Snapshot(Struct, frozen=True):
    """What is compared of one plan.

    `declared` is the total that the effort table states. `timings` is empty where there is no
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
    tasks: tuple[NumberedTask, ...] = ()
    questions: tuple[str, ...] = ()


def take_snapshots(export: Export) -> tuple[Snapshot, ...]:
    """Take a snapshot of each plan of an export, in the order of their paths."""
    return tuple(_take_snapshot(plan) for plan in sorted(export.plans, key=lambda plan: plan.path))


def _take_snapshot(exported: ExportedPlan) -> Snapshot:
    plan = rebuild_plan(exported)
    nodes = plan.graphs[0].nodes if plan.graphs else ()

    total = declared = None
    rows: list[tuple[str, Estimate | None]] = []
    unit = HOURS
    if effort := exported.effort:
        unit = effort.unit
        if sum_of_phases := find_estimate(effort.total):
            total = Amount(sum_of_phases, unit, effort.total.unestimated)
        if stated := find_estimate(effort.declared):
            declared = Amount(stated, unit)
        rows = [(row.name, find_estimate(row)) for row in effort.phases]
    rows += [(node.name, None) for node in nodes if not node.efforts]
    if exported.tasks:
        rows += [(phase.title, None) for phase in exported.phases or ()]
    phases = []
    seen: Counter[str] = Counter()
    for name, estimate in rows:
        phases.append(Phase(name, seen[name], Amount(estimate, unit) if estimate else None))
        seen[name] += 1

    timings: tuple[Timing, ...] = ()
    schedule = schedule_plan(plan)
    if schedule and len({node.name for node in nodes}) == len(nodes):
        timings = tuple(
            Timing(node.name, activity.expected.earliest_finish, activity.slack)
            for node, activity in zip(nodes, schedule.activities, strict=True)
        )
    path = None
    if exported.critical_path and (length := find_estimate(exported.critical_path)):
        path = CriticalPath(tuple(exported.critical_path.phases), length)

    found = Counter((finding.severity, finding.rule) for finding in exported.findings)
    return Snapshot(
        path=exported.path,
        title=exported.title,
        kind=exported.kind,
        level=exported.level or None,
        effort=total,
        declared=declared,
        phases=tuple(phases),
        timings=timings,
        critical_path=path,
        completion=Completion(exported.completion.done, exported.completion.total),
        placeholders=tuple(placeholder.text for placeholder in exported.placeholders),
        findings=tuple(sorted(found.items())),
        format=exported.format,
        tasks=tuple(
            NumberedTask(task.id or "", TASK_ID.sub(TASK, task.text))
            for task in exported.tasks or ()
        ),
        questions=tuple(question.text for question in exported.questions or ()),
    )


T = TypeVar("T")


class Pair(Struct, Generic[T], frozen=True):
    """The same thing before and after."""

    before: T
    after: T


class PhaseChange(Struct, frozen=True):
    """A phase that was added or removed, or whose estimate changed; None if it has no estimate."""

    name: str
    amount: Pair[Amount | None]


class Slip(Struct, frozen=True):
    """A phase that ends later, by expected estimates; in hours of work from the start."""

    name: str
    finish: Pair[float]

    @property
    def by(self) -> float:
        """How much later, in hours."""
        return self.finish.after - self.finish.before


class LostFloat(Struct, frozen=True):
    """A phase that could wait for `before` hours, and now delays the whole plan if it is late."""

    name: str
    before: float


class FindingChange(Struct, frozen=True):
    """The number of findings of a rule, before and after."""

    rule: str
    severity: str
    number: Pair[int]


class PlanChange(Struct, frozen=True):
    """What changed in one plan; None and empty tuples are for what did not change.

    `plan` is the whole plan before and after. `path` is set if it moved. A placeholder is in
    `filled` if its text is gone, and in `unfilled` if its text is new; with open questions it is
    `answered` and `asked`.
    """

    plan: Pair[Snapshot]
    path: Pair[str] | None
    title: Pair[str] | None
    level: Pair[str | None] | None
    effort: Pair[Amount | None] | None
    declared: Pair[Amount | None] | None
    critical_path: Pair[CriticalPath | None] | None
    completion: Pair[Completion] | None
    added_phases: tuple[PhaseChange, ...]
    removed_phases: tuple[PhaseChange, ...]
    reestimated_phases: tuple[PhaseChange, ...]
    slips: tuple[Slip, ...]
    lost_floats: tuple[LostFloat, ...]
    findings: tuple[FindingChange, ...]
    filled: tuple[str, ...]
    unfilled: tuple[str, ...]
    added_tasks: tuple[NumberedTask, ...]
    removed_tasks: tuple[NumberedTask, ...]
    answered: tuple[str, ...]
    asked: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """True if nothing changed that is compared."""
        return not any(getattr(self, name) for name in self.__struct_fields__ if name != "plan")


class Changes(Struct, frozen=True):
    """All changes between two states, each tuple in the order of paths.

    `number` counts the plans of each state. `effort` is the sum of all estimates in hours; None if
    no plan has one. A part does not count where its whole has an estimate. `completion` is that of
    all plans.
    """

    number: Pair[int]
    effort: Pair[Amount | None]
    completion: Pair[Completion]
    added: tuple[Snapshot, ...]
    gone: tuple[Snapshot, ...]
    changed: tuple[PlanChange, ...]

    @property
    def is_empty(self) -> bool:
        """True if nothing changed that is compared."""
        return not (self.added or self.gone or self.changed)


def compare(before: Collection[Snapshot], after: Collection[Snapshot]) -> Changes:
    """Compare two states.

    A plan is identified by its path. If a plan is gone and another is new with the same title and
    kind, and no other plan has these, it moved.
    """
    olds = {plan.path: plan for plan in before}
    news = {plan.path: plan for plan in after}
    gone = {path: plan for path, plan in olds.items() if path not in news}
    added = {path: plan for path, plan in news.items() if path not in olds}
    pairs = [Pair(olds[path], plan) for path, plan in news.items() if path in olds]

    same_title: defaultdict[tuple[str, str], Pair[list[Snapshot]]] = defaultdict(
        lambda: Pair([], [])
    )
    for plan in gone.values():
        same_title[plan.title, plan.kind].before.append(plan)
    for plan in added.values():
        same_title[plan.title, plan.kind].after.append(plan)
    for alike in same_title.values():
        if len(alike.before) == len(alike.after) == 1:
            moved = Pair(alike.before[0], alike.after[0])
            pairs.append(moved)
            del gone[moved.before.path], added[moved.after.path]

    compared = sorted(map(_compare_plan, pairs), key=lambda change: change.plan.after.path)
    completions = [sum((p.completion for p in plans), Completion()) for plans in (before, after)]
    return Changes(
        Pair(len(olds), len(news)),
        Pair(_sum_effort(before), _sum_effort(after)),
        Pair(*completions),
        tuple(added[path] for path in sorted(added)),
        tuple(gone[path] for path in sorted(gone)),
        tuple(change for change in compared if not change.is_empty),
    )


def _sum_effort(plans: Iterable[Snapshot]) -> Amount | None:
    """The effort of all plans in hours; the estimate of a whole covers its parts."""
    amounts = {
        PurePosixPath(plan.path): plan.effort
        for plan in plans
        if plan.effort and plan.effort.unit == HOURS
    }
    estimated = {path.parent for path in amounts}
    counted = []
    for path, amount in amounts.items():
        folder, is_covered = path.parent, False
        while NUMBERED_FOLDER.fullmatch(folder.name) and not is_covered:
            folder = folder.parent
            is_covered = folder in estimated
        if not is_covered:
            counted.append(amount)
    if not counted:
        return None
    total = sum((amount.estimate for amount in counted), NO_EFFORT)
    return Amount(total, HOURS, sum(amount.unestimated for amount in counted))


def _compare_plan(plan: Pair[Snapshot]) -> PlanChange:
    before, after = plan.before, plan.after

    # A phase is identified by its name; of several with one name, the first is the first.
    olds = {(phase.name, phase.occurrence): phase.amount for phase in before.phases}
    news = {(phase.name, phase.occurrence): phase.amount for phase in after.phases}
    added = [PhaseChange(key[0], Pair(None, news[key])) for key in news if key not in olds]
    removed = [PhaseChange(key[0], Pair(olds[key], None)) for key in olds if key not in news]
    reestimated = [
        PhaseChange(key[0], Pair(olds[key], news[key]))
        for key in news
        if key in olds and olds[key] != news[key]
    ]

    slips, lost_floats = [], []
    timings = {timing.name: timing for timing in before.timings}
    for timing in after.timings:
        if old := timings.get(timing.name):
            if timing.finish > old.finish + NEGLIGIBLE:
                slips.append(Slip(timing.name, Pair(old.finish, timing.finish)))
            if old.slack > NEGLIGIBLE >= timing.slack:
                lost_floats.append(LostFloat(timing.name, old.slack))

    # By severity, the gravest first, then by rule.
    numbers = dict(before.findings), dict(after.findings)
    keys = sorted(numbers[0].keys() | numbers[1].keys(), key=lambda k: (SEVERITIES.index(k[0]), k))
    findings = [
        FindingChange(rule, severity, number)
        for severity, rule in keys
        if (number := _pair_changed(*(found.get((severity, rule), 0) for found in numbers)))
    ]

    filled, unfilled = Counter(before.placeholders), Counter(after.placeholders)
    answered, asked = Counter(before.questions), Counter(after.questions)
    added_tasks, removed_tasks = _compare_tasks(before.tasks, after.tasks)
    return PlanChange(
        plan=plan,
        path=_pair_changed(before.path, after.path),
        title=_pair_changed(before.title, after.title),
        level=_pair_changed(before.level, after.level),
        effort=_pair_changed(before.effort, after.effort),
        declared=_pair_changed(before.declared, after.declared),
        critical_path=_pair_changed(before.critical_path, after.critical_path),
        completion=_pair_changed(before.completion, after.completion),
        added_phases=tuple(added),
        removed_phases=tuple(removed),
        reestimated_phases=tuple(reestimated),
        slips=tuple(slips),
        lost_floats=tuple(lost_floats),
        findings=tuple(findings),
        filled=tuple((filled - unfilled).elements()),
        unfilled=tuple((unfilled - filled).elements()),
        added_tasks=added_tasks,
        removed_tasks=removed_tasks,
        answered=tuple((answered - asked).elements()),
        asked=tuple((asked - answered).elements()),
    )


def _compare_tasks(
    before: Sequence[NumberedTask], after: Sequence[NumberedTask]
) -> tuple[tuple[NumberedTask, ...], tuple[NumberedTask, ...]]:
    """Find the tasks that were added and removed.

    A task with the same text is the same, whatever its number; of the others, one with the same
    number was only worded differently.
    """
    left = Counter(task.text for task in before)
    new = []
    for task in after:
        if left[task.text]:
            left[task.text] -= 1
        else:
            new.append(task)
    gone = []
    for task in before:
        if left[task.text]:
            left[task.text] -= 1
            gone.append(task)
    reworded = {task.id for task in new} & {task.id for task in gone}
    added, removed = (
        tuple(task for task in tasks if task.id not in reworded) for tasks in (new, gone)
    )
    return added, removed


def _pair_changed(before: T, after: T) -> Pair[T] | None:
    return None if before == after else Pair(before, after)
