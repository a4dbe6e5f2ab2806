"""What changed between two states of a site's plans: only what a lead would ask about."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Generic, TypeVar

from msgspec import Struct

from mkdocs_speckit.changes.snapshot import NEGLIGIBLE, Amount, CriticalPath, Snapshot
from mkdocs_speckit.model.estimate import HOURS, NO_EFFORT
from mkdocs_speckit.model.finding import SEVERITIES
from mkdocs_speckit.model.levels import NUMBERED_FOLDER
from mkdocs_speckit.model.parts import Completion

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

T = TypeVar("T")


class Pair(Struct, Generic[T], frozen=True):
    """The same thing before and after."""

    before: T
    after: T


class PhaseChange(Struct, frozen=True):
    """A phase that was added or removed, or whose estimate is another; None is no estimate."""

    name: str
    amount: Pair[Amount | None]


class Slip(Struct, frozen=True):
    """A phase whose earliest finish, by expected estimates, is later; hours from the start."""

    name: str
    finish: Pair[float]

    @property
    def by(self) -> float:
        """How much later, in hours."""
        return self.finish.after - self.finish.before


class LostFloat(Struct, frozen=True):
    """A phase that could wait for some hours, and now delays the whole when it is late."""

    name: str
    before: float


class FindingChange(Struct, frozen=True):
    """How often a rule found something, before and after."""

    rule: str
    severity: str
    number: Pair[int]


class PlanChange(Struct, frozen=True):
    """What changed in one plan; None and nothing stand for what did not.

    `plan` is the whole plan before and after. The `path` changed where it moved. Placeholders are
    `filled` where their text is gone, and `unfilled` where it is new.
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

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed that is compared."""
        return not any(getattr(self, name) for name in self.__struct_fields__ if name != "plan")


class Changes(Struct, frozen=True):
    """All changes between two states, each list in the order of paths.

    `number` counts the plans of each state; `effort` is the sum of those that are estimated in
    hours, parts of an estimated whole left out, None where there are none; `completion` is that
    of all plans.
    """

    number: Pair[int]
    effort: Pair[Amount | None]
    completion: Pair[Completion]
    added: tuple[Snapshot, ...]
    gone: tuple[Snapshot, ...]
    changed: tuple[PlanChange, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed that is compared."""
        return not (self.added or self.gone or self.changed)


def compare(before: Collection[Snapshot], after: Collection[Snapshot]) -> Changes:
    """Compare two states.

    A plan is known by its path. One that is gone and one that is new are one that moved, if no
    other of them has its title and kind.
    """
    olds = {plan.path: plan for plan in before}
    news = {plan.path: plan for plan in after}
    gone = [plan for path, plan in olds.items() if path not in news]
    added = [plan for path, plan in news.items() if path not in olds]
    moved = list(_moved(gone, added))
    paths = {path for pair in moved for path in (pair.before.path, pair.after.path)}
    pairs = [Pair(olds[path], plan) for path, plan in news.items() if path in olds] + moved
    compared = sorted((_compared(pair) for pair in pairs), key=lambda c: c.plan.after.path)
    return Changes(
        Pair(len(olds), len(news)),
        Pair(_effort(before), _effort(after)),
        Pair(_completion(before), _completion(after)),
        _by_path(plan for plan in added if plan.path not in paths),
        _by_path(plan for plan in gone if plan.path not in paths),
        tuple(change for change in compared if not change.is_empty),
    )


def _by_path(plans: Iterable[Snapshot]) -> tuple[Snapshot, ...]:
    return tuple(sorted(plans, key=lambda plan: plan.path))


def _moved(gone: Iterable[Snapshot], added: Iterable[Snapshot]) -> Iterator[Pair[Snapshot]]:
    olds, news = _by_title(gone), _by_title(added)
    for key, old in olds.items():
        new = news.get(key, [])
        if len(old) == len(new) == 1:
            yield Pair(old[0], new[0])


def _by_title(plans: Iterable[Snapshot]) -> Mapping[tuple[str, str], list[Snapshot]]:
    found: defaultdict[tuple[str, str], list[Snapshot]] = defaultdict(list)
    for plan in plans:
        found[plan.title, plan.kind].append(plan)
    return found


