"""The words of a format, as the code itself lists them, and the demo site's texts."""

from __future__ import annotations

import importlib
import pkgutil
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

DEMO = Path(__file__).parents[1] / "demo_site"

_WORD = re.compile(r"[^\W\d]{2,}(?:[ -][^\W\d]+)*")
_ESCAPE = re.compile(r"\\.")


def words_in(*names: str) -> frozenset[str]:
    """The words in the lists and patterns of some modules, and of those in packages."""
    modules = [module for name in names for module in _modules(importlib.import_module(name))]
    values = (v for module in modules for name, v in vars(module).items() if name[:2] != "__")
    return frozenset(word for value in values for word in _in(value))


def _modules(module: ModuleType) -> Iterator[ModuleType]:
    yield module
    for info in pkgutil.iter_modules(getattr(module, "__path__", ())):
        yield importlib.import_module(f"{module.__name__}.{info.name}")


def _in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield from _WORD.findall(_ESCAPE.sub(" ", value.pattern))
    elif isinstance(value, dict | tuple | list | frozenset):
        yield from (one for one in value if isinstance(one, str) and one)


def demo_documents() -> Iterator[str]:
    """The documents of the demo site."""
    for folder in ("docs", "specs"):
        for path in sorted((DEMO / folder).rglob("*.md")):
            yield path.read_text(encoding="utf-8")


def cells(document: str) -> Iterator[str]:
    """The cells of a document's tables."""
    for line in document.splitlines():
        if line.startswith("|"):
            yield from (cell.strip() for cell in line.strip("|").split("|"))
