"""What stands around the code: changes, citation, issue forms, catalogues, the guide to it."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest
import yaml

from mkdocs_speckit import __version__, read
from tests.conftest import MARKER
from tests.demo_site import ROOT
from tests.docs.blocks import DOCS, in_language

if TYPE_CHECKING:
    from pathlib import Path

PACKAGE = ROOT / "mkdocs_speckit"
GUIDE = (DOCS / "how-it-works.md").read_text("utf-8")
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))

PARTS = {
    "plan": ["plan", "plan_parts"],
    "reading": ["reading"],
    "schedule": ["schedule", "uncertainty"],
    "audit": ["audit"],
    "site": ["site.entries"],
    "rendering": ["rendering"],
    "export": ["export", "site.data"],
    "comparison": ["comparison"],
    "reports": ["reports"],
    "page": ["page"],
    "generators": ["generators"],
    "extension": ["markdown_extension"],
    "plugin": ["plugin"],
    "commands": ["commands"],
    "cli": ["cli"],
}
"""The modules and packages that the parts of the drawing are."""


def test_the_list_of_changes_has_its_form() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    versions = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert versions
    for version in versions:
        assert version == "Unreleased" or re.fullmatch(r"\d+\.\d+\.\d+ – \d{4}-\d\d-\d\d", version)
    kinds = set(re.findall(r"^### (.*)$", text, re.MULTILINE))
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    assert __version__ in text


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
    assert len(named) > len(PARTS)
    for name in named:
        there = (PACKAGE / name).exists() or (ROOT / name).exists()
        assert there or any((PACKAGE / "reading").rglob(name)), name


def test_parts_that_the_drawing_joins_are_those_that_import_each_other() -> None:
    plan = read(MARKER + GUIDE.partition('source="no"\n')[2].partition("```")[0])
    assert plan is not None
    (graph,) = plan.graphs
    names = [node.name for node in graph.nodes]
    drawn = {(names[after], names[before]) for before, after in graph.edges}
    assert set(names) == set(PARTS)
    needs = {name: {other for one, other in drawn if one == name} for name in names}
    for name in names:  # In the order of the rows: what a part needs stands above it.
        needs[name] |= {far for near in set(needs[name]) for far in needs[near]}
    for part in names:
        imported = imports(part)
        assert {need for one, need in drawn if one == part} <= imported, part
        assert imported <= needs[part], part


def imports(part: str) -> set[str]:
    """The other parts that the modules of a part import."""
    found = set()
    for name in PARTS[part]:
        path = PACKAGE / name.replace(".", "/")
        for file in sorted(path.rglob("*.py")) or [path.with_suffix(".py")]:
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.ImportFrom) and node.module:
                    found |= {other for other in PARTS if is_of(node.module, other)}
    return found - {part}


def is_of(module: str, part: str) -> bool:
    """Whether a module of the package belongs to a part."""
    return any(f"{module}.".startswith(f"mkdocs_speckit.{name}.") for name in PARTS[part])
