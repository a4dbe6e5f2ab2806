"""The package's regular expressions, how each is used, and the texts that are worst for it."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from pathlib import Path
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any

import mkdocs_speckit

if TYPE_CHECKING:
    from collections.abc import Iterator

REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)
OF_CATEGORY = {
    sre.CATEGORY_DIGIT: "7", sre.CATEGORY_NOT_DIGIT: "a", sre.CATEGORY_SPACE: " ",
    sre.CATEGORY_NOT_SPACE: "a", sre.CATEGORY_WORD: "a", sre.CATEGORY_NOT_WORD: "-",
}  # fmt: skip
ANY = ("a", " ", "-")

FEW = 4
"""Repeated less often than this, nothing takes long."""


def patterns() -> dict[str, re.Pattern[Any]]:
    """All that are compiled with a module, by `module.name`; one that is imported counts once."""
    found: dict[re.Pattern[Any], str] = {}
    for module in _modules():
        for name, value in vars(module).items():
            for pattern in _in(value):
                found.setdefault(pattern, f"{module.__name__}.{name}")
    numbered: dict[str, re.Pattern[Any]] = {}
    for pattern, name in found.items():
        numbered[name if name not in numbered else f"{name} ({len(numbered)})"] = pattern
    return numbered


def scanned() -> frozenset[re.Pattern[Any]]:
    """The patterns that are looked for from every place of a text."""
    methods = {"search", "finditer", "findall", "sub", "subn", "split"}
    found: set[re.Pattern[Any]] = set()
    for module in _modules():
        tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in methods:
                names = [each.id for each in ast.walk(node.value) if isinstance(each, ast.Name)]
                found.update(*(_in(getattr(module, name, None)) for name in names))
    return frozenset(found)


def worst_texts(pattern: re.Pattern[Any], size: int) -> Iterator[str]:
    """Texts of about so many signs that could make a pattern try again and again."""
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    pairs = {(before, one) for before, one in _repeated(list(tree), "") if one}
    ones = sorted({one for _, one in pairs})
    units = {before + one for before, one in pairs} | {before for before, _ in pairs} | set(ones)
    units |= {one + other for one in ones[:6] for other in ones[:6]}
    for unit in sorted(filter(None, units)):
        yield unit * (size // len(unit))
    for before, one in sorted(pairs):
        yield before + one * (size // len(one)) + "\0"
    for one in ones[:6]:
        for other in ones[:6]:
            yield one * (size // 2 // len(one)) + other * (size // 2 // len(other)) + "\0"


def _modules() -> Iterator[Any]:
    for info in pkgutil.walk_packages(mkdocs_speckit.__path__, "mkdocs_speckit."):
        yield importlib.import_module(info.name)


def _in(value: object) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        for part in (*value, *value.values()):
            yield from _in(part)
    elif isinstance(value, tuple | list | frozenset | set):
        for part in value:
            yield from _in(part)


def _repeated(items: list[Any], before: str) -> Iterator[tuple[str, str]]:
    """Samples of what is repeated without a small bound, each with one of what goes before it."""
    for kind, argument in items:
        if kind in REPEATS:
            _, most, inner = argument
            if most >= FEW:
                yield from ((before, sample) for sample in _samples(list(inner)))
            yield from _repeated(list(inner), before)
        elif kind is sre.SUBPATTERN:
            yield from _repeated(list(argument[3]), before)
        elif kind is sre.ATOMIC_GROUP:
            yield from _repeated(list(argument), before)
        elif kind is sre.BRANCH:
            for branch in argument[1]:
                yield from _repeated(list(branch), before)
        elif kind in (sre.ASSERT, sre.ASSERT_NOT):
            yield from _repeated(list(argument[1]), before)
        before += next(iter(_samples([(kind, argument)])), "")


def _samples(items: list[Any]) -> list[str]:
    """A few texts that some parts of a pattern match."""
    texts = [""]
    for item in items:
        ends = _of_one(*item)
        texts = [text + end for text in texts for end in ends][:FEW]
    return texts


def _of_one(kind: Any, argument: Any) -> list[str]:
    if kind is sre.LITERAL:
        return [chr(argument)]
    if kind in (sre.ANY, sre.NOT_LITERAL):
        return [sign for sign in ANY if ord(sign) != argument]
    if kind is sre.IN:
        return _of_class(argument)
    if kind in REPEATS:
        return [sample * max(1, argument[0]) for sample in _samples(list(argument[2]))]
    if kind is sre.SUBPATTERN:
        return _samples(list(argument[3]))
    if kind is sre.ATOMIC_GROUP:
        return _samples(list(argument))
    if kind is sre.BRANCH:
        return [text for branch in argument[1] for text in _samples(list(branch))[:1]]
    return [""]


def _of_class(parts: list[Any]) -> list[str]:
    """Signs of a class: one of each of its parts, or some that it does not exclude."""
    if parts[0][0] is sre.NEGATE:
        excluded = {argument for kind, argument in parts[1:] if kind is sre.LITERAL}
        return [sign for sign in (*ANY, "é") if ord(sign) not in excluded][:3]
    signs = []
    for kind, argument in parts:
        if kind is sre.LITERAL:
            signs.append(chr(argument))
        elif kind is sre.RANGE:
            signs.append(chr(argument[0]))
        elif kind is sre.CATEGORY:
            signs.append(OF_CATEGORY[argument])
    return signs[:6]
