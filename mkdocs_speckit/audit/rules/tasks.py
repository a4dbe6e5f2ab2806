"""Rules on task lists."""

from __future__ import annotations

import re
from collections import defaultdict
from graphlib import CycleError
from typing import TYPE_CHECKING

from mkdocs_speckit.audit.made_files import list_ticked
from mkdocs_speckit.audit.rule import feature_rule, rule
from mkdocs_speckit.model.formats import FORMATS, KIRO, OPENSPEC, SPEC_KIT
from mkdocs_speckit.model.graph import find_neighbours, sort_topologically
from mkdocs_speckit.model.parts import Place
from mkdocs_speckit.model.tasks import find_task_edges
from mkdocs_speckit.model.wording import (
    cut_text,
    format_completion,
    format_count,
    join_first,
    join_words,
    shorten_list,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mkdocs_speckit.audit.rule import Reports
    from mkdocs_speckit.features import Feature
    from mkdocs_speckit.model.parts import PhaseBoxes
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.model.tasks import Task

MAX_NAMED = 4
"""How many tasks or phases one message names."""

MAX_NAME = 40
"""The number of characters of a task without a number that a message shows."""

MAX_FILES = 40
"""How many files of one task are compared."""

_READS = re.compile(
    r"\W*(?:audit|check|confirm|inspect|measure|read|re-?run|review|run|smoke|validate|verify)\b",
    re.IGNORECASE,
)
"""The first word of a task that changes none of the files that it names."""

_INPUTS = frozenset(
    f"{name}.md" for name in "constitution data-model plan quickstart research spec tasks".split()
)
_CONTRACT = (".json", ".md", ".yaml", ".yml")

_AT_THE_ROOT = frozenset(
    "CHANGELOG.md CONTRIBUTING.md Cargo.toml README.md composer.json docker-compose.yml go.mod"
    " mkdocs.yml package.json pyproject.toml".split()
)
"""Names that mean a file at the top of the repository if no folder is named."""

_TEST = re.compile(r"(?:^|[/._-])(?:tests?|__tests__|e2e)(?=[/._-])|[._-]spec\.|Tests?(?=[/._])")
"""A part of a test's path."""

_LEFT_OUT = re.compile(
    r"\b(?:DEFERRED|DESCOPED|OBSOLETE|OUT OF SCOPE|POSTPONED|SKIPPED|SUPERSEDED)\b"
    r"|[(\[*—–-]\s?(?i:deferred|descoped|obsolete|out of scope|postponed|skipped|superseded)\b"
)
"""What an open task says that will not be done here."""

_WHOLE_NUMBER = re.compile(r"t\d+")


@feature_rule("info", formats=FORMATS)
def ticked_but_missing(plan: Plan, feature: Feature) -> Reports:
    """Report a ticked task that says it made a file that the repository never had.

    Whoever reads the list takes the file for there. It is off until the option
    [`code`](../options.md#code) says where the code is. A task makes files if it says add, create,
    implement or write. A file is not reported if it is there now, in any folder, if a commit has
    had it since the document's first, or if git ignores it. Patterns and folders are left alone. In
    a shallow clone, and without git, nothing is reported.

    An example is `- [x] T001 Create the list of breads in src/menu.py`, where no commit has a
    `src/menu.py`.

    To fix it, untick the task, or correct the path.
    """
    missing = feature.missing_files.get(plan.path, frozenset())
    for name, place, files in list_ticked(plan) if missing else ():
        if gone := [file for file in files if file in missing]:
            named, absent = cut_text(name, MAX_NAME), join_first(gone, MAX_NAMED, "or")
            yield (
                place,
                f"{named} is ticked, but the repository has no {absent}; untick it, or correct the"
                " path",
            )


@rule("warning", formats=(SPEC_KIT,))
def parallel_same_file(plan: Plan) -> Reports:
    """Report open tasks of a phase that are marked `[P]`, but name the same file.

    `[P]` says that tasks may run at the same time because they change different files. If they
    change the same file, people or agents overwrite each other's work. These are not reported:
    tasks that wait for each other, and a file that a task only reads or checks. If a task names a
    test, only the test counts. A name without a folder does not count, unless it is `README.md`,
    `package.json` or another name from the top of a repository.

    Bad:

        -- tasks.md --
        ## Phase 1: Setup

        - [ ] T001 Light the oven
        - [ ] T002 [P] List the breads in src/menu.py
        - [ ] T003 [P] List the cakes in src/menu.py

    Good:

        -- tasks.md --
        ## Phase 1: Setup

        - [ ] T001 Light the oven
        - [ ] T002 [P] List the breads in src/breads.py
        - [ ] T003 [P] List the cakes in src/cakes.py

    To fix it, remove `[P]` from all but one of the tasks, say which of them waits for which, or
    divide the file.
    """
    naming: defaultdict[tuple[int | None, str], list[int]] = defaultdict(list)
    for index, task in enumerate(plan.tasks):
        if task.is_parallel and _is_open(task):
            for file in _find_changed_files(task):
                naming[task.phase, file].append(index)
    shared = {key: tasks for key, tasks in naming.items() if len(tasks) > 1}
    try:
        ordered = _find_ordered(plan.tasks) if shared else []
    except CycleError:  # `dependency-cycle` reports it.
        return
    files_of: defaultdict[tuple[int, ...], list[str]] = defaultdict(list)
    for (_, file), tasks in shared.items():
        group = sum(1 << index for index in tasks)
        free = tuple(index for index in tasks if group & ~(ordered[index] | 1 << index))
        if free:
            files_of[free].append(file)
    for free, files in files_of.items():
        ids = [plan.tasks[index].id for index in free]
        yield (
            plan.tasks[free[0]].place,
            f"{_join_ids(ids)} may run in parallel, but {'all' if ids[2:] else 'both'} name"
            f" {shorten_list(files, MAX_NAMED)}; remove [P] from all but one of them, or say which"
            " waits for which",
        )


def _is_input(file: str) -> bool:
    """True if tasks are written from a document: they name it to say what they are about."""
    *folders, name = file.split("/")
    return name in _INPUTS or ("contracts" in folders and name.endswith(_CONTRACT))


def _is_open(task: Task) -> bool:
    """True if a task is still to be done: neither ticked nor cancelled nor called deferred."""
    return task.is_counted and not task.is_done and not _LEFT_OUT.search(task.text)


def _find_changed_files(task: Task) -> Iterator[str]:
    """Find the files that a task changes, of those that it names."""
    if _READS.match(task.text):
        return
    files = [file for file in task.files[:MAX_FILES] if not _is_input(file)]
    files = [file for file in files if _TEST.search(file)] or files
    for file in files:
        folder, _, name = file.rpartition("/")
        if not folder and (name not in _AT_THE_ROOT or "/" in task.text):
            continue  # Several folders may have such a file.
        # `pages/bread/menu.md, cake/menu.md` is short for one in `pages/cake`.
        is_short = any(
            other.endswith(f"/{name}") and other.count("/") > file.count("/")
            for other in task.files[:MAX_FILES]
        )
        if not is_short:
            yield file


def _find_ordered(tasks: Sequence[Task]) -> list[int]:
    """For each task those that it waits for and those that wait for it, as the bits of a number.

    Raises CycleError if tasks wait for each other.
    """
    edges = find_task_edges(tasks)
    before, after = find_neighbours(edges)
    order = sort_topologically(len(tasks), edges)
    found = [0] * len(tasks)
    for neighbours, way in ((before, order), (after, order[::-1])):
        reached = [0] * len(tasks)
        for index in way:
            for other in neighbours[index]:
                reached[index] |= reached[other] | 1 << other
            found[index] |= reached[index]
    return found


@rule("warning", formats=(SPEC_KIT, OPENSPEC, KIRO), together=3)
def duplicate_task_id(plan: Plan) -> Reports:
    """Report a task whose number another task of the list already has.

    A dependency on that number, or a commit that names it, may mean either of them. Cancelled tasks
    are not compared. Steps that are indented under a task and have its number are not compared
    either. In OpenSpec's lists a number such as `1.` is compared within its section, and archived
    changes are not reported. Three or more in a list are one finding, which names their lines.

    Bad:

        -- tasks.md --
        - [ ] T001 Light the oven
        - [ ] T002 Knead the dough
        - [ ] T002 Bake the bread

    Good:

        -- tasks.md --
        - [ ] T001 Light the oven
        - [ ] T002 Knead the dough
        - [ ] T003 Bake the bread

    To fix it, give the task a number of its own, such as `T002a`.
    """
    if plan.change is not None and plan.change.is_archived:
        return
    first: dict[tuple[str, int | None], Task] = {}
    for task in plan.tasks:
        if task.state == "cancelled" or not task.id:
            continue
        is_count = plan.format == OPENSPEC and task.id.isdecimal()
        other = first.setdefault((task.id, task.heading if is_count else None), task)
        if other is not task and task.place.column <= other.place.column:
            yield (
                task.place,
                f"the task in line {other.place.line} has the number {task.id}, too; give each task"
                " a number of its own",
            )


@rule("warning", formats=(SPEC_KIT, KIRO))
def unknown_task(plan: Plan) -> Reports:
    """Report a dependency on a task that the list does not have.

    The number is wrong, or the task was removed. Nothing waits for it. Each number is reported at
    its first place. In Kiro's lists waves and `_Depends: 1.2_` name tasks, and `1` is known if
    there is a task `1.1`.

    Bad:

        -- tasks.md --
        - [ ] T001 Light the oven
        - [ ] T002 Knead the dough
        - [ ] T003 Bake the bread (depends on T001, T012)

    Good:

        -- tasks.md --
        - [ ] T001 Light the oven
        - [ ] T002 Knead the dough
        - [ ] T003 Bake the bread (depends on T001, T002)

    To fix it, correct the number, or remove it from the dependency.
    """
    known = {number.casefold() for task in plan.tasks for number in task.ids}
    # `T012` may stand for all of `T012a`, `T012b`.
    known |= {match[0] for number in known if (match := _WHOLE_NUMBER.match(number))}
    if plan.format == KIRO:
        known |= {above for number in known for above in _list_above(number)}
    named = [(reference.id, reference.place) for reference in plan.named_tasks]
    named += [(number, task.place) for task in plan.tasks for number in task.after]
    for number, place in named:
        if number.casefold() not in known:
            known.add(number.casefold())
            yield place, f"this list has no task {number}; correct the number, or remove it here"


def _list_above(number: str) -> Iterator[str]:
    """The numbers that a number is a part of: of `1.2.3` these are `1.2` and `1`."""
    while number := number.rpartition(".")[0]:
        yield number


@rule("warning", formats=(SPEC_KIT,))
def stated_total_differs(plan: Plan) -> Reports:
    """Report a number of tasks that the list states of itself, but does not have.

    Tasks were added or removed later, and people plan with the old number. The list may count
    cancelled tasks and boxes without a number, or not. A number such as `~46`, or a number in the
    section of a phase, is not compared.

    Bad:

        -- tasks.md --
        **Total Tasks**: 2

        - [ ] T001 Light the oven
        - [ ] T002 Knead the dough
        - [ ] T003 Bake the bread

    Good:

        -- tasks.md --
        **Total Tasks**: 3

        - [ ] T001 Light the oven
        - [ ] T002 Knead the dough
        - [ ] T003 Bake the bread

    To fix it, correct the number, or remove the line: the page shows how many tasks there are.
    """
    counted = [task for task in plan.tasks if task.is_counted]
    possible = {
        number
        for tasks in (plan.tasks, counted)
        for items in (len(tasks), sum(len(task.ids) for task in tasks))
        for number in (items, items + plan.criteria.total)
    }
    for total in plan.stated_totals:
        if plan.tasks and total.number not in possible:
            yield (
                total.place,
                f"this says that there are {format_count(total.number, 'task')}, but the list has"
                f" {len(counted):,}; correct the number, or remove it",
            )


@rule("warning", formats=(SPEC_KIT,))
def done_before_prerequisite(plan: Plan) -> Reports:
    """Report what is open while tasks that depend on it are ticked.

    Either a tick is missing, or work began too early, or the dependency is not real. An open task
    is reported if tasks that wait for it are done. A phase with open tasks is reported if tasks of
    phases that depend on it are done. Each is reported once. Only dependencies that the list states
    count. Tasks that are cancelled or called deferred are not open. A story that nobody has begun
    is reported only if another story depends on it, because the last phase may be done without it.

    Bad:

        -- tasks.md --
        - [x] T001 Light the oven
        - [ ] T002 Knead the dough
        - [x] T003 Bake the bread (depends on T002)

    Good:

        -- tasks.md --
        - [x] T001 Light the oven
        - [x] T002 Knead the dough
        - [x] T003 Bake the bread (depends on T002)

    To fix it, tick what is done, cancel with `[~]` what is left out, or remove the dependency if it
    is not real.
    """
    early: defaultdict[int, list[str]] = defaultdict(list)
    for before, after in find_task_edges(plan.tasks):
        earlier, later = plan.tasks[before], plan.tasks[after]
        if later.is_done and _is_open(earlier):
            early[before].append(later.id)
    for index, ids in sorted(early.items()):
        yield (
            plan.tasks[index].place,
            f"{plan.tasks[index].id} is open, but {_join_ids(ids)}, which"
            f" {'depends' if len(ids) == 1 else 'depend'} on it, {'is' if len(ids) == 1 else 'are'}"
            " done; tick what is done, cancel what is left out, or remove the dependency",
        )
    yield from _compare_phases(plan)


def _compare_phases(plan: Plan) -> Reports:
    """Report phases with open tasks on which phases with ticked tasks depend."""
    open_in: defaultdict[int | None, list[str]] = defaultdict(list)
    for task in plan.tasks:
        if _is_open(task):
            open_in[task.phase].append(task.id)
    begun: defaultdict[int, list[PhaseBoxes]] = defaultdict(list)
    for graph in plan.graphs:
        for before, after in graph.edges:
            earlier, later = plan.phases[before], plan.phases[after]
            is_optional = (
                bool(earlier.stories) and not later.stories and not earlier.completion.done
            )
            if open_in[before] and later.completion.done and not is_optional:
                begun[before].append(later)
    for before, later_ones in sorted(begun.items()):
        names = [
            f"“{phase.names[0]}” ({format_completion(phase.completion)} done)"
            for phase in later_ones
        ]
        yield (
            Place(plan.phases[before].line),
            f"“{plan.phases[before].names[0]}” has {_join_ids(open_in[before])} open, but"
            f" {shorten_list(names, MAX_NAMED)} {'depends' if len(names) == 1 else 'depend'} on it;"
            " tick what is done, cancel what is left out, or remove the dependency",
        )


@rule("info", formats=(SPEC_KIT,))
def story_label_missing(plan: Plan) -> Reports:
    """Report tasks without a story in the phase of one user story, whose other tasks name it.

    The progress of the story, and who reviews it, goes by the label. Phases that are not for one
    story, such as *Setup* and *Polish*, need none. Each phase is one finding.

    Bad:

        -- tasks.md --
        ## Phase 3: User Story 1 - Bread

        - [ ] T001 [US1] Light the oven
        - [ ] T002 [US1] Knead the dough
        - [ ] T003 Bake the bread

    Good:

        -- tasks.md --
        ## Phase 3: User Story 1 - Bread

        - [ ] T001 [US1] Light the oven
        - [ ] T002 [US1] Knead the dough
        - [ ] T003 [US1] Bake the bread

    To fix it, write the label after the number, or move the task to another phase.
    """
    inside: defaultdict[int | None, list[Task]] = defaultdict(list)
    for task in plan.tasks:
        if task.is_counted:
            inside[task.phase].append(task)
    for index, phase in enumerate(plan.phases):
        bare = [task for task in inside[index] if task.story is None]
        labelled = [task for task in inside[index] if (task.story,) == phase.stories]
        if bare and labelled:
            label = f"[{labelled[0].story}]"
            lacks = "lacks" if len(bare) == 1 else "lack"
            yield (
                bare[0].place,
                f"{_join_ids([task.id for task in bare])} {lacks} the label {label} that other"
                f" tasks of “{phase.names[0]}” have; add it, or move what is not for this story",
            )


def _join_ids(ids: Sequence[str]) -> str:
    return join_words(ids) if len(ids) <= MAX_NAMED else shorten_list(ids, MAX_NAMED)
