"""Rules and findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mkdocs_speckit.audit import RULES, SEVERITIES, audit
from tests.conftest import plan_of

if TYPE_CHECKING:
    from mkdocs_speckit.audit.rule import Rule


def test_findings_stand_in_the_order_of_their_places() -> None:
    plan = plan_of("# [NAME] [DATE]\n\n[e.g., this]\n\n<!-- SPECKIT_LEVEL: x -->\n")
    places = [(f.place.line, f.place.column, f.rule) for f in audit(plan)]
    assert places == sorted(places)
    assert len(places) == 4


def test_a_finding_in_one_line() -> None:
    (finding,) = audit(plan_of("# [NAME]\n"))
    assert finding.in_file("docs/plan.md") == (
        "docs/plan.md:3:3: placeholder [NAME] is not filled in; replace it, or delete it"
        " [unfilled-placeholder]"
    )


@pytest.mark.parametrize("severity", SEVERITIES)
def test_a_project_sets_severities(severity: str) -> None:
    found = audit(plan_of("# [NAME]\n"), {"unfilled-placeholder": severity})  # type: ignore[dict-item]
    assert [f.severity for f in found] == ([] if severity == "ignore" else [severity])


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: str(rule.name))
def test_every_rule_is_documented(rule: Rule) -> None:
    assert rule.documentation.startswith("Report ")
    assert "To fix it, " in rule.documentation


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: str(rule.name))
def test_the_good_example_of_a_rule_is_silent_and_the_bad_one_is_not(rule: Rule) -> None:
    _, has_bad, after = rule.documentation.partition("Bad:\n")
    if not has_bad:
        return
    bad, _, good = after.partition("Good:\n")
    assert rule.name in _rules_found(bad)
    if good:
        assert rule.name not in _rules_found(good)


def _rules_found(example: str) -> set[str]:
    lines = [line[4:] for line in example.splitlines() if line.startswith("    ")]
    plan = plan_of("# Effort and dependencies\n\n" + "\n".join(lines))
    return {finding.rule for finding in audit(plan)}
