"""Plain English in what users and developers read: some constructions do not come back.

The list is short, and each entry is precise: what it finds is always worth rewriting. A text that
has to keep such words goes into EXCEPTIONS, with the reason.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

import mkdocs_speckit

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(mkdocs_speckit.__file__).parent

MIN_MESSAGE = 20
"""Shorter strings are names and values, not messages."""


class Construction(NamedTuple):
    """A pattern that does not come back, what to write instead, and a text that it finds."""

    pattern: str
    instead: str
    found: str


CONSTRUCTIONS = [
    Construction(
        r"(?<!there )\bis no (?!longer\b|more\b|less\b|\w+er than\b)",
        "is not a",
        "the file is no folder",
    ),
    Construction(r"(?<!there )\b(?:is|are) none\b", "is not one", "look like tables but are none"),
    Construction(r"\banew\b", "again", "build the site anew"),
    Construction(r"\bSo many\b", "The number of", "So many rows are read."),
    Construction(r"\A(?:None, or )?[Ww]hether\b", "True if", "Whether a row is a total."),
    Construction(r"\bof ours\b", "the plugin's", "a class of ours"),
    Construction(r"\bWhat cannot be\b", "An invalid …", "What cannot be is refused."),
    Construction(
        r"\b(?:stands?|standing|stood) (?:in|at|on|under|beside|above|below|right|there|alone)\b",
        "is in",
        "the element that it stands in",
    ),
    Construction(r"\bround (?:it|them|that|these|those)\b", "around", "the mark round that"),
    Construction(r"\bname (?:it|them) alike\b", "use the same name", "name it alike in both"),
    Construction(r"\bthat there is not\b", "that does not exist", "a rule that there is not"),
]

EXCEPTIONS: dict[str, str] = {}
"""Texts, whole or in part, that keep such words, each with the reason."""


class Text(NamedTuple):
    """A docstring, a message or the text of a template; the place is `path:line`."""

    place: str
    text: str


def read_texts(root: Path) -> Iterator[Text]:
    """All texts of a module, of a template, or of those in a folder."""
    files = [root] if root.is_file() else sorted(root.rglob("*"))
    for file in files:
        path = file.relative_to(PACKAGE)
        if file.suffix == ".py":
            for line, text in read_strings(file.read_text(encoding="utf-8")):
                yield Text(f"{path}:{line}", text)
        elif file.suffix == ".html":
            lines = file.read_text(encoding="utf-8").splitlines()
            yield from (Text(f"{path}:{number}", text) for number, text in enumerate(lines, 1))


def read_strings(source: str) -> Iterator[tuple[int, str]]:
    """The docstrings of a module, and its strings that are long enough to be messages."""
    tree = ast.parse(source)
    parts = {id(v) for f in ast.walk(tree) if isinstance(f, ast.JoinedStr) for v in f.values}
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            values = [v.value if isinstance(v, ast.Constant) else "…" for v in node.values]
            text = "".join(map(str, values))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = "" if id(node) in parts else node.value
        else:
            continue
        if id(node) in docstrings or (" " in text and len(text) > MIN_MESSAGE):
            yield node.lineno, " ".join(text.split())


def find_faults(texts: Iterator[Text]) -> Iterator[str]:
    for place, text in texts:
        for pattern, instead, _ in CONSTRUCTIONS:
            if (found := re.search(pattern, text)) and not any(one in text for one in EXCEPTIONS):
                around = text[max(0, found.start() - 30) : found.end() + 30]
                yield f"{place}: “{found[0]}” in “{around}”; write “{instead}”"


def test_messages_and_docstrings_are_in_plain_english() -> None:
    assert list(find_faults(read_texts(PACKAGE))) == []


@pytest.mark.parametrize("construction", CONSTRUCTIONS, ids=lambda one: one.instead)
def test_each_construction_is_found(construction: Construction) -> None:
    written = f'"""{construction.found}"""\n'
    texts = (Text("example", text) for _, text in read_strings(written))
    assert len(list(find_faults(texts))) == 1


def test_messages_are_found_in_strings_and_templates() -> None:
    source = '"""A module."""\nprint(f"{x} is no folder" ", but a file; " + "short", end="")\n'
    assert list(read_strings(source)) == [(1, "A module."), (2, "… is no folder, but a file;")]
    templates = read_texts(PACKAGE / "rendering" / "templates")
    assert any("There are no" in text for _, text in templates)


def test_every_exception_is_needed() -> None:
    texts = [text for _, text in read_texts(PACKAGE)]
    assert [one for one in EXCEPTIONS if not any(one in text for text in texts)] == []
