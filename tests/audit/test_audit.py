"""Rules and findings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from mkdocs_speckit import audit
from mkdocs_speckit.audit import RULES, audit_plan, audit_plans, count_rules
from mkdocs_speckit.audit.rules import ALL_RULES, dependencies
from mkdocs_speckit.model.finding import SEVERITIES
from mkdocs_speckit.model.levels import LEVELS, USUAL_PHASES, USUAL_TASKS, UsualSize
from mkdocs_speckit.reading import read
from mkdocs_speckit.reading.dependencies import MAX_EDGES
from tests.conftest import MARKER, SMALL, SOURCE, plan_of

if TYPE_CHECKING:
    from mkdocs_speckit import Plan
    from mkdocs_speckit.audit.rule import Reports
    from mkdocs_speckit.features import Feature
    from mkdocs_speckit.model.finding import Finding, Severity


LEVEL = "<!-- SPECKIT_LEVEL: 2 -->\n\n"


def test_findings_are_in_the_order_of_their_places() -> None:
    plan = plan_of(f"# [NAME] [DATE]\n\n[e.g., this]\n\n<!-- SPECKIT_LEVEL: x -->{SOURCE}\n")
    places = [(f.place.line, f.place.column, f.rule) for f in audit_plan(plan)]
    assert places == sorted(places)
    assert len(places) == 4


def test_a_finding_in_one_line() -> None:
    (finding,) = audit_plan(plan_of("# [NAME]\n"), SMALL)
    assert finding.format_line("docs/plan.md") == (
        "docs/plan.md:3:3: placeholder [NAME] is not filled in; replace it, or delete it"
        " [unfilled-placeholder]"
    )


@pytest.mark.parametrize("severity", SEVERITIES)
def test_a_project_sets_severities(severity: Severity) -> None:
    found = audit_plan(plan_of("# [NAME]\n"), {**SMALL, "unfilled-placeholder": severity})
    assert [f.severity for f in found] == ([] if severity == "ignore" else [severity])


def test_no_rule_is_an_error_unless_a_project_says_so() -> None:
    """What a plan says fails no build: MkDocs warns, and `--strict` fails."""
    assert [rule.name for rule in ALL_RULES.values() if rule.severity == "error"] == []


@pytest.mark.parametrize("level", LEVELS)
def test_the_sizes_that_are_usual_are_documented(level: str) -> None:
    (line,) = re.findall(rf"level {re.escape(level)}: (.*)", RULES["level-size"].documentation)
    assert line == f"{_usual(USUAL_PHASES[level], 'phases')}, {_usual(USUAL_TASKS[level], 'tasks')}"


def _usual(size: UsualSize, things: str) -> str:
    if size.least is None:
        return f"up to {size.most} {things}"
    return (
        f"{size.least} {things} or more"
        if size.most is None
        else f"{size.least} to {size.most} {things}"
    )


def test_the_limit_of_dependencies_is_documented() -> None:
    assert f"After {MAX_EDGES:,} dependencies" in RULES["dependency-limit"].documentation


def test_the_documents_of_a_folder_have_one_level() -> None:
    plans = [
        plan_of(f"<!-- SPECKIT_LEVEL: {level} -->{SOURCE.replace('plan-core', kind)}\n", path)
        for path, kind, level in [
            ("a/plan.md", "plan-core", "2"),
            ("a/spec.md", "spec-core", "3"),
            ("a/tasks.md", "tasks-core", "2"),
            ("b/plan.md", "plan-core", "3"),
        ]
    ]
    found = {plan.path: [f.rule for f in findings] for plan, findings in audit_plans(plans, SMALL)}
    assert found == {
        "a/plan.md": [],
        "a/spec.md": ["level-mismatch"],
        "a/tasks.md": [],
        "b/plan.md": [],
    }


def test_a_rule_that_fails_stops_none_of_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_plan: Plan, _feature: Feature | None) -> Reports:
        raise ValueError("oh")
        yield from ()

    broken = replace(RULES["unknown-level"], check=fails)
    monkeypatch.setitem(RULES, "unknown-level", broken)
    found = audit_plan(plan_of("# [NAME]\n"), SMALL)
    assert [f.rule for f in found] == ["internal-error", "unfilled-placeholder"]
    assert "unknown-level failed on plan.md: ValueError" in found[0].message


def test_an_audit_that_fails_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> tuple[Finding, ...]:
        raise ValueError("oh")

    monkeypatch.setattr(audit, "audit_plan", fail)
    ((_, found),) = audit_plans([plan_of("# Oven\n", "oven/plan.md")])
    (finding,) = found
    assert finding.rule == "internal-error"
    assert finding.message.startswith("the audit failed on plan.md: ValueError('oh')")


@pytest.mark.parametrize(
    ("required", "message"),
    [
        ({}, "this folder has no spec.md, which level 1 requires; write what is missing, or"),
        ({"1": ["plan.md", "cost.md"]}, "this folder has no cost.md, which level 1 requires"),
        ({"1": ["plan.md"]}, None),
    ],
)
def test_a_project_sets_which_documents_a_level_requires(
    required: dict[str, list[str]], message: str | None
) -> None:
    files = ["oven/plan.md", "oven/tasks.md"]
    plan = plan_of("<!-- SPECKIT_LEVEL: 1 -->\n# Oven\n", "oven/plan.md")
    ((_, found),) = audit_plans([plan], files=files, required=required)
    told = [f.message for f in found if f.rule == "missing-document"]
    assert [text.startswith(message or "") for text in told] == ([True] if message else [])


def test_a_missing_summary_is_no_question_of_the_level() -> None:
    plans = [
        plan_of("<!-- SPECKIT_LEVEL: 1 -->\n# Oven\n", "oven/plan.md"),
        plan_of("<!-- SPECKIT_LEVEL: 1 -->\n- [x] heat\n", "oven/tasks.md"),
    ]
    found = audit_plans(plans, files=["oven/plan.md", "oven/spec.md", "oven/tasks.md"])
    (message,) = [f.message for _, own in found for f in own if f.rule == "missing-document"]
    assert message == (
        "all tasks are done, but this folder has no implementation-summary.md;"
        " write what is missing"
    )


def test_of_many_outside_dependencies_only_some_are_compared_with_all_rows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared: list[str] = []
    monkeypatch.setattr(dependencies, "get_close_matches", lambda text, *_: compared.append(text))
    rows = "".join(f"| Part {i} | Outside {i % 400}, the weather |\n" for i in range(800))
    audit_plan(plan_of(f"{MARKER}## Dependencies\n\n| Phase | Depends On |\n|---|---|\n{rows}"))
    assert len(compared) == len(set(compared)) == dependencies.MAX_COMPARED


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "<!-- speckit: ignore unfilled-placeholder -->\n[DATE]\n\n[DATE]\n",
            ["6 unfilled-placeholder"],
        ),
        ("<!-- speckit: ignore unfilled-placeholder -->\n\n- [DATE]\n- [DATE]\n", []),
        (
            "<!-- speckit: ignore unfilled-placeholder -->\n<!-- speckit: ignore unfinished-content"
            " -->\n- [DATE]\n- TBD\n",
            [],
        ),
        ("[DATE]\n\n[DATE]\n\n<!-- speckit: ignore-file unfilled-placeholder -->\n", []),
        ("<!-- speckit: ignore unfilled-placeholder -->\ntext\n", ["3 unused-ignore"]),
        ("<!-- speckit: ignore no-such-rule -->\ntext\n", ["3 unused-ignore"]),
        ("<!-- speckit: ignore-file folder-name -->\ntext\n", []),
        (
            "<!-- speckit: ignore unfilled-placeholder -->\n- [A1]\n- [DATE]\n\n"
            "<!-- speckit: ignore-file unfilled-placeholder -->\n\n[DATE]\n",
            [],
        ),
        ("<!-- speckit: ignore -->\n[DATE]\n", ["3 unused-ignore", "4 unfilled-placeholder"]),
        (
            "<!-- speckit: ignore unfilled-placeholder, effort-total-mismatch -->\n[DATE]\n",
            ["3 unused-ignore"],
        ),
        (
            "`<!-- speckit: ignore-file unfilled-placeholder -->`\n\n[DATE]\n",
            ["5 unfilled-placeholder"],
        ),
    ],
)
def test_comments_silence_rules(text: str, found: list[str]) -> None:
    assert [f"{f.place.line} {f.rule}" for f in audit_plan(plan_of(MARKER + text), SMALL)] == found


@pytest.mark.parametrize("severity", SEVERITIES)
def test_a_project_sets_the_severity_of_comments_for_nothing(severity: Severity) -> None:
    plan = plan_of(f"{MARKER}<!-- speckit: ignore unfilled-placeholder -->\n\ntext\n")
    found = audit_plan(plan, {**SMALL, "unused-ignore": severity})
    assert [f.severity for f in found] == ([] if severity == "ignore" else [severity])


def test_a_comment_for_a_rule_that_is_off_is_not_complained_of() -> None:
    plan = plan_of(f"{MARKER}<!-- speckit: ignore unfilled-placeholder -->\n\ntext\n")
    off: dict[str, Severity] = {**SMALL, "unfilled-placeholder": "ignore"}
    assert [finding.rule for finding in audit_plan(plan, SMALL)] == ["unused-ignore"]
    assert audit_plan(plan, off) == ()


def test_places_that_need_the_same_are_one_finding_that_names_their_lines() -> None:
    text = f"{LEVEL}- [x] CHK-1 Flour\n- [x] CHK-2 Water\n\n## P0\n\n- [x] CHK-3 Salt\n"
    (finding,) = [f for f in audit_plan(plan_of(text, "checklist.md")) if "priority" in f.rule]
    assert finding.format_line("checklist.md") == (
        "checklist.md:3:3: this item has no priority; add [P0], [P1] or [P2] (and one more, in line"
        " 4) [missing-priority]"
    )
    assert [single.place.line for single in finding.singles] == [3, 4]


def test_places_that_need_different_things_are_findings_of_their_own() -> None:
    broken = "| Phase | Effort |\n| Oven | 2h |\n\n"
    glued = "Ovens:\n| Oven | Heat |\n|------|------|\n| Left | 200  |\n\n"
    found = audit_plan(plan_of(MARKER + broken + glued * 2), SMALL)
    assert [(f.place.line, [s.place.line for s in f.singles]) for f in found] == [
        (3, [3]),
        (7, [7, 12]),
    ]


@pytest.mark.parametrize(("number", "findings"), [(4, 4), (5, 1), (99, 1)])
def test_a_document_with_many_unfilled_placeholders_is_told_once(
    number: int, findings: int
) -> None:
    found = audit_plan(plan_of(MARKER + "- [NAME]\n" * number), SMALL)
    assert len(found) == findings
    assert sum(len(finding.singles) for finding in found) == number


def test_a_finding_at_very_many_places_names_the_first_lines() -> None:
    (finding,) = audit_plan(plan_of(MARKER + "- [NAME] [DATE]\n" * 99), SMALL)
    assert finding.message.endswith(
        "(and 197 more, in lines 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, …)"
    )


def test_a_comment_silences_one_place_of_a_joined_finding() -> None:
    item = "- [x] CHK-1 Flour\n"
    text = f"{LEVEL}{item}\n<!-- speckit: ignore missing-priority -->\n{item}\n## Baking\n\n{item}"
    found = audit_plan(plan_of(text, "checklist.md"))
    assert [[s.place.line for s in f.singles] for f in found if "priority" in f.rule] == [[3, 10]]
    assert "unused-ignore" not in {finding.rule for finding in found}


def test_the_rules_that_look_at_a_plan_are_those_of_its_format_that_are_on() -> None:
    plan = plan_of("# Plan\n")
    of_levels = [r for r in RULES.values() if "level" in r.formats and r.severity != "ignore"]
    assert 0 < len(of_levels) < len(RULES)
    assert count_rules(plan, {}, ()) == len(of_levels)
    first, second, *_ = of_levels
    assert count_rules(plan, {first.name: "ignore"}, {second.name}) == len(of_levels) - 2
    assert count_rules(plan, {first.name: "error"}, ()) == len(of_levels)
    others = [rule.name for rule in RULES.values() if "level" not in rule.formats]
    assert count_rules(plan, dict.fromkeys(others, "warning"), others) == len(of_levels)


UNCITED = {
    "requirements.md": "### Requirement 1: Bread\n\n### Requirement 2: Cake\n",
    "tasks.md": "- [ ] 1. Bake\n  - _Requirements: 1_\n",
}
"""A spec of Kiro in which `requirement-without-task` reports something."""


@pytest.mark.parametrize(
    ("severities", "expected"),
    [
        ({}, ["warning"]),
        ({"requirement-without-task": "info"}, ["info"]),
        ({"requirement-without-task": "ignore"}, []),
    ],
)
def test_a_severity_of_a_format_is_one_that_a_project_may_replace(
    severities: dict[str, Severity], expected: list[Severity]
) -> None:
    assert RULES["requirement-without-task"].severity == "info"
    plans = [read(text, f".kiro/specs/bakery/{file}") for file, text in UNCITED.items()]
    audited = audit_plans([plan for plan in plans if plan], severities)
    found = [finding for _, findings in audited for finding in findings]
    of_rule = [one.severity for one in found if one.rule == "requirement-without-task"]
    assert of_rule == expected
