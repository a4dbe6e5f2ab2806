"""`mkdocs-speckit trace`: what it prints for people, spreadsheets and scripts."""

from __future__ import annotations

import csv
import io
import json
import textwrap
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mkdocs_speckit.cli import main
from mkdocs_speckit.reports.trace import COLUMNS
from tests.features.test_trace import SPEC, TASKS_OF_SPEC_KIT

FOLDER = "specs/001-bread"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write("spec.md", textwrap.dedent(SPEC))
    write("tasks.md", textwrap.dedent(TASKS_OF_SPEC_KIT))


def write(name: str, text: str) -> None:
    Path(FOLDER).mkdir(parents=True, exist_ok=True)
    Path(FOLDER, name).write_text(text, encoding="utf-8")


def call(*arguments: str) -> Result:
    result = CliRunner().invoke(main, ["trace", *arguments])
    assert result.exit_code == 0
    return result


def read_table() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(call("--format", "csv").stdout)))


def test_people_read_the_gaps_too() -> None:
    assert call().stdout.splitlines() == [
        "Bread: 2 of 3 requirements have a task",
        f"  {FOLDER}/spec.md:7: FR-001 The oven MUST be hot: T002 and T003"
        " (US1 and US2; bake/oven.py and bake/loaf.py)",
        f"  {FOLDER}/spec.md:8: FR-002 Bread MUST be brown: T003 (US2; bake/loaf.py)",
        f"  {FOLDER}/spec.md:9: FR-003 Nobody MUST wait: no task",
        "  tasks that cite no requirement: T001",
        "",
        "2 of 3 requirements have a task in 1 feature",
    ]


def test_a_task_may_have_no_story_and_no_file() -> None:
    tasks = "- [ ] T001 A for FR-001\n- [ ] T002 B\n- [ ] T003 C\n"
    write("tasks.md", f"# Tasks: Bread\n\n## Phase 1: Setup\n\n{tasks}")
    assert f"  {FOLDER}/spec.md:7: FR-001 The oven MUST be hot: T001" in call().stdout.splitlines()


def test_where_no_task_cites_anything_one_line_says_so() -> None:
    write("tasks.md", textwrap.dedent(TASKS_OF_SPEC_KIT).replace("FR-00", "the "))
    assert call().stdout.splitlines() == [
        "Bread: no task cites one of its 3 requirements",
        "",
        "0 of 3 requirements have a task in 1 feature",
    ]


def test_a_table_has_a_row_for_each_requirement_and_each_task_without_one() -> None:
    rows = read_table()
    assert tuple(rows[0]) == COLUMNS
    assert [(row["requirement"], row["tasks"], row["stories"]) for row in rows] == [
        ("FR-001", "T002, T003", "US1, US2"),
        ("FR-002", "T003", "US2"),
        ("FR-003", "", ""),
        ("", "T001", ""),
    ]


@pytest.mark.parametrize("sign", ["=", "+", "@"])
def test_no_cell_is_a_formula(sign: str) -> None:
    write("tasks.md", textwrap.dedent(TASKS_OF_SPEC_KIT).replace("Sweep", f'{sign}HYPERLINK("x")'))
    (cell,) = [row["text"] for row in read_table() if row["tasks"] == "T001"]
    assert cell == f'\'{sign}HYPERLINK("x")'


def test_scripts_get_both_directions() -> None:
    (feature,) = json.loads(call("--format", "json").stdout)["features"]
    assert feature["folder"] == FOLDER
    assert feature["requirements"][1] == {
        "id": "FR-002",
        "text": "Bread MUST be brown",
        "path": f"{FOLDER}/spec.md",
        "line": 8,
        "tasks": ["T003"],
        "stories": ["US2"],
        "files": ["bake/loaf.py"],
        "part_of": "",
    }
    assert feature["tasks"][0]["requirements"] == []


def test_without_requirements_there_is_nothing_to_trace() -> None:
    Path(FOLDER, "spec.md").unlink()
    assert call().stdout == "no feature has both requirements and tasks\n"
