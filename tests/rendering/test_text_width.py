"""Texts are broken where they would not fit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_speckit.rendering.text_width import measure_text, wrap_text


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Setup", ["Setup"]),
        ("Credential store and keys", ["Credential store", "and keys"]),
        ("A name that goes on and on for ever", ["A name that", "goes on and o…"]),
        ("Make a one-page Form", ["Make a", "one-page Form"]),
        ("a/part/of/a/path/to/it", ["a/part/of/a/path/", "to/it"]),
        ("Pneumonoultramicroscopic", ["Pneumonoultram", "icroscopic"]),
        ("設計と実装の全部を行う", ["設計と実装の全", "部を行う"]),
    ],
)
def test_lines(text: str, lines: list[str]) -> None:
    assert wrap_text(text, 13, 100, 2) == lines


@given(st.text(min_size=1), st.integers(1, 3))
def test_lines_fit_and_are_not_too_many(text: str, most: int) -> None:
    lines = wrap_text(text, 10, 80, most)
    assert len(lines) <= most
    assert all(measure_text(line, 10) <= 80 + 10 for line in lines)
