"""Rules on specs of Kiro (`docs/kiro.md`, section K9)."""

from __future__ import annotations

from collections import Counter, defaultdict
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from mkdocs_speckit.audit.rule import feature_rule, rule
from mkdocs_speckit.model.formats import KIRO
from mkdocs_speckit.model.tasks import EVERY_REQUIREMENT
from mkdocs_speckit.model.wording import join_words, shorten_list

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mkdocs_speckit.audit.rule import Reports
    from mkdocs_speckit.features import Feature
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.model.tasks import Requirement, Task

MAX_NAMED = 4
"""How many tasks or criteria one message names."""

MIN_CITED = 1 / 2
"""A list that cites a smaller share of the requirements does not trace them."""


class Unknown(NamedTuple):
    """A number that a task cites, but that the requirements do not have.

    `requirement` is the one that has no such criterion; None if there is no such requirement.
    """

    task: Task
    number: str
    requirement: str | None


def find_unknown(plan: Plan, feature: Feature) -> Iterator[Unknown]:
    """Find what the tasks of a list cite that is not there, each once.

    Nothing is known of the criteria of a requirement without numbers. If the same number is written
    twice, pages count on: of ten criteria there is a tenth, whatever its number.
    """
    spec = feature.find_only("requirements", KIRO)
    if plan.kind != "tasks" or spec is None or not spec.requirements:
        return
    written: Counter[str] = Counter()  # How many criteria requirements have.
    for one in spec.requirements:
        written[one.id.casefold()] += len(one.criteria)
    criteria = {criterion.id.casefold() for one in spec.requirements for criterion in one.criteria}
    seen = {EVERY_REQUIREMENT}
    for task in plan.tasks:
        for number in task.requirements:
            if number in seen:
                continue
            seen.add(number)
            head = number.casefold()
            while head and head not in criteria and head not in written:
                head = head.rpartition(".")[0]
            if not head:
                yield Unknown(task, number, None)
            elif head != number.casefold() and 0 < written[head] < _read_last(number):
                yield Unknown(task, number, head)


def _read_last(number: str) -> float:
    """The last part of a number; more than all others if it has a letter, as in `6.1a`."""
    last = number.rpartition(".")[2]
    return int(last) if last.isdecimal() else inf


class Traced(NamedTuple):
    """The requirements that no task cites, and those of which some criteria are not cited."""

    requirements: list[Requirement]
    criteria: list[tuple[Requirement, list[int]]]


def find_uncited(plan: Plan, feature: Feature) -> Traced:
    """Find which of its requirements, and which criteria of others, a task list does not cite.

    Nothing is found if the list cites less than `MIN_CITED` of the requirements, or some of them in
    words.
    """
    nothing = Traced([], [])
    tasks = feature.find_only("tasks", KIRO)
    if plan.kind != "requirements" or tasks is None or not plan.requirements:
        return nothing
    cited = {number.casefold() for task in tasks.tasks for number in task.requirements}
    if EVERY_REQUIREMENT in cited or any(task.requirements_in_words for task in tasks.tasks):
        return nothing
    heads = {number.rpartition(".")[0] for number in cited} | cited  # `1.2.1` is a part of `1.2`.
    missing, partly = [], []
    for one in plan.requirements:
        if one.id.casefold() in cited:
            continue
        left = [
            index
            for index, criterion in enumerate(one.criteria)
            if criterion.id.casefold() not in heads
        ]
        if one.id.casefold() not in heads and len(left) == len(one.criteria):
            missing.append(one)
        elif left:
            partly.append((one, left))
    is_traced = len(plan.requirements) - len(missing) >= MIN_CITED * len(plan.requirements)
    return Traced(missing, partly) if is_traced else nothing


