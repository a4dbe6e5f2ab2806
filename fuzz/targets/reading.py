"""Reading a document: any text is a plan or none, and what is said of it is true of its text."""

from __future__ import annotations

from fuzz.promises import findings_of, hold_export, hold_figures, hold_places
from fuzz.target import Target
from fuzz.words import demo_documents, words_in
from mkdocs_speckit import read
from mkdocs_speckit.model.levels import MARKER

LEVEL = f"<!-- {MARKER}: 2 -->\n\n"


def check(data: bytes) -> None:
    """All of a document that is a plan: its places, its figures, its findings, its export."""
    text = data.decode("utf-8", "surrogateescape")
    if MARKER not in text:
        text = LEVEL + text
    plan = read(text, "plan.md")
    if plan is None:
        return  # The marker is code, or no comment.
    assert plan == read(text, "plan.md")
    findings = findings_of(plan)
    hold_places((plan, findings), text)
    hold_figures(plan)
    hold_export(plan, findings)


TARGET = Target(
    check,
    lambda: (text.encode() for text in demo_documents()),
    words_in("mkdocs_speckit.reading", "mkdocs_speckit.audit"),
)
