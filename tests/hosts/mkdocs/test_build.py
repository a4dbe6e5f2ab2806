"""The findings of one run of MkDocs, which may be several builds."""

from __future__ import annotations

from mkdocs_speckit.audit import Finding, audit_plan
from mkdocs_speckit.hosts.mkdocs import BuildRun
from tests.conftest import MARKER, plan_of


def found(text: str) -> list[Finding]:
    return [f for f in audit_plan(plan_of(text, "plan.md")) if f.rule == "unfilled-placeholder"]


ONE = found(f"# Plan\n\n{MARKER}[NAME]\n")
TWO = found(f"# Plan\n\n{MARKER}[NAME] [e.g., rye]\n")


def test_what_several_builds_find_counts_once() -> None:
    run = BuildRun()
    run.begin()
    run.add("plan.md", ONE)
    run.begin()
    assert not run.is_outermost
    run.add("plan.md", TWO)
    run.end()
    assert run.is_outermost
    assert run.documents == (("plan.md", tuple(TWO)),)


def test_the_next_build_forgets_what_was_found_before() -> None:
    run = BuildRun()
    run.begin()
    run.add("plan.md", ONE)
    run.end()
    run.begin()
    assert run.documents == ()


def test_so_does_one_after_a_build_that_failed() -> None:
    run = BuildRun()
    run.begin()
    run.begin()
    run.add("plan.md", ONE)
    run.abort()
    run.begin()
    assert run.is_outermost
    assert run.documents == ()


def test_a_preview_knows_what_is_new_since_the_build_before() -> None:
    run = BuildRun(is_preview=True)
    run.begin()
    run.add("plan.md", ONE)
    assert not run.is_repeated
    run.end()
    run.begin()
    run.add("plan.md", TWO)
    run.add("tasks.md", [])
    assert run.is_repeated
    assert run.new_documents == (("plan.md", tuple(TWO[1:])),)
