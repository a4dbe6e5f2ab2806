"""Names of phases, taken apart and found: the examples of `reading/names.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mkdocs_speckit.reading.names import NO_NUMBER, Label, Names, Number, parse_name

if TYPE_CHECKING:
    from collections.abc import Callable


def number(integer: int) -> Number:
    return (integer,), ""


@pytest.mark.parametrize(
    ("text", "labels", "title"),
    [
        ("Phase 2: Core API", [Label("phase", number(2), number(2))], ("core", "api")),
        ("Steps 2-8", [Label("step", number(2), number(8))], ()),
        (
            "Steps 2 and 4",
            [Label("step", number(2), number(2)), Label("step", number(4), number(4))],
            (),
        ),
        (
            "W-1 / W-2: Lines",
            [Label("w", number(1), number(1)), Label("w", number(2), number(2))],
            ("lines",),
        ),
        # A capital that is no letter of ours is no label.
        ("Step 2 + İ", [Label("step", number(2), number(2))], ("i",)),
        ("T001 Schema", [Label("t", number(1), number(1))], ("schema",)),
        ("W-A", [Label("w-a", NO_NUMBER, NO_NUMBER)], ()),
        ("Core & Docs", [], ("core", "docs")),
    ],
)
def test_names_are_taken_apart(text: str, labels: list[Label], title: tuple[str, ...]) -> None:
    name = parse_name(text)
    assert ([*name.labels], name.title) == (labels, title)


@pytest.mark.parametrize(
    ("find", "text", "found"),
    [
        (Names.find_equal, "phase 1 setup", (0,)),
        (Names.find_equal, "Setup", ()),
        (Names.find_exact, "Phases 1-2 complete", (0, 1)),
        (Names.find_exact, "Setup", (0,)),
        (Names.find_exact, "Phase 2 sandbox", ()),
        (Names.find, "Phase 2 sandbox", (1,)),
        (Names.find_exact, "Core", ()),
        (Names.find, "Core", (1,)),
        (Names.find, "Setup notes", (0,)),
        (Names.find, "Verify", (2,)),
        (Names.find, "exporter", (3,)),
    ],
)
def test_names_are_found(
    find: Callable[[Names, str], tuple[int, ...]], text: str, found: tuple[int, ...]
) -> None:
    names = Names(
        [
            "Phase 1: Setup",
            "Phase 2: Core API",
            "Phase 3: Verification",
            "Phase 4: Order exporter",
        ]
    )
    assert find(names, text) == found
