"""A page of a built site: what it shows of a plan, read with BeautifulSoup from its HTML.

Any generator, theme or minifier may have made the page.
"""

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

from mkdocs_speckit.model.levels import MARKER
from mkdocs_speckit.model.parts import CODE_ELEMENTS, Place
from mkdocs_speckit.reading.checklists import STATE_OF_BOX
from mkdocs_speckit.reading.document.source import GAP, fold_spaces
from mkdocs_speckit.reading.formats import level
from mkdocs_speckit.reading.placeholders import find_in_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bs4.element import PageElement

    from mkdocs_speckit.model.settings import Settings


class Spot(Struct, frozen=True, gc=False):
    """Something on a page: its text, the place of its tag in the HTML, and the heading above it.

    `heading` is the text of the nearest heading; it is empty above the first one.
    """

    text: str
    place: Place
    heading: str = ""

    @property
    def under(self) -> str:
        """` under “Effort”`, as a part of a message; empty above the first heading."""
        return f" under “{self.heading}”" if self.heading else ""


class Passage(Struct, frozen=True, gc=False):
    """The text of one block, such as a paragraph, a list item or a cell, without code.

    The text has a `GAP` wherever an element begins or ends. A drawn box is a box in the text, such
    as `[x]`, with a gap on either side.
    """

    spot: Spot
    is_item: bool


class Illustration(Struct, frozen=True, gc=False):
    """An image or a drawing; `spot.text` is what messages call it."""

    spot: Spot
    has_alternative: bool


class BuiltPage(Struct, frozen=True):
    """A page with a plan, or with something that the plugin made of plans.

    `marker` is the page's first heading, if the HTML contains a level marker. `passages` and
    `placeholders` are the author's; `ids` and `illustrations` are those of the main content.
    `figure_links` are the fragments that links in diagrams and timelines lead to, and `targets` all
    ids and names on the page that a link can lead to.
    """

    path: str
    marker: Spot | None
    has_header: bool
    passages: tuple[Passage, ...]
    placeholders: tuple[Spot, ...]
    ids: tuple[Spot, ...]
    targets: frozenset[str]
    figure_links: tuple[Spot, ...]
    illustrations: tuple[Illustration, ...]


_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])

_INLINE = frozenset(
    "a abbr b bdi bdo big br cite code data del dfn em font i img input ins kbd label mark math q s"
    " samp script small span strike strong style sub sup svg time tt u var wbr".split()
)
"""The elements that are part of a line of text."""

_OUR_PREFIX = "speckit-"
"""The beginning of all class names that the plugin uses."""

_QUESTION = "speckit-question"
"""The plugin's class of those of its marks of placeholders that are around open questions."""

_ON_AUTHORS_OWN = frozenset(
    [
        "speckit-placeholder",
        _QUESTION,
        "speckit-item",
        "speckit-box",
        "speckit-drawing",
        "speckit-task",
        "speckit-task-id",
        "speckit-tag",
    ]
)
"""The plugin's classes on elements that the author wrote."""

_WHOLE_PAGE = frozenset(["body", "html", "[document]"])
"""What is read of a page that does not say what its main content is."""

_AROUND_CONTENT = frozenset(["header", "nav", "footer", "aside"])
_NOT_PROSE = CODE_ELEMENTS | {"noscript", "select", "template", "textarea"}
_NOT_PROSE_CLASSES = frozenset(["toc", "arithmatex"])
_DRAWINGS = frozenset(["svg", "canvas"])
_ALTERNATIVES = ("aria-label", "aria-labelledby", "title", "alt")
_BOX_OF_STATE: dict[str, str] = {state: box for box, state in reversed(STATE_OF_BOX.items())}


def read_page(html: str, path: str, settings: Settings) -> BuiltPage | None:
    """Read a page; None if it has neither a level marker nor anything that the plugin made.

    Lines and columns are those of tags in `html`. Never raises.
    """
    if MARKER not in html and _OUR_PREFIX not in html:
        return None
    # To browsers this begins a comment, which ends at the next `>`; the parser would give up here.
    html = html.replace("<![", "<!x")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # About texts that look like XML, or a path.
        soup = BeautifulSoup(html, "html.parser")
    # The main content, by the surest sign that there is.
    content = (
        soup.find(class_="md-content")
        or soup.find(role="main")
        or soup.find(["main", "article"])
        or soup.body
        or soup
    )
    reader = _PageReader(settings, content)
    reader.read()
    reader.read_title(soup)
    if not (reader.has_marker or reader.has_ours):
        return None
    return BuiltPage(
        path=path,
        marker=reader.top if reader.has_marker else None,
        has_header=reader.has_header,
        passages=tuple(reader.passages),
        placeholders=tuple(reader.placeholders),
        ids=tuple(reader.ids),
        # An empty fragment and `top` lead to the top of the page.
        targets=frozenset(["", "top"]).union(
            str(element.attrs[key])
            for element in soup.descendants
            if isinstance(element, Tag)
            for key in ("id", "name")
            if key in element.attrs
        ),
        figure_links=tuple(reader.figure_links),
        illustrations=tuple(reader.illustrations),
    )


