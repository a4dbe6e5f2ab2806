"""What is audited apart has the findings that it has among all other documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_speckit.audit.baseline import save_baseline
from mkdocs_speckit.disk.code_files import CodeFiles
from mkdocs_speckit.features.units import order_paths, split_units
from mkdocs_speckit.model.settings import Settings
from mkdocs_speckit.options import Options
from mkdocs_speckit.project import make_project
from mkdocs_speckit.reading import read
from tests import openspec, spec_kit
from tests.builds import test_kiro_pages
from tests.conftest import MARKER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from mkdocs_speckit.model.plan import Plan

PLAN = f"{MARKER}# Plan: Bread\n\n- [ ] Knead\n"
TASKS = MARKER.replace("plan-core", "tasks-core") + "# Tasks: Bread\n\n- [x] Buy salt\n"
PARENT = (
    MARKER.replace("2", "phase", 1)
    + "# Bread\n\n| Phase | Folder |\n|--|--|\n| Core | 001-core |\n"
)
NOTE = "# Notes\n\nNo plan.\n"


def split(documents: Mapping[str, str]) -> list[tuple[list[str], list[str]]]:
    """The paths of the plans and of the files of each unit."""
    paths = order_paths(documents)
    units = split_units(((path, read(documents[path], path)) for path in paths), paths)
    return [([plan.path for plan in unit.plans], sorted(unit.files)) for unit in units]


def plans_of(*paths: str, text: str = PLAN) -> dict[str, str]:
    return dict.fromkeys(paths, text)


def test_the_files_of_a_folder_come_before_its_folders() -> None:
    assert order_paths(["a/b/c.md", "a/z.md", "a/0/c.md", "a.md", "a-b/c.md"]) == [
        "a.md",
        "a/z.md",
        "a/0/c.md",
        "a/b/c.md",
        "a-b/c.md",
    ]


@pytest.mark.parametrize(
    ("documents", "expected"),
    [
        (plans_of("a/plan.md", "b/plan.md"), [["a/plan.md"], ["b/plan.md"]]),
        (plans_of("a/plan.md", "a/tasks.md"), [["a/plan.md", "a/tasks.md"]]),
        (
            plans_of("a/plan.md", "a/001-x/plan.md", "a/001-x/002-y/plan.md", "a/notes/plan.md"),
            [["a/plan.md", "a/001-x/plan.md", "a/001-x/002-y/plan.md"], ["a/notes/plan.md"]],
        ),
        (
            plans_of("specs/001-x/plan.md", "specs/002-y/plan.md") | {"specs/README.md": NOTE},
            [["specs/001-x/plan.md"], ["specs/002-y/plan.md"]],
        ),
        (
            plans_of("a/plan.md", "a/001-x/y/002-z/plan.md"),
            [["a/plan.md"], ["a/001-x/y/002-z/plan.md"]],
        ),
        (plans_of("plan.md", "001-x/plan.md"), [["plan.md", "001-x/plan.md"]]),
        ({"a.md": NOTE}, []),
        (openspec.PROJECT, [order_paths(openspec.PROJECT)]),
        # A copy of a change, and what lies in it.
        (
            {
                "x/specs/plan.md": PLAN,
                "x/specs/a/spec.md": openspec.DELTA,
                **plans_of("x/z/plan.md"),
            },
            [["x/specs/plan.md", "x/specs/a/spec.md", "x/z/plan.md"]],
        ),
    ],
)
def test_a_unit_has_what_is_compared(documents: dict[str, str], expected: list[list[str]]) -> None:
    assert sorted(plans for plans, _ in split(documents)) == sorted(expected)


def test_a_unit_is_ready_before_the_next_one_is_read() -> None:
    seen: list[str] = []

    def read_all() -> Iterable[tuple[str, Plan | None]]:
        for path in paths:
            seen.append(path)
            yield path, read(PLAN, path)

    paths = [f"{number}/plan.md" for number in range(9)]
    units = split_units(read_all(), paths)
    assert next(units).plans[0].path == "0/plan.md"
    assert seen == paths[:2]


def test_files_that_are_not_plans_belong_to_a_unit() -> None:
    documents = {
        **spec_kit.put_into("specs/001-x"),
        "specs/001-x/contracts/api.md": NOTE,
        "specs/001-x/research.md": NOTE,
        "specs/notes.md": NOTE,
        "specs/001-x/other/notes.md": NOTE,
    }
    ((_, files),) = split(documents)
    assert files == [
        "specs/001-x/contracts/api.md",
        "specs/001-x/plan.md",
        "specs/001-x/research.md",
        "specs/001-x/spec.md",
        "specs/001-x/tasks.md",
    ]


# The same findings, however documents lie.

TEXTS = [
    PLAN,
    TASKS,
    PARENT,
    NOTE,
    "# Tasks\n\n- [ ] T001 Bake [NAME]\n",
    *spec_kit.FEATURE.values(),
    spec_kit.CHECKLIST,
    *openspec.PROJECT.values(),
    *test_kiro_pages.spec().values(),
]
FOLDERS = [
    "a", "b", "specs", "changes", "openspec", "archive", "checklists", "contracts", ".kiro",
    "001-core", "002-docs", "2026-01-01-old", "counter",
]  # fmt: skip
FILES = [
    "plan.md", "tasks.md", "spec.md", "proposal.md", "design.md", "requirements.md", "README.md",
    "checklist.md", "ux.md",
]  # fmt: skip


@st.composite
def trees(draw: st.DrawFn) -> dict[str, str]:
    folders = st.lists(st.sampled_from(FOLDERS), max_size=4).map("/".join)
    paths = st.tuples(folders, st.sampled_from(FILES)).map(
        lambda pair: "/".join(filter(None, pair))
    )
    return draw(st.dictionaries(paths, st.sampled_from(TEXTS), min_size=2, max_size=14))


@given(trees())
def test_documents_that_are_audited_apart_have_the_same_findings(documents: dict[str, str]) -> None:
    compare(documents)


def test_the_documents_of_each_format_have_the_same_findings() -> None:
    compare(
        {f"a/{path}": text for path, text in openspec.PROJECT.items()}
        | spec_kit.put_into("specs/001-x", "plan.md", "tasks.md")
        | test_kiro_pages.spec(folder=".kiro/specs/bread")
        | plans_of("docs/plan.md", "docs/001-x/plan.md", text=PARENT)
    )


def compare(documents: dict[str, str], root: Path | None = None) -> None:
    from pathlib import Path  # noqa: PLC0415

    project = make_project(root or Path("/nowhere"), Options())
    paths = order_paths(documents)
    found = [(path, read(documents[path], path, Settings())) for path in paths]
    whole = project.audit([plan for _, plan in found if plan], files=paths)
    assert any(plan for _, plan in found) or not whole
    apart = [pair for unit in project.audit_in_turn(found, paths, str) for pair in unit]
    assert sorted(apart, key=lambda pair: pair[0].path) == whole


def test_files_of_the_code_are_looked_up_once_for_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def find_missing(_: CodeFiles, named: Mapping[Path, Iterable[str]]) -> dict[Path, object]:
        asked.append(len(named))
        return {}

    monkeypatch.setattr(CodeFiles, "find_missing", find_missing)
    project = make_project(tmp_path, Options(code="."))
    paths = ["a/plan.md", "b/plan.md"]
    list(project.audit_in_turn([(path, read(PLAN, path)) for path in paths], paths, str))
    assert asked == [2]


def test_a_baseline_is_counted_down_over_all_units(tmp_path: Path) -> None:
    documents = plans_of("a/plan.md", "b/plan.md", "c/plan.md")
    paths = order_paths(documents)
    found = [(path, read(PLAN, path)) for path in paths]
    project = make_project(tmp_path, Options())
    whole = project.audit([plan for _, plan in found if plan])
    save_baseline(tmp_path / "known.json", [("b/plan.md", f) for f in whole[1][1]])
    known = make_project(tmp_path, Options(baseline="known.json"))
    left = [own for unit in known.audit_in_turn(found, paths, str) for _, own in unit]
    assert left == [whole[0][1], (), whole[2][1]]
    assert left == [own for _, own in known.audit([plan for _, plan in found if plan])]
