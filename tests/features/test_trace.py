"""From requirements to tasks, stories and files, and back."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_speckit.features import group_features
from mkdocs_speckit.features.entries import make_entries
from mkdocs_speckit.features.next_steps import list_next_steps
from mkdocs_speckit.features.trace import MAX_PAIRS, Trace, trace_features
from mkdocs_speckit.model.finding import Failures
from mkdocs_speckit.reports.next_steps import write_next_json, write_next_lines
from mkdocs_speckit.reports.trace import write_trace_csv, write_trace_json, write_trace_lines
from tests.features.test_next_steps import read_all
from tests.openspec import CHANGE, FOLDER, TASKS
from tests.reading.test_any_task_list import FRAGMENTS

if TYPE_CHECKING:
    from collections.abc import Mapping

SPEC = """\
    # Feature Specification: Bread

    ## Requirements

    ### Functional Requirements

    - **FR-001**: The oven MUST be hot
    - **FR-002**: Bread MUST be brown
    - **FR-003**: Nobody MUST wait
    """

TASKS_OF_SPEC_KIT = """\
    # Tasks: Bread

    ## Phase 1: Setup

    - [x] T001 Sweep

    ## Phase 2: User Story 1 - Loaves

    - [ ] T002 Heat for FR-001 in `bake/oven.py`
    - [ ] T003 [US2] Bake for FR-001 and FR-002 in `bake/loaf.py`
    """


def trace(documents: Mapping[str, str]) -> Trace:
    plans = read_all({path: textwrap.dedent(text) for path, text in documents.items()})
    (found,) = trace_features(make_entries(group_features(plans), {}, Failures()), plans)
    return found


def test_a_requirement_has_the_tasks_that_cite_it_with_their_stories_and_files() -> None:
    found = trace({"specs/001/spec.md": SPEC, "specs/001/tasks.md": TASKS_OF_SPEC_KIT})
    assert [
        (one.id, one.line, one.tasks, one.stories, one.files) for one in found.requirements
    ] == [
        ("FR-001", 7, ("T002", "T003"), ("US1", "US2"), ("bake/oven.py", "bake/loaf.py")),
        ("FR-002", 8, ("T003",), ("US2",), ("bake/loaf.py",)),
        ("FR-003", 9, (), (), ()),
    ]
    assert found.met == 2


LEVEL_SPEC = """\
    <!-- SPECKIT_LEVEL: 2 -->
    # Feature Specification: Bread

    | ID      | Requirement     |
    |---------|-----------------|
    | REQ-001 | The oven is hot |
    | REQ-002 | Bread is brown  |
    | REQ-003 | Nobody waits    |

    ## Questions

    - REQ-001 needs an answer: which oven?
    """

LEVEL_TASKS = """\
    <!-- SPECKIT_LEVEL: 2 -->
    # Tasks: Bread

    - [x] T001 [P] Heat for REQ-001 (`bake/oven.py`)
    - [ ] T001.1 Open the door
    - [ ] CHK-012 [P0] REQ-001..REQ-002 are tested
    - [ ] Sweep
    """


def test_a_plan_with_a_level_has_boxes_for_tasks() -> None:
    found = trace({"bread/spec.md": LEVEL_SPEC, "bread/tasks.md": LEVEL_TASKS})
    assert [(one.id, one.text, one.line, one.tasks, one.files) for one in found.requirements] == [
        ("REQ-001", "The oven is hot", 6, ("T001", "CHK-012"), ("bake/oven.py",)),
        ("REQ-002", "Bread is brown", 7, ("CHK-012",), ()),
        ("REQ-003", "Nobody waits", 8, (), ()),
    ]
    assert [(one.id, one.text, one.requirements) for one in found.tasks] == [
        ("T001", "Heat for REQ-001 (bake/oven.py)", ("REQ-001",)),
        ("T001.1", "Open the door", ()),
        ("CHK-012", "REQ-001..REQ-002 are tested", ("REQ-001", "REQ-002")),
        ("", "Sweep", ()),
    ]


def test_a_task_has_what_it_cites() -> None:
    found = trace({"specs/001/spec.md": SPEC, "specs/001/tasks.md": TASKS_OF_SPEC_KIT})
    assert [(task.id, task.requirements, task.story, task.files) for task in found.tasks] == [
        ("T001", (), "", ()),
        ("T002", ("FR-001",), "US1", ("bake/oven.py",)),
        ("T003", ("FR-001", "FR-002"), "US2", ("bake/loaf.py",)),
    ]


KIRO = {
    ".kiro/specs/oven/requirements.md": """\
        ### Requirement 1: Heat

        #### Acceptance Criteria

        1. WHEN it is lit THE oven SHALL be hot
        2. THE oven SHALL stay hot

        ### Requirement 2: Light

        #### Acceptance Criteria

        1. THE oven SHALL glow
        """,
    ".kiro/specs/oven/tasks.md": """\
        - [ ] 1. Lay bricks
          - _Requirements: 1.2_
        - [ ] 2. Light it
        """,
}


def test_in_a_spec_of_kiro_criteria_have_tasks_and_so_have_their_requirements() -> None:
    found = trace(KIRO)
    assert [(one.id, one.part_of, one.tasks) for one in found.requirements] == [
        ("1", "", ()),
        ("1.1", "1", ()),
        ("1.2", "1", ("1",)),
        ("2", "", ()),
        ("2.1", "2", ()),
    ]
    assert (found.met, len(found.wholes)) == (1, 2)


@pytest.mark.parametrize(
    ("said", "tasks"),
    [("Keep “Warm rolls” warm", ("1.2",)), ("Keep warm rolls warm", ()), ("Warm the rolls", ())],
)
def test_a_task_of_openspec_cites_a_requirement_by_its_name(
    said: str, tasks: tuple[str, ...]
) -> None:
    found = trace(CHANGE | {f"{FOLDER}/tasks.md": TASKS.replace("Light it", said)})
    assert {one.tasks for one in found.requirements} == {tasks}
    assert [task.id for task in found.tasks if task.requirements] == list(tasks)


def test_a_feature_without_tasks_has_no_gaps() -> None:
    plans = read_all(dict([*KIRO.items()][:1]))
    assert plans[0].requirements
    assert trace_features(make_entries(group_features(plans), {}, Failures()), plans) == []


def test_more_pairs_than_anybody_could_read_are_left_out() -> None:
    number = int(MAX_PAIRS**0.5) + 1
    requirements = "".join(f"### Requirement {i}: A\n\n" for i in range(1, number))
    tasks = "".join(f"- [ ] {i}. A\n  - _Requirements: All_\n" for i in range(1, number + 2))
    folder = ".kiro/specs/oven"
    found = trace({f"{folder}/requirements.md": requirements, f"{folder}/tasks.md": tasks})
    assert found.requirements == ()


TEXTS = st.lists(FRAGMENTS | st.text(max_size=20), max_size=30).map("\n".join)


@given(TEXTS, TEXTS)
def test_what_any_documents_say_can_be_written(tasks: str, stated: str) -> None:
    documents = {"tasks": tasks, "spec": stated}
    plans = read_all(
        {f"a/{kind}.md": f"---\nspeckit: {kind}\n---\n{t}" for kind, t in documents.items()}
    )
    entries = make_entries(group_features(plans), {}, Failures())
    traced, steps = trace_features(entries, plans), list_next_steps(entries, plans)
    for write in (write_trace_lines, write_trace_csv, write_trace_json):
        assert write(traced).endswith("\n")
    for write_steps in (write_next_lines, write_next_json):
        assert write_steps(steps).endswith("\n")
