"""Documents without a marker beside a marked one: in builds, previews, checks and exports."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from click.testing import CliRunner

from mkdocs_speckit.cli import main
from mkdocs_speckit.model.formats import FORMATS, describe_sought
from tests.conftest import MARKER, SIBLING
from tests.headers import read_overview

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

    from tests.builds.conftest import Checkout
    from tests.conftest import Site

GOAL = f"{SIBLING}: goal-core | v2.2 -->\n\n# Goal\n\n- [x] It is warm\n- [ ] It is [NAME]\n"

PAGES = {
    "index.md": "# Home\n\n<!-- speckit: overview -->\n",
    "bread/plan.md": MARKER + "# Plan: Bread\n\n- [x] Dough\n",
    "bread/goal.md": GOAL,
    "alone/goal.md": GOAL,
    "bread/notes.md": "# Notes\n\n## Quoted\n\n" + GOAL,
}


def run(*arguments: str) -> str:
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code in (0, 1), result.output
    return str(result.stdout)


def test_a_build_shows_them_and_counts_their_boxes(build_site: Callable[..., Site]) -> None:
    site = build_site(PAGES)
    summary = site.page("bread/goal.html").select_one(".speckit-header")
    assert summary is not None
    assert "Level 2" in summary.text
    assert site.page("alone/goal.html").select_one(".speckit-header") is None
    assert site.page("bread/notes.html").select_one(".speckit-header") is None
    (row,) = read_overview(site.page("index.html")).rows
    assert (row[0], row[3]) == ("Bread", "2 of 3")
    assert [line for line in site.log if "goal.md" in line] == [
        "WARNING: speckit: docs/bread/goal.md:6:13: placeholder [NAME] is not filled in;"
        " replace it, or delete it [unfilled-placeholder]"
    ]


def test_one_that_includes_other_text_stays_a_plan(build_site: Callable[..., Site]) -> None:
    pages = {**PAGES, "bread/goal.md": GOAL + '\n--8<-- "more.md"\n', "more.md": "- [x] More\n"}
    extension: dict[str, Any] = {"pymdownx.snippets": {"base_path": ["docs"]}}
    site = build_site(pages, extensions=[extension])
    assert site.page("bread/goal.html").select_one(".speckit-header") is not None


def test_commands_read_them(
    build_site: Callable[..., Site], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_site(PAGES)
    monkeypatch.chdir(tmp_path)
    exported = {plan["path"]: plan for plan in json.loads(run("export", "docs"))["plans"]}
    assert set(exported) == {"bread/goal.md", "bread/plan.md"}
    assert exported["bread/goal.md"]["level"] == "2"
    found = json.loads(run("check", "docs/bread/goal.md", "--format", "json"))["findings"]
    assert [finding["rule"] for finding in found] == ["unfilled-placeholder"]
    result = CliRunner().invoke(main, ["check", "docs/alone"])
    assert (result.exit_code, result.stderr) == (
        2,
        f"mkdocs-speckit: no plan in docs/alone; {describe_sought(FORMATS)}\n",
    )


def test_a_preview_follows_the_marked_document(checkout: Checkout) -> None:
    checkout.write({f"website/docs/{path}": text for path, text in PAGES.items()})
    with checkout.serve({}) as preview:
        preview.wait_for("bread/goal.html", "Core + verification")
        checkout.write({"website/docs/bread/plan.md": "<!-- SPECKIT_LEVEL: 3 -->\n\n# Plan\n"})
        preview.wait_for("bread/goal.html", "Core + verification + architecture")
        checkout.write({"website/docs/bread/plan.md": "# Plan\n"})
        preview.wait_until(
            lambda: "speckit-header" not in preview.get("bread/goal.html"), "page without summary"
        )
