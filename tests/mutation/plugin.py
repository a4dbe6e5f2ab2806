"""A pytest plugin for the tests of one mutant: the likeliest to notice it, with empty caches.

Hundreds of tests reach most functions, some of them only through whole builds. A mutant is tried
with those that are named like its function, then with the quickest, up to BUDGET seconds in all;
one that others alone would notice has survived. Without that, a run would take days.

A test has to have the same name when it is collected again in the same process, or the mutant is
not tried: pytest escapes the signs of an id that is given once more each time.
"""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

CLEARS = pytest.StashKey[list["Callable[[], None]"]]()

BUDGET = 3.0
"""In seconds, as mutmut has measured each test, which takes longer than without it."""

_WORDS = re.compile(r"[a-z]{3,}")


def pytest_configure(config: pytest.Config) -> None:
    """Choose the tests of a mutant, before they are looked up.

    mutmut names the mutant as in `mkdocs_speckit.schedule.x__is_longer__mutmut_2`.
    """
    function, is_mutant, _ = os.environ.get("MUTANT_UNDER_TEST", "").partition("__mutmut_")
    if not is_mutant:
        return
    durations = json.loads(Path("mutmut-stats.json").read_text("utf-8"))["duration_by_test"]
    config.args[:] = choose_tests(function, config.args, durations) or config.args


def choose_tests(function: str, names: Sequence[str], durations: Mapping[str, float]) -> list[str]:
    """Those tests that are likeliest to notice a change of a function; the likeliest is first."""
    words = _WORDS.findall(function.casefold())[2:]
    known = [name for name in names if name in durations]
    known.sort(key=lambda name: (-_count_words(name, words), durations[name]))
    left = BUDGET
    chosen: list[str] = []
    for name in known:
        left -= durations[name]
        if chosen and left < 0:
            break
        chosen.append(name)
    return chosen


def _count_words(name: str, words: Sequence[str]) -> int:
    return sum(word in name.casefold() for word in words)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Find the caches of the package."""
    session.stash[CLEARS] = [
        value.cache_clear
        for name, module in list(sys.modules.items())
        if name.partition(".")[0] == "mkdocs_speckit"
        for value in vars(module).values()
        if hasattr(value, "cache_clear")
    ]


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Empty the caches: a test that found a figure there would not be known to need its function.

    It would not be run against the function's mutants.
    """
    for clear in item.session.stash[CLEARS]:
        clear()
