"""What features of GitHub Spec Kit come to: how far they are, in an overview and on badges."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from mkdocs_speckit.export import export_entry
from mkdocs_speckit.export.badges import make_entry_badges, make_total_badges
from mkdocs_speckit.features import group_features
from mkdocs_speckit.features.entries import Entry, make_entries, sum_entries
from mkdocs_speckit.features.joining import join_documents
from mkdocs_speckit.model.finding import Failures
from mkdocs_speckit.model.parts import Completion, Place, Placeholder
from mkdocs_speckit.reading import read
from tests.conftest import MARKER
from tests.spec_kit import CHECKLIST, PLAN, SPEC, TASKS

FOLDER = "specs/001-photo-albums"
NOT_BEGUN = TASKS.replace("[x]", "[ ]")
ALL_DONE = TASKS.replace("[ ]", "[x]")


def entries_of(documents: dict[str, str], questions: int = 0) -> tuple[Entry, ...]:
    """The entries of some documents; each spec has so many open questions."""
    question = Placeholder("[NEEDS CLARIFICATION: how many?]", Place(9))
    plans = [plan for path, text in documents.items() if (plan := read(text, path))]
    assert len(plans) == len(documents)
    asked = [
        replace(plan, questions=(question,) * questions) if plan.kind == "spec" else plan
        for plan in plans
    ]
    return make_entries(group_features(join_documents(asked)), {}, Failures())


def entry_of(documents: dict[str, str], questions: int = 0) -> Entry:
    (entry,) = entries_of({f"{FOLDER}/{name}": text for name, text in documents.items()}, questions)
    return entry


@pytest.mark.parametrize(
    ("documents", "status", "state", "badge"),
    [
        ({"spec.md": SPEC}, "not started", "specified", "specified"),
        ({"spec.md": SPEC, "plan.md": PLAN}, "not started", "planned", "planned"),
        ({"plan.md": PLAN}, "not started", "planned", "planned"),
        ({"spec.md": SPEC, "tasks.md": NOT_BEGUN}, "not started", "not started", "0 of 3"),
        ({"tasks.md": TASKS}, "under way", "under way", "1 of 3"),
        ({"spec.md": SPEC, "plan.md": PLAN, "tasks.md": ALL_DONE}, "done", "done", "3 of 3"),
        ({"spec.md": SPEC, "checklists/ux.md": CHECKLIST}, "not started", "specified", "specified"),
        ({"checklists/ux.md": CHECKLIST}, "not started", "not started", "not started"),
        (
            {"spec.md": SPEC.replace("Photo albums", "[FEATURE NAME]")},
            "not filled in", "not filled in", "not filled in",
        ),
    ],
)  # fmt: skip
def test_how_far_it_is(documents: dict[str, str], status: str, state: str, badge: str) -> None:
    entry = entry_of(documents)
    assert (entry.status, entry.state) == (status, state)
    badges = make_entry_badges(entry)
    assert set(badges) == {"progress"}, "there is no level and no effort to show"
    assert badges["progress"].message == badge


@pytest.mark.parametrize(
    ("documents", "title"),
    [
        ({"spec.md": SPEC, "plan.md": PLAN, "tasks.md": TASKS}, "Photo albums"),
        ({"plan.md": PLAN, "tasks.md": TASKS}, "Albums"),
        ({"tasks.md": TASKS}, "Albums"),
        ({"spec.md": SPEC.replace("Photo albums", "[FEATURE NAME]")}, "Photo albums"),
        ({"tasks.md": TASKS.replace("Tasks: Albums", "Tasks")}, "Photo albums"),
        ({"spec.md": SPEC.replace("Feature Specification: ", ""), "plan.md": PLAN}, "Photo albums"),
    ],
)
def test_its_title_is_that_of_its_spec(documents: dict[str, str], title: str) -> None:
    assert entry_of(documents).title == title


def test_its_spec_leads_it_although_only_its_tasks_are_certain() -> None:
    sign = "# Álbuns de fotos\n\n- **FR-001**: Um álbum TEM um nome.\n"
    entry = entry_of({"spec.md": sign, "tasks.md": TASKS})
    assert (entry.title, entry.path) == ("Álbuns de fotos", f"{FOLDER}/spec.md")


def test_several_checklists_are_of_one_feature() -> None:
    names = ("ux", "security")
    entry = entry_of({"spec.md": SPEC, **{f"checklists/{name}.md": CHECKLIST for name in names}})
    assert [one.kind for one in entry.documents] == ["spec", "checklist", "checklist"]


def test_its_open_questions_are_counted_and_exported() -> None:
    entry = entry_of({"spec.md": SPEC}, questions=2)
    assert (entry.figures.questions, export_entry(entry).questions) == (2, 2)


def test_totals_say_nothing_of_efforts_that_its_format_does_not_have() -> None:
    level = MARKER + "# Bread\n\n## Effort\n\n| Phase | Effort |\n|---|---|\n| Dough | 2h |\n\n"
    level += "## Phases\n\n### Dough\n\n- [ ] a\n"
    both = entries_of(
        {"bread/plan.md": level, f"{FOLDER}/spec.md": SPEC, "specs/002-oven/tasks.md": TASKS}
    )
    whole = sum_entries(both)
    assert (whole.features, whole.unestimated, whole.open_unestimated) == (3, 0, 0)
    assert whole.states == {"not started": 1, "specified": 1, "under way": 1}
    assert whole.statuses == {"not started": 2, "under way": 1}
    assert whole.figures.completion == Completion(1, 4)
    assert make_total_badges(whole, "Site")["effort"].message == "2 h"
