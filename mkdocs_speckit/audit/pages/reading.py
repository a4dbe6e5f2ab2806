"""What the elements of a built page are: text, heading, box, main content, a piece of ours."""

from __future__ import annotations

import re
import warnings
from bisect import bisect_right
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag
from bs4.element import Comment, NavigableString
from msgspec import Struct
from msgspec.structs import replace

from mkdocs_speckit.audit.pages.page import BuiltPage, Passage, Picture, Spot
from mkdocs_speckit.model.levels import MARKER
from mkdocs_speckit.model.parts import Place
from mkdocs_speckit.reading.checklists import STATE_OF_BOX
from mkdocs_speckit.reading.document.markdown import plain_text
from mkdocs_speckit.reading.document.source import GAP
from mkdocs_speckit.reading.formats import level
from mkdocs_speckit.reading.placeholders import CODE_ELEMENTS, find_in_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bs4.element import PageElement

    from mkdocs_speckit.model.settings import Settings

HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])

INLINE = frozenset(
    "a abbr b bdi bdo big br cite code data del dfn em font i img input ins kbd label mark math q s"
    " samp script small span strike strong style sub sup svg time tt u var wbr".split()
)
"""The elements that stand within a line of text."""

OURS = "speckit-"
"""What our classes begin with."""

WHOLE_PAGE = frozenset(["body", "html", "[document]"])
"""What is read of a page that says nowhere what its main content is."""

_ON_AUTHORS_OWN = frozenset(
    ["speckit-placeholder", "speckit-item", "speckit-box", "speckit-drawing"]
)
"""Those of our classes that stand on what the author wrote."""

_NOT_TEXT = CODE_ELEMENTS | {"noscript", "select", "template", "textarea"}
_NOT_TEXT_CLASSES = frozenset(["toc", "arithmatex"])

_AROUND_CONTENT = frozenset(["header", "nav", "footer", "aside"])

_BOX_OF_STATE = {state: box for box, state in reversed(STATE_OF_BOX.items())}


def main_content(soup: BeautifulSoup) -> Tag:
    """The element that holds a page's main content, by the surest sign that there is."""
    found = (
        soup.find(True, class_="md-content")
        or soup.find(True, role="main")
        or soup.find(["main", "article"])
    )
    return found or soup.body or soup


def is_around_content(tag: Tag) -> bool:
    """Whether an element is a theme's part of a page, where no element is its main content."""
    return tag.name in _AROUND_CONTENT and not is_piece(tag)


def our_classes(tag: Tag) -> list[str]:
    """Those of an element's classes that we gave it."""
    return [name for name in tag.get_attribute_list("class") if name and name.startswith(OURS)]


def is_piece(tag: Tag) -> bool:
    """Whether an element is a piece that we put into the page, such as a summary."""
    return any(name.partition("--")[0] not in _ON_AUTHORS_OWN for name in our_classes(tag))


def is_not_text(tag: Tag) -> bool:
    """Whether nothing in an element is prose: code, formulas, and what stands in for a heading."""
    return (
        tag.name in _NOT_TEXT
        or tag.has_attr("hidden")
        or not _NOT_TEXT_CLASSES.isdisjoint(tag.get_attribute_list("class"))
        or _is_permalink(tag)
    )


def heading_text(tag: Tag) -> str:
    """A heading's text in one line, without the sign that links to it."""
    strings = [
        str(string)
        for string in tag.descendants
        if type(string) is NavigableString
        and not any(_is_permalink(parent) for parent in string.parents)
    ]
    return " ".join("".join(strings).split())


def block_of(tag: Tag) -> Tag:
    """The nearest element, this one or round it, that is a block of text."""
    while tag.name in INLINE and tag.parent is not None:
        tag = tag.parent
    return tag


def drawn_box(tag: Tag) -> str | None:
    """What stands between the brackets of a box that was drawn; None where there is none."""
    if tag.name == "input" and tag.get("type") == "checkbox":
        return "x" if tag.has_attr("checked") else " "
    if "speckit-box" in our_classes(tag):
        return next(
            (b for state, b in _BOX_OF_STATE.items() if tag.get("aria-label") == state), " "
        )
    return None


def fragment(tag: Tag) -> str | None:
    """What a link within the page leads to; None for all other elements."""
    target = str(tag.get("href", tag.get("xlink:href", "")))
    return target[1:] if tag.name == "a" and target.startswith("#") else None


def _is_permalink(tag: Tag) -> bool:
    """Whether an element is the sign, such as `¶`, by which a heading is linked to."""
    return fragment(tag) is not None and not re.search(r"\w", tag.get_text())


