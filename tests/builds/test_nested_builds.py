"""Builds inside a build, as a plugin makes them that builds each language in turn."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from mkdocs.exceptions import Abort

from tests.conftest import MARKER

if TYPE_CHECKING:
    from tests.builds.conftest import Checkout

HOOKS = """
from mkdocs import utils
from mkdocs.commands.build import build
from mkdocs.plugins import event_priority

languages = ["en", "de"]

@event_priority(-100)
def on_files(files, config):
    for file in list(files.documentation_pages()):
        if not file.src_uri.endswith((f"{languages[0]}.md", "both.md")):
            files.remove(file)
        file.norm_src_uri = file.src_uri.replace(f".{languages[0]}", "")

@event_priority(-100)
def on_post_build(config):
    languages.pop(0)
    if languages:
        clean, utils.clean_directory = utils.clean_directory, lambda folder: None
        try:
            build(config)
        finally:
            utils.clean_directory = clean
"""
PLAN = f"# Plan\n\n{MARKER}- [x] [NAME]\n"


def found(name: str) -> str:
    return (
        f"WARNING: speckit: docs/{name}:5:7: placeholder [NAME] is not filled in; replace it, or"
        " delete it [unfilled-placeholder]"
    )


def write(checkout: Checkout, files: dict[str, str]) -> None:
    docs = {f"website/docs/{name}": text for name, text in files.items()}
    checkout.write(docs | {"website/hooks.py": HOOKS})


def test_each_plan_is_reported_once(checkout: Checkout) -> None:
    write(checkout, {"both.md": PLAN, "plan.en.md": PLAN, "plan.de.md": PLAN})
    site = checkout.build({}, hooks=["hooks.py"])
    assert site.log == [found("both.md"), found("plan.en.md"), found("plan.de.md")]


def test_the_data_is_that_of_the_first_build(checkout: Checkout) -> None:
    write(checkout, {"plan.en.md": PLAN, "plan.de.md": PLAN})
    site = checkout.build({"export": True}, hooks=["hooks.py"])
    plans = json.loads(site.html("speckit.json"))["plans"]
    assert [plan["path"] for plan in plans] == ["plan.en.md"]
    assert not (site.folder / "speckit/badges/plan.de").exists()
    assert (site.folder / "plan.de.html").is_file()


def test_a_translation_is_the_kind_of_document_that_it_translates(checkout: Checkout) -> None:
    plan = "# Plan\n\n<!-- SPECKIT_LEVEL: 1 -->\n\n## Summary\n"
    write(checkout, {"f/plan.en.md": plan, "f/plan.de.md": plan, "f/spec.de.md": "# Spec\n"})
    site = checkout.build({"rules": {"missing-document": "warning"}}, hooks=["hooks.py"])
    assert [line.partition("this folder ")[2] for line in site.log] == [
        "has no spec.md or tasks.md, which level 1 requires; write what is missing, or correct the"
        " level [missing-document]",
        "has no tasks.md, which level 1 requires; write what is missing, or correct the level"
        " [missing-document]",
    ]


@pytest.mark.parametrize("language", ["en", "de"])
def test_errors_fail_the_whole_when_all_of_it_is_there(checkout: Checkout, language: str) -> None:
    """The first build or one inside it may have them."""
    files = {"plan.en.md": PLAN, "plan.de.md": PLAN}
    write(checkout, files | {f"plan.{language}.md": PLAN.replace("LEVEL: 2", "LEVEL: 9")})
    with pytest.raises(Abort):
        checkout.build({"rules": {"unknown-level": "error"}}, hooks=["hooks.py"])
    assert (checkout.website / "site/plan.de.html").is_file()
    assert "errors are listed above" in checkout.log()[-1]


def test_plugins_that_arrange_pages_know_the_overview(checkout: Checkout) -> None:
    hooks = HOOKS.replace(
        "    for file in list(",
        '    assert files.get_file_from_path("en.md")\n    for file in list(',
    )
    checkout.write({"website/docs/plan.en.md": PLAN, "website/hooks.py": hooks})
    site = checkout.build({"overview": "en.md"}, hooks=["hooks.py"])
    assert len(site.page("en.html").select(".speckit-overview")) == 1
