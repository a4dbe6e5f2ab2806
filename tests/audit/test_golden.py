"""Golden cases of the rules: documents in, places out; a file a rule.

A case under `fires` lists the places of the rule's findings in `at`, worked out by hand, and in
`says` a part of the first one's message; a case under `silent` has none. `source` is one document
(`path` its file's name), `files` are several that are audited together. `rows` is how often the
line of the source with `{i}` in it stands there, each time with the next number, from 1 on.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from mkdocs_speckit import read
from mkdocs_speckit.audit import RULES, audit_plans

if TYPE_CHECKING:
    from mkdocs_speckit.audit import Finding
    from mkdocs_speckit.model.finding import Severity

GOLDEN = Path(__file__).parent / "golden"
KEYS = {"why", "source", "path", "rows", "files"}
FEWEST_CASES = 3

SEVERITIES: dict[str, Severity] = {
    rule.name: "warning" if rule.severity == "ignore" else rule.severity for rule in RULES.values()
}
"""Every rule is on."""

GOLDENS: dict[str, Any] = {
    file.stem: yaml.safe_load(file.read_text(encoding="utf-8"))
    for file in sorted(GOLDEN.glob("*.yml"))
}


def cases(kind: str) -> list[Any]:
    """All cases of a kind, with the names of their rules."""
    return [
        pytest.param(rule, case, id=f"{rule}: {case['why']}")
        for rule, golden in GOLDENS.items()
        for case in golden[kind]
    ]


def findings(rule: str, case: dict[str, Any]) -> list[tuple[str, Finding]]:
    """A rule's own findings in a case, each with the path of its document."""
    files = case.get("files") or {case.get("path", "plan.md"): _source(case)}
    plans = [plan for path, text in files.items() if (plan := read(text, path))]
    assert plans, "a case that is not read is none"
    found = [
        (plan.path, f) for plan, own in audit_plans(plans, SEVERITIES, files=files) for f in own
    ]
    assert "internal-error" not in {finding.rule for _, finding in found}
    return [(path, finding) for path, finding in found if finding.rule == rule]


def _source(case: dict[str, Any]) -> str:
    """The document of a case, the line with `{i}` in it repeated."""
    return re.sub(
        r"^.*\{i\}.*\n",
        lambda line: "".join(
            line[0].replace("{i}", str(i)) for i in range(1, case.get("rows", 0) + 1)
        ),
        case["source"],
        flags=re.MULTILINE,
    )


def test_every_rule_has_golden_cases_and_nothing_else_has() -> None:
    assert set(GOLDENS) == set(RULES)


@pytest.mark.parametrize("rule", GOLDENS)
def test_the_cases_of_a_rule_are_enough_to_trust_it(rule: str) -> None:
    golden = GOLDENS[rule]
    assert set(golden) == {"fires", "silent"}
    assert len(golden["fires"]) >= FEWEST_CASES
    assert len(golden["silent"]) >= FEWEST_CASES
    assert any("says" in case for case in golden["fires"])


@pytest.mark.parametrize(("rule", "case"), cases("fires"))
def test_a_rule_fires_at_these_places(rule: str, case: dict[str, Any]) -> None:
    assert set(case) <= KEYS | {"at", "says"}, "an unknown key says nothing"
    found = findings(rule, case)
    prefixes = [f"{path}:" if "files" in case else "" for path, _ in found]
    places = [f"{f.place.line}:{f.place.column}" for _, f in found]
    assert [f"{p}{place}" for p, place in zip(prefixes, places, strict=True)] == case["at"]
    assert case["at"], "a case without places is silent"
    assert case.get("says", "") in found[0][1].message


@pytest.mark.parametrize(("rule", "case"), cases("silent"))
def test_a_rule_is_silent_here(rule: str, case: dict[str, Any]) -> None:
    assert set(case) <= KEYS, "an unknown key says nothing"
    assert [finding for _, finding in findings(rule, case)] == []
