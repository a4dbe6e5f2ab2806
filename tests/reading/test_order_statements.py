"""What sentences state of dependencies between numbers (`docs/openspec.md`, section O4)."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_speckit.reading.document.markdown import parse_markdown
from mkdocs_speckit.reading.order_statements import (
    OrderStatements,
    find_order_sections,
    read_order_statements,
)
from tests.reading.timing import best_time

if TYPE_CHECKING:
    from collections.abc import Callable

PHASES = ["1", "2", "3", "4", "5"]
TASKS = ["1.1", "1.2", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3", "3.4", "3.5.1", "T001", "T002"]
WORDS = re.compile("depend|依存|parallel|order", re.IGNORECASE)


def read_text(text: str) -> OrderStatements:
    document = parse_markdown(text)
    return read_order_statements(document, find_order_sections(document, WORDS), PHASES, TASKS)


def read_items(*items: str, heading: str = "## Dependencies") -> str:
    """The edges that items of a list state: `1>2 2.1>2.2`, in the order of the items."""
    found = read_text(f"{heading}\n\n" + "\n".join(f"- {item}" for item in items))
    return " ".join(f"{before}>{after}" for before, after in (*found.phases, *found.tasks))


STATED = {
    # what waits, a verb, what it waits for
    "Phase 3 depends on Phase 2 (its oven must be hot)": "2>3",
    "Section 4 depends on sections 2 and 3.": "2>4 3>4",
    "**Task group 2** depends on *group 1*": "1>2",
    "Sections 4 and 5 depend on Section 3": "3>4 3>5",
    "Section 5 depends on Sections 1 through 3.": "1>5 2>5 3>5",
    "Phases 3, 4, and 5 depend on Phase 1": "1>3 1>4 1>5",
    "Phase 2 (dough) and Phase 3 (oven) depend on Phase 1 (flour)": "1>2 1>3",
    "Phases 3 (bread), 4 (cake) depend on Phase 1": "1>3 1>4",
    "Tasks 2.x depend on 1.x": "1>2",
    "Tasks 4.x and 5.x depend on 1.x through 3.x": "1>4 2>4 3>4 1>5 2>5 3>5",
    "Section 5 requires Sections 3, 4 to be finished": "3>5 4>5",
    "Section 5 needs 4": "4>5",
    "Section 5 is blocked by section 4": "4>5",
    "Section 5 must follow Section 4": "4>5",
    "Task 2.2 depends on Task 2.1": "2.1>2.2",
    "Tasks 2.2-2.3 depend on 1.1-1.2 (flour)": "1.1>2.2 1.2>2.2 1.1>2.3 1.2>2.3",
    "T002 depends on T001": "T001>T002",
    "3.5.1 depends on 3.4": "3.4>3.5.1",
    # words between the labels and the verb, and a dash
    "Tasks 2.2 and 2.3 are validation and depend on 2.1": "2.1>2.2 2.1>2.3",
    "Phase 2 (controllers) — depends on Phase 1": "1>2",
    "Section 3 (the oven) and its door depend on Section 2": "2>3",
    "Task 2.1 Flour port depends on 1.1": "1.1>2.1",
    # after
    "Tasks 2.2 and 2.3 can run in parallel after 2.1": "2.1>2.2 2.1>2.3",
    "Sections 2, 3 (bread, cake) — can run in parallel after Section 1": "1>2 1>3",
    "Sections 3 can start after 1.x is stable": "1>3",
    "Task 2.3 starts after 2.1 and 2.2 are done": "2.1>2.3 2.2>2.3",
    "Section 5 must be completed after sections 1-2": "1>5 2>5",
    # the other direction
    "Task 3.1 must complete before 3.2 and 3.3": "3.1>3.2 3.1>3.3",
    "Task group 2 blocks groups 3-5": "2>3 2>4 2>5",
    "Tasks 1.1-1.2 must be completed before 2.1": "1.1>2.1 1.2>2.1",
    "Section 1 (Types) must complete before Section 2 (dough) and Section 3": "1>2 1>3",
    "Section 1 needs to be stable before Section 2": "1>2",
    "Section 1 before Section 2": "1>2",
    "Section 1 - before Section 2": "1>2",
    "Section 1 → before Section 2": "1>2",
    "Section 1 must be done before Section 2 can start": "1>2",
    "Task 2.1 must be merged before 2.2 and 2.3 begin": "2.1>2.2 2.1>2.3",
    "Section 1 must be done before Section 2, Section 3 can run in parallel": "1>2",
    # what follows the verb
    "Phase 3 depends on Phase 1 service methods + Phase 2": "1>3 2>3",
    "Phase 3 depends on the service methods of Phase 1": "1>3",
    "Section 3 depends on completion of 1.x, 2.x": "1>3 2>3",
    "Section 3 depends on Section 1, the oven, and Section 2": "1>3 2>3",
    "Section 3 depends on Section 2 tests passing (1.2)": "2>3",
    "Task 3.1 depends on reading the scale (1.2)": "1.2>3.1",
    "Task 3.2 depends on the fix (task 3.1)": "3.1>3.2",
    "Task 3.2 depends on the fix (see 3.1)": "",
    "Section 3 depends on Section 2 because 2 and Section 1 need the dough": "2>3",
    "Section 3 depends on Section 2 - not on Section 1": "2>3",
    "Section 3 depends on: Section 2": "2>3",
    "Section 3 depends on Section 1 and is tried with 2.1 and Section 2": "1>3",
    "Section 3 depends on ~~Section 1 and~~ Section 2": "2>3",
    "Section 3 depends on Section 1 tests of Section 2": "1>3",
    "Section 3 depends on Section 1 and the oven of Section 2": "1>3",
    "Section 5 depends on 3 section 2 tasks": "2>5",
    "Task 3.2 depends on the fix (task 3.1) of the scale (2.1)": "3.1>3.2",
    # several statements
    "Section 2 depends on Section 1. Section 3 depends on Section 2": "1>2 2>3",
    "Section 2 depends on Section 1; Section 3 depends on 2": "1>2 2>3",
    "Section 2 depends on Section 1, and Section 3 depends on Section 2": "1>2 2>3",
    "Section 2 depends on Section 1, Section 3 can run in parallel": "1>2",
    "Section 2 depends on Section 1, Section 3 (bread) can run in parallel": "1>2",
    "Section 2 can begin after Section 1, Section 3 can start": "1>2",
    "Section 2 depends on Section 1, Section 3 on Section 2": "1>2",
    # all
    "Section 4 depends on all previous sections": "1>4 2>4 3>4",
    "Section 4 depends on all previous tasks": "1>4 2>4 3>4",
    "Task 3.3 depends on all prior section 3 tasks": "3.1>3.3 3.2>3.3",
    "Task 2.2 depends on all previous tasks": "1.1>2.2 1.2>2.2 2.1>2.2",
    "Section 1 must complete before all others": "1>2 1>3 1>4 1>5",
    "Section 3 BLOCKS all following sections": "3>4 3>5",
    "Section 5 depends on all other sections being complete": "1>5 2>5 3>5 4>5",
    # chains
    "1.1, 1.2 → 2.1": "1.1>2.1 1.2>2.1",
    "**1.1, 1.2 → 2.1**: the dough needs flour": "1.1>2.1 1.2>2.1",
    "Phase 1 → Phase 2 -> Phase 3 (the oven)": "1>2 2>3",
    "Section 2 → depends on Section 1": "1>2",
    "2.1 → 2.2 — the dough": "2.1>2.2",
    # other languages
    "阶段 2 依赖阶段 1": "1>2",
    "任务 3.2 依赖于 3.1、2.1": "3.1>3.2 2.1>3.2",
    "任务 3.2 依賴任務 3.1": "3.1>3.2",
    "阶段 3 在阶段 2 完成后开始": "2>3",
    "阶段 3 在阶段 1、2 全部完成后开始": "1>3 2>3",
    "阶段 3 在阶段 2 全部都完成后开始": "2>3",
    "2.1 必须在 2.2 之前完成": "2.1>2.2",
    "フェーズ2はフェーズ1に依存": "1>2",
    "タスク3.2は3.1の完了後": "3.1>3.2",
    "Phase 2는 Phase 1에 의존": "1>2",
    "Fase 2 depende de la fase 1": "1>2",
    "Seções 3 e 4 dependem da seção 2": "2>3 2>4",
    "Раздел 2 зависит от раздела 1": "1>2",
    "Phase 2（生地）depends on Phase 1（小麦粉）": "1>2",
}


@pytest.mark.parametrize(("item", "edges"), STATED.items())
def test_stated(item: str, edges: str) -> None:
    assert read_items(item) == edges


NOT_STATED = [
    "Phase 2: depends on Phase 1",
    "Section 2 (dough) + Section 3: after Section 1 is done",
    "Section 3 does not depend on Section 2",
    "Section 3 can be parallelized with Section 2",
    "Section 3 is independent of Section 2",
    "Section 3 is independent after Section 2",
    "Phase 1 is the foundation for Phase 2",
    "Section 5 can run in parallel with sections 3-4",
    "Section 3 can run in parallel with Section 2 after Section 1",
    "Section 3 should be done after Section 2",
    "Section 2 should complete before Section 3",
    "Section 2 can be done before Section 3",
    "Section 3 may start after Section 2",
    "Section 3 must not start before Section 2",
    "Section 3 depends on either Section 1 or Section 2",
    "Section 3 depends on 1.1 or 1.2",
    "Section 3 depends on Section 1 or Section 2",
    "Section 4 depends on flour and 3",
    "Section 3 (see Section 2)",
    "The dough of Section 3 depends on Section 2",
    "All tasks in sections 1-2 depend on section 3",
    "Section 3 and what Section 9 says depend on Section 2",
    "Section 3 depends on the weather",
    "Section 3 depends on Section 9",
    "Task 1.1 must be completed before any other work can begin",
    "Task 2.2 depends on all previous sections",
    "Section 3 needs 2 eggs",
    "Section 3 depends on 1.1.x",
    "Task 3.1 depends on 2.1.x",
    "Task 3.3 depends on tasks 1.1 through 3.5.1",
    "Task 3.2 depends on the fix (3.1 is ready)",
    "Section 3 requires Python 3.11 and 2 ovens",
    "Section 3 needs a week. 2.1 is small",
    "Section 2 depends on Section 2",
    "Task 2.1 depends on Section 1",
    "Section 2 depends on Task 1.1",
    "1. dough 2. oven 3. bread",
    "Critical path: 1 → 2 → 3",
    "Section 1 → the oven → Section 2",
    "Phase 1 → foundation for Phase 2",
    "~~Section 3 depends on Section 2~~",
    "阶段 3 不依赖阶段 2",
    "阶段 3 在阶段 2 全部都已完成后开始",
    "阶段 4 可与阶段 3 并行，在烤箱完成后开始",
    "フェーズ3はフェーズ2完了後を推奨",
    "",
]


@pytest.mark.parametrize("item", NOT_STATED)
def test_stated_is_nothing(item: str) -> None:
    assert read_items(item) == ""


def test_a_number_is_a_phase_or_a_task_as_its_word_says_or_what_there_is() -> None:
    document = parse_markdown("## Depend\n\nTask 2 depends on Task 1\n\nPhase 2 blocks Phase 3\n")
    sections = find_order_sections(document, WORDS)
    both = read_order_statements(document, sections, ["1", "2", "3"], ["1", "2", "3"])
    assert both == OrderStatements(phases=(("2", "3"),), tasks=(("1", "2"),))
    tasks = read_order_statements(document, sections, [], ["1", "2", "3"])
    assert tasks == OrderStatements(tasks=(("1", "2"), ("2", "3")))
    phases = read_order_statements(document, sections, ["1", "", "2", "3"], ["", "1.1"])
    assert phases == OrderStatements(phases=(("1", "2"), ("2", "3")))


@pytest.mark.parametrize(
    ("text", "phases", "tasks"),
    [
        ("Task 3 depends on 2", "", "2>3"),
        ("Section 3 depends on 2", "", ""),
        ("Sections 2 and 3 depend on Section 1", "1>2 1>3", ""),
        ("3, Section 2 and 4 depend on Section 1", "1>2 1>4", ""),
        ("2.x depends on 1.x", "1>2", ""),
    ],
)
def test_a_number_without_a_word_goes_on_with_its_list_or_is_a_task(
    text: str, phases: str, tasks: str
) -> None:
    document = parse_markdown(f"## Depend\n\n{text}\n")
    found = read_order_statements(document, [0], ["1", "2", "3", "4"], ["1", "2", "3", "4"])
    assert " ".join(map(">".join, found.phases)) == phases
    assert " ".join(map(">".join, found.tasks)) == tasks


def test_a_whole_section_may_be_a_task() -> None:
    found = read_order_statements(parse_markdown("## Depend\n\n2.x depends on 1.x"), [0], [], "12")
    assert found.tasks == (("1", "2"),)


@pytest.mark.parametrize(("word", "number"), [("task", 5), ("tasks", 0)])
def test_a_note_of_more_than_sixty_characters_names_no_labels(word: str, number: int) -> None:
    note = f"task 3.1 and task 2.1 and task 2.2 and task 2.3 and {word} 1.1"
    assert len(note) == (60 if number else 61)
    assert len(read_items(f"Task 3.2 depends on the fix ({note})").split()) == number


@pytest.mark.parametrize(("last", "number"), [(200, 200), (201, 0)])
def test_a_range_of_very_many_is_a_mistake(last: int, number: int) -> None:
    text = f"## Depend\n\nSection 300 depends on sections 1-{last}\n"
    labels = [str(label) for label in range(1, 301)]
    assert len(read_order_statements(parse_markdown(text), [0], labels, []).phases) == number


def test_letters_may_be_labels() -> None:
    items = ["Phases B and C depend on Phase A", "D after C", "A cake after C", "D needs a B"]
    text = "## Depend\n\n" + "\n".join(f"- {item}" for item in items)
    document = parse_markdown(text)
    found = read_order_statements(document, [0], ["A", "B", "C", "D"], [])
    assert found.phases == (("A", "B"), ("A", "C"), ("C", "D"))


def test_an_edge_is_there_once_and_names_are_as_the_list_writes_them() -> None:
    document = parse_markdown("## Depend\n\n- 1.5.1A after t001\n- 1.5.1a after T001\n")
    found = read_order_statements(document, [0], [], ["T001", "1.5.1a"])
    assert found.tasks == (("T001", "1.5.1a"),)


WHERE = {
    "## 7. Dependencies\n\nSection 2 depends on Section 1": "1>2",
    "## Notes\n\nSection 2 depends on Section 1": "",
    "Section 2 depends on Section 1\n\n## Dependencies": "",
    "## Dependencies of 2 (Section 3 depends on Section 1)": "",
    "## Dependencies\n\n### In order\n\n1. Section 2 depends on Section 1\n\n## More\n\n"
    "- Section 3 depends on Section 2": "1>2",
    # what has boxes is work
    "## Dependency swap\n\n- [ ] Section 2 depends on Section 1": "",
    "## Dependencies\n\n### Week\n\n- [ ] bake\n\n### Later\n\nSection 2 depends on Section 1": "",
    # lines of one paragraph
    "## Dependencies\n\nSection 2 depends on Section 1\nSection 3 depends on Section 2": "1>2 2>3",
    "## Dependencies\n\nSection 4 depends on Sections 1,\n2 and\nSection 3": "1>4 2>4 3>4",
    "## Dependencies\n\nIn order:\nSection 2 depends on Section 1": "1>2",
    "## Dependencies\n\n> Section 2 depends on\n> Section 1": "1>2",
    # tables, code and comments
    "## Dependencies\n\n| a | b |\n|---|---|\n| Section 2 depends on Section 1 | x |": "",
    "## Dependencies\n\n```\nSection 2 depends on Section 1\n```": "",
    "## Dependencies\n\n<!-- Section 2 depends on Section 1 -->": "",
    # a chain that is called an order
    "## Dependencies\n\n### Critical Path\n\n1 → 2": "",
    "## Dependencies\n\n**Critical Path:**\n1 → 2": "",
    "## Dependencies\n\n**Suggested order**:\n\n- 1 → 2": "",
    "## Dependencies\n\nOne after the other:\n\n- 1 → 2": "1>2",
    "## Implementation Order\n\n- 1 → 2": "",
    "## Implementation Order\n\n- Section 2 depends on Section 1": "1>2",
    "## Dependencies and order\n\n- 1 → 2": "1>2",
}  # fmt: skip


@pytest.mark.parametrize(("text", "edges"), WHERE.items())
def test_where_statements_are(text: str, edges: str) -> None:
    assert " ".join(f"{before}>{after}" for before, after in read_text(text).phases) == edges


def test_sections_of_one_level_alone() -> None:
    document = parse_markdown("# Dependencies\n\n## Dependencies\n\n### Dependencies\n\nx\n")
    assert find_order_sections(document, WORDS) == [0, 1, 2]
    assert find_order_sections(document, WORDS, level=2) == [1]


PARTS = st.sampled_from(
    "Section 1|Sections 2-5|Tasks 2.1, 2.2|T001|3.x| depends on | blocks | after | before |, | and "
    "|→|: |; |. |(|)|(task 3.1)|all previous tasks|all prior section 2 tasks|not|or|can|~~|**|\n|1"
    "| - |フェーズ2|に依存|阶段 3|\0".split("|")
)


@given(st.lists(PARTS | st.text(max_size=5), max_size=20).map("".join))
@settings(max_examples=300)
def test_any_sentence_is_readable(text: str) -> None:
    found = read_text(f"## Depend\n\n{text}\n")
    assert found == read_text(f"## Depend\n\n{text}\n")
    for names, pairs in ((PHASES, found.phases), (TASKS, found.tasks)):
        assert len(set(pairs)) == len(pairs)
        assert all({*pair} <= {*names} and pair[0] != pair[1] for pair in pairs)


LONG_TEXTS = {
    "statements": "- Section {i} depends on Section 1, Section 2\n",
    "all": "- Section {i} depends on all previous sections\n",
    "ranges": "- Sections 1-{i} depend on sections 1-{i}\n",
    "one statement": "Section 1 depends on Section {i}, ",
    "joints": ", and",
    "all of a section": "- Task {i} depends on all prior section 3 tasks\\n",
    "chains": "1 → ",
    "notes": "(",
    "words": "a ",
    "marks": "~~ ** ",
}


@pytest.mark.parametrize("name", LONG_TEXTS)
def test_reading_statements_takes_linear_time(name: str) -> None:
    small, large = (best_time(_prepare(LONG_TEXTS[name], size)) for size in (20_000, 80_000))
    assert large < 9 * small + 0.1


def _prepare(unit: str, size: int) -> Callable[[], object]:
    """The reading of a document of about so many characters, which is parsed before."""
    count = size // len(unit)
    text = "## Depend\n\n" + "".join(unit.replace("{i}", str(i)) for i in range(count))
    names = [str(number) for number in range(count)]
    return partial(read_order_statements, parse_markdown(text), [0], names, names)
