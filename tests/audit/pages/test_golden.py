"""Golden cases of the rules for built pages: HTML in, places out; a file a rule.

A case under `fires` lists the places of the rule's findings in `at`, worked out by hand, and in
`says` a part of the first one's message; a case under `silent` has none.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from mkdocs_speckit.audit.pages import audit_page
from mkdocs_speckit.audit.pages.reading import read_page
from mkdocs_speckit.audit.rules import PAGE_RULES
from mkdocs_speckit.model.settings import Settings

if TYPE_CHECKING:
    from mkdocs_speckit.audit import Finding
    from mkdocs_speckit.audit.rule import Rule

FEWEST_CASES = 3

GOLDENS: dict[str, Any] = {
    file.stem: yaml.safe_load(file.read_text(encoding="utf-8"))
    for file in sorted((Path(__file__).parent / "golden").glob("*.yml"))
}


def cases(kind: str) -> list[Any]:
    """All cases of a kind, with the names of their rules."""
    return [
        pytest.param(rule, case, id=f"{rule}: {case['why']}")
        for rule, golden in GOLDENS.items()
        for case in golden[kind]
    ]


def findings(rule: str, html: str) -> list[Finding]:
    """A rule's own findings about a page."""
    page = read_page(html, "index.html", Settings())
    assert page is not None, "a page that is passed over is no case"
    found = audit_page(page, {})
    assert "internal-error" not in {finding.rule for finding in found}
    return [finding for finding in found if finding.rule == rule]


def test_every_rule_has_golden_cases_and_nothing_else_has() -> None:
    assert set(GOLDENS) == set(PAGE_RULES)


@pytest.mark.parametrize("rule", GOLDENS)
def test_the_cases_of_a_rule_are_enough_to_trust_it(rule: str) -> None:
    golden = GOLDENS[rule]
    assert set(golden) == {"fires", "silent"}
    assert len(golden["fires"]) >= FEWEST_CASES
    assert len(golden["silent"]) >= FEWEST_CASES
    assert any("says" in case for case in golden["fires"])


@pytest.mark.parametrize(("rule", "case"), cases("fires"))
def test_a_rule_fires_at_these_places(rule: str, case: dict[str, Any]) -> None:
    assert set(case) <= {"why", "html", "at", "says"}, "an unknown key says nothing"
    found = findings(rule, case["html"])
    assert [f"{f.place.line}:{f.place.column}" for f in found] == case["at"]
    assert case["at"], "a case without places is silent"
    assert case.get("says", "") in found[0].message


@pytest.mark.parametrize(("rule", "case"), cases("silent"))
def test_a_rule_is_silent_here(rule: str, case: dict[str, Any]) -> None:
    assert set(case) <= {"why", "html"}, "an unknown key says nothing"
    assert findings(rule, case["html"]) == []


@pytest.mark.parametrize("rule", PAGE_RULES.values(), ids=lambda rule: str(rule.name))
def test_every_rule_is_documented_with_examples_that_are_true(rule: Rule) -> None:
    assert rule.summary.startswith("Report ")
    assert rule.summary.endswith(".")
    before, has_fix, _ = rule.documentation.partition("To fix it, ")
    _, has_bad, examples = before.partition("Bad:\n")
    bad, has_good, good = examples.partition("Good:\n")
    assert has_fix
    assert has_bad
    assert has_good
    assert findings(rule.name, bad)
    assert not findings(rule.name, good)
