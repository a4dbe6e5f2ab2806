"""Folders of the repository as pages of the site, without a file written in between."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from mkdocs.exceptions import Abort

from mkdocs_speckit.hosts.mkdocs.sources import remove_climbs
from tests.conftest import MARKER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.builds.conftest import Checkout

PLAN = f"# Plan: Login\n\n{MARKER}"
SOURCES: Mapping[str, object] = {"sources": ["../specs"]}


def error_of(checkout: Checkout, speckit: Mapping[str, object] = SOURCES) -> str:
    """The one error that ends a build."""
    with pytest.raises(Abort):
        checkout.build(speckit)
    (line,) = [line for line in checkout.log() if line.startswith("ERROR")]
    assert "\n" not in line
    return line.removeprefix("ERROR: ")


def test_a_plan_of_a_source_is_a_page_like_any_other(checkout: Checkout) -> None:
    checkout.write({"specs/login/plan.md": PLAN})
    page = checkout.build(SOURCES).page("specs/login/plan.html")
    assert len(page.select(".speckit-header")) == 1


def test_the_navigation_has_its_titles(checkout: Checkout) -> None:
    checkout.write({"specs/login/plan.md": PLAN, "specs/README.md": "# All plans\n"})
    nav = checkout.build(SOURCES).page("index.html").select(".navbar-nav a[href*=specs]:not([rel])")
    assert [(link["href"], link.get_text(strip=True)) for link in nav] == [
        ("specs/index.html", "All plans"),
        ("specs/login/plan.html", "Plan: Login"),
    ]


def test_the_navigation_of_the_site_can_name_its_pages(checkout: Checkout) -> None:
    checkout.write({"specs/login/plan.md": PLAN, "specs/login/notes.md": "# Notes\n"})
    nav = ["index.md", {"Signing in": "specs/login/plan.md"}]
    site = checkout.build(SOURCES, nav=nav, not_in_nav="specs/login/notes.md")
    (link,) = site.page("index.html").select(".navbar-nav a[href*=specs]:not([rel])")
    assert link.get_text(strip=True) == "Signing in"
    assert site.log == []


def test_a_hidden_folder_is_brought_in_by_name(checkout: Checkout) -> None:
    checkout.write({".opencode/specs/plan.md": PLAN, ".plans/plan.md": PLAN})
    site = checkout.build({"sources": ["../.opencode/specs", "../.plans"]})
    assert site.page("specs/plan.html").select(".speckit-header")
    assert site.page("plans/plan.html").select(".speckit-header")


def test_links_and_pictures_work_within_a_source_and_between_it_and_the_site(
    checkout: Checkout,
) -> None:
    checkout.write(
        {
            "website/docs/index.md": "# Home\n\n[Login](specs/login/plan.md)\n",
            "specs/login/plan.md": f"{PLAN}[Tasks](../tasks.md) ![Flow](images/flow.svg)\n",
            "specs/login/images/flow.svg": "<svg/>",
            "specs/tasks.md": "# Tasks\n\n[Home](../index.md)\n",
        }
    )
    site = checkout.build(SOURCES)
    assert site.log == []
    page = site.page("specs/login/plan.html")
    assert page.select("a[href='../tasks.html']")
    assert page.select("img[src='images/flow.svg']")
    assert (site.folder / "specs/login/images/flow.svg").read_text() == "<svg/>"


def test_only_markdown_and_images_are_published(checkout: Checkout) -> None:
    names = ["plan.md", "flow.svg", "deploy.sh", "data.json", ".env", ".drafts/plan.md"]
    checkout.write({f"specs/{name}": PLAN for name in names})
    site = checkout.build(SOURCES)
    built = [p for p in (site.folder / "specs").rglob("*") if p.is_file()]
    assert sorted(path.name for path in built) == ["flow.svg", "plan.html"]


def test_the_site_decides_what_it_excludes(checkout: Checkout) -> None:
    checkout.write({"specs/plan.md": PLAN, "specs/old/plan.md": "# [NAME]\n" + MARKER})
    site = checkout.build(SOURCES, exclude_docs="specs/old/\n")
    assert not (site.folder / "specs" / "old").exists()
    assert site.log == []


@pytest.mark.parametrize(
    ("configuration", "address"),
    [
        ({"edit_uri": "edit/main/website/docs/"}, "edit/main/specs/login/plan.md"),
        ({"edit_uri": "?query=main/website/docs/"}, "?query=main/specs/login/plan.md"),
        (
            {"edit_uri_template": "edit?path=website/docs/{path}&to={path_noext}"},
            "edit?path=specs/login/plan.md&to=../../specs/login/plan",
        ),
    ],
)
def test_its_edit_link_leads_to_its_file(
    checkout: Checkout, configuration: dict[str, str], address: str
) -> None:
    checkout.write({"specs/login/plan.md": PLAN})
    repository = "https://example.org/team/shop/"
    template = checkout.website / "theme" / "main.html"
    template.parent.mkdir()
    template.write_text("<html>{{ page.edit_url }}</html>")
    theme = {"name": "mkdocs", "custom_dir": "theme"}
    site = checkout.build(SOURCES, repo_url=repository, theme=theme, **configuration)
    shown = site.page("specs/login/plan.html").get_text()
    assert shown == repository + address


def test_without_a_repository_address_there_is_no_edit_link(checkout: Checkout) -> None:
    checkout.write({"specs/plan.md": PLAN})
    assert "Edit" not in checkout.build(SOURCES).html("specs/plan.html")


@pytest.mark.parametrize(
    ("address", "shorter"),
    [
        ("https://example.org/r/docs/../specs/a.md", "https://example.org/r/specs/a.md"),
        ("https://example.org/r/a/b/../../specs/a.md", "https://example.org/r/specs/a.md"),
        ("https://example.org/?path=docs/../specs/a.md", "https://example.org/?path=specs/a.md"),
        ("https://example.org/#docs/../specs/a.md", "https://example.org/#specs/a.md"),
        ("https://example.org/../a.md", "https://example.org/../a.md"),
        ("https://example.org/?path=../../a.md", "https://example.org/?path=../../a.md"),
        ("https://example.org/a..b/c.md", "https://example.org/a..b/c.md"),
    ],
)
def test_an_address_loses_each_folder_that_it_leaves_again(address: str, shorter: str) -> None:
    assert remove_climbs(address) == shorter


def test_findings_name_the_file_as_its_author_sees_it(checkout: Checkout) -> None:
    checkout.write({"specs/login/plan.md": f"# Plan of [NAME]\n\n{MARKER}"})
    (line,) = checkout.build(SOURCES).log
    assert line.startswith("WARNING: speckit: ../specs/login/plan.md:1:11: placeholder [NAME]")


def test_documents_of_a_source_are_compared_with_each_other(checkout: Checkout) -> None:
    checkout.write({"specs/plan.md": PLAN})
    options = {**SOURCES, "rules": {"missing-section": "ignore", "level-size": "ignore"}}
    lines = checkout.build(options).log
    assert lines
    assert all("[missing-document]" in line for line in lines)
    documents = ["spec", "tasks", "checklist", "decision-record", "implementation-summary"]
    checkout.write({f"specs/{name}.md": f"# {name}\n" for name in documents})
    assert checkout.build(options).log == []


def test_nothing_of_the_repository_is_written(checkout: Checkout) -> None:
    checkout.write({"specs/login/plan.md": PLAN, ".gitignore": "/website/site/\n"})
    checkout.configure(SOURCES)
    checkout.git("add", ".")
    checkout.git("commit", "--quiet", "--message", "Plan")
    checkout.build(SOURCES)
    assert checkout.git("status", "--porcelain") == ""


def test_a_source_without_pages_is_told(checkout: Checkout) -> None:
    checkout.write({"specs/flow.svg": "<svg/>"})
    assert checkout.build(SOURCES).log == [
        "WARNING: speckit: sources: ../specs brings no pages; put Markdown there, or look at"
        " exclude_docs"
    ]


def test_a_source_that_is_not_there_stops_the_build(checkout: Checkout) -> None:
    assert error_of(checkout).startswith("speckit: sources: ../specs cannot be read (No such")


def test_a_source_outside_the_repository_stops_the_build(checkout: Checkout) -> None:
    checkout.write({"../specs/plan.md": PLAN})
    error = error_of(checkout, {"sources": ["../../specs"]})
    assert error.startswith("speckit: sources: ../../specs is not in the repository")


def test_a_link_out_of_the_repository_stops_the_build(checkout: Checkout) -> None:
    checkout.write({"../secret.md": PLAN, "specs/plan.md": PLAN})
    (checkout.root / "specs" / "link.md").symlink_to("../../secret.md")
    assert error_of(checkout).startswith(
        "speckit: sources: ../specs/link.md is a link that leaves the repository"
    )
    assert not (checkout.website / "site" / "specs").exists()


def test_a_source_in_the_built_site_stops_the_build_before_it_is_emptied(
    checkout: Checkout,
) -> None:
    checkout.write({"website/site/specs/plan.md": PLAN})
    assert "site/specs and site_dir have files in common" in error_of(
        checkout, {"sources": ["site/specs"]}
    )
    assert (checkout.website / "site" / "specs" / "plan.md").exists()


@pytest.mark.parametrize(
    ("other", "own"),
    [
        ("website/docs/specs/plan.md", "specs/plan.md"),
        ("website/docs/specs/index.md", "specs/README.md"),
        ("website/docs/specs/plan.md", "specs/Plan.md"),
        ("website/docs/specs/flow.svg", "specs/flow.svg"),
        ("specs/README.md", "specs/index.md"),
    ],
)
def test_a_page_that_is_there_already_stops_the_build(
    checkout: Checkout, other: str, own: str
) -> None:
    checkout.write({other: PLAN, own: PLAN})
    there = other.removeprefix("website/docs/")
    error = error_of(checkout)
    assert error.startswith(f"speckit: sources: ../{own} would be specs/")
    assert f"where {there} is already; rename one of them" in error


def test_pages_of_the_site_and_of_sources_may_stand_side_by_side(checkout: Checkout) -> None:
    checkout.write(
        {
            "website/docs/specs/index.md": "# Our plans\n",
            "a/specs/login/plan.md": PLAN,
            "b/specs/search/plan.md": PLAN,
        }
    )
    site = checkout.build({"sources": ["../a/specs", "../b/specs"]})
    for page in ("index", "login/plan", "search/plan"):
        assert (site.folder / "specs" / f"{page}.html").exists()


MAKING = """
from mkdocs.structure.files import File

