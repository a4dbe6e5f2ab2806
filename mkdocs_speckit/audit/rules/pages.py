"""Rules on the pages of a built site."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING
from urllib.parse import unquote

from mkdocs_speckit.audit.rule import page_rule
from mkdocs_speckit.model.formats import LEVEL
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
"""A cell of the line under a table's header. Its dashes may have been made typographic."""

_BARE_RULE = re.compile(
    r"\|.*\n[ \t]*:?[-–—]{2,}:?[ \t]*(?:\|[ \t]*:?[-–—]+:?[ \t]*)+$", re.MULTILINE
)
_PIPES = r"[ \t]*+\|.[^|\n]*+\|.*\|[ \t]*"
_ROWS = re.compile(rf"^{_PIPES}\n{_PIPES}$", re.MULTILINE)
_ROW = re.compile(r"\s*+\|\s(?>.*?\s\|\s).*\|\s*")
_TABLE = (_RULED, _BARE_RULE, _ROWS)


@page_rule("warning", formats=(LEVEL,))
def page_without_summary(page: BuiltPage) -> Reports:
    """Report a page that has a level marker but no summary.

    The page was built without the plugin and the extension, or it comes from the cache of such a
    build. Its readers see none of the figures. The rule is off if `summary` is not in the option
    `show`.

    Bad:

        <h1>Bread</h1>
        <!-- SPECKIT_LEVEL: 2 -->

    Good:

        <h1>Bread</h1>
        <section class="speckit-header">…</section>
        <!-- SPECKIT_LEVEL: 2 -->

    To fix it, add `speckit` to `plugins`, or to `markdown_extensions` in another generator, and
    build the site again without its cache.
    """
    if page.marker is not None and not page.has_header:
        yield (
            page.marker.place,
            f"this page has a level marker but no header{page.marker.under}; add speckit to"
            " plugins or markdown_extensions, and build the site again without its cache",
        )


@page_rule("warning")
def visible_placeholder(page: BuiltPage) -> Reports:
    """Report a placeholder of a template that readers of the page see.

    Code is not checked. Texts that the summary and the diagrams repeat are not checked either.

    Bad:

        <!-- SPECKIT_LEVEL: 2 --><p><strong>Storage</strong>: [e.g., a cellar]</p>

    Good:

        <!-- SPECKIT_LEVEL: 2 --><p><strong>Storage</strong>: a cellar</p>

    To fix it, write what the brackets ask for, or delete the line, and build the site again.
    """
    for spot in page.placeholders:
        yield (
            spot.place,
            f"readers see the placeholder {spot.text}{spot.under}; replace it, or delete it",
        )


@page_rule("warning")
def box_as_text(page: BuiltPage) -> Reports:
    """Report boxes of a checklist, such as `[ ]`, that readers see as text, once for each heading.

    There are three causes: the site was built without an extension for task lists, the list has no
    blank line before it, or the boxes are in a table.

    Bad:

        <!-- SPECKIT_LEVEL: 2 --><ul><li>[x] Buy flour</li></ul>

    Good:

        <!-- SPECKIT_LEVEL: 2 --><ul><li><input type="checkbox" checked> Buy flour</li></ul>

    To fix it, build with speckit or `pymdownx.tasklist`, put a blank line before the list, or use a
    word instead of a box in a table.
    """
    found: dict[str, list[Passage]] = defaultdict(list)
    boxes: dict[str, int] = defaultdict(int)
    for passage in page.passages:
        first = _BOX_OF_ITEM if passage.is_item else _BOX_OF_TEXT
        at_start = first.match(passage.spot.text) is not None
        if number := at_start + len(_BOX_OF_LINE.findall(passage.spot.text)):
            found[passage.spot.heading].append(passage)
            boxes[passage.spot.heading] += number
    for heading, passages in found.items():
        yield (
            passages[0].spot.place,
            f"boxes are shown as text in {format_count(boxes[heading], 'place')}"
            f"{passages[0].spot.under}; build with speckit or a task list extension, put a blank"
            " line before the list, or use a word instead of a box in a table",
        )


