"""The finished body of a page is kept where nobody works on it later, and is the same then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Extension, Markdown
from markdown.postprocessors import Postprocessor, RawHtmlPostprocessor
from markdown.treeprocessors import Treeprocessor

from mkdocs_speckit import markdown_extension
from mkdocs_speckit.audit import audit_plan
from mkdocs_speckit.disk.cache import NO_CACHE, Cache
from mkdocs_speckit.features.joining import join_documents
from mkdocs_speckit.markdown_extension import SpeckitExtension
from mkdocs_speckit.options import DEFAULTS, Options
from mkdocs_speckit.page import Page, painting
from mkdocs_speckit.reading import read
from tests.conftest import MARKER
from tests.reading.test_any_text import FRAGMENTS

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree.ElementTree import Element

PLAN = (
    MARKER
    + """\
# Plan: Bread & *Butter* <b>raw</b> &amp; &copy;

- [x] Flour `<b> &amp; [NAME]`, [NAME]
- [ ] Salt[^1] <kbd>x</kbd>

<div markdown>

- [ ] *Water*

</div>

| Phase | Depends On |
| --- | --- |
| Dough | None |
| Oven | Dough |

[^1]: A note.
"""
)
EXTENSIONS = ["tables", "toc", "footnotes", "attr_list", "md_in_html", "fenced_code", "admonition"]


class PageHost:
    """A host of one page."""

    def __init__(self, cache: Cache) -> None:
        self.cache = cache

    def find_page(self, written: str, text: str) -> Page | None:
        del written
        plan = read(text)
        joined = next(iter(join_documents([plan])), None) if plan else None
        return Page(joined, audit_plan(joined), is_preview=True) if joined else None

    def draw_overview(self, attributes: str) -> str:
        return f"<p>Overview{attributes}</p>"

    def report_failure(self, part: str, error: Exception) -> None:
        raise AssertionError(part) from error

    def warn(self, message: str) -> None:
        raise AssertionError(message)


def convert(text: str, cache: Cache, *others: Extension, options: Options = DEFAULTS) -> str:
    ours = SpeckitExtension(options, PageHost(cache))
    html = Markdown(extensions=[*EXTENSIONS, ours, *others]).convert(text)
    cache.save()
    return html


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The titles of the pages that are painted."""
    titles: list[str] = []
    paint = painting.Painting.paint

    def note(self: painting.Painting) -> None:
        titles.append(self._plan.title)
        paint(self)

    monkeypatch.setattr(painting.Painting, "paint", note)
    return titles


@pytest.mark.parametrize("options", [DEFAULTS, Options(inline_css=True)])
def test_a_kept_page_is_the_same_and_is_not_painted_again(
    tmp_path: Path, painted: list[str], options: Options
) -> None:
    plain = convert(PLAN, NO_CACHE, options=options)
    assert "speckit-header" in plain
    assert convert(PLAN, Cache(tmp_path), options=options) == plain
    assert len(painted) == 2
    assert convert(PLAN, Cache(tmp_path), options=options) == plain
    assert len(painted) == 2


# Pages are UTF-8, which has no half of a character.
LINES = FRAGMENTS.filter(lambda line: line != "\udcff") | st.text(max_size=20)


@given(st.lists(LINES, max_size=30))
@settings(max_examples=100)
def test_any_kept_page_is_the_same(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str]
) -> None:
    text, folder = MARKER + "\n".join(lines), tmp_path_factory.mktemp("kept")
    plain = convert(text, NO_CACHE)
    assert convert(text, Cache(folder)) == plain
    assert convert(text, Cache(folder)) == plain


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Flour", "Rye"),
        ("[x] Flour", "[ ] Flour"),
        ("<kbd>x</kbd>", "<kbd>y</kbd>"),
        ("<b>raw</b>", "<i>raw</i>"),
        ("A note.", "Another note."),
        ("| Oven | Dough |", "| Oven | None |"),
        ("&copy;", "©"),
        ("# Plan: Bread", "# Plan: Bread {#bread}"),
    ],
)
def test_a_page_that_has_changed_is_painted_again(
    tmp_path: Path, painted: list[str], before: str, after: str
) -> None:
    changed = PLAN.replace(before, after)
    plain = convert(changed, NO_CACHE)
    convert(PLAN, Cache(tmp_path))
    assert convert(changed, Cache(tmp_path)) == plain
    assert len(painted) == 3


def test_a_page_is_painted_again_by_another_version_of_what_fills_in_the_templates(
    tmp_path: Path, painted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = convert(PLAN, Cache(tmp_path))
    monkeypatch.setattr(markdown_extension, "name_renderers", lambda: "Jinja2 of tomorrow")
    assert convert(PLAN, Cache(tmp_path)) == plain
    assert len(painted) == 2


@pytest.mark.parametrize(
    "more",
    [
        "<!-- speckit: ignore unfilled-placeholder -->\n\n[NAME]\n",
        "```yaml\nplugins:\n  - speckit:\n      overview: true\n```\n",
        "```html\n<!-- speckit: overview -->\n```\n",
    ],
    ids=["silenced", "configuration", "example"],
)
def test_a_page_that_asks_for_no_overview_is_kept(
    tmp_path: Path, painted: list[str], more: str
) -> None:
    plain = convert(PLAN + more, NO_CACHE)
    assert [convert(PLAN + more, Cache(tmp_path)) for _ in range(2)] == [plain, plain]
    assert len(painted) == 2


class TitleInTree(Treeprocessor):
    def run(self, root: Element) -> None:
        root[0].text = f"{len(root)} elements"


class CountOfStashed(Postprocessor):
    def run(self, text: str) -> str:
        return f"{text}\n<p>{text.count('wzxhzdk')} stashed</p>"


class OwnRawHtml(RawHtmlPostprocessor):
    def run(self, text: str) -> str:
        return super().run(text) + "\n<p>replaced</p>"


class ExtensionAfterOurs(Extension):
    """Works on the tree or its text after all others, or on the text with stashed HTML."""

    def __init__(self, works_on: str) -> None:
        super().__init__()
        self.works_on = works_on

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        if self.works_on == "elements":
            md.treeprocessors.register(TitleInTree(md), "title", -200)
        elif self.works_on == "stashed":
            md.postprocessors.register(CountOfStashed(md), "count", 200)
        elif self.works_on == "replaced":
            md.postprocessors.register(OwnRawHtml(md), "raw_html", 30)
        self.md = md
        md.registerExtension(self)

    def reset(self) -> None:
        if self.works_on == "serialized":
            serialize = self.md.output_formats["xhtml"]
            self.md.serializer = lambda root: serialize(root).replace("Bread", "serialized")


@pytest.mark.parametrize("works_on", ["elements", "stashed", "replaced", "serialized"])
def test_a_page_that_another_extension_works_on_later_is_not_kept(
    tmp_path: Path, painted: list[str], works_on: str
) -> None:
    extension = ExtensionAfterOurs(works_on)
    plain = convert(PLAN, NO_CACHE, extension)
    assert works_on in plain
    assert [convert(PLAN, Cache(tmp_path), extension) for _ in range(2)] == [plain, plain]
    assert len(painted) == 3


def test_an_overview_on_the_page_of_a_plan_is_drawn_each_time(
    tmp_path: Path, painted: list[str]
) -> None:
    text = PLAN + "\n<!-- speckit: overview level=2 -->\n"
    plain = convert(text, NO_CACHE)
    assert "<p>Overview" in plain
    assert [convert(text, Cache(tmp_path)) for _ in range(2)] == [plain, plain]
    assert len(painted) == 3
