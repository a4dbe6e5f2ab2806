"""Reading a task list: any text is one, and what is said of it is true of its text."""

from __future__ import annotations

from fuzz.promises import hold_document
from fuzz.target import Target
from fuzz.words import demo_documents, words_in
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
    """A document of Spec Kit; the first byte chooses its kind."""
    kind = KINDS[data[0] % len(KINDS)] if data else KINDS[0]
    text = f"---\n{FRONT_MATTER_KEY}: {kind}\n---\n" + data[1:].decode("utf-8", "surrogateescape")
    hold_document(text, f"{kind}.md")


TARGET = Target(
    check,
    lambda: (
        bytes([number]) + text.encode() for number, text in enumerate((EXAMPLE, *demo_documents()))
    ),
    words_in("mkdocs_speckit.reading", "mkdocs_speckit.audit"),
)