DRAWINGS = frozenset(["svg", "canvas"])

_LABELS = ("aria-label", "aria-labelledby", "title")


def is_image(tag: Tag) -> bool:
    """Whether an element is an image wherever it stands."""
    is_button = tag.name == "input" and tag.get("type") == "image"
    return tag.name == "img" or is_button or tag.get("role") == "img"


def is_decoration(tag: Tag) -> bool:
    """Whether an element says that those who do not see it miss nothing."""
    return (
        tag.get("aria-hidden") == "true"
        or (tag.name == "img" and tag.has_attr("alt") and not str(tag["alt"]).strip())
        or (tag.name in (DRAWINGS | {"img"}) and tag.get("role") in ("presentation", "none"))
    )


def says_something(tag: Tag) -> bool:
    """Whether an element has a text in place of what it shows."""
    if any(str(tag.get(label, "")).strip() for label in (*_LABELS, "alt")):
        return True
    if tag.name == "svg":
        title = tag.find("title", recursive=False)
        return title is not None and bool(title.get_text(strip=True))
    return tag.name == "canvas" and bool(tag.get_text(strip=True))


def described(tag: Tag) -> str:
    """What a picture is called in a message."""
    if tag.name in DRAWINGS:
        return f"this drawing (<{tag.name}>)"
    source = urlsplit(str(tag.get("src", "")))
    name = "" if source.scheme == "data" else source.path.rpartition("/")[2]
    return f"the image {name}" if name else f"this image (<{tag.name}>)"


def read_page(html: str, path: str, settings: Settings) -> BuiltPage | None:
    """Read a page; None where neither a level marker nor anything of ours stands on it.

    Lines and columns are those of tags in `html`. Never raises.
    """
    if MARKER not in html and OURS not in html:
        return None
    # Browsers take this for a comment up to the next `>`; the parser would give the page up.
    html = html.replace("<![", "<!x")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # Of texts that look like XML, or a path.
        soup = BeautifulSoup(html, "html.parser")
    reader = _Reader(settings)
    reader.read(main_content(soup))
    reader.read_title(soup)
    if not (reader.has_marker or reader.has_ours):
        return None
    return BuiltPage(
        path=path,
        marker=reader.top if reader.has_marker else None,
        has_summary=reader.has_summary,
        passages=tuple(reader.passages),
        placeholders=tuple(reader.placeholders),
        ids=tuple(reader.ids),
        targets=frozenset(_targets(soup)),
        figure_links=tuple(reader.figure_links),
        pictures=tuple(reader.pictures),
    )


def _targets(soup: BeautifulSoup) -> Iterator[str]:
    """All that the fragment of a link can name; an empty one and `top` are the page's top."""
    yield from ("", "top")
    for element in soup.descendants:
        if isinstance(element, Tag) and element.attrs:
            yield from (str(element[key]) for key in ("id", "name") if key in element.attrs)


class _Stretch(NamedTuple):
    """A stretch of a block's text, the element that it is in, and the mark round that."""

    text: str
    tag: Tag
    mark: Tag | None


class _Around(Struct, frozen=True):
    """What the elements round one say of it.

    `is_told`: nobody need be told of a picture here, as it is hidden from those who do not see it,
    or a part of one that they are told of.
    """

    is_ours: bool = False
    is_silent: bool = False
    is_told: bool = False
    is_figure: bool = False
    has_caption: bool = False
    mark: Tag | None = None


