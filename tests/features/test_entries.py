"""What features come to, with their parts, and what all of them come to."""

from __future__ import annotations

import pytest

from mkdocs_speckit.audit import audit_plans
from mkdocs_speckit.features import group_features
from mkdocs_speckit.features.entries import (
    Entry,
    add_dates,
    make_entries,
    shorten_title,
    sum_entries,
)
from mkdocs_speckit.model.finding import Failures
from mkdocs_speckit.model.parts import Completion, Estimate
from tests.conftest import plan_of

LEVEL = "<!-- SPECKIT_LEVEL: 2 -->\n\n"
EFFORT = "\n## Effort\n\n| Phase | Effort |\n|---|---|\n| Dough | {} |\n"


def site(documents: dict[str, str]) -> dict[str, Entry]:
    """The entries of some documents, by folder, or by path in a collection."""
    plans = [plan_of(LEVEL + text, path) for path, text in documents.items()]
    found = {plan.path: findings for plan, findings in audit_plans(plans)}
    made = make_entries(group_features(plans), found, Failures())
    folders = [entry.folder for entry in made]
    return {e.folder if folders.count(e.folder) == 1 else e.path: e for e in made}


def test_the_documents_of_a_folder_are_one_feature_led_by_its_plan() -> None:
    found = site(
        {
            "shop/bread/tasks.md": "# Tasks: Bread\n\n- [x] a\n- [ ] b\n",
            "shop/bread/plan.md": "# Implementation Plan: Bread\n\n- [x] c\n"
            + EFFORT.format("2-3h"),
            "shop/bread/spec.md": "# Spec: Bread\n",
        }
    )
    (entry,) = found.values()
    assert (entry.title, entry.path, entry.group) == ("Bread", "shop/bread/plan.md", "shop")
    assert [document.kind for document in entry.documents] == ["spec", "plan", "tasks"]
    assert entry.figures.effort == Estimate(2, 3)
    assert entry.figures.completion == Completion(2, 3)
    assert entry.status == "under way"


def test_plans_that_share_a_folder_are_entries_of_their_own() -> None:
    source = "<!-- SPECKIT_TEMPLATE_SOURCE: plan-core | v2.2 -->\n"
    found = site({"plans/bread.md": source + "# Bread\n", "plans/cake.md": source + "# Cake\n"})
    assert {path: entry.title for path, entry in found.items()} == {
        "plans/bread.md": "Bread",
        "plans/cake.md": "Cake",
    }
    assert {entry.group for entry in found.values()} == {"plans"}


PARTS = {
    "bread/001-dough/plan.md": "# Dough\n\n- [x] a\n" + EFFORT.format("1h"),
    "bread/002-oven/plan.md": "# Oven\n\n- [ ] b\n- [ ] c\n" + EFFORT.format("2h"),
}


def test_parts_roll_up_into_what_they_are_parts_of() -> None:
    found = site({"bread/spec.md": "# Bread\n\n- [x] d\n", **PARTS})
    whole = found["bread"]
    assert whole.figures.effort == Estimate(3, 3)
    assert whole.figures.completion == Completion(2, 4)
    assert [found[f].parent for f in found] == [None, "bread", "bread"]
    assert {found[f].group for f in found} == {"."}


def test_parts_stand_right_after_what_they_are_parts_of() -> None:
    found = site({"bread/spec.md": "# Bread\n", **PARTS, "bread-old/spec.md": "# Old bread\n"})
    assert list(found) == ["bread", "bread/001-dough", "bread/002-oven", "bread-old"]


def test_an_estimate_of_the_whole_covers_its_parts() -> None:
    whole = site({"bread/plan.md": "# Bread\n" + EFFORT.format("5h"), **PARTS})["bread"]
    assert whole.figures.effort == Estimate(5, 5)
    assert whole.figures.completion == Completion(1, 3)


def test_parts_of_parts() -> None:
    found = site(
        {
            "a/spec.md": "# A\n",
            "a/001-b/spec.md": "# B\n",
            "a/001-b/002-c/plan.md": "# C\n\n- [x] x\n" + EFFORT.format("1h"),
        }
    )
    assert found["a"].figures.effort == found["a/001-b"].figures.effort == Estimate(1, 1)
    assert found["a"].status == "done", "its own documents have nothing to tick"


def test_totals_count_parts_once() -> None:
    found = site({"bread/spec.md": "# Bread\n", "cake/plan.md": "# Cake\n", **PARTS})
    whole = sum_entries(list(found.values()))
    assert (whole.features, whole.unestimated) == (2, 1)
    assert whole.figures.effort == Estimate(3, 3)
    assert whole.figures.completion == Completion(1, 3)
    assert whole.statuses == {"under way": 1, "not started": 1}


def test_parts_alone_are_counted_themselves() -> None:
    found = site({"bread/spec.md": "# Bread\n", **PARTS})
    parts = [entry for entry in found.values() if entry.parent]
    assert sum_entries(parts).features == 2
    assert sum_entries(parts).figures.effort == Estimate(3, 3)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("# Bread\n\n- [x] a\n- [~] b\n", "done"),
        ("# Bread\n\n- [x] a\n- [ ] b\n", "under way"),
        ("# Bread\n\n- [ ] b\n", "not started"),
        ("# Bread\n", "not started"),
        ("# Plan: [NAME]\n", "not filled in"),
        ("# Plan: [NAME]\n" + EFFORT.format("2h"), "not started"),
    ],
)
def test_status(text: str, status: str) -> None:
    assert site({"bread/plan.md": text})["bread"].status == status


def test_a_title_that_says_nothing_is_replaced_by_the_folders_name() -> None:
    for name, title in (("004-guest-checkout", "# Plan: [NAME]"), ("guest-checkout", "# Plan")):
        assert site({f"{name}/plan.md": f"{title}\n"})[name].title == "Guest checkout"


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Implementation Plan: Bread", "Bread"),
        ("Feature Specification: Bread: the dough", "Bread: the dough"),
        ("Plan — Bread", "Bread"),
        ("Tasks (v2): Bread", "Bread"),
        ("Decision Record - Bread", "Bread"),
        ("Bread", "Bread"),
        ("Bread: a plan", "Bread: a plan"),
        ("Bread: a plan: more", "Bread: a plan: more"),
        ("Planning: Bread", "Planning: Bread"),
        ("Plan", "Plan"),
        ("Plan: ", "Plan: "),
        ("Bread-plan for cakes", "Bread-plan for cakes"),
    ],
)
def test_a_title_without_its_kind(title: str, short: str) -> None:
    assert shorten_title(title) == short


def test_an_entry_is_as_old_as_its_newest_document() -> None:
    found = site(
        {"bread/plan.md": "# Bread\n", "bread/spec.md": "# Bread\n", "cake/plan.md": "# C\n"}
    )
    dates = {"bread/plan.md": "2026-01-02", "bread/spec.md": "2026-03-01"}
    dated = add_dates(list(found.values()), dates)
    assert [entry.changed for entry in dated] == ["2026-03-01", None]
