"""Words of a scale: what they are read as."""

from __future__ import annotations

import pytest

from tests.conftest import plan_of


def rating(heading: str, header: str, word: str) -> str | None:
    plan = plan_of(
        f"## {heading}\n\n| Phase | {header} | Effort |\n|---|---|---|\n| A | {word} | 1h |"
    )
    assert len(plan.ratings) < 2
    for found in plan.ratings:
        assert plan.outline[found.table].kind == "table"
        assert (found.row, found.column) == (0, 1)
    return plan.ratings[0].value if plan.ratings else None


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("Low", "low"),
        ("**LOW**", "low"),
        ("Low-Medium", "low-medium"),
        ("Low to Med", "low-medium"),
        ("Low/High", "medium"),
        ("Medium", "medium"),
        ("Moderate (mostly)", "medium"),
        ("Medium – High", "medium-high"),
        ("Very High", "very high"),
        ("extremely complex", "very high"),
        ("very low", "low"),
        ("complex", "high"),
        ("~~Low~~", None),
        ("~~Low~~ High", "high"),
        ("[Low/Med/High]", None),
        ("Lowland", None),
        ("not low", None),
        ("", None),
        ("3", None),
    ],
)
def test_complexity(word: str, value: str | None) -> None:
    assert rating("Effort", "Complexity", word) == value


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("Green", "green"),
        ("**green**.", "green"),
        ("Green (assumed)", "green"),
        ("Available", "green"),
        ("Yellow", "yellow"),
        ("At risk", "yellow"),
        ("in progress", "yellow"),
        ("Red", "red"),
        ("Not available", "red"),
        ("Blocked", "red"),
        ("~~Red~~ Green", "green"),
        ("Greenfield", None),
        ("Green or Red", None),
        ("🟢 Green", None),
        ("[Green/Yellow/Red]", None),
    ],
)
def test_status(word: str, value: str | None) -> None:
    assert rating("6. DEPENDENCIES", "Status", word) == value


@pytest.mark.parametrize(("heading", "header"), [("Review", "Status"), ("Effort", "Risk")])
def test_other_columns_rate_nothing(heading: str, header: str) -> None:
    assert rating(heading, header, "High") is None
    assert rating(heading, header, "Green") is None
