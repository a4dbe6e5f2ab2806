"""Reports on documents of GitHub Spec Kit, from the command line, in every format."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from mkdocs_speckit.cli import main
from mkdocs_speckit.cli.report import FORMATS
from tests.spec_kit import FEATURE, QUESTION

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("format_name", FORMATS)
def test_a_feature_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format_name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "specs" / "001-photo-albums"
    folder.mkdir(parents=True)
    for name, text in FEATURE.items():
        (folder / name).write_text(text)
    (folder / "spec.md").write_text(
        FEATURE["spec.md"] + QUESTION + "\n<!-- speckit: ignore x -->\n"
    )
    result = CliRunner().invoke(main, ["check", "specs", "--format", format_name])
    assert result.exit_code == 1
    assert "unused-ignore" in result.stdout, "a rule for all formats speaks"
    assert result.stderr == ""
