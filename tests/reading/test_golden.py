"""Golden cases: Markdown in, facts out; a file each, named for what it shows.

`markdown` is the document (a level marker is added if it has none), `plan` the part of its
export that must hold, `findings` its findings as `line:column rule`. `beside` are the texts of
other documents, by their paths. A `plan` of null says that the document is not one.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from mkdocs_speckit import read
from tests.conftest import exported, plan_of

GOLDEN = Path(__file__).parent / "golden"
CASES = sorted(GOLDEN.rglob("*.yml"))


def assert_holds(expected: Any, actual: Any, where: str) -> None:
    """Assert that a part of an export is as expected; keys that are not named may be anything."""
    if isinstance(expected, dict):
        assert isinstance(actual, dict), f"{where} is {actual!r}"
        for key, value in expected.items():
            assert_holds(value, actual[key], f"{where}.{key}")
    elif isinstance(expected, list):
        assert isinstance(actual, list), f"{where} is {actual!r}"
        assert len(actual) == len(expected), f"{where} is {actual!r}"
        for index, value in enumerate(expected):
            assert_holds(value, actual[index], f"{where}[{index}]")
    elif isinstance(expected, float):
        assert actual == pytest.approx(expected, abs=1e-4), where
    else:
        assert actual == expected, where


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.relative_to(GOLDEN))[:-4])
def test_golden(case: Path) -> None:
    golden = yaml.safe_load(case.read_text(encoding="utf-8"))
    keys = {"markdown", "path", "plan", "findings", "beside"}
    assert set(golden) <= keys, "an unknown key says nothing"
    path = golden.get("path", "plan.md")
    plans = [plan for name, text in golden.get("beside", {}).items() if (plan := read(text, name))]
    if golden.get("plan", {}) is None:
        plans += [plan for plan in [read(golden["markdown"], path)] if plan]
        assert path not in [plan["path"] for plan in exported(*plans)["plans"]]
        return
    found = exported(*plans, plan_of(golden["markdown"], path))["plans"]
    (actual,) = (plan for plan in found if plan["path"] == path)
    assert_holds(golden.get("plan", {}), actual, "plan")
    if "findings" in golden:
        found = [
            f"{f['line']}:{f['column']} {f['rule']}"
            for f in actual["findings"]
            if f["rule"] != "missing-template-source"  # Most of these documents name none.
        ]
        assert found == golden["findings"]
