"""Golden cases of the rules: documents or a built page in, places out; a file for each rule.

A case under `fires` lists the places of the rule's findings in `at`, worked out by hand, and in
`says` a part of the first one's message; a case under `silent` has no findings. A case has one of

- `source`: one document. `path` is its file name; the line of it with `{i}` is repeated `rows`
  times, each time with the next number, from 1 on;
- `files`: several documents by their paths, which are audited together;
- `html`: a page of a built site.

`missing` are paths that no commit has had.

Places that are told as one finding are listed one by one.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from mkdocs_speckit import read
from mkdocs_speckit.audit import audit_plans
from mkdocs_speckit.audit.pages import audit_page
from mkdocs_speckit.audit.pages.page import read_page
from mkdocs_speckit.audit.rules import ALL_RULES, PAGE_RULES, RULES
from mkdocs_speckit.model.settings import DEFAULT

if TYPE_CHECKING:
    from mkdocs_speckit.audit.rule import Rule
    from mkdocs_speckit.model.finding import Finding, Severity
    from mkdocs_speckit.model.plan import Plan

GOLDEN = Path(__file__).parent / "golden"
KEYS = {"source": {"path", "rows"}, "files": set(), "html": set()}
"""What a case is of, and which other keys go with that."""

MIN_CASES = 3

SEVERITIES: dict[str, Severity] = {
    name: "warning" if rule.severity == "ignore" else rule.severity
    for name, rule in ALL_RULES.items()
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


def find(rule: str, case: dict[str, Any]) -> list[tuple[str, Finding]]:
    """A rule's own findings in a case, each with the path of its document."""
    (kind,) = KEYS.keys() & case.keys()
    known = {kind, *KEYS[kind], "why", "at", "says", "missing"}
    assert case.keys() <= known, "an unknown key says nothing"
    found: list[tuple[str, Finding]]
    if kind == "html":
        page = read_page(case["html"], "index.html", DEFAULT)
        assert page is not None, "a case that shows no plan is not one"
        found = [(page.path, finding) for finding in audit_page(page, SEVERITIES)]
    else:
        plans = read_plans(case)
        assert plans, "a case without a plan is not one"
        missing = {plan.path: frozenset(case.get("missing", ())) for plan in plans}
        files = case.get("files", ())
        audited = audit_plans(plans, SEVERITIES, files=files, missing_files=missing)
        found = [(plan.path, finding) for plan, own in audited for finding in own]
    assert "internal-error" not in {finding.rule for _, finding in found}
    return [
        (path, one) for path, finding in found if finding.rule == rule for one in finding.singles
    ]


def read_plans(case: dict[str, Any]) -> list[Plan]:
    """The plans of a case, in the order of its documents."""
    files = case.get("files") or {case.get("path", "plan.md"): repeat_row(case)}
    return [plan for path, text in files.items() if (plan := read(text, path))]


def repeat_row(case: dict[str, Any]) -> str:
    """The document of a case, the line with `{i}` in it repeated."""
    numbers = range(1, case.get("rows", 0) + 1)
    return re.sub(
        r"^.*\{i\}.*\n",
        lambda line: "".join(line[0].replace("{i}", str(i)) for i in numbers),
        case["source"],
        flags=re.MULTILINE,
    )


def test_every_rule_has_golden_cases_and_nothing_else_has() -> None:
    assert set(GOLDENS) == set(ALL_RULES)


@pytest.mark.parametrize("rule", GOLDENS)
def test_the_cases_of_a_rule_are_enough_to_trust_it(rule: str) -> None:
    golden = GOLDENS[rule]
    assert set(golden) == {"fires", "silent"}
    assert len(golden["fires"]) >= MIN_CASES
    assert len(golden["silent"]) >= MIN_CASES
    assert any("says" in case for case in golden["fires"])
    assert all(("html" in case) == (rule in PAGE_RULES) for kind in golden for case in golden[kind])


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_has_cases_in_each_of_its_formats_alone(rule: str) -> None:
    formats = {read_plans(case)[0].format for case in GOLDENS[rule]["fires"]}
    assert formats == set(ALL_RULES[rule].formats)


@pytest.mark.parametrize(("rule", "case"), cases("fires"))
def test_a_rule_fires_at_these_places(rule: str, case: dict[str, Any]) -> None:
    found = find(rule, case)
    prefixes = [f"{path}:" if "files" in case else "" for path, _ in found]
    places = [f"{finding.place.line}:{finding.place.column}" for _, finding in found]
    assert [f"{p}{place}" for p, place in zip(prefixes, places, strict=True)] == case["at"]
    assert case["at"], "a case without places is silent"
    assert case.get("says", "") in found[0][1].message


@pytest.mark.parametrize(("rule", "case"), cases("silent"))
def test_a_rule_is_silent_here(rule: str, case: dict[str, Any]) -> None:
    assert not case.keys() & {"at", "says"}
    assert find(rule, case) == []


@pytest.mark.parametrize("rule", ALL_RULES.values(), ids=lambda rule: str(rule.name))
def test_every_rule_is_documented_with_examples_that_are_true(rule: Rule) -> None:
    assert rule.summary.startswith("Report ")
    assert rule.summary.endswith(".")
    before, has_fix, _ = rule.documentation.partition("To fix it, ")
    assert has_fix
    examples = dict(re.findall(r"^(Bad|Good):\n\n((?: {4}.*\n|\n)+)", before, re.MULTILINE))
    if rule.name in PAGE_RULES:
        assert set(examples) == {"Bad", "Good"}
    if "Bad" in examples:
        assert finds_in_example(rule.name, examples["Bad"])
    if "Good" in examples:
        assert not finds_in_example(rule.name, examples["Good"])


def finds_in_example(rule: str, example: str) -> bool:
    """True if a rule reports an example: a built page, documents, or a part of one with a level."""
    if rule in PAGE_RULES:
        return bool(find(rule, {"html": example}))
    text = re.sub(r"^ {4}", "", example, flags=re.MULTILINE)
    first, *rest = re.split(r"^-- (\S+) --\n", text, flags=re.MULTILINE)
    if rest:
        assert not first
        return bool(find(rule, {"files": dict(zip(rest[::2], rest[1::2], strict=True))}))
    if not re.search(r"^# ", text, re.MULTILINE):
        text = "# Effort and dependencies\n\n" + text
    if "SPECKIT_LEVEL" not in text:
        text = "<!-- SPECKIT_LEVEL: 2 -->\n\n" + text
    return any(find(rule, {"source": text, "path": path}) for path in ("plan.md", "checklist.md"))
