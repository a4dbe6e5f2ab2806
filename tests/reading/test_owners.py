"""Owners of documents and of items: where they are read, and what is left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mkdocs_speckit.features.joining import join_documents
from mkdocs_speckit.reading import read

if TYPE_CHECKING:
    from mkdocs_speckit.model.plan import Plan

MARKER = "<!-- SPECKIT_LEVEL: 2 -->\n"


def plan(text: str, path: str = "tasks.md") -> Plan:
    found = read(text, path)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "owners"),
    [
        (f"---\nowner: Ana\n---\n{MARKER}", ("Ana",)),
        (f"---\nowners: [Ana, '@ben']\n---\n{MARKER}", ("Ana", "@ben")),
        (f"---\nowner:\n  - Ana\n  - Ben\n---\n{MARKER}", ("Ana", "Ben")),
        (f"{MARKER}# Plan\n\n| Field | Value |\n|---|---|\n| **Owner** | @ana and Ben |\n",
         ("@ana", "Ben")),
        (f"{MARKER}# Plan\n\n## 1. METADATA\n\n| Field | Value |\n|---|---|\n| Owner | R&D |\n",
         ("R&D",)),
        (f"{MARKER}# Plan\n\n**Owner**: Ana Lu, @acme/platform\n", ("Ana Lu", "@acme/platform")),
        (f"{MARKER}# Plan\n\n> **Owners:** Ana / Ben & Cem\n", ("Ana", "Ben", "Cem")),
        (f"{MARKER}# Plan\n\n**Status**: Draft  \n**Owner**: Ana | **Date**: today\n", ("Ana",)),
        (f"{MARKER}# Plan\n\nOwner: Ana (Platform, Berlin)\n", ("Ana",)),
        (f"---\nowner: Ana\n---\n{MARKER}# Plan\n\nOwner: Ana\n", ("Ana",)),
        # A template's slot, nobody, a sentence, and what stands further down.
        (f"{MARKER}# Plan\n\n**Owner**: [Name]\n", ()),
        (f"{MARKER}# Plan\n\n**Owner**: TBD\n", ()),
        (f"{MARKER}# Plan\n\n| **Owner** | TBD after research |\n|---|---|\n| Level | 2 |\n", ()),
        (f"{MARKER}# Plan\n\nOwner: whoever takes up the work on the next free day\n", ()),
        (f"{MARKER}# Plan\n\n## Risks\n\nOwner: Ana\n", ()),
        (f"{MARKER}# Plan\n\n| Risk | Owner |\n|---|---|\n| Rain | Ana |\n", ()),
        (f"{MARKER}# Plan\n\n## Data\n\n| Field | Type |\n|---|---|\n| owner | UUID |\n", ()),
    ],
)  # fmt: skip
def test_a_document_states_its_owners(text: str, owners: tuple[str, ...]) -> None:
    assert plan(text).owners == owners


@pytest.mark.parametrize(
    ("item", "owners"),
    [
        ("T001 Send the mail @ben", ("@ben",)),
        ("T001 Send the mail (@ben-lu).", ("@ben-lu",)),
        ("T001 Send the mail [@ben]", ("@ben",)),
        ("T001 Send the mail — @acme/platform", ("@acme/platform",)),
        ("T001 Form for the code (Owner: Ana)", ("Ana",)),
        ("T001 Form for the code (owner: Ana)", ("Ana",)),
        ("T001 Form for the code **Assignee:** @ana, @ben", ("@ana", "@ben")),
        ("T001 Form for the code\n  Owner: Ana Lu\n  Effort: 3h", ("Ana Lu",)),
        ("T001 Form for the code. Owner: Ana. Needs T004", ("Ana",)),
        ("T001 Form for the code — Owner: Ana — 4 h", ("Ana",)),
        ("T001 Form for the code\n  in `a.py` @ana\n  - detail @no", ("@ana",)),
        # Code, packages, tags, addresses, lists of tags, sentences, and mere mentions.
        ("T001 Queries for `@layer`", ()),
        ("T001 Queries for @media", ()),
        ("T001 Tidy the page @todo", ()),
        ("T001 Tidy the page @todor", ("@todor",)),
        ("T001 Install @types/leaflet", ()),
        ("T001 Install @angular", ()),
        ("T001 Add the annotation @Transactional", ()),
        ("T001 Write JSDoc (@param, @returns)", ()),
        ("T001 Decorators @app @dataclass", ()),
        ("T001 Write to ana@example.org", ()),
        ("T001 Selectors: :has(), @scope", ()),
        ("T001 Ask @ben for the address", ()),
        ("T001 A page on owner: its fields", ()),
        ("T001 Owner: add the field to the form", ()),
        ("T001 Add columns Name, Owner: text, State: text", ()),
        ("T001 Form (Owner: Ana, due: 2026-03-04)", ()),
        ("T001 Done (Owner: TBD)", ()),
    ],
)
@pytest.mark.parametrize("kind", ["level", "spec-kit"])
def test_an_item_states_its_owners(item: str, owners: tuple[str, ...], kind: str) -> None:
    if kind == "level":
        found = plan(f"{MARKER}# Tasks\n\n- [ ] {item}\n- [ ] T002 Other\n")
        line = 4
    else:
        rest = "".join(f"- [ ] T00{n} Other\n" for n in range(2, 6))
        found = plan(f"# Tasks: X\n\n- [ ] {item}\n{rest}", "specs/001-x/tasks.md")
        line = 3
    assert found.item_owners == (((line, owners),) if owners else ())


def test_a_feature_has_the_owners_of_all_its_documents_once() -> None:
    texts = {
        "x/plan.md": f"{MARKER}# Plan\n\n**Owner**: @Ana\n",
        "x/tasks.md": f"{MARKER}# Tasks\n\n- [ ] a @ana\n- [ ] b @ben\n",
    }
    joined = join_documents(plan(text, path) for path, text in texts.items())
    assert [one.progress.owners for one in joined if one.progress] == [("@Ana", "@ben")] * 2
