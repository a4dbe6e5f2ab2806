"""What the documentation says is public is what there is, and all of it is documented."""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
import re
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup, Tag

import mkdocs_speckit
from mkdocs_speckit.audit.rules import ALL_RULES, PAGE_RULES
from mkdocs_speckit.cli import COMMANDS, load_command
from mkdocs_speckit.export import make_schema
from mkdocs_speckit.hosts.mkdocs import SpeckitConfig
from mkdocs_speckit.model.levels import (
    FILE_OF_KIND,
    LEVELS,
    list_required_documents,
    list_required_sections,
)
from mkdocs_speckit.options import NAMES
from mkdocs_speckit.rendering import read_stylesheet
from tests.demo_site import ROOT
from tests.docs.blocks import DOCS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.demo_site import DemoSites
    from tests.docs.conftest import Documentation

API = (DOCS / "api.md").read_text("utf-8")
CODE = re.compile(r"`([^`]+)`")
OUR_CLASS = re.compile(r"speckit-[\w-]+")

WITHOUT_EXAMPLES = {"dependency-limit", "invalid-encoding", "ticked-but-missing"}
"""They would take 20,000 dependencies, what no page can show, and a repository."""


def section(title: str) -> str:
    """A section of the page on the public API."""
    return API.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def heading(page: Tag, text: str) -> Tag:
    """The heading of a page that says this."""
    for found in page.find_all(["h2", "h3"]):
        if found.find(string=True, recursive=True) == text:
            return found
    pytest.fail(f"no heading {text}")


def under(element: Tag) -> str:
    """What stands between a heading and the next one."""
    texts = []
    for sibling in element.find_next_siblings():
        if sibling.name in {"h2", "h3"}:
            break
        texts.append(sibling.get_text())
    return "\n".join(texts)


@pytest.mark.parametrize("name", NAMES)
def test_an_option_has_its_default_and_a_description(
    documentation: Documentation, name: str
) -> None:
    default, *description = under(heading(documentation.page("options"), name)).splitlines()
    assert default.startswith("Default: ")
    assert any(line.endswith(".") for line in description)


def test_the_options_of_the_plugin_are_those_documented() -> None:
    assert {name for name, _ in SpeckitConfig._schema} == set(NAMES)


@pytest.mark.parametrize("name", ALL_RULES)
def test_a_rule_has_a_page_with_live_examples(documentation: Documentation, name: str) -> None:
    page = documentation.page(f"rules/{name}")
    assert page.find("h1") is not None
    assert under(heading(page, "How to fix it")).strip()
    assert name in under(heading(page, "How to silence it"))
    examples = page.select(".live")
    if name in WITHOUT_EXAMPLES:
        assert not examples
        return
    bad, good = examples
    findings = bad.select(".speckit-finding")
    assert findings
    assert {finding.select("code")[-1].get_text() for finding in findings} == {name}
    assert not good.select(".speckit-finding")
    assert good.select_one(".live-silent")


@pytest.mark.parametrize("name", sorted(set(ALL_RULES) - set(PAGE_RULES) - WITHOUT_EXAMPLES))
def test_examples_of_one_document_are_rendered(documentation: Documentation, name: str) -> None:
    examples = documentation.page(f"rules/{name}").select(".live")
    for example in examples:
        if not example.select(".filename"):
            assert example.select_one(".live-page > .speckit-header")


def test_the_list_of_rules_has_all_with_their_severities(documentation: Documentation) -> None:
    rows = documentation.page("rules").select("tbody tr")
    listed = {tuple(cell.get_text() for cell in row.find_all("td"))[:2] for row in rows}
    assert listed == {(rule.name, rule.named_severity) for rule in ALL_RULES.values()}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_documented_with_all_options(documentation: Documentation, name: str) -> None:
    text = under(heading(documentation.page("commands"), name))
    command = load_command(name)
    assert f"mkdocs-speckit {name}" in text
    for parameter in command.params:
        if parameter.param_type_name == "option":
            assert parameter.opts[0] in text


