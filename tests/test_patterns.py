"""What every pattern avoids: CPython 3.11.0 to 3.11.4 match some constructions wrongly.

There a possessive quantifier on a group, such as `(?:…)*+`, forgets where the last repetition
began if that has to go back (https://github.com/python/cpython/issues/106052). An atomic group,
`(?>(?:…)*)`, means the same and is matched rightly. Debian 12 has Python 3.11.2.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any

import pytest

import mkdocs_speckit
from mkdocs_speckit.features.selection import OVERVIEW
from mkdocs_speckit.page.pieces import hide_added, wrap_added
from tests.patterns import patterns

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(mkdocs_speckit.__file__).parent

PATTERNS = patterns()

SINGLE = (sre.LITERAL, sre.NOT_LITERAL, sre.ANY, sre.IN)
"""What matches one character, so that there is nothing in it to go back to."""

WRITTEN = re.compile(r"\)(?:[*+?]|\{[\d,]*\})\+")
"""A possessive quantifier on a group, as it is written in a pattern."""


def find_parts(items: Any) -> Iterator[tuple[Any, Any]]:
    """All parts of a parsed pattern, also those in other parts: kinds and arguments."""
    if isinstance(items, tuple) and len(items) == 2 and items[0] in sre.OPCODES:
        yield items
    if isinstance(items, tuple | list | parser.SubPattern):
        for item in items:
            yield from find_parts(item)


def has_possessive_group(pattern: re.Pattern[Any]) -> bool:
    """True if a possessive quantifier is on more than one character."""
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    inner = (part[2] for kind, part in find_parts(tree) if kind is sre.POSSESSIVE_REPEAT)
    return any(len(parts) != 1 or parts[0][0] not in SINGLE for parts in inner)


@pytest.mark.parametrize("name", PATTERNS)
def test_no_possessive_quantifier_is_on_a_group(name: str) -> None:
    assert not has_possessive_group(PATTERNS[name]), "use an atomic group: `(?>(?:…)*)`"


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.stem)
def test_none_is_written_in_a_function_either(path: Path) -> None:
    """Those of modules are parsed above; a function's own are found by how they look."""
    texts = (
        node.value
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    assert [text for text in texts if WRITTEN.search(text)] == []


@pytest.mark.parametrize(
    ("pattern", "is_banned"),
    [
        (r"a*+", False),
        (r"[ab]?+", False),
        (r"\w{2,3}+", False),
        (r"(?>(?:ab|c)*)", False),
        (r"(?:(?!b).)*", False),
        (r"(?:(?!b).)*+", True),
        (r"(?:ab){2,}+", True),
        (r"x(a|(?:bc)?+)", True),
        (r"(?=(?:ab)++)", True),
        (r"(a)?(?(1)(?:ab)*+|c)", True),
        (rb"(?:ab)*+", True),
    ],
)
def test_the_construction_is_found(pattern: str | bytes, is_banned: bool) -> None:
    assert has_possessive_group(re.compile(pattern)) is is_banned
    assert isinstance(pattern, bytes) or bool(WRITTEN.search(pattern)) is is_banned


def test_the_patterns_match_what_they_mean_on_this_python() -> None:
    comment = '<!-- speckit: overview path="a - b -- c/*" level=2 -->'
    found = OVERVIEW.search(f"<!-- x -->{comment}<!-- y -->")
    assert found is not None
    assert found[0] == comment
    assert OVERVIEW.search("<!-- speckit: overview <!-- --") is None
    piece = wrap_added("<p>a <b>bold</b> <!-- word -->, 1 < 2</p>")
    assert hide_added(f"<h1>A</h1>{piece}<p>b</p>{piece}") == (
        "<h1>A</h1><!--speckit:0--><p>b</p><!--speckit:1-->",
        [piece, piece],
    )
