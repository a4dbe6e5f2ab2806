"""What the text of a plan says to tools: anchors, rules to ignore, names of other folders."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mkdocs_speckit.model.parts import Anchor, Ignore

if TYPE_CHECKING:
    from mkdocs_speckit.reading.document import Document

_ANCHOR = re.compile(r"\s*(/?)ANCHOR:\s*([\w.-]+)\s*")
_IGNORE = re.compile(r"\s*speckit:\s*(ignore-file|ignore)\b([\w\s,-]*)")


def read_anchors(document: Document) -> tuple[Anchor, ...]:
    """The starts and ends of anchors, in order."""
    return tuple(
        Anchor(match[2], bool(match[1]), comment.place)
        for comment in document.comments
        if (match := _ANCHOR.fullmatch(comment.text))
    )


def read_ignores(document: Document) -> tuple[Ignore, ...]:
    """The comments that silence rules: `speckit: ignore RULE…` and `speckit: ignore-file RULE…`."""
    found = []
    for comment in document.comments:
        if match := _IGNORE.fullmatch(comment.text):
            first, last = comment.next_block or (comment.place.line, comment.place.line)
            rules = tuple(re.findall(r"[\w-]+", match[2]))
            is_for_file = match[1] == "ignore-file"
            found.append(Ignore(rules, comment.place, first, last, is_for_file))
    return tuple(found)


FOLDER_ABOVE = ".."

# Without a look behind: a pattern that begins with a digit is found faster.
_FOLDER_NAME = re.compile(r"[0-9][0-9]{2}-[a-z0-9]+(?:[-.][a-z0-9]+)*")
_ABOVE = re.compile(r"\.\./")
_PART_OF_NAME = re.compile(r"[\w.-]\Z")


def read_folder_names(document: Document) -> frozenset[str]:
    """The folders that a document names: paths are often written as code, or in front matter."""
    return find_folder_names(f"{document.front_matter}\n{document.source.bytes.decode()}")


def find_folder_names(text: str) -> frozenset[str]:
    """The names of numbered folders (`004-guest-checkout`) in a text, and `..` for `../…`."""
    found = set()
    for pattern in (_FOLDER_NAME, _ABOVE):
        for match in pattern.finditer(text):
            # `1004-guest` and `.../` only end like one.
            if not _PART_OF_NAME.match(text[max(0, match.start() - 1) : match.start()]):
                is_above = pattern is _ABOVE
                found.add(FOLDER_ABOVE if is_above else match[0].removesuffix(".md"))
    return frozenset(found)
