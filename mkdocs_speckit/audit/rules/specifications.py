"""Rules on specifications and their tasks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from mkdocs_speckit.audit.rule import feature_rule, rule
from mkdocs_speckit.audit.rules.kiro import find_uncited, find_unknown
from mkdocs_speckit.model.formats import KIRO, OPENSPEC, SPEC_KIT, SPEC_KIT_KINDS
from mkdocs_speckit.model.parts import Place
from mkdocs_speckit.model.wording import format_count, join_words, shorten_list
from mkdocs_speckit.reading.translations import STORY_NUMBER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs_speckit.audit.rule import Reports
    from mkdocs_speckit.features import Feature
    from mkdocs_speckit.model.plan import Plan

MAX_NAMED = 4
"""How many requirements one message names."""

_NUMBER = re.compile(r"\d+")
_MENTION = re.compile(r"\[?NEEDS CLARIFICATION\b(?!\s*:)", re.IGNORECASE)
_LIMIT = re.compile(
    r"\b(?:limit\w*|m[aá]x\w*|marked|most|more than|only|up to|höchstens)\b|[≤<]|\b\d\b"
    r"|最大|最多|以内|최대",
    re.IGNORECASE,
)
"""What an item says that allows some questions, or asks to mark them."""

_NOTE = re.compile(r"\w[\w ]{0,30}:(?!\w)")

SECTION_LEVEL = 2
"""The depth of a section's heading, under the title."""


def _read_number(label: str) -> int | None:
    """The number of a story or a requirement: of `US5` and `US5a` it is 5."""
    match = _NUMBER.search(label)
    return int(match[0]) if match else None


def _key(requirement: str) -> tuple[str, int | None]:
    """What the ids of one requirement have in common: `FR-1`, `FR-001` and `FR-001a`."""
    return requirement.partition("-")[0], _read_number(requirement)


def _name(plan: Plan) -> str:
    return PurePosixPath(plan.path).name


@rule("info", formats=(SPEC_KIT,))
def open_question(plan: Plan) -> Reports:
    """Report a question that nobody has answered: `[NEEDS CLARIFICATION: …]`.

    If nobody answers it, the person who does the work has to guess. The words alone in a sentence
    are not a question.

    Bad:

        -- spec.md --
        ## User Stories

        - **FR-001**: The oven MUST reach [NEEDS CLARIFICATION: how many?] degrees

    Good:

        -- spec.md --
        ## User Stories

        - **FR-001**: The oven MUST reach 250 degrees

    To fix it, ask, and write the answer in the place of the brackets.
    """
    for question in plan.questions:
        yield question.place, f"{question.text} is open; write the answer here"


@feature_rule("warning", formats=(SPEC_KIT,))
def question_box_contradicted(plan: Plan, feature: Feature) -> Reports:
    """Report a ticked item which says that no question is open, while the specification has some.

    Readers of the checklist believe that the specification is finished. Such an item has the words
    `[NEEDS CLARIFICATION]` without a question, in any language.

    Bad:

        -- spec.md --
        ## User Stories

        - **FR-001**: The oven MUST reach [NEEDS CLARIFICATION: how many?] degrees
        - **SC-001**: The bread is brown

        -- checklists/requirements.md --
        # Specification Quality Checklist: Bakery

        - [x] No [NEEDS CLARIFICATION] markers remain

    Good:

        -- spec.md --
        ## User Stories

        - **FR-001**: The oven MUST reach 250 degrees
        - **SC-001**: The bread is brown

        -- checklists/requirements.md --
        # Specification Quality Checklist: Bakery

        - [x] No [NEEDS CLARIFICATION] markers remain

    To fix it, answer the questions, or untick the item.
    """
    if plan.kind == "tasks":
        return
    spec = feature.find_only("spec", SPEC_KIT)
    asking = [one for one in dict.fromkeys((spec, plan)) if one is not None and one.questions]
    for item in plan.items if asking else ():
        if (
            item.state == "done"
            and _MENTION.search(item.text)
            and not _LIMIT.search(_MENTION.sub("", item.text))
        ):
            yield (
                item.place,
                "this item is ticked, but"
                f" {join_words([_count_questions(one) for one in asking])};"
                " answer what is open, or untick the item",
            )


def _count_questions(plan: Plan) -> str:
    first = min(question.place.line for question in plan.questions)
    return f"{_name(plan)} has {format_count(len(plan.questions), 'open question')} (line {first})"


