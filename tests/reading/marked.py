"""Texts of GitHub Spec Kit's documents in which `«` and `»` are around what is to be found."""

from __future__ import annotations

import re

from mkdocs_speckit import Plan, read
from mkdocs_speckit.model.parts import Place


def read_marked(
    text: str, kind: str, front_matter: str = ""
) -> tuple[Plan, list[tuple[Place, str]]]:
    """The plan of a text without its marks, and the places and texts of what they are around."""
    marked = f"---\nspeckit: {kind}\n{front_matter}---\n{text}"
    plain = re.sub("[«»]", "", marked)
    expected, before = [], 0
    for number, match in enumerate(re.finditer("«([^»]*)»", marked)):
        before = match.start() - 2 * number
        lines = plain[:before].split("\n")
        expected.append((Place(len(lines), len(lines[-1]) + 1), " ".join(match[1].split())))
    plan = read(plain, f"specs/001-oven/{kind}.md")
    assert plan is not None
    assert (plan.format, plan.kind) == ("spec-kit", kind)
    return plan, expected
