"""Plugins and extensions that put other texts into a page: macros, include-markdown, snippets.

The page shows what readers see, findings and overview what is in the files.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.builds.test_page import PLAN
from tests.conftest import MARKER
from tests.neighbours.conftest import (
    FIGURES,
    FOUND,
    PARTS,
    assert_shown,
    figures,
    in_both_orders,
    parts,
    texts,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.builds.conftest import Checkout
    from tests.conftest import Site

TITLE, _, CONTENT = PLAN.partition("---\n# ")[2].partition("\n\n")
TITLE = f"# {TITLE}\n\n"
HEAD, _, EFFORT = CONTENT.partition("## L2: EFFORT ESTIMATION\n")
EFFORT = f"## L2: EFFORT ESTIMATION\n{EFFORT}"
MORE = "## Sign-off\n\n- [ ] Reviewed\n- [ ] Released\n"

SNIPPETS = {"pymdownx.snippets": {"base_path": ["parts"]}}
PLUGIN = ["include-markdown", "speckit"]
WAYS: dict[str, tuple[list[Any], list[Any], str]] = {
    "include-markdown": (PLUGIN, [], '{{% include-markdown "../../parts/{}" %}}\n'),
    "include-markdown-last": (PLUGIN[::-1], [], '{{% include-markdown "../../parts/{}" %}}\n'),
    "macros": ([{"macros": {"include_dir": "parts"}}, "speckit"], [], '{{% include "{}" %}}\n'),
    "macros-last": (
        ["speckit", {"macros": {"include_dir": "parts"}}],
        [],
        '{{% include "{}" %}}\n',
    ),
    "snippets": (["speckit"], [SNIPPETS], '--8<-- "{}"\n'),
}
"""Plugins, extensions, and how a file of `parts/` is included with them."""

DIFFERS = (
    "speckit: shop/plan.md: the page shows other figures than the file, as what it includes is"
    " counted on the page alone"
)


@pytest.fixture(params=WAYS)
def including(
    request: pytest.FixtureRequest,
    build: Callable[..., Site],
    checkout: Checkout,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[..., Site]:
    """Build with a page of this text, in which `<<part.md>>` is included; the parts by name."""
    plugins, extensions, include = WAYS[request.param]
    checkout.write({"website/parts/none.md": ""})
    monkeypatch.chdir(checkout.website)  # Snippets are sought from where one is.

    def built(text: str, included: dict[str, str], page: str = "shop/plan.md") -> Site:
        for name in included:
            text = text.replace(f"<<{name}>>", include.format(name))
        return build(
            plugins,
            {f"docs/{page}": text, **{f"parts/{name}": part for name, part in included.items()}},
            {"overview": "plans.md", "export": True},
            markdown_extensions=extensions,
        )

    return built


def exported(site: Site) -> dict[str, Any]:
    """What the export says of the plan."""
    plans = json.loads(site.html("speckit.json"))["plans"]
    (plan,) = (plan for plan in plans if plan["path"] == "shop/plan.md")
    return dict(plan)


def test_a_plan_without_includes_is_as_ever(including: Callable[..., Site]) -> None:
    site = including(PLAN, {})
    assert site.log == FOUND
    assert_shown(site, "shop/plan.html", "index.html", "other.html")


def test_an_effort_table_that_is_included(
    including: Callable[..., Site], caplog: pytest.LogCaptureFixture
) -> None:
    """The page has all its figures; the export knows the file alone, and the log says so."""
    site = including(f"{TITLE}{HEAD}<<effort.md>>", {"effort.md": EFFORT})
    assert_shown(site, "shop/plan.html", "index.html", "other.html")
    assert [line.partition(": placeholder")[0] for line in site.log] == [
        "WARNING: speckit: docs/shop/plan.md:9:17",
        "WARNING: speckit: docs/shop/plan.md:17:14",
        "WARNING: speckit: docs/shop/plan.md:27:8",
    ]
    assert exported(site)["effort"] is None
    assert DIFFERS in caplog.messages


def test_a_checklist_that_is_included_before_the_plans_own(
    including: Callable[..., Site],
) -> None:
    """Each bar stands at its own heading, and the header counts what is on the page."""
    site = including(f"{TITLE}<<more.md>>\n{CONTENT}", {"more.md": MORE})
    page = site.page("shop/plan.html")
    bars = page.select(".speckit-progress")
    assert {
        str(bar.find_previous_sibling(["h2", "h3"]).get_text()): bar.get_text(" ", strip=True)  # type: ignore[union-attr]
        for bar in bars
    } == {
        "Sign-off": "0 of 2 done",
        "Phase 1: Setup": "2 of 2 done",
        "Phase 2: Core Implementation": "1 of 3 done",
        "Phase 3: Verification": "0 of 1 done",
    }
    assert figures(page)[0] == "3 of 8 items"
    assert exported(site)["completion"] == {"done": 3, "total": 6}


def test_a_page_that_is_nothing_but_a_plan_from_elsewhere(
    including: Callable[..., Site],
) -> None:
    """It shows the plan. Nobody is told of its findings: they are in another file."""
    site = including("<<plan.md>>", {"plan.md": TITLE + CONTENT})
    assert_shown(site, "shop/plan.html", "index.html", "other.html")
    assert site.log == []
    assert texts(site.page("plans.html"), ".speckit-overview details a") == ["Login"]


def test_a_page_of_several_plans_is_none(including: Callable[..., Site]) -> None:
    """Figures of both under one title would be wrong."""
    other = f"# Plan: Logout\n\n{MARKER}{MORE}"
    included = {"plan.md": TITLE + CONTENT, "logout.md": other}
    site = including("# All plans\n\n<<plan.md>>\n<<logout.md>>", included, "shop/all.md")
    assert parts(site.page("shop/all.html")) == {}
    assert_shown(site, "shop/plan.html", "index.html", "other.html")


def test_a_document_that_a_plan_includes_is_counted_once_in_the_overview(
    including: Callable[..., Site],
) -> None:
    """On the plan's page its boxes are counted, as readers see them there."""
    tasks = f"# Tasks\n\n{MARKER.replace('plan-core', 'tasks-core')}- [x] Form\n"
    site = including(f"{TITLE}{CONTENT}\n<<tasks.md>>", {"tasks.md": tasks})
    assert figures(site.page("shop/plan.html"))[0] == "4 of 7 tasks"
    assert texts(site.page("plans.html"), ".speckit-sums > p")[0].startswith("3 of 6 items done")