class _Reader:
    """Walks over the elements of a page in their order."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._heading = ""
        self._block: list[_Stretch] = []
        self.has_marker = self.has_ours = self.has_summary = False
        self.top = Spot("", Place(1))
        self.passages: list[Passage] = []
        self.placeholders: list[Spot] = []
        self.ids: list[Spot] = []
        self.figure_links: list[Spot] = []
        self.pictures: list[Picture] = []

    def read(self, root: Tag) -> None:
        """Read an element and all in it, however deep."""
        is_whole = root.name in WHOLE_PAGE
        self.top = self._spot("", root)
        waiting: list[tuple[PageElement, _Around, bool]] = [(root, _Around(), False)]
        while waiting:
            node, around, is_over = waiting.pop()
            if isinstance(node, Comment):
                self.has_marker |= level.is_marker(str(node))
            elif isinstance(node, Tag) and is_over:
                self._end_block(node)
            elif isinstance(node, Tag) and not (is_whole and is_around_content(node)):
                inner = self._begin(node, around)
                waiting.append((node, inner, True))
                waiting.extend((child, inner, False) for child in reversed(node.contents))
            elif type(node) is NavigableString and node.parent and not around.is_silent:
                self._block.append(_Stretch(str(node), node.parent, around.mark))

    def read_title(self, soup: BeautifulSoup) -> None:
        """Read the page's title, which tabs and search engines show; it often repeats a heading."""
        title = soup.title
        if title is None:
            return
        shown = {spot.text for spot in self.placeholders}
        for _, _, plain in find_in_text(title.get_text(), self._settings):
            if plain not in shown:
                self._heading = ""
                self.placeholders.append(self._spot(plain, title))

    def _begin(self, tag: Tag, around: _Around) -> _Around:
        self._end_block(tag)
        classes = our_classes(tag)
        self.has_ours |= bool(classes)
        self.has_summary |= "speckit-summary" in classes
        around = replace(
            around,
            is_ours=around.is_ours or is_piece(tag),
            is_silent=around.is_silent or is_piece(tag) or is_not_text(tag),
            mark=tag if "speckit-placeholder" in classes else around.mark,
        )
        if tag.name in HEADINGS and not around.is_silent:
            self._begin_heading(tag)
        if not around.is_silent:
            self._block += [_Stretch(text, tag, around.mark) for text in _drawn(tag)]
        if tag.has_attr("id"):
            self.ids.append(self._spot(str(tag["id"]), tag))
        if around.is_ours and (link := fragment(tag)) is not None:
            self.figure_links.append(self._spot(link, tag))
        return self._look_at(tag, around)

    def _begin_heading(self, tag: Tag) -> None:
        self._heading = heading_text(tag)
        if not self.top.heading:
            self.top = self._spot("", tag)

    def _look_at(self, tag: Tag, around: _Around) -> _Around:
        """Note a picture; gives what is round the element's children."""
        if tag.name == "figure":
            has_caption = tag.find("figcaption") is not None or says_something(tag)
            around = replace(around, is_figure=True, has_caption=has_caption)
        if around.is_told or is_decoration(tag):
            return replace(around, is_told=True)
        is_drawing = tag.name in DRAWINGS and (around.is_figure or around.is_ours)
        if not is_drawing and not is_image(tag):
            return around
        has_alternative = says_something(tag) or (is_drawing and around.has_caption)
        self.pictures.append(Picture(self._spot(described(tag), tag), has_alternative))
        return replace(around, is_told=True)

    def _end_block(self, tag: Tag) -> None:
        """Where a block begins or ends, the text before it is over."""
        if tag.name in INLINE:
            return
        block, self._block = self._block, []
        if any(stretch.text.strip() for stretch in block):
            self._add_passage(block)

    def _add_passage(self, block: list[_Stretch]) -> None:
        texts = [stretch.text for stretch in block]
        text = GAP.join(texts)
        starts = list(accumulate((len(text) + 1 for text in texts[:-1]), initial=0))
        holder = block_of(next(stretch.tag for stretch in block if stretch.text.strip()))
        is_item = holder.name == "li" or (holder.parent is not None and holder.parent.name == "li")
        self.passages.append(Passage(self._spot(text, holder), is_item))
        marked = _marked(block, starts)
        found = [
            each
            for each in find_in_text(text, self._settings)
            if not any(each[0] < end and start < each[1] for start, end, _ in marked)
        ]
        for start, _, plain in sorted([*marked, *found]):
            tag = block[bisect_right(starts, start) - 1].tag
            self.placeholders.append(self._spot(plain, tag))

    def _spot(self, text: str, tag: Tag) -> Spot:
        place = Place(tag.sourceline or 1, (tag.sourcepos or 0) + 1)
        return Spot(text, place, self._heading)


def _drawn(tag: Tag) -> list[str]:
    """What an element without text stands for in a text: a line end, a box between gaps."""
    if tag.name == "br":
        return ["\n"]
    box = drawn_box(tag)
    return [] if box is None else ["", f"[{box}]"]


def _marked(block: list[_Stretch], starts: list[int]) -> list[tuple[int, int, str]]:
    """Where our marks begin and end in a block's text, and what each one says."""
    pairs = [(start, s) for start, s in zip(starts, block, strict=True) if s.mark is not None]
    found = []
    for _, group in groupby(pairs, key=lambda pair: id(pair[1].mark)):
        stretches = list(group)
        start, (end, last) = stretches[0][0], stretches[-1]
        plain = plain_text("".join(stretch.text for _, stretch in stretches))
        found.append((start, end + len(last.text), plain))
    return found