@feature_rule("warning", formats=(SPEC_KIT,))
def story_without_task(plan: Plan, feature: Feature) -> Reports:
    """Report a user story of the specification that the feature's task list leaves out.

    Nobody works on it, unless it is left for later. Stories are compared by their numbers, and only
    if the list names any: with labels such as `[US1]`, or in the headings of its phases.

    Bad:

        -- spec.md --
        ## User Stories

        ### User Story 1 - Bread (Priority: P1)

        ### User Story 2 - Cake (Priority: P2)

        -- tasks.md --
        - [ ] T001 [US1] Light the oven
        - [ ] T002 [US1] Knead the dough
        - [ ] T003 [US1] Bake the bread

    Good:

        -- spec.md --
        ## User Stories

        ### User Story 1 - Bread (Priority: P1)

        ### User Story 2 - Cake (Priority: P2)

        -- tasks.md --
        - [ ] T001 [US1] Light the oven
        - [ ] T002 [US1] Bake the bread
        - [ ] T003 [US2] Bake the cake

    To fix it, write the tasks and label them, or say in the list that the story is for later, in a
    heading with its number.
    """
    tasks = feature.find_only("tasks", SPEC_KIT)
    if plan.kind != "spec" or tasks is None:
        return
    named = {_read_number(story) for story, _ in _list_stories(tasks)}
    if not named & {_read_number(story.id) for story in plan.stories}:
        return
    headings = {
        _read_number(number) for mark in tasks.outline for number in STORY_NUMBER.findall(mark.text)
    }
    for story in plan.stories:
        if _read_number(story.id) not in named | headings:
            yield (
                story.place,
                f"{_name(tasks)} has no task for {story.id}, “{story.title}”; write its tasks, or"
                " label them",
            )


def _list_stories(tasks: Plan) -> Iterator[tuple[str, Place]]:
    """The stories that a task list names, with the places of their tasks and phases."""
    for task in tasks.tasks:
        if task.story is not None:
            yield task.story, task.place
    for phase in tasks.phases:
        for story in phase.stories:
            yield story, Place(phase.line)


@feature_rule("warning", formats=(SPEC_KIT,))
def unknown_story(plan: Plan, feature: Feature) -> Reports:
    """Report a user story in a task list that the specification does not have.

    The label is wrong, or the story has a new number. So the progress of these tasks counts for no
    story. Each story is reported once.

    Bad:

        -- spec.md --
        ## User Stories

        ### User Story 1 - Bread (Priority: P1)

        -- tasks.md --
        - [ ] T001 [US1] Light the oven
        - [ ] T002 [US1] Knead the dough
        - [ ] T003 [US4] Bake the bread

    Good:

        -- spec.md --
        ## User Stories

        ### User Story 1 - Bread (Priority: P1)

        -- tasks.md --
        - [ ] T001 [US1] Light the oven
        - [ ] T002 [US1] Knead the dough
        - [ ] T003 [US1] Bake the bread

    To fix it, correct the label, or write the story.
    """
    spec = feature.find_only("spec", SPEC_KIT)
    if plan.kind != "tasks" or spec is None or not spec.stories:
        return
    known = {_read_number(story.id) for story in spec.stories}
    first: dict[str, Place] = {}
    for story, place in sorted(_list_stories(plan), key=lambda found: found[1].line):
        if _read_number(story) not in known:
            first.setdefault(story, place)
    for story, place in first.items():
        yield place, f"{_name(spec)} has no story {story}; correct the label, or write the story"


@feature_rule("warning", formats=(SPEC_KIT,))
def priority_differs(plan: Plan, feature: Feature) -> Reports:
    """Report a phase with a story whose priority is a different one in the specification.

    People agree on the priority in the specification, but they work in the order of the task list.

    Bad:

        -- spec.md --
        ## User Stories

        ### User Story 1 - Bread (Priority: P1)

        -- tasks.md --
        ## Phase 1: User Story 1 - Bread (Priority: P2)

        - [ ] T001 [US1] Light the oven
        - [ ] T002 [US1] Knead the dough
        - [ ] T003 [US1] Bake the bread

    Good:

        -- spec.md --
        ## User Stories

        ### User Story 1 - Bread (Priority: P1)

        -- tasks.md --
        ## Phase 1: User Story 1 - Bread (Priority: P1)

        - [ ] T001 [US1] Light the oven
        - [ ] T002 [US1] Knead the dough
        - [ ] T003 [US1] Bake the bread

    To fix it, correct the one that is wrong.
    """
    spec = feature.find_only("spec", SPEC_KIT)
    if plan.kind != "tasks" or spec is None:
        return
    priorities = {story.id: story.priority for story in spec.stories}
    for phase in plan.phases:
        story = phase.stories[0] if len(phase.stories) == 1 else ""
        agreed = priorities.get(story)
        if phase.priority and agreed and phase.priority != agreed:
            yield (
                Place(phase.line),
                f"this phase has {story} as {phase.priority}, but {_name(spec)} as {agreed};"
                " correct the one that is wrong",
            )


