"""Sites whose plans hold all payloads: with us, without us, and with nothing live but ours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from bs4 import BeautifulSoup, Comment, Tag
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from mkdocs.commands.build import build
from mkdocs.config import load_config

from tests.conftest import SMALL, all_but, target
from tests.payloads import PAYLOADS, PLAIN, odd_document, plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from tests.conftest import Site

TEXTS = {"plain": PLAIN, **PAYLOADS}
FOLDERS = {name: f"area-{number % 3}/{number:02}" for number, name in enumerate(TEXTS)}
"""Where the documents of each payload are."""

NAMES = {
    name: cleaned
    for name, text in PAYLOADS.items()
    if (cleaned := re.sub(r"[/\x00]", "", text)[:40].strip(" ."))
}
"""File names that a disk takes."""

DOCUMENTS = ("plan", "checklist")
OVERVIEW = "# Plans\n\n<!-- speckit: overview -->\n"
OPTIONS = {"show": all_but(also=("findings",)), "export": True, "rules": SMALL}


THEME = """\
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Page</title>
{% for path in config.extra_css %}<link rel="stylesheet" href="{{ path | url }}">{% endfor %}
<link rel="icon" href="data:,"></head><body>{{ page.content }}</body></html>
"""
"""MkDocs' own theme shows titles and the names of files as HTML, which is not ours to look at."""


class NoHtml(Extension):
    """Authors can write no HTML and show no pictures: what is live on a page is ours."""

    def extendMarkdown(self, md: Any) -> None:  # noqa: N802
        md.preprocessors.register(_Harmless(md), "harmless", 31)


class _Harmless(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        if lines[0] == OVERVIEW.partition("\n")[0]:
            return lines
        return [line.replace("<", "&lt;").replace("![", "! [") for line in lines]


def write_theme(folder: Path) -> dict[str, Any]:
    """Write a theme of contents alone, and give the configuration that takes it."""
    folder.mkdir()
    (folder / "main.html").write_text(THEME, encoding="utf-8")
    return {"name": None, "custom_dir": str(folder)}


@dataclass(frozen=True)
class Built:
    """A built site."""

    folder: Path

    def body(self, page: str) -> Tag:
        """A page without its head."""
        html = (self.folder / page).read_text(encoding="utf-8")
        body = BeautifulSoup(html, "html.parser").body
        assert body is not None
        return body


def built(
    folder: Path,
    pages: Mapping[str, str],
    plugins: list[Any],
    extensions: tuple[Extension | str, ...] = ("attr_list",),
    **more: Any,
) -> Built:
    """Build a site of these pages; `more` is more of its configuration."""
    for name, text in pages.items():
        path = folder / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    configuration = {
        "site_name": "Site",
        "theme": write_theme(folder / "theme"),
        "plugins": plugins,
        "use_directory_urls": False,
        **more,
    }
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(configuration), encoding="utf-8")
    loaded = load_config(str(folder / "mkdocs.yml"))
    loaded.markdown_extensions = [*loaded.markdown_extensions, *extensions]  # type: ignore[list-item]
    loaded.plugins.on_startup(command="build", dirty=False)
    build(loaded)
    return Built(folder / "site")


def hostile_pages(texts: Mapping[str, str] = TEXTS) -> dict[str, str]:
    """An overview, and two documents for each text."""
    found = {"index.md": OVERVIEW}
    for name, text in texts.items():
        found[f"{FOLDERS[name]}/plan.md"] = plan(text)
        found[f"{FOLDERS[name]}/checklist.md"] = odd_document(text)
    return found


HARMLESS = {"zero", "reference", "attribute list"}
"""Texts that change what Python-Markdown makes of the author's own words."""

OTHER_FORMAT = "our own requests"
"""With a level marker a document is of no other format."""

OF_ANY_FORMAT = [name for name in PAYLOADS if name not in {*HARMLESS, OTHER_FORMAT}]
"""The payloads for documents that have no marker."""


def check_pieces(
    site: Site, pieces: str, calm: Iterable[str], hostile: Mapping[str, Iterable[str]]
) -> None:
    """Pieces on pages with a payload have no element that they do not have on calm pages.

    `hostile` are the pages with each payload.
    """
    known = vocabulary([piece for path in calm for piece in site.page(path).select(pieces)])
    for name, paths in hostile.items():
        for path in paths:
            found = site.page(path).select(pieces)
            assert found, (name, path)
            assert vocabulary(found) <= known, (name, path, vocabulary(found) - known)
            for link in tags(found):
                address = target(link) if link.has_attr("href") else ""
                assert ":" not in address.partition("#")[0], (name, address)


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site of all payloads."""
    return built(tmp_path_factory.mktemp("ours"), hostile_pages(), [{"speckit": OPTIONS}])


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The same site without the plugin."""
    return built(tmp_path_factory.mktemp("without"), hostile_pages(), [])


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The same site with quiet words: short ones, long ones, and some that make a cycle."""
    texts = {"plain": PLAIN, "script": "words " * 100, "picture": "Core out"}
    folder = tmp_path_factory.mktemp("calm")
    return built(folder, hostile_pages(texts), [{"speckit": OPTIONS}])


@pytest.fixture(scope="module")
def known(calm: Built) -> set[tuple[str, str]]:
    """The elements and attributes that pieces of quiet words have."""
    pages = [
        f"{FOLDERS[name]}/{document}.html"
        for name in ("plain", "script", "picture")
        for document in DOCUMENTS
    ]
    return vocabulary([piece for page in pages for piece in pieces(calm.body(page))])


def pieces(content: Tag) -> list[Tag]:
    """What we have put into a page; it is taken out of it."""
    found = []
    for begin in content.find_all(string=lambda text: _is_comment(text, "speckit")):
        for sibling in list(begin.next_siblings):
            if _is_comment(sibling, "/speckit"):
                break
            if isinstance(sibling, Tag):
                found.append(sibling)
            sibling.extract()
    return found


def _is_comment(node: object, text: str) -> bool:
    return isinstance(node, Comment) and node == text


def tags(found: list[Tag]) -> list[Tag]:
    """All elements of pieces."""
    return [tag for piece in found for tag in (piece, *piece.find_all(True))]


def vocabulary(found: list[Tag]) -> set[tuple[str, str]]:
    """The elements of pieces, and each one's attributes."""
    return {(tag.name, name) for tag in tags(found) for name in ("", *tag.attrs)}


BOXES = {"open": " ", "done": "x", "blocked": "B", "cancelled": "~"}
"""How the boxes that we draw are written, or could be."""


def stream(content: Tag) -> list[str]:
    """A page's elements and texts in order, without what we have put in and drawn."""
    pieces(content)
    for box in content.select("span.speckit-box[role=img]"):
        box.replace_with(f"[{BOXES[str(box['aria-label'])]}]")
    for mark in content.select("mark.speckit-placeholder, .speckit-anchor"):
        mark.unwrap()
    for comment in content.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    stream = []
    for node in content.descendants:
        if isinstance(node, Tag):
            ours = ("speckit-item", "speckit-next")
            kept = {k: v for k, v in node.attrs.items() if not any(each in v for each in ours)}
            stream.append(f"<{node.name} {kept}>")
        else:
            stream.append(str(node))
    return "".join(stream).replace("[X]", "[x]").replace("[-]", "[~]").split()
