"""Rules on the pages of a built site."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING
from urllib.parse import unquote

from mkdocs_speckit.audit.rule import page_rule
from mkdocs_speckit.model.wording import format_count
from mkdocs_speckit.reading.checklists import STATE_OF_BOX

if TYPE_CHECKING:
    from mkdocs_speckit.audit.pages.page import BuiltPage, Passage, Spot
    from mkdocs_speckit.audit.rule import Reports

_BULLET = r"^[^\S\n]*(?:[-*+]|\d+[.)])[^\S\n]+"
_BOXES = re.escape("".join(STATE_OF_BOX))
_BOX_OF_ITEM = re.compile(rf"^\s*\[[{_BOXES}]\](?=\s|$)")
_BOX_OF_TEXT = re.compile(r"^\s*\[[ xX]\](?=\s|$)")
_BOX_OF_LINE = re.compile(rf"{_BULLET}\[[{_BOXES}]\](?=\s|$)", re.MULTILINE)

_RULED = re.compile(r"\|[ \t]*:?(?:-{2,}|[–—]+-?):?[ \t]*\|")
"""A cell of the line under a table's header; where quotes are made typographic so are dashes."""

_BARE_RULE = re.compile(
    r"\|.*\n[ \t]*:?[-–—]{2,}:?[ \t]*(?:\|[ \t]*:?[-–—]+:?[ \t]*)+$", re.MULTILINE
)
_PIPES = r"[ \t]*+\|.[^|\n]*+\|.*\|[ \t]*"
_ROWS = re.compile(rf"^{_PIPES}\n{_PIPES}$", re.MULTILINE)
_ROW = re.compile(r"\s*+\|\s(?>.*?\s\|\s).*\|\s*")
_TABLE = (_RULED, _BARE_RULE, _ROWS)


@page_rule("warning")
def page_without_summary(page: BuiltPage) -> Reports:
    """Report a page with a level marker on which no summary stands.

    It was built without the plugin and without the extension, or comes from a cache of such a
    build: its readers get none of its figures. The rule is off where the summary is off.

    Bad:

        <h1>Bread</h1>
        <!-- SPECKIT_LEVEL: 2 -->

    Good:

        <h1>Bread</h1>
        <section class="speckit-summary">…</section>
        <!-- SPECKIT_LEVEL: 2 -->

    To fix it, list `speckit` under `plugins`, or under `markdown_extensions` in another generator,
    and build the site anew, without its cache.
    """
    if page.marker is not None and not page.has_summary:
        yield (
            page.marker.place,
            f"this page is a plan’s, and its summary is missing{page.marker.under}; list speckit"
            " under plugins or markdown_extensions, and build anew without a cache",
        )


@page_rule("warning")
def visible_placeholder(page: BuiltPage) -> Reports:
    """Report text of a template that readers see in place of what was to be written.

    Code is left out, and so is what the summary and diagrams repeat.

    Bad:

        <!-- SPECKIT_LEVEL: 2 --><p><strong>Storage</strong>: [e.g., a cellar]</p>

    Good:

        <!-- SPECKIT_LEVEL: 2 --><p><strong>Storage</strong>: a cellar</p>

    To fix it, write what the brackets ask for, or delete the line, and build anew.
    """
    for spot in page.placeholders:
        yield (
            spot.place,
            f"readers see the placeholder {spot.text}{spot.under}; replace it, or delete it",
        )


@page_rule("warning")
def box_as_text(page: BuiltPage) -> Reports:
    """Report the boxes of a checklist, such as `[ ]`, that readers see as brackets, once a heading.

    Nothing drew them: no task-list extension ran, or the items are no list, as no blank line
    stands before them, or they stand in a table.

    Bad:

        <!-- SPECKIT_LEVEL: 2 --><ul><li>[x] Buy flour</li></ul>

    Good:

        <!-- SPECKIT_LEVEL: 2 --><ul><li><input type="checkbox" checked> Buy flour</li></ul>

    To fix it, build with speckit or `pymdownx.tasklist`, put a blank line before the list, and
    write a word where the box is in a table.
    """
    found: dict[str, list[Passage]] = defaultdict(list)
    boxes: dict[str, int] = defaultdict(int)
    for passage in page.passages:
        if number := _boxes(passage):
            found[passage.spot.heading].append(passage)
            boxes[passage.spot.heading] += number
    for heading, passages in found.items():
        yield (
            passages[0].spot.place,
            f"boxes are shown as text in {format_count(boxes[heading], 'place')}"
            f"{passages[0].spot.under}; build with speckit or a task-list extension, put a blank"
            " line before the list, and in a table write a word",
        )