MACROS = {"extra": {"team": "Gate", "setup": "1 hour"}}


@in_both_orders("macros")
def test_macros_are_evaluated_before_a_page_is_read(
    build: Callable[..., Site], plugins: list[Any]
) -> None:
    text = PLAN.replace("| 1 hour |", "| {{ setup }} |").replace("[FEATURE]", "{{ team }}")
    site = build(plugins, {"docs/shop/plan.md": text}, **MACROS)
    page = site.page("shop/plan.html")
    assert figures(page) == FIGURES
    assert parts(page) == PARTS | {"placeholder": 2}
    assert page.select_one("#phases-of-gate")
    assert [line for line in site.log if "{{" in line] == []
    assert f"{FOUND[0]}" in site.log


@in_both_orders("macros")
def test_a_page_whose_macros_fail_shows_no_figures(
    build: Callable[..., Site], plugins: list[Any]
) -> None:
    site = build(plugins, {"docs/shop/plan.md": f"{PLAN}\n{{% if %}}\n"})
    page = site.page("shop/plan.html")
    assert "Macro Syntax Error" in page.get_text()
    assert parts(page) == {}


@in_both_orders("macros")
def test_pages_that_macros_leave_alone(build: Callable[..., Site], plugins: list[Any]) -> None:
    plan = PLAN.replace("title: Login", "title: Login\nrender_macros: false")
    site = build(plugins, {"docs/shop/plan.md": plan})
    assert_shown(site, "shop/plan.html", "index.html", "other.html")


def test_a_level_in_the_front_matter_holds_for_what_is_included(
    build: Callable[..., Site],
) -> None:
    head, _, rest = PLAN.replace("title: Login", "title: Login\nSPECKIT_LEVEL: 2").partition(
        "<!-- SPECKIT_LEVEL: 2 -->\n"
    )
    plan = (head + rest).replace("| 1 hour |", "| {{ setup }} |")
    site = build(["macros", "speckit"], {"docs/shop/plan.md": plan}, **MACROS)
    assert_shown(site, "shop/plan.html", "index.html", "other.html")
