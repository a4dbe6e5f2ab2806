"""`mkdocs-speckit next`: what it prints for people and for scripts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mkdocs_speckit.cli import main

TASKS = "- [x] 1. Lay bricks\n- [-] 2. Light it\n- [ ] 3. Sweep\n"
NEXT = ".kiro/specs/oven/tasks.md"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(NEXT, TASKS)
    return tmp_path


def write(path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")


def call(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["next", *arguments])


def test_a_line_leads_to_the_task() -> None:
    result = call()
    assert (result.exit_code, result.stdout.splitlines()) == (
        0,
        [
            "Oven: under way, 1 of 3 done",
            "  .kiro/specs/oven/tasks.md:2: 2 Light it (in progress)",
            "",
            "1 task in 1 feature can be taken up now",
        ],
    )


@pytest.mark.parametrize("path", [".", ".kiro/specs/oven", NEXT])
def test_a_file_and_a_folder_may_be_named(path: str) -> None:
    write(".kiro/specs/shop/tasks.md", TASKS)
    found = json.loads(call(path, "--json").stdout)["features"]
    assert [each["folder"] for each in found][:1] == [".kiro/specs/oven"]
    assert len(found) == (2 if path == "." else 1)


def test_scripts_get_the_same_as_an_object() -> None:
    assert json.loads(call("--json").stdout) == {
        "version": 1,
        "features": [
            {
                "folder": ".kiro/specs/oven",
                "title": "Oven",
                "format": "kiro",
                "status": "under way",
                "completion": {"done": 1, "total": 3},
                "steps": [
                    {
                        "id": "2",
                        "text": "Light it",
                        "path": NEXT,
                        "line": 2,
                        "state": "in progress",
                        "phase": "",
                        "group": None,
                        "is_critical": False,
                    }
                ],
                "waiting": [],
            }
        ],
    }


def test_many_steps_are_cut_for_people_but_not_for_scripts() -> None:
    numbers = [str(number) for number in range(2, 10)]
    tasks = "- [x] 1. Lay bricks\n" + "".join(f"- [ ] {each}. Bake\n" for each in numbers)
    waves = json.dumps({"waves": [{"tasks": ["1"]}, {"tasks": numbers}]})
    write(NEXT, f"{tasks}\n## Task Dependency Graph\n\n```json\n{waves}\n```\n")
    steps = json.loads(call("--json").stdout)["features"][0]["steps"]
    assert [step["id"] for step in steps] == numbers
    lines = call().stdout.splitlines()
    assert lines[5:] == [
        f"  {NEXT}:6: 6 Bake",
        "  and 3 more",
        "",
        "8 tasks in 1 feature can be taken up now",
    ]


def test_nothing_is_open_where_all_is_done() -> None:
    write(NEXT, "- [x] 1. Lay bricks\n")
    assert call().stdout == "nothing is open\n"


def test_a_text_steers_no_terminal() -> None:
    write(NEXT, "- [ ] 1. Lay \x1b[31mbricks\u202e\n")
    assert "\x1b" not in call().stdout
    assert "\u202e" not in call().stdout


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("empty", "no plan in empty; "),
        ("notes.md", "notes.md is not a plan; "),
        ("gone.md", "cannot read gone.md: No such file or directory"),
    ],
)
def test_what_is_no_plan_is_one_line(path: str, message: str) -> None:
    Path("empty").mkdir()
    write("notes.md", "# Notes\n")
    result = call(path)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"mkdocs-speckit: {message}")
    assert result.stderr.count("\n") == 1