def _boxes(passage: Passage) -> int:
    """How many boxes stand as text in a passage."""
    first = _BOX_OF_ITEM if passage.is_item else _BOX_OF_TEXT
    at_start = first.match(passage.spot.text) is not None
    return at_start + len(_BOX_OF_LINE.findall(passage.spot.text))


@page_rule("warning")
def table_as_text(page: BuiltPage) -> Reports:
    """Report a table that readers see as lines of pipes.

    Bad:

        <!-- SPECKIT_LEVEL: 2 --><p>| Phase | Effort |
        |-------|--------|
        | Dough | 2h |</p>

    Good:

        <!-- SPECKIT_LEVEL: 2 --><table><tr><td>Dough</td><td>2h</td></tr></table>

    To fix it, put a blank line before the table and none into it, indent it like the item it
    stands in, and list `tables` under `markdown_extensions`.
    """
    for passage in page.passages:
        text = passage.spot.text
        if any(shape.search(text) for shape in _TABLE) or _ROW.fullmatch(text):
            yield (
                passage.spot.place,
                f"a table is shown as pipes{passage.spot.under}; put a blank line before it and"
                " none into it, and list tables under markdown_extensions",
            )


@page_rule("warning")
def broken_figure_link(page: BuiltPage) -> Reports:
    """Report a link of a diagram or timeline to a place that is not on its page.

    Something changed the headings' ids after the page was rendered.

    Bad:

        <h2 id="dough-1">Dough</h2>
        <div class="speckit-diagram"><a href="#dough">Dough</a></div>

    Good:

        <h2 id="dough">Dough</h2>
        <div class="speckit-diagram"><a href="#dough">Dough</a></div>

    To fix it, let no other plugin or theme change the ids of headings, or write them yourself:
    `## Dough {#dough}`.
    """
    for spot in page.figure_links:
        if not {spot.text, unquote(spot.text)} & page.targets:
            yield (
                spot.place,
                f"a drawing’s link to #{spot.text} leads nowhere{spot.under}; let nothing change"
                " the ids of headings after speckit",
            )


@page_rule("warning")
def duplicate_id(page: BuiltPage) -> Reports:
    """Report an id that a second element of the page's content has, too.

    A link to it leads to the first one, whichever was meant (HTML standard, section 3.2.6).

    Bad:

        <!-- SPECKIT_LEVEL: 2 --><h2 id="risks">Risks</h2><h2 id="risks">Risks</h2>

    Good:

        <!-- SPECKIT_LEVEL: 2 --><h2 id="risks">Risks</h2><h2 id="risks_1">Risks</h2>

    To fix it, take one of the ids out, or let the `toc` extension make them.
    """
    seen: dict[str, list[Spot]] = defaultdict(list)
    for spot in page.ids:
        seen[spot.text].append(spot)
    for first, *others in seen.values():
        if others:
            yield (
                others[0].place,
                f"the id “{first.text}” has been taken by line {first.place.line}"
                f"{others[0].under}, and {format_count(len(others) + 1, 'element')} have it;"
                " take the others out",
            )


@page_rule("warning")
def missing_text_alternative(page: BuiltPage) -> Reports:
    """Report an image, or a drawing in a figure, that says nothing to those who do not see it.

    An empty `alt`, `role="presentation"` and `aria-hidden="true"` say that it is only decoration
    (WCAG 2.2, success criterion 1.1.1).

    Bad:

        <!-- SPECKIT_LEVEL: 2 --><p><img src="oven.png"></p>

    Good:

        <!-- SPECKIT_LEVEL: 2 --><p><img src="oven.png" alt="The oven, its door open"></p>

    To fix it, write what the image shows, `![The oven](oven.png)`, or give the drawing a `<title>`
    or its figure a caption.
    """
    for picture in page.pictures:
        if not picture.has_alternative:
            yield (
                picture.spot.place,
                f"{picture.spot.text} has no text alternative{picture.spot.under}; write what it"
                " shows, or an empty alt where it is only decoration",
            )
