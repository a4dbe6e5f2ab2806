"""What changes of OpenSpec do to capabilities, and what differs from the main specification."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_speckit.features.capabilities import compare_texts, list_deltas, pair_deltas
from mkdocs_speckit.features.joining import join_documents
from mkdocs_speckit.reading import read
from tests.openspec import DELTA, FOLDER, PROJECT, SPEC

if TYPE_CHECKING:
    from collections.abc import Mapping


def pair(texts: Mapping[str, str]) -> dict[str, list[tuple[str, str | None]]]:
    plans = join_documents([plan for path, text in texts.items() if (plan := read(text, path))])
    return {
        folder: [(one.plan.path, one.main.path if one.main else None) for one in deltas]
        for folder, deltas in pair_deltas(plans).items()
    }


def test_deltas_are_paired_with_the_main_specifications_of_their_project() -> None:
    main = "openspec/specs/counter/spec.md"
    assert pair(PROJECT) == {
        FOLDER: [
            (f"{FOLDER}/specs/counter/spec.md", main),
            (f"{FOLDER}/specs/kitchen/oven/spec.md", None),
        ],
        "openspec/specs/counter": [(f"{FOLDER}/specs/counter/spec.md", main)],
    }


def test_one_of_another_project_is_not_meant() -> None:
    texts = {
        "a/openspec/specs/counter/spec.md": SPEC,
        "b/openspec/changes/archive/2026-03-02-rolls/specs/counter/spec.md": DELTA,
        "b/openspec/changes/archive/2026-03-02-rolls/proposal.md": "# Rolls\n",
    }
    folder = "b/openspec/changes/archive/2026-03-02-rolls"
    assert pair(texts) == {folder: [(f"{folder}/specs/counter/spec.md", None)]}
    beside = texts | {"b/openspec/specs/counter/spec.md": SPEC}
    assert list(pair(beside)) == [folder, "b/openspec/specs/counter"]


CHANGES = """\
## MODIFIED Requirements

### Requirement: Loaves

### Requirement: Cake

## REMOVED Requirements

- `### Requirement: Old bread`

## RENAMED Requirements

- FROM: `### Requirement: Bread`
- TO: `### Requirement: Loaves`
"""


def test_each_delta_knows_the_requirement_as_it_is_now() -> None:
    texts = {
        f"{FOLDER}/specs/counter/spec.md": CHANGES,
        "openspec/specs/counter/spec.md": f"{SPEC}\n### Requirement: Old bread\n",
    }
    plans = [plan for path, text in texts.items() if (plan := read(text, path))]
    ((delta,), _) = pair_deltas(plans).values()
    found = [(one.kind, one.name, one.now and one.now.id, one.before) for one in list_deltas(delta)]
    assert found == [
        ("modified", "Loaves", "Bread", ""),
        ("modified", "Cake", None, ""),
        ("removed", "Old bread", "Old bread", ""),
        ("renamed", "Loaves", "Bread", "Bread"),
    ]


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        ("The oven is hot.", "The oven is hot.", []),
        ("- **WHEN** it rains\n\nYes", "- WHEN it rains\nYes", []),
        ("The oven is hot.", "The oven is very hot.", ["The oven is +very +hot."]),
        ("The oven is hot.", "The oven is cold.", ["The oven is -hot-+cold+."]),
        ("Bread", "Nothing of it", ["-Bread-", "+Nothing of it+"]),
        ("a\nb", "b\nc", ["-a-", "+c+"]),
        ("a\n" * 201, "a", None),
    ],
)
def test_what_differs(before: str, after: str, lines: list[str] | None) -> None:
    signs = {"same": "", "added": "+", "removed": "-"}
    compared = compare_texts(before, after)
    shown = None
    if compared is not None:
        shown = ["".join(f"{signs[k]}{text}{signs[k]}" for k, text in line) for line in compared]
    assert shown == lines


LINES = st.lists(st.sampled_from(["The oven", "is hot", "", "a", "b", "a b c d", "a b c e"]))


@given(LINES, LINES)
def test_the_parts_come_to_both_texts(old: list[str], new: list[str]) -> None:
    lines = compare_texts("\n".join(old), "\n".join(new))
    assert lines is not None
    assert bool(lines) == ([one for one in old if one] != [one for one in new if one])
    for kind, whole in (("removed", old), ("added", new)):
        for line in lines:
            text = "".join(part.text for part in line if part.kind in {"same", kind})
            assert not text or text in whole