def _list_our_classes(tag: Tag) -> list[str]:
    """The classes of an element that the plugin has given it."""
    classes = tag.get_attribute_list("class")
    return [name for name in classes if name and name.startswith(_OUR_PREFIX)]


def _is_piece(tag: Tag) -> bool:
    """True for an element that the plugin added to the page, such as a summary."""
    return any(name.partition("--")[0] not in _ON_AUTHORS_OWN for name in _list_our_classes(tag))


def _is_not_prose(tag: Tag) -> bool:
    """True for an element without any prose in it: code, a formula, the sign after a heading."""
    return (
        tag.name in _NOT_PROSE
        or tag.has_attr("hidden")
        or not _NOT_PROSE_CLASSES.isdisjoint(tag.get_attribute_list("class"))
        or _is_permalink(tag)
    )


def _is_permalink(tag: Tag) -> bool:
    """True for the sign, such as `¶`, that links to its own heading."""
    return _read_fragment(tag) is not None and not re.search(r"\w", tag.get_text())


def _read_fragment(tag: Tag) -> str | None:
    """The target of a link within the page; None for all other elements."""
    target = str(tag.get("href", tag.get("xlink:href", "")))
    return target[1:] if tag.name == "a" and target.startswith("#") else None


def _read_heading(tag: Tag) -> str:
    """The text of a heading in one line, without the sign that links to it and added marks."""
    strings = [
        str(string)
        for string in tag.descendants
        if type(string) is NavigableString
        and not any(_is_permalink(parent) or _is_piece(parent) for parent in string.parents)
    ]
    return " ".join("".join(strings).split())


def _read_without_text(tag: Tag) -> list[str]:
    """The text that an element without text stands for: a line end, or a box between gaps."""
    if tag.name == "br":
        return ["\n"]
    if tag.name == "input" and tag.get("type") == "checkbox":
        return ["", "[x]" if tag.has_attr("checked") else "[ ]"]
    if "speckit-box" in _list_our_classes(tag):
        return ["", f"[{_BOX_OF_STATE.get(str(tag.get('aria-label')), ' ')}]"]
    return []


def _is_image(tag: Tag) -> bool:
    """True for an image, wherever it is."""
    is_button = tag.name == "input" and tag.get("type") == "image"
    return tag.name == "img" or is_button or tag.get("role") == "img"


def _is_decoration(tag: Tag) -> bool:
    """True for an element that says that it is only decoration."""
    return (
        tag.get("aria-hidden") == "true"
        or (tag.name == "img" and tag.has_attr("alt") and not str(tag["alt"]).strip())
        or (tag.name in (_DRAWINGS | {"img"}) and tag.get("role") in ("presentation", "none"))
    )


def _has_alternative(tag: Tag) -> bool:
    """True for an element with a text that replaces what it shows."""
    if any(str(tag.get(label, "")).strip() for label in _ALTERNATIVES):
        return True
    if tag.name == "svg":
        title = tag.find("title", recursive=False)
        return title is not None and bool(title.get_text(strip=True))
    return tag.name == "canvas" and bool(tag.get_text(strip=True))


def _describe(tag: Tag) -> str:
    """How a message names an image or a drawing."""
    if tag.name in _DRAWINGS:
        return f"this drawing (<{tag.name}>)"
    source = urlsplit(str(tag.get("src", "")))
    name = "" if source.scheme == "data" else source.path.rpartition("/")[2]
    return f"the image {name}" if name else f"this image (<{tag.name}>)"


class _Stretch(NamedTuple):
    """A part of a block's text, the element that contains it, and the mark around that."""

    text: str
    tag: Tag
    mark: Tag | None


class _Around(Struct, frozen=True, gc=False):
    """What the elements around an element say about it.

    `is_ours`: the plugin added it. `is_silent`: it has no prose. `is_told`: no image in it needs a
    text, because it is hidden from people who do not see it, or part of an image that has one.
    """

    is_ours: bool = False
    is_silent: bool = False
    is_told: bool = False
    is_figure: bool = False
    has_caption: bool = False
    mark: Tag | None = None


