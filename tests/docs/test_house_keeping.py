"""What stands around the code: changes, citation, issue forms, catalogues, the guide to it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import yaml

from mkdocs_speckit import __version__, read
from tests.conftest import MARKER
from tests.demo_site import ROOT
from tests.docs.blocks import DOCS, in_language
from tests.test_house import FILES, HOUSE, PACKAGE, room_of, rooms_of

if TYPE_CHECKING:
    from pathlib import Path

GUIDE = (DOCS / "how-it-works.md").read_text("utf-8")
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))

MODULES = {"extension": "markdown_extension", "main": "__main__"}
"""Modules with other names in the drawing."""


def test_the_citation_names_this_version() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= set(citation)
    assert citation["version"] == __version__
    assert citation["authors"][0]["name"] in (ROOT / "LICENSE").read_text("utf-8")


@pytest.mark.parametrize("file", FORMS, ids=lambda file: str(file.name))
def test_an_issue_form_asks_what_it_needs(file: Path) -> None:
    form = yaml.safe_load(file.read_text("utf-8"))
    if file.name == "config.yml":
        assert form == {"blank_issues_enabled": False}
        return
    assert {"name", "description", "body"} <= set(form)
    ids = [field["id"] for field in form["body"]]
    assert len(set(ids)) == len(ids)
    for field in form["body"]:
        assert field["type"] in {"input", "textarea"}
        assert field["attributes"]["label"]
    assert any(field.get("validations", {}).get("required") for field in form["body"])


def test_catalogue_entries_name_what_is_installed() -> None:
    entries = [
        entry
        for block in in_language("yaml")
        if block.page == "docs/catalogues.md"
        for entry in yaml.safe_load(block.text)
    ]
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    assert entries
    for entry in entries:
        assert f'name = "{entry["pypi_id"]}"' in project
        for group, key in (("mkdocs.plugins", "mkdocs_plugin"),
                           ("markdown.extensions", "markdown_extension")):  # fmt: skip
            assert f'[project.entry-points."{group}"]\n{entry[key]} = ' in project


def test_files_that_the_guide_names_are_there() -> None:
    named = re.findall(r"`((?:\w+/)*\w+(?:\.py|/))`", GUIDE)
    assert named
    for name in named:
        assert (PACKAGE / name).exists() or (ROOT / name).exists(), name


def test_folders_that_the_drawing_joins_are_those_that_import_each_other() -> None:
    plan = read(MARKER + GUIDE.partition('source="no"\n')[2].partition("```")[0])
    assert plan is not None
    (graph,) = plan.graphs
    names = [MODULES.get(node.name, node.name) for node in graph.nodes]
    assert names == HOUSE
    drawn = {name: set[str]() for name in names}
    for before, after in graph.edges:
        drawn[names[after]].add(names[before])
    reached: dict[str, set[str]] = {}
    for name in names:  # From the lowest to the highest.
        reached[name] = drawn[name].union(*(reached[below] for below in drawn[name]))
        needed = {other for path in FILES if room_of(path) == name for other in rooms_of(path)}
        assert drawn[name] <= needed, name
        assert needed <= reached[name], name
