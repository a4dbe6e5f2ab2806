"""A baseline's file: what is written is what is read, and what is wrong with it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mkdocs_speckit.audit.baseline import (
    BaselineError,
    drop_known,
    read_baseline,
    save_baseline,
)
from mkdocs_speckit.disk.git import Repository
from mkdocs_speckit.model.finding import Finding
from mkdocs_speckit.model.parts import Place

if TYPE_CHECKING:
    from pathlib import Path


def finding(line: int, message: str) -> Finding:
    return Finding("duplicate-id", "warning", Place(line), message)


def test_a_baseline_is_the_same_text_for_the_same_findings(tmp_path: Path) -> None:
    """It is kept in git: one value a line, readable, and without what every edit moves."""
    path = tmp_path / "known.json"
    save_baseline(
        path, [("plan.md", finding(line, f"“Öfen” is in line {line}")) for line in (8, 3)]
    )
    assert (
        path.read_text(encoding="utf-8")
        == """\
{
 "version": 1,
 "findings": [
  {
   "path": "plan.md",
   "rule": "duplicate-id",
   "message": "“Öfen” is in line",
   "count": 2
  }
 ]
}
"""
    )
    assert read_baseline(path) == {("plan.md", "duplicate-id", "“Öfen” is in line"): 2}


def test_findings_that_differ_in_their_lines_are_added_up(tmp_path: Path) -> None:
    """Such a file was written by an older version, or by hand."""
    path = tmp_path / "known.json"
    known = '{"path": "plan.md", "rule": "duplicate-id", "message": "in line %s", "count": %s}'
    path.write_text(f'{{"version": 1, "findings": [{known % (3, 1)}, {known % (8, 2)}]}}')
    assert read_baseline(path) == {("plan.md", "duplicate-id", "in line"): 3}


@pytest.mark.parametrize("message", ["“line 12 12” is not a task", "“line line 1 5” is not a task"])
def test_a_message_with_several_numbers_is_known_again(tmp_path: Path, message: str) -> None:
    path = tmp_path / "known.json"
    documents = [("plan.md", (finding(7, message),))]
    save_baseline(path, [("plan.md", finding(3, message))])
    repository = Repository(tmp_path, tmp_path)
    assert list(drop_known(documents, read_baseline(path), repository)) == [("plan.md", ())]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "(it is not JSON)"),
        ("[" * 100_000, "(it is not JSON)"),
        ('{"version": 1, "findings": [1]}', "- at `$.findings[0]`)"),
        ('{"version": 2, "findings": []}', "- at `$.version`)"),
    ],
)
def test_what_is_wrong_with_a_file_is_told(tmp_path: Path, text: str, fault: str) -> None:
    path = tmp_path / "known.json"
    path.write_text(text)
    with pytest.raises(BaselineError) as error:
        read_baseline(path)
    assert str(error.value).endswith(fault)


def test_a_joined_finding_of_which_nothing_is_known_stays_one(tmp_path: Path) -> None:
    path = tmp_path / "known.json"
    save_baseline(path, [("plan.md", finding(1, "an old one"))])
    parts = tuple(finding(line, "a new one") for line in (2, 3))
    joined = Finding("duplicate-id", "warning", Place(2), "a new one (and one more)", parts)
    found = drop_known(
        [("plan.md", (joined,))], read_baseline(path), Repository(tmp_path, tmp_path)
    )
    assert list(found) == [("plan.md", (joined,))]
