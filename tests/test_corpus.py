"""The figures of reading on labelled documents, where such stand beside the project."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from mkdocs_speckit.cli import main

SHARED = Path(__file__).parents[2] / "shared"
LABELS = SHARED / "corpus" / "labels.json"

pytestmark = pytest.mark.skipif(
    not LABELS.exists(), reason="the labelled documents do not stand beside the project"
)

AT_LEAST = {
    "documents found": 1.0,
    "levels": 1.0,
    "completion": 1.0,
    "effort tables": 0.99,
    "effort phases": 0.99,
    "declared totals": 0.99,
    "graphs": 0.99,
    "nodes": 0.99,
    "edge precision": 0.99,
    "edge recall": 0.99,
    "rows with outside dependencies": 0.98,
    "placeholder precision": 0.99,
    "placeholder recall": 0.99,
}


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    folder = tmp_path_factory.mktemp("corpus")
    export = CliRunner().invoke(main, ["export", str(SHARED / "corpus")])
    (folder / "export.json").write_text(export.stdout, encoding="utf-8")
    labels = json.loads(LABELS.read_text(encoding="utf-8"))
    # A document without a level carries its marker in inline code alone: it is no plan (section 1).
    labels = {path: label for path, label in labels.items() if label["level"] is not None}
    (folder / "labels.json").write_text(json.dumps(labels), encoding="utf-8")
    run = subprocess.run(
        [
            sys.executable,
            SHARED / "tools" / "score.py",
            folder / "labels.json",
            folder / "export.json",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    rows = re.findall(r"^(\S.*?)\s{2,}([\d.]+)\s", run.stdout, re.MULTILINE)
    return {name: float(value) for name, value in rows}


@pytest.mark.parametrize("figure", AT_LEAST)
def test_figure(figures: dict[str, float], figure: str) -> None:
    assert figures[figure] >= AT_LEAST[figure]
