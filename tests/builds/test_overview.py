"""The overview in built sites: where it is, what it says, what narrows it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from mkdocs.exceptions import Abort
from msgspec.structs import replace

from mkdocs_speckit.audit import audit_plans
from mkdocs_speckit.features import group_features
from mkdocs_speckit.features.documents import choose_documents
from mkdocs_speckit.features.entries import make_entries
from mkdocs_speckit.features.joining import join_documents
from mkdocs_speckit.model.finding import Failures
from mkdocs_speckit.rendering.overview import render_overview
from tests.conftest import MARKER, plan_of
from tests.disk.test_history import git
from tests.headers import OverviewWords, read_overview, words
from tests.reading.timing import best_time

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Site

PLAN = (
    "# Implementation Plan: {}\n\n"
    + MARKER
    + "\n## Phases\n\n### Phase 1: Dough\n\n- [x] a\n- [ ] b\n\n"
    "## Dependencies\n\n| Phase | Depends On |\n|---|---|\n| Dough | None |\n| Oven | Dough |\n\n"
    "## Effort\n\n| Phase | Effort |\n|---|---|\n| Dough | 2-4h |\n| Oven | 4h |\n"
)
PAGES = {
    "index.md": "# Plans\n\n<!-- speckit: overview -->\n",
    "shop/bread/plan.md": PLAN.format("Bread & <b>butter</b>"),
    "shop/bread/tasks.md": f"# Tasks\n\n{MARKER.replace('plan-core', 'tasks-core')}"
    "- [x] c\n- [ ] d\n- [ ] e\n",
    "shop/001-cake/plan.md": "# Cake\n\n<!-- SPECKIT_LEVEL: 3 -->\n\n[e.g., sugar]\n",
    "guide.md": "# A guide\n",
}


def test_all_features_with_what_needs_attention_first(build_site: Callable[..., Site]) -> None:
    soup = build_site(PAGES).page("index.html")
    assert read_overview(soup) == OverviewWords(
        [
            "2 features", "1 not filled in", "1 under way",
            "1 of 3 items done · ≥ 5–6 h of work left",
        ],
        {
            "Needs attention": [["Cake", "Not filled in", "1 place to fill in"]],
            "Under way": [
                ["Bread & butter", "Under way", "Next: b · Dough", "1 of 3 · Dough",
                 "5–6 h", "likely 5.5 h"],
            ],
        },
    )  # fmt: skip
    hrefs = [str(link["href"]) for link in soup.select(".speckit-overview li a")]
    assert hrefs == [
        "shop/001-cake/plan.html",
        "shop/bread/plan.html",
        "shop/bread/plan.html",
        "shop/bread/tasks.html",
    ]
    jumps = [str(link["href"]) for link in soup.select(".speckit-sum a")]
    assert jumps == ["#speckit-attention", "#speckit-under-way"]
    assert all(soup.select_one(jump) for jump in jumps)
    assert words(soup, ".speckit-letters > *") == ["P", "T"]


def test_what_is_left_most_stands_first(build_site: Callable[..., Site]) -> None:
    pages = {f"{name}/plan.md": PLAN.format(name) for name in ("A", "B", "C")}
    pages["b/plan.md"] = pages.pop("B/plan.md").replace("4h", "40h")
    pages["c/plan.md"] = pages.pop("C/plan.md").replace("Effort |", "Cost |")
    soup = build_site(pages | {"index.md": PAGES["index.md"]}).page("index.html")
    assert [row[0] for row in read_overview(soup).rows] == ["B", "A", "C"]


def test_six_features_and_more_can_be_ordered_by_title(build_site: Callable[..., Site]) -> None:
    pages = {f"{name}/plan.md": PLAN.format(name) for name in "bcdef"} | {
        "index.md": PAGES["index.md"]
    }
    assert not build_site(pages).page("index.html").select(".speckit-sums a")
    soup = build_site(pages | {"a/plan.md": PLAN.format("A")}).page("index.html")
    assert words(soup, ".speckit-sums a") == ["most left", "title"]
    assert all(
        soup.select_one(str(link["href"])) is link for link in soup.select(".speckit-sums a")
    )


def test_parts_stand_under_what_they_are_parts_of(build_site: Callable[..., Site]) -> None:
    cake = PAGES["shop/001-cake/plan.md"]
    folders = ("bread", "bread-old", "bread/001-dough")
    pages = {f"{folder}/plan.md": cake for folder in folders} | {"index.md": PAGES["index.md"]}
    hrefs = build_site(pages).page("index.html").select(".speckit-overview li a")
    assert [link["href"] for link in hrefs] == [
        "bread/plan.html",
        "bread/001-dough/plan.html",
        "bread-old/plan.html",
    ]


def test_what_no_plan_has_is_no_figure(build_site: Callable[..., Site]) -> None:
    pages = {"cake/plan.md": PAGES["shop/001-cake/plan.md"], "index.md": PAGES["index.md"]}
    overview = read_overview(build_site(pages).page("index.html"))
    assert overview.sums == ["1 feature", "1 not filled in"]
    assert overview.rows == [["Cake", "Not filled in", "1 place to fill in"]]


@pytest.mark.parametrize(
    ("attributes", "titles"),
    [
        ('path="shop/bread/**"', ["Bread & butter"]),
        ("level='3'", ["Cake"]),
        ('path="shop/*" level=2', ["Bread & butter"]),
        ('path="bread/"', ["Bread & butter"]),
        ('path="/bread/"', []),
        ('path="shop/*.md"', []),
        ('path="nowhere/**"', []),
    ],
)
def test_it_is_narrowed(
    build_site: Callable[..., Site], attributes: str, titles: list[str]
) -> None:
    pages = PAGES | {"index.md": f"# P\n\nText.\n\n<!-- speckit: overview {attributes} -->\n"}
    soup = build_site(pages).page("index.html")
    if not titles:
        assert "There are no plans here yet." in soup.get_text()
    else:
        assert [row[0] for row in read_overview(soup).rows] == titles


@pytest.mark.parametrize("attributes", ['folder="x"', "everything", 'path="x" level'])
def test_a_wrong_attribute_is_a_warning(build_site: Callable[..., Site], attributes: str) -> None:
    site = build_site(PAGES | {"index.md": f"# P\n\n<!-- speckit: overview {attributes} -->\n"})
    (line,) = (line for line in site.log if "overview" in line)
    assert line.startswith("WARNING: speckit: index.md: an overview has no attribute “")
    assert line.endswith('”; use path="…", level="…", format="…", state="…" or owner="…"')


@pytest.mark.parametrize("pattern", ["", "!shop", "#shop", "/"])
def test_a_pattern_that_matches_nothing_is_a_warning(
    build_site: Callable[..., Site], pattern: str
) -> None:
    comment = f'# P\n\n<!-- speckit: overview path="{pattern}" -->\n'
    site = build_site(PAGES | {"index.md": comment})
    (line,) = [line for line in site.log if "index.md" in line]
    assert line == (
        f'WARNING: speckit: index.md: path="{pattern}" matches no plan; write a pattern such as'
        " features/**"
    )
    assert not site.page("index.html").select(".speckit-overview")


@pytest.mark.parametrize(
    "text",
    [
        "`<!-- speckit: overview -->`",
        "```\n<!-- speckit: overview -->\n```",
        "    <!-- speckit: overview -->",
    ],
)
def test_a_comment_in_code_is_text(build_site: Callable[..., Site], text: str) -> None:
    site = build_site(PAGES | {"index.md": f"# P\n\n{text}\n"}, extensions=["fenced_code"])
    assert not site.page("index.html").select(".speckit-overview")
    assert "<!-- speckit: overview -->" in site.page("index.html").get_text()


def test_a_page_is_made_where_an_option_asks_for_it(build_site: Callable[..., Site]) -> None:
    site = build_site(PAGES, speckit={"overview": "all/plans.md"})
    soup = site.page("all/plans.html")
    first = soup.select_one(".speckit-overview li a")
    assert first is not None
    assert first["href"] == "../shop/001-cake/plan.html"
    assert len(read_overview(site.page("index.html")).rows) == 2


def test_a_page_that_is_there_is_not_made(build_site: Callable[..., Site]) -> None:
    site = build_site(PAGES, speckit={"overview": "guide.md"})
    assert "A guide" in site.page("guide.html").get_text()
    assert not site.page("guide.html").select(".speckit-overview")


@pytest.mark.parametrize("path", ["plans", "../plans.md", "/plans.md", 3])
def test_an_impossible_page_is_one_clear_sentence(
    build_site: Callable[..., Site], caplog: pytest.LogCaptureFixture, path: object
) -> None:
    with pytest.raises(Abort):
        build_site(PAGES, speckit={"overview": path})
    assert "overview" in caplog.text


def test_dates_are_those_of_the_last_commits(
    build_site: Callable[..., Site], tmp_path: Path
) -> None:
    build_site(PAGES)
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", "docs/shop/bread")
    git(tmp_path, "commit", "--quiet", "-m", "Bread", date="2026-03-04")
    cake, bread = read_overview(build_site(PAGES).page("index.html")).rows
    assert cake[-1] == "1 place to fill in"
    assert bread[-1] == "4 Mar"


@pytest.mark.parametrize(
    ("day", "said"),
    [("2026-03-04", "4 Mar"), ("2025-12-31", "31 Dec 2025"), ("", ""), ("2026-02-31", "")],
)
def test_a_day_has_its_year_if_that_is_not_the_newest(day: str, said: str) -> None:
    plans = [plan_of(PLAN.format(name), f"{name}/plan.md") for name in ("a", "b")]
    one, other = make_entries(group_features(join_documents(plans)), {}, Failures())
    entries = [replace(one, changed=day), replace(other, changed="2026-11-01")]
    soup = BeautifulSoup(render_overview(entries, {}, lambda path: path), "html.parser")
    assert sorted(words(soup, ".speckit-day")) == sorted(filter(None, [said, "1 Nov"]))


def test_a_site_without_plans(build_site: Callable[..., Site]) -> None:
    soup = build_site({"index.md": PAGES["index.md"]}).page("index.html")
    assert "There are no plans here yet." in soup.get_text()


def test_documents_of_a_feature_lead_to_one_another(build_site: Callable[..., Site]) -> None:
    pages = {
        "bread/plan.md": PLAN.format("Bread"),
        "bread/tasks.md": PAGES["shop/bread/tasks.md"],
        "bread/001-dough/plan.md": f"# Dough\n\n{MARKER}- [x] a\n",
    }
    site = build_site(pages)

    def links(page: str) -> list[tuple[str, str]]:
        nav = site.page(page).select_one("h1 + nav.speckit-documents")
        assert nav is not None
        return [(a.get_text().split()[0], str(a["href"])) for a in nav.select("a")]

    assert links("bread/plan.html") == [
        ("Tasks", "tasks.html"),
        ("Dough", "001-dough/plan.html"),
    ]
    assert links("bread/tasks.html")[0] == ("Plan", "plan.html")
    assert links("bread/001-dough/plan.html") == [("Bread", "../plan.html")]
    current = site.page("bread/plan.html").select(".speckit-documents [aria-current]")
    assert [element.get_text() for element in current] == ["Plan 1/2"]


def test_a_plan_that_stands_alone_has_no_links(build_site: Callable[..., Site]) -> None:
    site = build_site({"bread.md": PLAN.format("Bread")})
    assert not site.page("bread.html").select(".speckit-documents")


def test_theme_authors_get_a_pages_data(build_site: Callable[..., Site], tmp_path: Path) -> None:
    theme = tmp_path / "theme"
    theme.mkdir()
    (theme / "main.html").write_text("{{ page.speckit | tojson }}")
    site = build_site(PAGES, theme={"name": None, "custom_dir": str(theme)})
    data = json.loads(site.html("shop/bread/plan.html"))
    assert data["plan"]["completion"] == {"done": 1, "total": 2}
    assert data["feature"]["completion"] == {"done": 1, "total": 3}
    assert data["feature"]["documents"][1]["path"] == "shop/bread/tasks.md"
    assert json.loads(site.html("guide.html")) is None


def test_a_thousand_plans_take_half_a_second_and_less_than_a_megabyte() -> None:
    plans = [
        plan_of(PLAN.format(f"Loaf {n}"), f"area-{n % 20}/loaf-{n}/plan.md") for n in range(1000)
    ]
    found = {plan.path: own for plan, own in audit_plans(plans)}
    made = make_entries(group_features(plans), found, Failures())
    known = {e: choose_documents([p], p, lambda _: None) for e, p in zip(made, plans, strict=True)}
    render_overview(made[:1], known, lambda path: path)  # Templates are read once.

    def render() -> str:
        return render_overview(made, known, lambda path: f"../{path}")

    assert best_time(render) < 1
    html = render()
    assert len(html.encode()) < 1_000_000
    assert html.count("<li") == 1000


PLANS = {name: PAGES[name] for name in ("shop/bread/plan.md", "shop/001-cake/plan.md", "guide.md")}


def test_a_site_of_two_features_gets_a_page_of_its_own(build_site: Callable[..., Site]) -> None:
    site = build_site(PLANS | {"index.md": "# Home\n"})
    assert len(read_overview(site.page("plans.html")).rows) == 2
    assert site.page("index.html").select("a[href='plans.html']")


@pytest.mark.parametrize(
    ("pages", "options"),
    [
        ({}, {"overview": False}),
        ({"index.md": "# Home\n\n<!--  speckit: overview -->\n"}, {}),
        ({"all.md": "# All\n"}, {"overview": "all.md"}),
        ({"shop/bread/plan.md": "# Bread\n"}, {}),
    ],
    ids=["the option is off", "a page has one", "another is named", "there is one feature"],
)
def test_no_page_is_made_where(
    build_site: Callable[..., Site], pages: dict[str, str], options: dict[str, Any]
) -> None:
    site = build_site(PLANS | pages, speckit=options)
    assert not (site.folder / "plans.html").exists()


def test_a_page_that_is_named_and_has_no_overview_is_a_warning(
    build_site: Callable[..., Site],
) -> None:
    site = build_site(PLANS | {"all.md": "# All\n"}, speckit={"overview": "all.md"})
    assert site.logged == [
        "WARNING: speckit: overview: all.md has no <!-- speckit: overview -->; write that where"
        " the overview should be, or name a page that does not exist"
    ]


def test_an_own_page_of_that_name_stays(build_site: Callable[..., Site]) -> None:
    site = build_site(PLANS | {"plans.md": "# Our plans\n"})
    assert not site.page("plans.html").select(".speckit-overview")


def test_a_navigation_that_was_written_stays_as_it_is(
    build_site: Callable[..., Site], caplog: pytest.LogCaptureFixture
) -> None:
    nav = [{"Home": "index.md"}, {"Plan": "shop/bread/plan.md"}, {"Cake": "shop/001-cake/plan.md"}]
    site = build_site(PLANS | {"index.md": "# Home\n"}, more={"nav": nav})
    assert len(read_overview(site.page("plans.html")).rows) == 2
    assert not site.page("index.html").select("a[href='plans.html']")
    assert "plans.md" not in caplog.text
