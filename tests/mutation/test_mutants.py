"""What `make mutants` makes of the source, and what it says in the end."""

from __future__ import annotations

from collections import Counter

from tests.campaigns import share_noticed
from tests.mutation.mutants import report, undecorated
from tests.mutation.plugin import BUDGET, choose_tests

SOURCE = '''\
"""A module."""
from functools import cache, lru_cache

class Box:
    side: int = 3  # inches

    @property
    def area(self) -> int:
        """Its floor."""
        return self.side**2

    @classmethod
    def unit(cls) -> int:
        return cls.side

@lru_cache(
    maxsize=4,
)
@cache
def twice(number: int) -> int:
    @cache
    def inner() -> int:
        return 2 * number
    return inner()
'''


def test_functions_are_decorated_after_their_body() -> None:
    changed = undecorated(SOURCE)
    assert changed.count("@") == 1, "a function in a function is a part of it"
    assert "        return self.side**2\n    area = property(area)\n" in changed
    assert "\ntwice = lru_cache(maxsize=4)(cache(twice))\n" in changed
    assert "side: int = 3  # inches\n" in changed


def test_a_changed_module_does_the_same() -> None:
    module: dict[str, object] = {}
    exec(undecorated(SOURCE), module)  # noqa: S102
    assert eval("(Box().area, Box.unit(), twice(4), twice.cache_info().misses)", module) == (  # noqa: S307
        9, 3, 8, 1,
    )  # fmt: skip


def test_a_test_that_never_ends_has_noticed_a_mutant() -> None:
    count = Counter({"killed": 80, "timed out": 5, "survived": 12, "untested": 3})
    assert share_noticed(count) == 0.85
    assert report({"schedule": count}).split("\n")[1].split() == [
        "schedule", "100", "80", "5", "12", "3", "85.0%",
    ]  # fmt: skip


def test_a_mutant_is_tried_with_tests_of_its_name_then_with_the_quickest() -> None:
    durations = {"build": 2.0, "names": BUDGET - 1, "quick": 0.1, "slower": 0.5, "slow": 5.0}
    function = "mkdocs_speckit.reading.names.x_parse_name"
    names = ["build", "quick", "slow", "unknown", "slower", "names"]
    assert choose_tests(function, names, durations) == ["names", "quick", "slower"]
    assert choose_tests(function, ["slow"], durations) == ["slow"]
    assert choose_tests(function, ["unknown"], durations) == []
