"""The documents of a Spec Kit feature: their names and order, and what they say of each other."""

from __future__ import annotations

from mkdocs_speckit import Plan, read
from mkdocs_speckit.features import group_features
from mkdocs_speckit.features.documents import FeatureDocuments, choose_documents, name_documents
from mkdocs_speckit.features.joining import join_documents
from mkdocs_speckit.model.parts import Completion
from tests.spec_kit import CHECKLIST, put_into

FOLDER = "specs/001-photo-albums"
COMPANIONS = ("quickstart.md", "contracts/web.md", "data-model.md", "research.md", "notes.md")


def read_all(texts: dict[str, str]) -> list[Plan]:
    plans = (read(text, path) for path, text in texts.items())
    return join_documents(plan for plan in plans if plan is not None)


def named(texts: dict[str, str], *files: str) -> list[str]:
    """The names of a feature's documents beside some other files of the site."""
    feature = group_features(read_all(texts), [*texts, *files])[FOLDER]
    return [": ".join(filter(None, (one.group, one.name))) for one in name_documents(feature)]


def test_documents_are_named_in_the_order_in_which_they_are_written() -> None:
    texts = put_into(FOLDER)
    texts |= {f"{FOLDER}/checklists/{name}.md": CHECKLIST for name in ("ux", "requirements")}
    assert named(texts, *(f"{FOLDER}/{name}" for name in COMPANIONS)) == [
        "Spec",
        "Plan",
        "Tasks",
        "Requirements",
        "Ux",
        "Research",
        "Data model",
        "Contract",
        "Quickstart",
    ]


def test_several_contracts_are_a_group_however_deep_they_are() -> None:
    files = [f"{FOLDER}/contracts/{name}.md" for name in ("web", "v2/print-shop", "README")]
    assert named(put_into(FOLDER), *files)[3:] == [
        "Contracts: README",
        "Contracts: Print shop",
        "Contracts: Web",
    ]


def test_files_of_other_folders_are_not_of_the_feature() -> None:
    others = ["research.md", "specs/contracts/web.md", f"{FOLDER}-2/research.md"]
    others += [f"{FOLDER}/old/research.md", f"{FOLDER}/tasks/contracts.md"]
    assert named(put_into(FOLDER), *others) == ["Spec", "Plan", "Tasks"]


def documents_of(texts: dict[str, str], page: str = "tasks.md") -> FeatureDocuments:
    plans = read_all(texts)
    (current,) = (plan for plan in plans if plan.path == f"{FOLDER}/{page}")
    return choose_documents(plans, current, lambda other: f"to/{other}")


def test_links_lead_to_other_pages_and_within_the_own_one() -> None:
    documents = documents_of(put_into(FOLDER))
    assert documents.find_link(documents.tasks, "t001") == "#t001"
    assert documents.find_link(documents.tasks) is None
    assert documents.find_link(documents.spec, "us1") == f"to/{FOLDER}/spec.md#us1"
    assert documents.find_link(documents_of(put_into(FOLDER, "tasks.md")).spec, "us1") is None


def test_a_document_without_a_page_has_no_link() -> None:
    plans = read_all(put_into(FOLDER))
    (current,) = (plan for plan in plans if plan.kind == "tasks")
    documents = choose_documents(plans, current, lambda _: None)
    assert documents.find_link(documents.spec, "us1") is None
    assert documents.story_links == {}


def test_a_task_without_a_tag_is_of_the_one_story_of_its_phase() -> None:
    texts = put_into(FOLDER)
    tasks = texts[f"{FOLDER}/tasks.md"].replace("T003 [US1]", "T003")
    tasks += "- [x] T004 [US2] Print\n- [~] T005 [US1] Sing\n"
    documents = documents_of({**texts, f"{FOLDER}/tasks.md": tasks})
    assert documents.story_completions == {"US1": Completion(0, 2), "US2": Completion(1, 1)}


def test_a_story_leads_to_its_phase_or_else_to_its_first_task() -> None:
    texts = put_into(FOLDER)
    texts[f"{FOLDER}/tasks.md"] += "- [x] T004 [US2] Print\n"
    documents = documents_of(texts)
    found = [documents.find_story_tasks(story) for story in ("US1", "US2", "US3")]
    assert found == ["#phase-2", "#t004", None]


def test_a_text_that_others_have_changed_is_the_one_that_counts() -> None:
    texts = put_into(FOLDER)
    documents = documents_of(texts)
    (changed,) = read_all({f"{FOLDER}/tasks.md": texts[f"{FOLDER}/tasks.md"].replace("[ ]", "[x]")})
    assert documents.replace_plan(changed).story_completions == {"US1": Completion(2, 2)}
    assert documents.replace_plan(changed).spec is documents.spec