@feature_rule("warning", formats=(KIRO,))
def unknown_criterion(plan: Plan, feature: Feature) -> Reports:
    """Report a criterion that a task cites, but its requirement does not have.

    The number is wrong, or the criteria have new numbers. Then other tasks may cite a wrong
    criterion, too. Each is reported once. Requirements without numbered criteria are not compared.

    Bad:

        -- .kiro/specs/bakery/requirements.md --
        ### Requirement 1: Bread

        1. THE oven SHALL be hot
        2. THE bread SHALL be brown

        -- .kiro/specs/bakery/tasks.md --
        - [ ] 1. Light the oven
          - _Requirements: 1.1, 1.3_

    Good:

        -- .kiro/specs/bakery/requirements.md --
        ### Requirement 1: Bread

        1. THE oven SHALL be hot
        2. THE bread SHALL be brown

        -- .kiro/specs/bakery/tasks.md --
        - [ ] 1. Light the oven
          - _Requirements: 1.1, 1.2_

    To fix it, correct the number, or write the criterion.
    """
    for task, number, requirement in find_unknown(plan, feature):
        if requirement is not None:
            yield (
                task.place,
                f"task {task.id} cites {number}, but requirement {requirement} has no such"
                " criterion; correct the number, or write the criterion",
            )


@feature_rule("info", formats=(KIRO,))
def criterion_without_task(plan: Plan, feature: Feature) -> Reports:
    """Report criteria that no task cites, of requirements that tasks cite.

    Maybe nobody tests them. A task that cites a whole requirement cites all its criteria. A list is
    compared only if its tasks cite at least half of the requirements, and none of them in words.
    All criteria are one finding.

    Bad:

        -- .kiro/specs/bakery/requirements.md --
        ### Requirement 1: Bread

        1. THE oven SHALL be hot
        2. THE bread SHALL be brown

        -- .kiro/specs/bakery/tasks.md --
        - [ ] 1. Light the oven
          - _Requirements: 1.1_

    Good:

        -- .kiro/specs/bakery/requirements.md --
        ### Requirement 1: Bread

        1. THE oven SHALL be hot
        2. THE bread SHALL be brown

        -- .kiro/specs/bakery/tasks.md --
        - [ ] 1. Light the oven
          - _Requirements: 1.1, 1.2_

    To fix it, cite the criterion in the task that meets it, or write that task.
    """
    criteria = [
        requirement.criteria[index]
        for requirement, left in find_uncited(plan, feature).criteria
        for index in left
    ]
    if criteria:
        total = sum(len(requirement.criteria) for requirement in plan.requirements)
        named = shorten_list([criterion.id for criterion in criteria], MAX_NAMED)
        yield (
            criteria[0].place,
            f"no task cites {len(criteria):,} of {total:,} criteria ({named}); cite what is met, or"
            " write the tasks",
        )


@rule("warning", formats=(KIRO,))
def ticked_parent_open_required_child(plan: Plan) -> Reports:
    """Report a ticked task with parts that are open and not optional.

    Either a tick is missing, or the task was ticked too early. Parts that may be left out (`[ ]*`)
    may stay open.

    Bad:

        -- .kiro/specs/bakery/tasks.md --
        - [x] 1. Build the oven
          - [x] 1.1 Lay bricks
          - [ ] 1.2 Make the door

    Good:

        -- .kiro/specs/bakery/tasks.md --
        - [x] 1. Build the oven
          - [x] 1.1 Lay bricks
          - [ ]* 1.2 Paint the door

    To fix it, tick the parts that are done, or untick the task.
    """
    known = _index(plan)
    open_in: defaultdict[str, list[str]] = defaultdict(list)
    for task in plan.tasks:
        if task.is_done or not task.is_required:
            continue
        parent = known.get(task.parent or "")
        while parent is not None and not parent.is_done:
            parent = known.get(parent.parent or "")
        if parent is not None:
            open_in[parent.id].append(task.id)
    for id_, parts in open_in.items():
        yield (
            known[id_].place,
            f"task {id_} is ticked, but {_join_ids(parts)} {'is' if len(parts) == 1 else 'are'}"
            f" open; tick what is done, or untick {id_}",
        )