def on_files(files, config):
    files.append(File.generated(config, "made/plan.md", content="# Made"))
    return files
"""

ARRANGING = """
from mkdocs.plugins import event_priority

@event_priority(-90)
def on_files(files, config):
    config.nav = [{"Arranged": file.src_uri} for file in files.documentation_pages()]
    return files
"""


def test_a_page_that_another_plugin_makes_is_there_already(checkout: Checkout) -> None:
    checkout.write({"made/plan.md": PLAN, "website/hooks.py": MAKING})
    with pytest.raises(Abort):
        checkout.build({"sources": ["../made"]}, hooks=["hooks.py"])
    assert "where made/plan.md is already" in checkout.log()[0]


def test_plugins_that_arrange_pages_see_those_of_a_source(checkout: Checkout) -> None:
    checkout.write({"specs/plan.md": PLAN, "website/hooks.py": ARRANGING})
    site = checkout.build(SOURCES, hooks=["hooks.py"])
    (link,) = site.page("index.html").select(".navbar-nav a[href*=specs]:not([rel])")
    assert link.get_text(strip=True) == "Arranged"


def test_the_preview_follows_a_source(checkout: Checkout) -> None:
    checkout.write({"website/docs/index.md": "# All\n\n<!-- speckit: overview -->\n"})
    plan = checkout.root / "specs" / "login" / "plan.md"
    checkout.write({"specs/login/plan.md": PLAN + "\n- [ ] a\n- [ ] b\n"})
    with checkout.serve(SOURCES) as preview:
        preview.wait_for("specs/login/plan.html", "0 of 2")
        preview.wait_for("index.html", "0 of 2")
        plan.write_text(PLAN + "\n- [x] a\n- [ ] b\n")
        preview.wait_for("specs/login/plan.html", "1 of 2")
        preview.wait_for("index.html", "1 of 2")
        # A page more, one that stops the build, and the way out of that.
        checkout.write({"specs/search/README.md": PLAN + "\n- [x] a\n"})
        preview.wait_for("specs/search/index.html", "1 of 1")
        checkout.write({"specs/search/index.md": PLAN})
        preview.wait_for_log("../specs/search/index.md would be specs/search/index.html")
        (checkout.root / "specs" / "search" / "index.md").unlink()
        plan.write_text(PLAN + "\n- [x] a\n- [x] b\n")
        preview.wait_for("specs/login/plan.html", "2 of 2")
        plan.unlink()
        preview.wait_until(lambda: not preview.get("specs/login/plan.html"), "page less")


def test_a_preview_logs_what_is_new(checkout: Checkout) -> None:
    checkout.write(
        {"website/docs/plan.md": PLAN + "[e.g., rye]\n", "website/docs/other.md": "# Notes\n"}
    )
    plan = checkout.website / "docs" / "plan.md"
    with checkout.serve({}) as preview:
        preview.wait_for("plan.html", "speckit-header")
        first = preview.said()
        assert first.count(" lists them") == 1
        (checkout.website / "docs" / "other.md").write_text("# Notes\n\nFresh\n")
        preview.wait_for("other.html", "Fresh")
        assert preview.said().count(" lists them") == 1
        plan.write_text(PLAN + "[e.g., rye]\n\n[e.g., wheat]\n")
        preview.wait_for_log("2 warnings in 1 of 1 document")
