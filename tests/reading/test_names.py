"""Names of phases, taken apart and found: the examples of `reading/names.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mkdocs_speckit.reading.names import (
    NO_NUMBER,
    Label,
    Names,
    Number,
    parse_name,
    split_side_by_side,
    split_words,
    strip_label,
)

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
        ("[Phase 1] Core", [Label("phase", number(1), number(1))], ("core",)),
        ("Phase 2 (old) (oven)", [Label("phase", number(2), number(2))], ("old", "oven")),
        ("Step 2a: Core", [Label("step", ((2,), "a"), ((2,), "a"))], ("core",)),
        ("T2-x: Core", [Label("t2-x", NO_NUMBER, NO_NUMBER)], ("core",)),
        ("Budget 20% cut", [], ("budget", "20", "cut")),
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
        (Names.find, "1", (0,)),
        (Names.find, "P1", (0,)),
        (Names.find, "P1 notes", ()),
        (Names.find, "(draft)", ()),
        (Names.find_exact, "Setup done and tested", (0,)),
        (Names.find_exact, "Setup done as verified", (0,)),
        (Names.find_exact, "Setup results and its outputs", (0,)),
        (Names.find_exact, "Setup by hand", ()),
        (Names.find_whole, "1", (0,)),
        (Names.find_whole, "Phase 1: Setup work done", (0,)),
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


@pytest.mark.parametrize(
    ("texts", "text", "found"),
    [
        # A bare number means labels with one word, and one label before its parts.
        (["Stage 1: Oven", "Step 1: Oven"], "1", ()),
        (["Phase 2: Oven", "Phase 2A: Door"], "Phase 2", (0,)),
        (["1 Oven", "2A Cellar", "3 Hall"], "2A list", (1,)),
        # All ranges with one of the numbers.
        (["Steps 1-5", "Steps 4-8", "Steps 7-9"], "Step 5", (0, 1)),
        (["Steps 1-5", "Steps 4-8", "Steps 7-9"], "Steps 3-9", (0, 1, 2)),
        (["Steps 1-5", "Steps 4-8", "Steps 7-9"], "Step 9", (2,)),
        # Of names with one label the title decides.
        (["Stage 1: Docs", "Stage 1: Oven"], "Stage 1: Oven notes", (1,)),
        # A note that is the title is a part of the name.
        (["Phase 2 (the stone oven)", "Docs"], "stone oven", (0,)),
        # What many phases may be called means none.
        (["Oven stages", "Docs"], "Stages", ()),
        # Four letters in common are enough.
        (["Testing of ovens", "Docs"], "Tests", (0,)),
        (["Cart", "Docs"], "Car", ()),
        (["Contract", "Docs"], "Control", ()),
        (["20245 loaves", "Docs"], "2024", ()),
        # Words in another order are other words.
        (["The oven of stone", "Docs"], "stone oven", ()),
        # Numbers and capitals that names begin with are labels if they differ.
        (["1 Oven", "2 Bread"], "2", (1,)),
        (["Walls (A)", "Roof (B)"], "B", ()),
        (["Phases 5-6", "Steps 1-2"], "2", (1,)),
    ],
)
def test_one_text_among_other_names(texts: list[str], text: str, found: tuple[int, ...]) -> None:
    assert Names(texts).find(text) == found


def test_a_bare_number_has_the_word_of_the_text_before() -> None:
    names = Names(["Phase 1: Oven", "Phase 2: Bread", "Step 2: Salt"])
    assert names.find_exact("1", "step") == names.find("1", "step") == ()
    assert names.find_exact("2", "step") == names.find("2", "step") == (2,)


def test_its_own_name_does_not_compete_with_those_that_a_text_means() -> None:
    docs = Names(["Phase 1: Docs", "Phase 2: Docs", "Phase 3: Docs review"])
    assert docs.find("Docs", own=1) == (0,)
    assert docs.find_whole("Docs", own=1) == (0,)
    assert docs.find("Docs") == docs.find_whole("Docs") == ()
    begun = Names(["Verify & map sources", "Verify & map notes"])
    assert begun.find_whole("Verify & map", own=1) == (0,)
    assert begun.find_whole("Verify & map") == ()


def test_a_text_with_a_joint_is_a_title_before_it_is_the_beginning_of_one() -> None:
    names = Names(["Phase 1: Read & map", "Phase 2: Read & map later", "Core & Docs"])
    assert names.find_whole("Read & map") == (0,)
    assert names.find_whole("Core & Docs work done") == (2,)


@pytest.mark.parametrize(
    ("text", "found"),
    [("Verification", (1,)), ("Postgres", (0,)), ("Phase 3", ()), ("2", ())],
)
def test_what_words_begin_one_name(text: str, found: tuple[int, ...]) -> None:
    """A product's label is a part of its name; the label of a phase is not."""
    names = Names(["Postgres 16 upgrade", "Verification", "Phase 3: Oven", "2. Bread"])
    assert names.find_begun(split_words(text)) == found


