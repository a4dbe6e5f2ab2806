"""Pages and texts that other plugins make and change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Site

PLAN = "<!-- SPECKIT_LEVEL: 2 -->\n\n# Plan of [NAME]\n\n- [x] a\n"

HOOKS = f"""
import markdown
from mkdocs.structure.files import File

def on_files(files, config):
    files.append(File.generated(config, "made.md", content={PLAN!r}))
    return files

def on_page_markdown(text, page, config, files):
    markdown.markdown("# A part", extensions=config.markdown_extensions)
    return text
"""


def test_pages_of_other_plugins_and_parts_converted_before(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "plan.md").write_text(PLAN)
    (tmp_path / "hooks.py").write_text(HOOKS)
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: S\ntheme: mkdocs\nplugins: [speckit: {log: all}]\nhooks: [hooks.py]\n"
    )
    config = load_config(str(tmp_path / "mkdocs.yml"))
    build(config)
    for name in ("plan", "made"):
        html = (tmp_path / "site" / name / "index.html").read_text()
        assert html.count("speckit-header") == 1
    places = [r.getMessage().split(": ")[1] for r in caplog.records if "NAME" in r.getMessage()]
    assert places == ["made.md:3:11", "docs/plan.md:3:11"]


def test_a_stylesheet_of_the_sites_own_stays(build_site: Callable[..., Site]) -> None:
    site = build_site({"plan.md": PLAN, "assets/stylesheets/speckit.css": "/* ours */"})
    assert (site.folder / "assets/stylesheets/speckit.css").read_text() == "/* ours */"


def test_drafts_are_shown_in_the_preview(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "plan.md").write_text(PLAN)
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: S\ntheme: mkdocs\nplugins: [speckit]\ndraft_docs: plan.md\n"
    )
    config = load_config(str(tmp_path / "mkdocs.yml"))
    config.plugins.on_startup(command="serve", dirty=False)
    build(config, serve_url="http://127.0.0.1:8000/")
    assert "speckit-header" in (tmp_path / "site" / "plan" / "index.html").read_text()


def test_the_plugin_takes_the_place_of_the_extension(build_site: Callable[..., Site]) -> None:
    site = build_site({"plan.md": PLAN}, extensions=["speckit"])
    assert len(site.page("plan.html").select(".speckit-header")) == 1
    assert len(site.page("plan.html").select(".speckit-progress")) == 1


def test_options_that_the_extension_has_too(build_site: Callable[..., Site]) -> None:
    options = {"show": ["diagrams"]}
    site = build_site({"plan.md": "# Page\n"}, speckit=options, extensions=[{"speckit": options}])
    assert [line for line in site.log if line.startswith("WARNING")] == []


def test_options_that_the_extension_has_otherwise(build_site: Callable[..., Site]) -> None:
    log = build_site({"plan.md": "# Page\n"}, extensions=[{"speckit": {"show": []}}]).log
    assert [line for line in log if line.startswith("WARNING")] == [
        "WARNING: speckit: options under markdown_extensions differ from those under plugins, which"
        " count: show; write the same in both"
    ]


def build_of(folder: Path, config: str, *pages: str) -> None:
    """Build a site with these pages, each of level 1, in a folder."""
    for page in pages:
        (folder / "docs" / page).parent.mkdir(parents=True, exist_ok=True)
        (folder / "docs" / page).write_text("<!-- SPECKIT_LEVEL: 1 -->\n\n# Login\n")
    (folder / "mkdocs.yml").write_text(f"site_name: S\ntheme: mkdocs\n{config}")
    loaded = load_config(str(folder / "mkdocs.yml"))
    loaded.plugins.on_startup(command="build", dirty=False)
    build(loaded)


def test_plugins_after_ours_finish_the_site_before_errors_fail_it(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "bad.md").write_text("<!-- SPECKIT_LEVEL: 9 -->\n")
    with pytest.raises(Abort):
        build_of(tmp_path, "plugins: [speckit: {rules: {unknown-level: error}}, search]\n")
    assert (tmp_path / "site" / "search" / "search_index.json").is_file()


def test_a_document_that_is_kept_out_of_the_site_is_not_missing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    build_of(
        tmp_path,
        "plugins: [speckit]\nexclude_docs: tasks.md\nnot_in_nav: spec.md\n",
        "f/plan.md",
        "f/spec.md",
        "f/tasks.md",
    )
    assert not (tmp_path / "site" / "f" / "tasks").exists()
    assert not [r for r in caplog.records if "missing-document" in r.getMessage()]
