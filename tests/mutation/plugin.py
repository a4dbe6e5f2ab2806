"""A pytest plugin for the tests of one mutant: the likeliest to notice it first, caches empty."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

CLEARS = pytest.StashKey[list["Callable[[], None]"]]()

_WORDS = re.compile(r"[a-z]{3,}")


def pytest_collection_modifyitems(session: pytest.Session, items: list[pytest.Item]) -> None:
    """Put first the tests that are named like the changed function: the run ends with a failure.

    mutmut names the mutant as in `mkdocs_speckit.schedule.x__is_longer__mutmut_2`.
    """
    name = os.environ.get("MUTANT_UNDER_TEST", "").partition("__mutmut")[0]
    words = _WORDS.findall(name.casefold())[2:]
    items.sort(key=lambda item: -sum(word in item.nodeid.casefold() for word in words))
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