@rule("warning", formats=(KIRO,))
def open_parent_children_done(plan: Plan) -> Reports:
    """Report a task that is not ticked, although it has only parts, and all of them are done.

    Readers believe that something is left. A task with details or requirements of its own is not
    reported, because these may be open.

    Bad:

        -- .kiro/specs/bakery/tasks.md --
        - [ ] 1. Build the oven
          - [x] 1.1 Lay bricks
          - [x] 1.2 Make the door

    Good:

        -- .kiro/specs/bakery/tasks.md --
        - [x] 1. Build the oven
          - [x] 1.1 Lay bricks
          - [x] 1.2 Make the door

    To fix it, tick the task, or write the part that is missing.
    """
    parts_of: defaultdict[str | None, list[Task]] = defaultdict(list)
    for task in plan.tasks:
        if task.state != "cancelled":
            parts_of[task.parent].append(task)
    for task in _index(plan).values():
        parts = parts_of.get(task.id, ())
        is_open = task.is_heading and not task.is_done and task.state != "cancelled"
        if is_open and parts and all(part.is_done for part in parts):
            yield (
                task.place,
                f"task {task.id} is not ticked, but {_describe_parts(len(parts))} done; tick it, or"
                " write the part that is missing",
            )


def _describe_parts(number: int) -> str:
    return "its part is" if number == 1 else f"all its {number:,} parts are"


def _index(plan: Plan) -> dict[str, Task]:
    """The tasks by their ids; of several with one id the first."""
    known: dict[str, Task] = {}
    for task in plan.tasks:
        if task.id:
            known.setdefault(task.id, task)
    return known


@rule("info", formats=(KIRO,))
def only_optional_open(plan: Plan) -> Reports:
    """Report a list in which all required tasks are done, and only optional ones are open.

    The work is done. Somebody should decide whether the optional tasks will be done, too.

    Bad:

        -- .kiro/specs/bakery/tasks.md --
        - [x] 1. Build the oven
          - [x] 1.1 Lay bricks
          - [ ]* 1.2 Paint the door

    Good:

        -- .kiro/specs/bakery/tasks.md --
        - [x] 1. Build the oven
          - [x] 1.1 Lay bricks
          - [ ]* ~~1.2 Paint the door~~

    To fix it, do the optional tasks, or strike them out.
    """
    required = [task for task in plan.tasks if task.is_required]
    left = [task for task in plan.tasks if task.is_counted and not task.is_done]
    if required and left and all(task.is_optional for task in left):
        done = "the required task is" if len(required) == 1 else "all required tasks are"
        yield (
            left[0].place,
            f"{done} done; {_join_ids([task.id for task in left])}"
            f" {'is' if len(left) == 1 else 'are'} optional and open: do"
            f" {'it' if len(left) == 1 else 'them'}, or strike {'it' if len(left) == 1 else 'them'}"
            " out",
        )


@rule("info", formats=(KIRO,), together=3)
def reference_in_words(plan: Plan) -> Reports:
    """Report a task that cites requirements in words, and not by their numbers.

    Nobody can tell which requirements are meant, so the task counts for none of them. `All` means
    all requirements. Three or more in a list are one finding, which names their lines.

    Bad:

        -- .kiro/specs/bakery/tasks.md --
        - [ ] 1. Light the oven
          - _Requirements: those on heat_

    Good:

        -- .kiro/specs/bakery/tasks.md --
        - [ ] 1. Light the oven
          - _Requirements: 1.1, 1.2_

    To fix it, write the numbers of the requirements or criteria.
    """
    for task in plan.tasks:
        if task.requirements_in_words:
            named = [f"“{words}”" for words in task.requirements_in_words]
            yield (
                task.place,
                f"task {task.id} cites {shorten_list(named, MAX_NAMED)}, which"
                f" {'is' if len(named) == 1 else 'are'} not a number of a requirement; write"
                " numbers, such as 1.2, or All",
            )


def _join_ids(ids: Sequence[str]) -> str:
    return join_words(ids) if len(ids) <= MAX_NAMED else shorten_list(ids, MAX_NAMED)