MIN_CITED = 1 / 3
"""A list that cites a smaller share of the requirements of a kind does not trace them."""


@feature_rule("info", formats=(SPEC_KIT, KIRO), severities={KIRO: "warning"})
def requirement_without_task(plan: Plan, feature: Feature) -> Reports:
    """Report requirements of a specification that its task list does not cite.

    Maybe nobody works on them. A list is compared only if its tasks cite at least a third of the
    requirements of a kind: `FR`, `NFR` or `SC`. Ranges such as `FR-001 to FR-004` are read. All
    requirements that a list leaves out are one finding.

    In Kiro's lists a task that cites a criterion, `2.1`, cites its requirement. There the rule is a
    warning, because every task has a line for what it cites. A list that cites less than half of
    the requirements, or some in words, is not compared.

    Bad:

        -- spec.md --
        ## User Stories

        - **FR-001**: The oven MUST be hot
        - **FR-002**: The bread MUST be brown

        -- tasks.md --
        - [ ] T001 Light the oven (FR-001)
        - [ ] T002 Knead the dough
        - [ ] T003 Bake the bread

    Good:

        -- spec.md --
        ## User Stories

        - **FR-001**: The oven MUST be hot
        - **FR-002**: The bread MUST be brown

        -- tasks.md --
        - [ ] T001 Light the oven (FR-001)
        - [ ] T002 Knead the dough
        - [ ] T003 Bake the bread (FR-002)

    To fix it, cite the requirement in the task that meets it, or write that task.
    """
    if plan.format == KIRO:
        uncited = find_uncited(plan, feature).requirements
        if uncited:
            ids = shorten_list([one.id for one in uncited], MAX_NAMED)
            number = "requirement" if len(uncited) == 1 else "requirements"
            yield (
                uncited[0].place,
                f"no task cites {number} {ids}; cite what is met, or write the tasks",
            )
        return
    tasks = feature.find_only("tasks", SPEC_KIT)
    if plan.kind != "spec" or tasks is None:
        return
    cited = {_key(number) for task in tasks.tasks for number in task.requirements}
    named = cited | {_key(number) for number in tasks.named_requirements}
    keys = {_key(requirement.id) for requirement in plan.requirements}
    written, met = (Counter(kind for kind, _ in found) for found in (keys, keys & cited))
    traced = {kind for kind in written if met[kind] >= MIN_CITED * written[kind]}
    missing = [
        requirement
        for requirement in plan.requirements
        if (key := _key(requirement.id)) not in named and key[0] in traced
    ]
    if missing:
        ids = shorten_list(list(dict.fromkeys(one.id for one in missing)), MAX_NAMED)
        yield (
            missing[0].place,
            f"no task in {_name(tasks)} cites {ids}; cite what is met, or write the tasks",
        )


@feature_rule("warning", formats=(SPEC_KIT, KIRO))
def unknown_requirement(plan: Plan, feature: Feature) -> Reports:
    """Report a requirement that a task cites, but the specification does not have.

    The id is wrong, or the requirement was removed. Only ids of a kind that the specification has
    are compared: `FR`, `NFR` or `SC`. Each is reported once. In Kiro's lists `2.1` cites the
    requirement 2; if only the criterion is missing, `unknown-criterion` reports it.

    Bad:

        -- spec.md --
        ## User Stories

        - **FR-001**: The oven MUST be hot

        -- tasks.md --
        - [ ] T001 Light the oven (FR-001)
        - [ ] T002 Knead the dough
        - [ ] T003 Bake the bread (FR-012)

    Good:

        -- spec.md --
        ## User Stories

        - **FR-001**: The oven MUST be hot
        - **FR-002**: The bread MUST be brown

        -- tasks.md --
        - [ ] T001 Light the oven (FR-001)
        - [ ] T002 Knead the dough
        - [ ] T003 Bake the bread (FR-002)

    To fix it, correct the id, or write the requirement.
    """
    if plan.format == KIRO:
        missing = {
            number.partition(".")[0]: (task, number)
            for task, number, requirement in reversed([*find_unknown(plan, feature)])
            if requirement is None
        }
        for requirement, (task, number) in reversed(missing.items()):
            yield (
                task.place,
                f"task {task.id} cites {number}, but there is no requirement {requirement}; correct"
                " the number, or write the requirement",
            )
        return
    spec = feature.find_only("spec", SPEC_KIT)
    if plan.kind != "tasks" or spec is None:
        return
    kinds = {_key(requirement.id)[0] for requirement in spec.requirements}
    known = {_key(number) for number in spec.named_requirements}
    for task in plan.tasks:
        for number in task.requirements:
            key = _key(number)
            if key[0] in kinds and key not in known:
                known.add(key)
                yield (
                    task.place,
                    f"{task.id} cites {number}, which {_name(spec)} does not have; correct the id,"
                    " or write the requirement",
                )


