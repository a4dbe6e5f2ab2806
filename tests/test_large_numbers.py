"""Figures of any size are read, audited, exported and shown, whatever draws them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuzz.promises import findings_of, hold_export, hold_figures
from mkdocs_speckit import read
from mkdocs_speckit.model.settings import Settings
from mkdocs_speckit.options import OptionError, make_options
from tests.conftest import MARKER, all_but, convert

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Site

DRAWN = (all_but(), all_but(also=("mermaid",)))

AMOUNTS = (
    "30,000,000h", "999999999999 months", "999,999,999,999 weeks", "0-999999999999 months",
    "0.000000001h", "1 second", "0h", "999999999999999999999h", "1e999 h", "NaN h", "∞ h", "-5h",
    "½ h", "٣ h", "5 sessions", "366h", "8761 days",
)  # fmt: skip

WORKING_TIMES: dict[str, dict[str, float]] = {
    "usual": {},
    "short days": {"hours_per_day": 0.01},
    "long days": {"hours_per_day": 1000, "days_per_week": 1000, "days_per_month": 1000},
}


def plan_with(*amounts: str) -> str:
    """A plan of as many phases, each of which waits for the one before it."""
    rows = [
        f"| Phase {i} | {f'Phase {i - 1}' if i else 'None'} | {amount} |"
        for i, amount in enumerate(amounts)
    ]
    return "\n".join(
        [
            f"# Plan\n\n{MARKER}## Phases\n\n### Phase 0: A\n\n- [x] a\n",
            "## Effort and dependencies\n",
            "| Phase | Depends On | Effort |",
            "|---|---|---|",
            *rows,
            f"| Total | | {amounts[0]} |",
            f"\n**Total Critical Path**: {amounts[-1]}\n",
            f"## Milestones\n\n| Milestone | Target |\n|---|---|\n| M | {amounts[0]} |\n",
        ]
    )


@pytest.mark.parametrize("amount", AMOUNTS)
def test_a_figure_of_any_size_is_read_audited_and_exported(amount: str) -> None:
    plan = read(plan_with(amount, "1h", amount), "plan.md")
    assert plan is not None
    hold_figures(plan)
    hold_export(plan, findings_of(plan))


@pytest.mark.parametrize("show", DRAWN)
@pytest.mark.parametrize("time", WORKING_TIMES)
@pytest.mark.parametrize("amount", AMOUNTS)
def test_a_figure_of_any_size_is_shown(amount: str, time: str, show: list[str]) -> None:
    for amounts in ((amount,), (amount, "1h", amount), ("1h", amount)):
        hold_page(plan_with(*amounts), show=show, working_time=WORKING_TIMES[time])


@given(
    st.lists(st.tuples(st.floats(0, 1e12), st.sampled_from("h days weeks months".split()))),
    st.fixed_dictionaries(dict.fromkeys(("hours_per_day", "days_per_week"), st.floats(0.01, 1000))),
)
def test_random_figures_are_shown(amounts: list[tuple[float, str]], time: dict[str, float]) -> None:
    text = plan_with("1h", *(f"{figure:.3f} {unit}" for figure, unit in amounts))
    options = make_options({"working_time": time})
    plan = read(text, "plan.md", Settings(options.working_time))
    assert plan is not None
    hold_figures(plan)
    for show in DRAWN:
        hold_page(text, show=show, working_time=time)


def hold_page(text: str, **options: object) -> None:
    """No part of a page fails, and all that is drawn is at a number."""
    soup = convert(text, **options)
    for tag in soup.select("[class^=speckit-] *"):
        drawn = " ".join(map(str, (tag.get("style", ""), tag.get("d", ""), tag.get("x", ""))))
        assert not re.search(r"\b(?:nan|inf)\b|\de[+-]?\d", drawn, re.IGNORECASE), tag
    for block in soup.select("pre.mermaid"):
        hold_gantt(block.get_text())


def hold_gantt(chart: str) -> None:
    """All is in the one year whose days the axis counts."""
    for start, days in re.findall(r"(\d{4,}-\d\d-\d\d \d\d:\d\d), ([\d.e+-]+)d", chart):
        begin = datetime.strptime(start, "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
        assert (begin - datetime(2001, 1, 1, tzinfo=UTC)).days + float(days) <= 366, (start, days)


@pytest.mark.parametrize("show", DRAWN)
def test_a_site_with_a_plan_of_thirty_million_hours_is_built(
    build_site: Callable[..., Site], show: list[str]
) -> None:
    site = build_site({"plan.md": plan_with("1h", "30,000,000h")}, speckit={"show": show})
    assert not [line for line in site.log if line.startswith("ERROR")]
    assert "30,000,001 h" in site.page("plan.html").get_text()


@pytest.mark.parametrize("name", ["hours_per_day", "days_per_week", "days_per_month"])
@pytest.mark.parametrize("value", [0.001, 1001, 1e300, 5e-324])
def test_a_working_time_is_one_that_somebody_can_work(name: str, value: float) -> None:
    with pytest.raises(OptionError, match=r"working_time has \{.*\}; .* from 0\.01 to 1000"):
        make_options({"working_time": {name: value}})
