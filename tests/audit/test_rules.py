"""What a decorated function becomes: a rule with its name, its manual, and what it looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mkdocs_speckit.audit.pages.page import read_page
from mkdocs_speckit.audit.rule import feature_rule, page_rule, rule, run_rules
from mkdocs_speckit.features import group_features
from mkdocs_speckit.model.formats import FORMATS, KIRO, LEVEL
from mkdocs_speckit.model.parts import Place
from mkdocs_speckit.model.settings import DEFAULT
from tests.conftest import MARKER, plan_of

if TYPE_CHECKING:
    from mkdocs_speckit.audit.pages.page import BuiltPage
    from mkdocs_speckit.audit.rule import Reports, Rule
    from mkdocs_speckit.features import Feature
    from mkdocs_speckit.model.plan import Plan

PLAN = plan_of("# Oven\n", "oven/plan.md")


def cold_oven(plan: Plan) -> Reports:
    """Report an oven that is cold.

    Bread stays pale
    in it.

    Bad:

        # Cold oven

    To fix it, light the oven.
    """
    yield Place(3), f"{plan.path} is cold; light it"


def lonely_oven(plan: Plan, feature: Feature) -> Reports:
    """Report an oven without other documents."""
    yield Place(3), f"{plan.path} is one of {len(feature.plans)}"


def bare_page(page: BuiltPage) -> Reports:
    """Report a page without a summary."""
    yield Place(1), f"{page.path} has a header: {page.has_header}"


def undocumented(_plan: Plan) -> Reports:
    yield from ()


def messages(rule: Rule, *subject: object) -> list[str]:
    return [f"{f.severity}: {f.message}" for f in run_rules([rule], {}, "oven/plan.md", *subject)]


def test_a_rule_has_the_name_and_the_manual_of_its_function() -> None:
    made = rule("warning", together=4)(cold_oven)
    assert (made.name, made.severity, made.together) == ("cold-oven", "warning", 4)
    assert made.formats == (LEVEL,)
    assert made.summary == "Report an oven that is cold."
    assert made.explanation == "Report an oven that is cold. Bread stays pale in it."
    assert made.documentation.endswith("    # Cold oven\n\nTo fix it, light the oven.")
    assert rule("info")(undocumented).documentation == ""


def test_a_rule_looks_at_a_plan_whatever_its_feature() -> None:
    assert messages(rule("info")(cold_oven), PLAN, None) == ["info: oven/plan.md is cold; light it"]


def test_a_rule_of_features_is_silent_about_a_plan_whose_feature_is_unknown() -> None:
    made = feature_rule("warning", formats=FORMATS)(lonely_oven)
    assert (made.name, made.formats, made.together) == ("lonely-oven", FORMATS, None)
    assert made.summary == "Report an oven without other documents."
    (feature,) = group_features([PLAN]).values()
    assert messages(made, PLAN, feature) == ["warning: oven/plan.md is one of 1"]
    assert messages(made, PLAN, None) == []


def test_a_rule_may_have_another_severity_in_a_format() -> None:
    made = feature_rule("info", formats=(LEVEL, KIRO), severities={KIRO: "warning"})(lonely_oven)
    assert (made.severity, made.severities) == ("info", {"kiro": "warning"})
    assert made.named_severity == "info, in Kiro warning"
    assert rule("info")(cold_oven).named_severity == "info"


@pytest.mark.parametrize("path", ["index.html", "oven/index.html"])
def test_a_rule_of_pages_looks_at_a_built_page(path: str) -> None:
    made = page_rule("error")(bare_page)
    assert (made.name, made.formats) == ("bare-page", FORMATS)
    page = read_page(f"<p>{MARKER}</p>", path, DEFAULT)
    assert messages(made, page) == [f"error: {path} has a header: False"]