@rule("warning", formats=(SPEC_KIT, OPENSPEC))
def duplicate_requirement_id(plan: Plan) -> Reports:
    """Report a requirement whose id another one in the same section already has.

    A task that cites the id may mean either of them. Only lists of one section, or rows of one
    table, are compared. A note that begins with the id and a label, such as `FR-001 Status: met`,
    is not compared.

    OpenSpec's requirements are known by their names. Those of a document are compared, whatever
    section they are in, but for archived changes.

    Bad:

        -- spec.md --
        ## User Stories

        - **FR-001**: The oven MUST be hot
        - **FR-001**: The bread MUST be brown
        - **SC-001**: All bread is sold

    Good:

        -- spec.md --
        ## User Stories

        - **FR-001**: The oven MUST be hot
        - **FR-002**: The bread MUST be brown
        - **SC-001**: All bread is sold

    To fix it, give the requirement an id of its own.
    """
    if plan.format == OPENSPEC:
        yield from _find_names_twice(plan)
        return
    lines = [mark.line for mark in plan.outline]
    first: dict[tuple[str, int | None], int] = {}
    for requirement in plan.requirements:
        if _NOTE.match(requirement.text):
            continue
        place = requirement.place
        section = _find_section(plan, bisect_right(lines, place.line) - 1)
        line = first.setdefault((requirement.id, section), place.line)
        if line != place.line:
            yield (
                place,
                f"the requirement in line {line} has the id {requirement.id}, too; give each an id"
                " of its own",
            )


def _find_names_twice(plan: Plan) -> Reports:
    """Report requirements that are known by a name which another one of the document has."""
    first: dict[str, int] = {}
    is_archived = plan.change is not None and plan.change.is_archived
    for requirement in () if is_archived else plan.requirements:
        line = first.setdefault(requirement.id, requirement.place.line)
        if line != requirement.place.line:
            yield (
                requirement.place,
                f"the requirement in line {line} is called “{requirement.id}”, too; give each a"
                " name of its own, or join them",
            )


def _find_section(plan: Plan, index: int) -> int | None:
    """The table that a landmark is, or else the section around it; None outside of all."""
    found = index if index >= 0 else None
    while found is not None:
        mark = plan.outline[found]
        if mark.kind == "table" or mark.level <= SECTION_LEVEL:
            break
        found = mark.parent
    return found


@feature_rule("info", formats=(SPEC_KIT,))
def plan_without_tasks(plan: Plan, feature: Feature) -> Reports:
    """Report a `plan.md` without a `tasks.md` beside it.

    The feature is planned, but nobody can tell what is to be done.

    Bad:

        -- plan.md --
        # Implementation Plan: Bakery

        ## Technical Context

        ## Constitution Check

    Good:

        -- plan.md --
        # Implementation Plan: Bakery

        ## Technical Context

        ## Constitution Check

        -- tasks.md --
        - [ ] T001 Light the oven

    To fix it, write the tasks: `/speckit.tasks`.
    """
    if plan.kind == "plan" and _is_alone(plan, feature, "tasks"):
        yield plan.place, "this plan has no tasks.md beside it; write the tasks"


@feature_rule("info", formats=(SPEC_KIT,))
def tasks_without_spec(plan: Plan, feature: Feature) -> Reports:
    """Report a `tasks.md` without a `spec.md` beside it.

    Nobody can tell what the tasks are for, and nothing checks that they are complete.

    Bad:

        -- tasks.md --
        - [ ] T001 Light the oven
        - [ ] T002 Knead the dough
        - [ ] T003 Bake the bread

    Good:

        -- tasks.md --
        - [ ] T001 Light the oven
        - [ ] T002 Knead the dough
        - [ ] T003 Bake the bread

        -- spec.md --
        ## User Stories

    To fix it, write the specification, or move the list to the folder of its feature.
    """
    if plan.kind == "tasks" and _is_alone(plan, feature, "spec"):
        yield plan.place, "this task list has no spec.md beside it; write what the tasks are for"


def _is_alone(plan: Plan, feature: Feature, kind: str) -> bool:
    """True if a document with the usual name of its kind has none of another kind beside it."""
    usual = {kind: file for file, kind in SPEC_KIT_KINDS.items()}
    kinds = {one.kind for one in feature.plans if one.format == SPEC_KIT}
    is_there = kind in kinds or usual[kind] in feature.files
    return _name(plan) == usual[plan.kind] and not is_there
