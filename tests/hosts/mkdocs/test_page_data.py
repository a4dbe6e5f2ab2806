"""What theme authors get of a page is made when they ask for it, once, and is in each copy."""

from __future__ import annotations

import pickle
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page

from mkdocs_speckit.hosts.mkdocs.page_data import give_data

if TYPE_CHECKING:
    from collections.abc import Callable

DATA = {"plan": {"title": "Bread"}}


class PageOfAnotherPlugin(Page):
    """A page with a class of its own, such as a post of a blog."""


def make_page(kind: type[Page] = Page) -> Page:
    config = MkDocsConfig()
    config.docs_dir, config.site_dir = "docs", "site"
    return kind(None, File("plan.md", "docs", "site", use_directory_urls=True), config)


def test_it_is_made_once_and_when_it_is_asked_for() -> None:
    page: Any = make_page()
    made = []

    def make() -> dict[str, Any]:
        made.append(1)
        return DATA

    give_data(page, make)
    assert made == []
    assert [page.speckit, page.speckit] == [DATA, DATA]
    assert made == [1]
    # The same page in the next build.
    give_data(page, lambda: None)
    assert page.speckit is None


def test_a_page_of_another_kind_keeps_its_class() -> None:
    page: Any = make_page(PageOfAnotherPlugin)
    give_data(page, lambda: DATA)
    assert page.speckit == DATA
    assert type(page) is PageOfAnotherPlugin


@pytest.mark.parametrize(
    "copy",
    [deepcopy, lambda page: pickle.loads(pickle.dumps(page))],  # noqa: S301
)
def test_a_copy_has_the_data(copy: Callable[[Any], Any]) -> None:
    page: Any = make_page()
    page.config, page.file = None, None  # Not all of these can be copied.
    give_data(page, lambda: DATA)
    copied = copy(page)
    assert copied.speckit == DATA
    assert copied.title == page.title
