"""`mkdocs-speckit export`: what it prints is one JSON document, whatever is in memory meanwhile."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from mkdocs_speckit.cli import main
from mkdocs_speckit.cli.export import export_files
from mkdocs_speckit.project import find_project
from mkdocs_speckit.reports import write_json
from tests import openspec, spec_kit
from tests.builds import test_counts, test_kiro_pages
from tests.demo_site import DEMO

if TYPE_CHECKING:
    from collections.abc import Mapping

    from click.testing import Result

FOLDERS: Mapping[str, Mapping[str, str]] = {
    "none": {},
    "one": {"a/plan.md": test_counts.PLAN},
    "folders in an order of their own": {
        **{
            f"{name}/plan.md": test_counts.PLAN for name in ("a", "a-b", "a/b", "a/001-c", "A", "é")
        },
        "plan.md": test_counts.PLAN,
    },
    "all formats": {
        **spec_kit.put_into("specs/001-albums"),
        **openspec.PROJECT,
        **test_kiro_pages.spec(folder=".kiro/specs/bread"),
    },
    "odd characters": {
        "b/plan.md": f'{test_counts.PLAN}\n- [ ] \x1b[2J \u202e \\ " \u2028 [NAME]\n'
    },
}


def export(folder: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["export", str(folder), *options])


@pytest.mark.parametrize("name", FOLDERS)
def test_the_document_is_that_of_all_plans_together(tmp_path: Path, name: str) -> None:
    for path, text in FOLDERS[name].items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    result = export(tmp_path)
    assert result.exit_code == 0
    assert result.stdout == write_json(export_files(find_project(tmp_path), tmp_path))
    paths = [plan["path"] for plan in json.loads(result.stdout)["plans"]]
    assert paths == sorted(paths)
    assert ("no plan in" in result.stderr) == (not paths)


def test_the_demo_is_exported_as_all_plans_together() -> None:
    for jobs in ("1", "2"):
        whole = write_json(export_files(find_project(DEMO / "docs"), DEMO / "docs"))
        assert export(DEMO / "docs", "--no-cache", "--jobs", jobs).stdout == whole


def test_nothing_is_printed_if_a_plan_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    (tmp_path / "plan.md").write_text(test_counts.PLAN)
    monkeypatch.setattr("mkdocs_speckit.project.Project.read", fail)
    result = export(tmp_path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "reading failed on plan.md: ZeroDivisionError" in result.stderr


def test_a_folder_that_is_not_one_is_named(tmp_path: Path) -> None:
    result = export(tmp_path / "none")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "none is not a folder; pass the folder that contains the plans" in result.stderr


def test_a_file_that_cannot_be_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "plan.md").write_text(test_counts.PLAN)

    def fail(path: Path) -> str:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("mkdocs_speckit.disk.plan_files.read_text", fail)
    result = export(Path(tmp_path))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "plan.md: Permission denied" in result.stderr


def test_a_full_disk_for_temporary_files_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("mkdocs_speckit.cli.export.TemporaryFile", fail)
    result = export(tmp_path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "cannot write a temporary file into " in result.stderr
