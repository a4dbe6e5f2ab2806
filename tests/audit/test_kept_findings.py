"""Findings that are kept are those of an audit, whatever has changed meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mkdocs_speckit import audit
from mkdocs_speckit.audit import INTERNAL_ERROR
from mkdocs_speckit.options import Options, make_options
from mkdocs_speckit.project import make_project
from tests import openspec, spec_kit
from tests.builds import test_kiro_pages
from tests.conftest import MARKER

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from mkdocs_speckit.model.finding import Finding
    from mkdocs_speckit.model.plan import Plan

PLAN = f"{MARKER}# Plan: Bread\n\n- [ ] Knead [NAME]\n"
TASKS = MARKER.replace("plan-core", "tasks-core") + "# Tasks: Bread\n\n- [x] T001 Buy salt\n"
BREAD = {"bread/plan.md": PLAN, "bread/tasks.md": TASKS}


@pytest.fixture
def audited(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the documents that are audited."""
    paths: list[str] = []
    audit_plan = audit.audit_plan

    def note(plan: Plan, *arguments: Any) -> tuple[Finding, ...]:
        paths.append(plan.path)
        return audit_plan(plan, *arguments)

    monkeypatch.setattr(audit, "audit_plan", note)
    return paths


def audit_all(
    root: Path,
    documents: Mapping[str, str],
    options: Options | None = None,
    *,
    is_kept: bool = True,
    **given: Any,
) -> list[tuple[Plan, tuple[Finding, ...]]]:
    project = make_project(root, options or Options(), root if is_kept else None)
    plans = [project.read(text, path) for path, text in documents.items()]
    found = project.audit([plan for plan in plans if plan], **{"files": documents, **given})
    project.cache.save()
    return found


@pytest.mark.parametrize(
    "documents",
    [BREAD, spec_kit.put_into("specs/001-albums"), openspec.PROJECT, test_kiro_pages.spec()],
    ids=["level", "spec-kit", "openspec", "kiro"],
)
def test_what_is_kept_is_the_same(
    tmp_path: Path, audited: list[str], documents: Mapping[str, str]
) -> None:
    plain = audit_all(tmp_path, documents, is_kept=False)
    assert audit_all(tmp_path, documents) == plain
    audited.clear()
    assert audit_all(tmp_path, documents) == plain
    assert audited == []


@pytest.mark.parametrize(
    ("changed", "given"),
    [
        (BREAD | {"bread/tasks.md": TASKS.replace("[x]", "[ ]")}, {}),
        (BREAD | {"bread/plan.md": PLAN.replace("[NAME]", "flour")}, {}),
        (BREAD, {"options": make_options({"rules": {"unfilled-placeholder": "ignore"}})}),
        (BREAD, {"options": make_options({"per_path_ignores": {"bread/*": ["all"]}})}),
        (BREAD, {"options": make_options({"required_documents": {"2": ["spec.md"]}})}),
        (BREAD, {"severities": {"unfilled-placeholder": "info"}}),
        (BREAD, {"files": [*BREAD, "bread/checklist.md", "bread/spec.md"]}),
    ],
)
def test_what_has_changed_is_audited_again(
    tmp_path: Path, changed: Mapping[str, str], given: Mapping[str, Any]
) -> None:
    before = audit_all(tmp_path, BREAD)
    plain = audit_all(tmp_path, changed, is_kept=False, **given)
    assert plain != before
    assert audit_all(tmp_path, changed, **given) == plain


def test_another_feature_is_audited_alone(tmp_path: Path, audited: list[str]) -> None:
    audit_all(tmp_path, BREAD)
    audited.clear()
    audit_all(tmp_path, BREAD | {"cake/plan.md": PLAN})
    assert audited == ["cake/plan.md"]


def test_an_audit_that_has_failed_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = audit_all(tmp_path, BREAD, is_kept=False)

    def fail(*_: Any) -> None:
        raise ValueError

    with monkeypatch.context() as context:
        context.setattr(audit, "audit_plan", fail)
        found = audit_all(tmp_path, BREAD)
        assert {finding.rule for _, own in found for finding in own} == {INTERNAL_ERROR}
    assert audit_all(tmp_path, BREAD) == plain
