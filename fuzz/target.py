"""What is fuzzed: a check that takes any bytes, what to begin with, and the words of its format."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fuzz import targets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


@dataclass(frozen=True)
class Target:
    """A `check` of any bytes; it raises where something does not hold.

    `seeds` are good input, each of which is varied; `words` are put into it. Input `of_json` are
    lines of JSON, and their values are varied, too.
    """

    check: Callable[[bytes], None]
    seeds: Callable[[], Iterable[bytes]]
    words: Iterable[str]
    of_json: bool = False


def target_of(name: str) -> Target:
    """The target of the module with this name; raises ImportError."""
    target: Target = importlib.import_module(f"{targets.__name__}.{name}").TARGET
    return target


NAMES = tuple(info.name for info in pkgutil.iter_modules(targets.__path__))
"""The names of all targets."""