def _effort(plans: Iterable[Snapshot]) -> Amount | None:
    amounts = {
        PurePosixPath(plan.path): plan.effort
        for plan in plans
        if plan.effort and plan.effort.unit == HOURS
    }
    folders = {path.parent for path in amounts}
    counted = [amount for path, amount in amounts.items() if not _is_covered(path, folders)]
    if not counted:
        return None
    total = sum((amount.estimate for amount in counted), NO_EFFORT)
    return Amount(total, HOURS, sum(amount.unestimated for amount in counted))


def _is_covered(path: PurePosixPath, estimated: set[PurePosixPath]) -> bool:
    """Whether a plan is a part of something that is estimated as a whole."""
    folder = path.parent
    while NUMBERED_FOLDER.fullmatch(folder.name):
        folder = folder.parent
        if folder in estimated:
            return True
    return False


def _completion(plans: Iterable[Snapshot]) -> Completion:
    return sum((plan.completion for plan in plans), Completion())


def _pair(before: T, after: T) -> Pair[T] | None:
    return None if before == after else Pair(before, after)


def _compared(plan: Pair[Snapshot]) -> PlanChange:
    before, after = plan.before, plan.after
    added, removed, reestimated = _phases(before, after)
    filled, unfilled = Counter(before.placeholders), Counter(after.placeholders)
    return PlanChange(
        plan=plan,
        path=_pair(before.path, after.path),
        title=_pair(before.title, after.title),
        level=_pair(before.level, after.level),
        effort=_pair(before.effort, after.effort),
        declared=_pair(before.declared, after.declared),
        critical_path=_pair(before.critical_path, after.critical_path),
        completion=_pair(before.completion, after.completion),
        added_phases=added,
        removed_phases=removed,
        reestimated_phases=reestimated,
        slips=tuple(_slips(before, after)),
        lost_floats=tuple(_lost_floats(before, after)),
        findings=tuple(_findings(before, after)),
        filled=tuple((filled - unfilled).elements()),
        unfilled=tuple((unfilled - filled).elements()),
    )


def _phases(
    before: Snapshot, after: Snapshot
) -> tuple[tuple[PhaseChange, ...], tuple[PhaseChange, ...], tuple[PhaseChange, ...]]:
    """The phases that were added, removed and estimated anew, each in the order of the rows.

    A phase is known by its name; of several with one name, the first is the first.
    """
    olds = {(phase.name, phase.occurrence): phase.amount for phase in before.phases}
    news = {(phase.name, phase.occurrence): phase.amount for phase in after.phases}
    return (
        tuple(PhaseChange(key[0], Pair(None, news[key])) for key in news if key not in olds),
        tuple(PhaseChange(key[0], Pair(olds[key], None)) for key in olds if key not in news),
        tuple(
            PhaseChange(key[0], Pair(olds[key], news[key]))
            for key in news
            if key in olds and olds[key] != news[key]
        ),
    )


def _slips(before: Snapshot, after: Snapshot) -> Iterator[Slip]:
    olds = {timing.name: timing for timing in before.timings}
    for timing in after.timings:
        old = olds.get(timing.name)
        if old and timing.finish > old.finish + NEGLIGIBLE:
            yield Slip(timing.name, Pair(old.finish, timing.finish))


def _lost_floats(before: Snapshot, after: Snapshot) -> Iterator[LostFloat]:
    olds = {timing.name: timing for timing in before.timings}
    for timing in after.timings:
        old = olds.get(timing.name)
        if old and old.slack > NEGLIGIBLE >= timing.slack:
            yield LostFloat(timing.name, old.slack)


def _findings(before: Snapshot, after: Snapshot) -> Iterator[FindingChange]:
    """By severity, the gravest first, then by rule."""
    olds, news = dict(before.findings), dict(after.findings)
    for severity, rule in sorted(
        olds.keys() | news.keys(), key=lambda key: (SEVERITIES.index(key[0]), key[1])
    ):
        number = _pair(olds.get((severity, rule), 0), news.get((severity, rule), 0))
        if number is not None:
            yield FindingChange(rule, severity, number)