class _PageReader:
    """Walks over an element of a page and everything in it, in order, however deep."""

    def __init__(self, settings: Settings, root: Tag) -> None:
        self._settings = settings
        self._root = root
        self._heading = ""
        self._block: list[_Stretch] = []
        self.has_marker = self.has_ours = self.has_header = False
        self.top = self._make_spot("", root)
        self.passages: list[Passage] = []
        self.placeholders: list[Spot] = []
        self.ids: list[Spot] = []
        self.figure_links: list[Spot] = []
        self.illustrations: list[Illustration] = []

    def read(self) -> None:
        """Read the element."""
        is_whole = self._root.name in _WHOLE_PAGE
        waiting: list[tuple[PageElement, _Around, bool]] = [(self._root, _Around(), False)]
        while waiting:
            node, around, is_over = waiting.pop()
            if isinstance(node, Comment):
                self.has_marker |= level.is_marker(str(node))
            elif isinstance(node, Tag) and is_over:
                self._end_block(node)
            elif isinstance(node, Tag):
                # The parts of the theme, if nothing says what the main content is.
                if is_whole and node.name in _AROUND_CONTENT and not _is_piece(node):
                    continue
                inner = self._begin_element(node, around)
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
                self.placeholders.append(self._make_spot(plain, title))

    def _begin_element(self, tag: Tag, around: _Around) -> _Around:
        """Read an element's own tag; gives what is around its children."""
        self._end_block(tag)
        classes, is_piece = _list_our_classes(tag), _is_piece(tag)
        self.has_ours |= bool(classes)
        self.has_header |= "speckit-header" in classes
        around = replace(
            around,
            is_ours=around.is_ours or is_piece,
            is_silent=around.is_silent or is_piece or _is_not_prose(tag),
            mark=tag if "speckit-placeholder" in classes else around.mark,
        )
        if not around.is_silent:
            if tag.name in _HEADINGS:
                self._heading = _read_heading(tag)
                if not self.top.heading:
                    self.top = self._make_spot("", tag)
            self._block += [_Stretch(text, tag, around.mark) for text in _read_without_text(tag)]
        if tag.has_attr("id"):
            self.ids.append(self._make_spot(str(tag["id"]), tag))
        if around.is_ours and (link := _read_fragment(tag)) is not None:
            self.figure_links.append(self._make_spot(link, tag))
        return self._note_illustration(tag, around)

    def _note_illustration(self, tag: Tag, around: _Around) -> _Around:
        """Note an element that is an image or a drawing; gives what is around its children."""
        if tag.name == "figure":
            has_caption = tag.find("figcaption") is not None or _has_alternative(tag)
            around = replace(around, is_figure=True, has_caption=has_caption)
        if around.is_told or _is_decoration(tag):
            return replace(around, is_told=True)
        is_drawing = tag.name in _DRAWINGS and (around.is_figure or around.is_ours)
        if not is_drawing and not _is_image(tag):
            return around
        has_alternative = _has_alternative(tag) or (is_drawing and around.has_caption)
        spot = self._make_spot(_describe(tag), tag)
        self.illustrations.append(Illustration(spot, has_alternative))
        return replace(around, is_told=True)

    def _end_block(self, tag: Tag) -> None:
        """Where a block begins or ends, the text before it is complete: read that."""
        if tag.name in _INLINE:
            return
        block, self._block = self._block, []
        holder = next((stretch.tag for stretch in block if stretch.text.strip()), None)
        if holder is None:
            return
        texts = [stretch.text for stretch in block]
        text = GAP.join(texts)
        starts = list(accumulate((len(text) + 1 for text in texts[:-1]), initial=0))

        while holder.name in _INLINE and holder.parent is not None:
            holder = holder.parent
        is_item = holder.name == "li" or (holder.parent is not None and holder.parent.name == "li")
        self.passages.append(Passage(self._make_spot(text, holder), is_item))

        # What the plugin has marked is a placeholder, or a question, whatever it looks like.
        marked = list(_find_marked(block, starts))
        found = [
            each
            for each in find_in_text(text, self._settings)
            if not any(each[0] < end and start < each[1] for start, end, _ in marked)
        ]
        for start, _, plain in sorted([*marked, *found]):
            stretch = block[bisect_right(starts, start) - 1]
            if stretch.mark is None or _QUESTION not in _list_our_classes(stretch.mark):
                self.placeholders.append(self._make_spot(plain, stretch.tag))

    def _make_spot(self, text: str, tag: Tag) -> Spot:
        place = Place(tag.sourceline or 1, (tag.sourcepos or 0) + 1)
        return Spot(text, place, self._heading)


def _find_marked(block: list[_Stretch], starts: list[int]) -> Iterator[tuple[int, int, str]]:
    """Where the plugin's marks begin and end in a block's text, and what each one says."""
    pairs = [(start, s) for start, s in zip(starts, block, strict=True) if s.mark is not None]
    # By identity: two elements are equal if they look the same.
    for _, group in groupby(pairs, key=lambda pair: id(pair[1].mark)):
        stretches = list(group)
        start, (end, last) = stretches[0][0], stretches[-1]
        plain = fold_spaces("".join(stretch.text for _, stretch in stretches))
        yield start, end + len(last.text), plain