@page_rule("warning")
def table_as_text(page: BuiltPage) -> Reports:
    """Report a table that readers see as lines with pipes.

    Bad:

        <!-- SPECKIT_LEVEL: 2 --><p>| Phase | Effort |
        |-------|--------|
        | Dough | 2h |</p>

    Good:

        <!-- SPECKIT_LEVEL: 2 --><table><tr><td>Dough</td><td>2h</td></tr></table>

    To fix it, put a blank line before the table, remove blank lines inside it, indent it like the
    list item that it belongs to, and add `tables` to `markdown_extensions`.
    """
    for passage in page.passages:
        text = passage.spot.text
        if any(shape.search(text) for shape in _TABLE) or _ROW.fullmatch(text):
            yield (
                passage.spot.place,
                f"a table is shown as text with pipes{passage.spot.under}; put a blank line before"
                " it, remove blank lines inside it, and add tables to markdown_extensions",
            )


@page_rule("warning")
def broken_figure_link(page: BuiltPage) -> Reports:
    """Report a link in a diagram or timeline whose target is not on the page.

    Something changed the ids of the headings after the page was rendered.

    Bad:

        <h2 id="dough-1">Dough</h2>
        <div class="speckit-diagram"><a href="#dough">Dough</a></div>

    Good:

        <h2 id="dough">Dough</h2>
        <div class="speckit-diagram"><a href="#dough">Dough</a></div>

    To fix it, stop other plugins and the theme from changing the ids of headings, or set them
    yourself: `## Dough {#dough}`.
    """
    for spot in page.figure_links:
        if not {spot.text, unquote(spot.text)} & page.targets:
            yield (
                spot.place,
                f"a drawing{spot.under} links to #{spot.text}, which is not on this page; stop"
                " other plugins and the theme from changing the ids of headings",
            )


@page_rule("warning")
def duplicate_id(page: BuiltPage) -> Reports:
    """Report an id that several elements of the page's content have.

    A link to it always leads to the first one (HTML standard, section 3.2.6).

    Bad:

        <!-- SPECKIT_LEVEL: 2 --><h2 id="risks">Risks</h2><h2 id="risks">Risks</h2>

    Good:

        <!-- SPECKIT_LEVEL: 2 --><h2 id="risks">Risks</h2><h2 id="risks_1">Risks</h2>

    To fix it, remove all but one of the ids, or let the `toc` extension generate them.
    """
    seen: dict[str, list[Spot]] = defaultdict(list)
    for spot in page.ids:
        seen[spot.text].append(spot)
    for first, *others in seen.values():
        if others:
            yield (
                others[0].place,
                f"the id “{first.text}”{others[0].under} is already used in line"
                f" {first.place.line}, and {format_count(len(others) + 1, 'element')} have it;"
                " keep only one of them",
            )


@page_rule("warning")
def missing_text_alternative(page: BuiltPage) -> Reports:
    """Report an image, or a drawing in a figure, that has no text alternative.

    People who cannot see it learn nothing from it. An empty `alt`, `role="presentation"` and
    `aria-hidden="true"` say that it is only decoration (WCAG 2.2, success criterion 1.1.1).

    Bad:

        <!-- SPECKIT_LEVEL: 2 --><p><img src="oven.png"></p>

    Good:

        <!-- SPECKIT_LEVEL: 2 --><p><img src="oven.png" alt="The oven, its door open"></p>

    To fix it, describe what the image shows, as in `![The oven](oven.png)`, or give the drawing a
    `<title>` or its figure a caption.
    """
    for illustration in page.illustrations:
        spot = illustration.spot
        if not illustration.has_alternative:
            yield (
                spot.place,
                f"{spot.text}{spot.under} has no text alternative; describe what"
                " it shows, or add an empty alt if it is only decoration",
            )
