"""The page on Kiro says what is read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from mkdocs_speckit.reading import read
from tests.docs.blocks import DOCS

if TYPE_CHECKING:
    from mkdocs_speckit.model.plan import Plan

PAGE = (DOCS / "kiro.md").read_text("utf-8")
TASKS = "".join(f"- [ ] {n} Do it\n" for n in ("1.", "1.1", "1.2", "2.", "2.1", "2.2", "3."))


def rows(section: str) -> list[tuple[str, ...]]:
    """The cells of the first table of a section, without the marks of code and emphasis."""
    table = PAGE.partition(f"\n## {section}. ")[2].partition("\n|--")[2].partition("\n\n")[0]
    found = [re.findall(r"(?<=\| ).*?(?= ?\|(?: |$))", row) for row in table.splitlines()[1:]]
    assert found, section
    return [tuple(cell.strip("`") for cell in row) for row in found]


def plan_of(text: str) -> Plan:
    plan = read(text, ".kiro/specs/bread/tasks.md")
    assert plan is not None
    return plan


@pytest.mark.parametrize(("written", "number", "state", "signs"), rows("K2"))
def test_a_task_is_read_as_it_is_said(written: str, number: str, state: str, signs: str) -> None:
    (task,) = plan_of(f"{written}\n").tasks
    said = {"in progress": "in-progress", "withdrawn": "cancelled"}.get(state, state)
    assert (task.id, task.state) == (number, said)
    assert task.is_optional == ("optional" in signs)
    assert task.is_parallel == ("parallel" in signs)


@pytest.mark.parametrize(("written", "cited"), rows("K4"))
def test_a_line_cites_what_is_said(written: str, cited: str) -> None:
    (task,) = plan_of(f"- [ ] 1. Bake\n  - {written}\n").tasks
    found = [{"*": "all"}.get(id_, id_) for id_ in task.requirements]
    words = [f"*{words}*" for words in task.requirements_in_words]
    assert (", and ".join(filter(None, [", ".join(found), *words])) or "nothing") == cited


@pytest.mark.parametrize(("written", "edges"), rows("K5"))
def test_a_statement_joins_the_tasks_that_are_said(written: str, edges: str) -> None:
    if " in task " in written:
        line, _, number = written.partition("` in task ")
        text = TASKS.replace(f"{number} Do it\n", f"{number} Do it\n  - {line}\n")
    elif written.startswith("{"):
        text = f"{TASKS}\n```json\n{written}\n```\n"
    else:
        text = f"{TASKS}\n## Dependencies\n\n{written}\n"
    found = [f"{before} → {task.id}" for task in plan_of(text).tasks for before in task.after]
    assert (", ".join(found) or "nothing") == edges


def test_the_example_has_the_figures_that_are_said() -> None:
    example = PAGE.partition('/tasks.md"\n')[2].partition("```")[0]
    plan = plan_of(example)
    assert (plan.completion.done, plan.completion.total) == (1, 3)
    assert (plan.optional.done, plan.optional.total) == (0, 1)
    assert [task.id for task in plan.tasks if task.state == "in-progress"] == ["2"]
    assert [task.id for task in plan.tasks if task.is_heading] == ["1"]


@pytest.mark.parametrize("section", range(1, 9))
def test_sections_that_the_code_cites_are_there(section: int) -> None:
    assert len(re.findall(rf"^## K{section}\. ", PAGE, re.MULTILINE)) == 1