def test_labels_side_by_side_are_split_with_what_follows_the_last() -> None:
    assert split_side_by_side("M3 M4 done") == ["M3", "M4 done"]
    assert split_side_by_side("Phase 2 v3 notes") == ["Phase 2 v3 notes"]


@pytest.mark.parametrize(
    ("texts", "text", "found"),
    [
        (["1. Oven", "2. Bread", "3. Shop"], "3 complete", (2,)),
        (["1. Oven", "2. Bread", "3. Shop"], "3 tasks", ()),
        (["1 Oven", "Docs"], "1", ()),
        (["A Oven", "B Bread"], "A done", (0,)),
        (["A Oven", "B Bread"], "A gate", ()),
        (["A Oven", "B Bread"], "B gate", (1,)),
        (["Oven (stone)", "Bread"], "Oven", (0,)),
        (["Oven (stone)", "Oven (steel)"], "Oven (steel)", (1,)),
        (["Core & Docs", "Docs"], "Core & Docs done", (0,)),
    ],
)
def test_a_number_before_a_thing_may_count_it(
    texts: list[str], text: str, found: tuple[int, ...]
) -> None:
    assert Names(texts).find_exact(text) == found


def test_behind_a_label_word_a_number_counts_nothing() -> None:
    names = Names(["Phase 2: Oven", "Step 2: Bread"])
    assert names.find_exact("2 tasks", "step") == (1,)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Phase 2: Kitchen", (1,)),
        ("2 Verify", (1,)),
        ("stone door", (3,)),
        ("Setup", (0,)),
        # `Phase 9: Docs` may be called `Docs` elsewhere; `Phase 9: Setup` is another phase.
        ("Phase 9: Docs", (2,)),
        ("Phase 9: Docs of the oven", (2,)),
        ("Phase 9: Setup", ()),
        # Of several with one label the title decides, or none does.
        ("Phase A: old oven", (4,)),
        ("Phase A", (4, 5)),
        ("Phase A: garden", (4, 5)),
    ],
)
def test_names_of_one_phase_in_different_places(text: str, found: tuple[int, ...]) -> None:
    names = Names(
        [
            "Phase 1: Setup",
            "Phase 2: Verification",
            "Docs",
            "The stone door",
            "Phase A: The old oven",
            "Phase A: Cleanup",
        ]
    )
    assert names.find_same(text) == found


def test_a_whole_title_decides_before_the_beginning_of_one() -> None:
    assert Names(["Docs", "Docs review"]).find_same("Phase 9: Docs") == (0,)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Phase 2: Core", "Core"),
        ("Phase 2 (Core)", "Core"),
        ("Phase 2 (optional): Remove the old oven", "Remove the old oven (optional)"),
        ("Phase 2 (week 3) – Bake", "Bake (week 3)"),
        ("Phase 2 (): Bake", "Bake"),
        ("Phase 2 ()", "Phase 2 ()"),
        ("Phase 2 (Core) and (Docs)", "(Core) and (Docs)"),
        ("Phase 2", "Phase 2"),
        ("(optional): Bake", "(optional): Bake"),
    ],
)
def test_a_phase_is_called_by_its_name_without_its_label(text: str, name: str) -> None:
    assert strip_label(text) == name
