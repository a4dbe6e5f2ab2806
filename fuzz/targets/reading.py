"""Reading a document: any text is a plan or none, and what is said of it is true of its text."""

from __future__ import annotations

from fuzz.promises import hold_document
from fuzz.target import Target
from fuzz.words import demo_documents, words_in
from mkdocs_speckit.model.levels import MARKER

LEVEL = f"<!-- {MARKER}: 2 -->\n\n"


def check(data: bytes) -> None:
    """A document with a level; its marker may become code or a comment."""
    text = data.decode("utf-8", "surrogateescape")
    if MARKER not in text:
        text = LEVEL + text
    hold_document(text, "plan.md")


TARGET = Target(
    check,
    lambda: (text.encode() for text in demo_documents()),
    words_in("mkdocs_speckit.reading", "mkdocs_speckit.audit"),
)
