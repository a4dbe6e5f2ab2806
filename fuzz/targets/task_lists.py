"""Reading a task list: any text is one, and what is said of it is true of its text."""

from __future__ import annotations

from fuzz.promises import findings_of, hold_export, hold_figures, hold_places
from fuzz.target import Target
from fuzz.words import words_in
from mkdocs_speckit import read
from mkdocs_speckit.model.formats import FRONT_MATTER_KEY

KINDS = ("tasks", "spec", "plan", "checklist")

EXAMPLE = """\
# Tasks: Bakery

## Phase 1: Setup

- [x] T001 [P] Order the oven in `orders.md`

## Phase 2: User Story 1 - Bake (Priority: P1)

- [ ] T002 [US1] Bake (depends on T001), FR-001 to FR-003

## Dependencies

- **User Story 1 (Phase 2)**: Depends on Setup; T002 → T003
"""


def check(data: bytes) -> None:
    """All of a document: its places, its figures, its findings, its export.

    The first byte chooses the kind of document.
    """
    kind = KINDS[data[0] % len(KINDS)] if data else KINDS[0]
    text = f"---\n{FRONT_MATTER_KEY}: {kind}\n---\n" + data[1:].decode("utf-8", "surrogateescape")
    plan = read(text, f"{kind}.md")
    if plan is None:
        return  # The front matter says something else, too.
    assert plan == read(text, f"{kind}.md")
    findings = findings_of(plan)
    hold_places((plan, findings), text)
    hold_figures(plan)
    hold_export(plan, findings)


TARGET = Target(
    check,
    lambda: (bytes([number]) + EXAMPLE.encode() for number in range(len(KINDS))),
    words_in("mkdocs_speckit.reading", "mkdocs_speckit.audit"),
)
