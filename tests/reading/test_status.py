"""Which words of a stated status are compared with the boxes, and as what."""

from __future__ import annotations

import pytest

from mkdocs_speckit.reading.properties import classify_status


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Complete", "done"),
        ("completed", "done"),
        ("✅ Complete", "done"),
        ("Complete (2026-03-25)", "done"),
        ("Complete, 2026-03-25", "done"),
        ("DONE.", "done"),
        ("Shipped 🚀", "done"),
        ("Implemented (with a caveat)", "done"),
        ("Draft", "not begun"),
        ("Draft (pre-research)", "not begun"),
        ("Planning", "not begun"),
        ("Planned", "not begun"),
        ("Pending", "not begun"),
        ("Proposed", "not begun"),
        ("Not Started", "not begun"),
        ("In Progress", None),
        ("Blocked", None),
        ("On hold", None),
        ("Superseded", None),
        ("Deferred", None),
        ("Partially Complete", None),
        ("Research Complete", None),
        ("Implemented, typecheck blocked", None),
        ("Complete for the feature's scope", None),
        ("Done 80 %", None),
        ("Donee", None),
        ("", None),
    ],
)
def test_the_first_word_decides_if_nothing_more_than_a_note_follows(
    text: str, state: str | None
) -> None:
    assert classify_status(text) == state