def public_names() -> dict[str, tuple[str, ...]]:
    """The names in `__all__` of all modules that have it."""
    found = pkgutil.walk_packages(mkdocs_speckit.__path__, "mkdocs_speckit.")
    names = ["mkdocs_speckit", *(module.name for module in found)]
    modules = [importlib.import_module(name) for name in names]
    return {m.__name__: tuple(m.__all__) for m in modules if hasattr(m, "__all__")}


def test_public_names_are_those_documented() -> None:
    documented = {
        cells[0]: tuple(cells[1:])
        for line in section("Python").splitlines()
        if line.startswith("| `") and (cells := CODE.findall(line))
    }
    assert documented == public_names()


@pytest.mark.parametrize(("module", "names"), public_names().items())
def test_public_names_are_there_and_say_what_they_mean(module: str, names: tuple[str, ...]) -> None:
    for name in names:
        thing = getattr(importlib.import_module(module), name)
        if inspect.isclass(thing) or inspect.isfunction(thing):
            assert thing.__doc__, name


def test_classes_of_pieces_are_those_documented(demo_sites: DemoSites) -> None:
    found = set()
    for file in demo_sites.built("preview").rglob("*.html"):
        soup = BeautifulSoup(file.read_text("utf-8"), "html.parser")
        for element in soup.select('[class*="speckit-"]'):
            if not any(OUR_CLASS.search(classes(parent)) for parent in element.parents):
                found |= set(OUR_CLASS.findall(classes(element)))
    of_states = {name for name in found if "status--" in name}
    # No page of the demo has something to say of itself, or an open question.
    found |= {"speckit-notice", "speckit-question"}
    assert found - of_states == set(re.findall(r"(?<!-)`(speckit-[\w-]+)`", section("CSS")))


def classes(element: Tag) -> str:
    return " ".join(element.get("class") or [])


def test_custom_properties_are_those_documented() -> None:
    first = read_stylesheet().partition("{")[2].partition("}")[0]
    defined = set(re.findall(r"^\s*(--speckit-[\w-]+):", first, re.MULTILINE))
    assert defined == set(re.findall(r"`(--speckit-[\w-]+)`", section("CSS")))


def keys(title: str, after: str = "") -> list[str]:
    """The keys that a table of the export's section lists."""
    table = section(title).partition(after)[2].partition("| Key |")[2].partition("\n\n")[0]
    return re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)


def test_keys_of_the_export_are_those_documented() -> None:
    described = json.loads(make_schema())["$defs"]
    documented: Mapping[str, list[str]] = {
        "export": re.findall(
            r"^\| `(\w+)` \|",
            section("The export").partition("A document has")[0],
            re.MULTILINE,
        ),
        "plan": keys("The export", "A document has"),
    }
    assert documented["export"] == list(described["Export"]["properties"])
    assert documented["plan"] == list(described["ExportedPlan"]["properties"])


def test_levels_ask_for_what_is_documented() -> None:
    table = (DOCS / "writing.md").read_text("utf-8").partition("## Levels")[2]
    rows = re.findall(r"^\| (\d\+?) \| (.*?) ?\| (.*) \|$", table, re.MULTILINE)
    files: list[str] = []
    names: list[str] = []
    assert [level for level, _, _ in rows] == list(LEVELS)
    for level, new_files, new_sections in rows:
        files += CODE.findall(new_files)
        names += new_sections.split(", ")
        assert files == [FILE_OF_KIND[kind] for kind in list_required_documents(level)]
        assert names == [section.name for section in list_required_sections("plan", level)]


def test_the_numbers_of_rules_are_those_documented() -> None:
    on_plans, on_pages = len(ALL_RULES) - len(PAGE_RULES), len(PAGE_RULES)
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert f"{on_plans} rules on plans and {on_pages} on built pages" in " ".join(changes.split())
    assert f"{len(ALL_RULES)} rules" in (ROOT / "README.md").read_text("utf-8")
