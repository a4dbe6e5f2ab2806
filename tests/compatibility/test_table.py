"""The README's table says what the records say."""

from __future__ import annotations

import json

import pytest

from tests.compatibility.table import README, RESULTS, results, table, with_table


def test_the_readme_shows_the_results_of_the_last_whole_run() -> None:
    found = json.loads(RESULTS.read_text("utf-8"))
    text = README.read_text("utf-8")
    assert with_table(text, table(found)) == text


def test_a_row_has_all_versions_that_passed_in_their_order() -> None:
    records = [
        {"python": "3.13", "sites": {"mkdocs:material": {"mkdocs": "1.6.1", "mkdocs-material": a}}}
        for a in ("9.10.0", "9.5.20")
    ]
    records.append({"python": "3.9", "sites": {"zensical:modern": {"zensical": "0.0.73"}}})
    assert table(results(records)).splitlines()[2:] == [
        "| MkDocs 1.6.1 | Material 9.5.20, 9.10.0 | 3.13 | the plugin |",
        "| Zensical 0.0.73 | modern | 3.9 | the extension |",
    ]


def test_a_text_without_a_place_for_the_table() -> None:
    with pytest.raises(AssertionError, match="the text has 0 places"):
        with_table("# Title", "| a |")
