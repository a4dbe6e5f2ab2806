"""Waves of tasks in a fence: each waits for the one before (`docs/kiro.md`, section K5)."""

from __future__ import annotations

import json

import pytest

from mkdocs_speckit.model.parts import Place
from mkdocs_speckit.model.tasks import StatedWaves, TaskReference
from mkdocs_speckit.reading import waves as module
from mkdocs_speckit.reading.document.markdown import parse_markdown
from mkdocs_speckit.reading.waves import Waves, read_waves

KNOWN = ["1", "2", "2.1", "3"]


def fence(waves: object, language: str = "json", lead: str = "") -> str:
    lines = [f"```{language}", json.dumps({"waves": waves}), "```"]
    return "".join(f"{lead}{line}\n" for line in lines)


def waves_of(text: str) -> Waves:
    return read_waves(parse_markdown(text), KNOWN)


def test_a_wave_waits_for_the_one_before() -> None:
    found = waves_of("# Plan\n\n## Waves\n\n" + fence([["1"], ["2", "2.1"], ["3"]]))
    assert found.pairs == (("1", "2"), ("1", "2.1"), ("2", "3"), ("2.1", "3"))
    assert found.named == tuple(TaskReference(id_, Place(5, 1)) for id_ in KNOWN)
    assert found.headings == (1,)
    assert found.stated == StatedWaves(1, (("1",), ("2", "2.1"), ("3",)))


def test_an_unknown_task_is_named_and_waits_for_nothing() -> None:
    found = waves_of(fence([["1"], ["9"], ["3"]]))
    assert found.pairs == ()
    assert [reference.id for reference in found.named] == ["1", "9", "3"]
    assert found.stated == StatedWaves(None, (("1",), ("3",)))


def test_a_task_does_not_wait_for_itself() -> None:
    assert waves_of(fence([["1", "2"], ["2", "3"]])).pairs == (("1", "2"), ("1", "3"), ("2", "3"))


def test_the_first_row_with_known_tasks_is_stated() -> None:
    text = (
        f"# Plan\n\n{fence([['8'], ['9']])}\n## More\n\n{fence([['1'], ['2']])}\n{fence([['3']])}"
    )
    found = waves_of(text)
    assert found.stated == StatedWaves(1, (("1",), ("2",)))
    assert found.headings == (0, 1)
    assert [reference.id for reference in found.named] == ["8", "9", "1", "2", "3"]


@pytest.mark.parametrize(
    "text",
    ["# Plan\n", fence([["1"], ["2"]], "python"), "```json\n{\n```\n", '```json\n["waves"]\n```\n'],
)
def test_without_waves_nothing_is_said(text: str) -> None:
    assert waves_of(text) == Waves((), (), (), None)


@pytest.mark.parametrize("language", ["json", "JSON", "jsonc", "json5", "json title=waves"])
def test_a_fence_may_be_of_any_json(language: str) -> None:
    assert waves_of(fence([["1"], ["2"]], language)).pairs == (("1", "2"),)


@pytest.mark.parametrize(
    ("waves", "pairs"),
    [
        ([{"tasks": ["1"]}, {"tasks": [{"id": "2"}]}], (("1", "2"),)),
        ([["Task 1"], ["task #2"]], (("1", "2"),)),
        ([[1], [2.1]], (("1", "2.1"),)),
        ({"one": ["1"], "two": ["2"]}, (("1", "2"),)),
        ([["1 Oven"], ["2x"], ["3"]], ()),
        ([["1"], None, ["2"]], ()),
        ("1, 2", ()),
        ([{"tasks": "1"}, {"tasks": None}, [None, {"id": None}]], ()),
    ],
)
def test_a_task_is_written_in_many_ways(waves: object, pairs: tuple[object, ...]) -> None:
    assert waves_of(fence(waves)).pairs == pairs


@pytest.mark.parametrize("lead", ["> ", "   "])
def test_a_fence_may_be_in_a_quote_or_a_list(lead: str) -> None:
    before = "- Waves\n\n" if lead == "   " else ""
    assert waves_of(before + fence([["1"], ["2"]], lead=lead)).pairs == (("1", "2"),)


def test_text_after_the_waves_does_not_count() -> None:
    text = '```json\n\n\n{"waves": [["1"], ["2"]]} and more {\n```\n\n["3"]\n'
    assert waves_of(text).pairs == (("1", "2"),)


def test_a_number_is_not_another_one() -> None:
    found = read_waves(
        parse_markdown('```json\n{"waves": [[2.10], [2.1]]}\n```\n'), ["2.1", "2.10"]
    )
    assert found.pairs == (("2.10", "2.1"),)


def test_a_very_long_fence_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    text = fence([["1"], ["2"]])
    length = len(text.encode()) - 1
    monkeypatch.setattr(module, "MAX_LENGTH", length)
    assert waves_of(text).pairs
    monkeypatch.setattr(module, "MAX_LENGTH", length - 1)
    assert not waves_of(text).pairs


def test_there_are_at_most_so_many_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_EDGES", 3)
    text = fence([["1"], ["2", "2.1"]]) + "\n" + fence([["1", "2"], ["3"]])
    assert waves_of(text).pairs == (("1", "2"), ("1", "2.1"), ("1", "3"))
