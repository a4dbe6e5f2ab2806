"""The author's own elements of a page: finds a plan's headings and tables, and changes some parts.

Checklist boxes are drawn, cells are marked, and an author's own drawing is folded away.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from difflib import SequenceMatcher
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from mkdocs_speckit.model.formats import OPENSPEC
from mkdocs_speckit.page.pieces import BLOCKS, HEADINGS, STASHED, ReadStash, strip_tags, wrap_added
from mkdocs_speckit.reading.checklists import STATE_OF_BOX
from mkdocs_speckit.reading.comments import FOLDER_ABOVE, find_folder_names
from mkdocs_speckit.rendering.header.spec_kit import GRAPH_ANCHOR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from mkdocs_speckit.model.parts import BoxState, Item, Landmark
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.rendering.marks import CellMark

_WORD = re.compile(r"\w+")
_ATTRIBUTES = re.compile(r"\{[^{}]*\}\s*$")

MAX_COMPARED = 100
"""The number of landmarks that are compared at once with as many elements: all takes n³."""


def match_landmarks(outline: Sequence[Landmark], root: Element) -> dict[int, Element]:
    """The element of each landmark, by the landmark's index in the outline.

    Landmarks and elements come in the same order. If the page has other ones than the source, as
    another tool changed it or the two Markdown parsers disagree, they are matched by their texts;
    a landmark without a counterpart is left out.
    """
    elements = [e for e in root.iter() if e.tag in HEADINGS or e.tag == "table"]
    levels = [0 if element.tag == "table" else int(element.tag[1]) for element in elements]
    if [landmark.level for landmark in outline] == levels:
        return dict(enumerate(elements))
    ours = [(mark.level, keep_letters(_ATTRIBUTES.sub("", mark.text))) for mark in outline]
    theirs = [
        (level, keep_letters("".join(_read_text(element))))
        for level, element in zip(levels, elements, strict=True)
    ]
    matched: dict[int, Element] = {}
    one = other = 0
    while one < len(ours) and other < len(theirs):
        near = ours[one : one + MAX_COMPARED], theirs[other : other + MAX_COMPARED]
        *blocks, end = SequenceMatcher(None, *near, autojunk=False).get_matching_blocks()
        for block in blocks:
            for offset in range(block.size):
                matched[one + block.a + offset] = elements[other + block.b + offset]
        last = blocks[-1] if blocks else end
        one += last.a + last.size
        other += last.b + last.size
    return matched


def _read_text(element: Element) -> Iterator[str]:
    """A heading's or a table header's text, without the permalink that `toc` adds."""
    if element.tag == "table":
        header = element.find("thead")
        element = element if header is None else header
    if "headerlink" in element.get("class", ""):
        return
    yield element.text or ""
    for child in element:
        yield from _read_text(child)
        yield child.tail or ""


def keep_letters(text: str) -> str:
    """Letters and digits alone, in small letters: both parsers agree on them."""
    return "".join(_WORD.findall(STASHED.sub("", text).replace("_", ""))).casefold()


BOX = re.compile(r"\s*\[([ xXB~-])\](?=\s|$)")
"""The box that an item's text begins with, and its sign."""

CLASS_OF_ITEM = "speckit-item"

CAPTION = "The plan’s own drawing"


def draw_boxes(root: Element, states: Mapping[str, BoxState] = STATE_OF_BOX) -> None:
    """Draw the box of every list item that begins with one: `[ ]`, `[x]` and their like.

    `states` says what the characters in them mean. Boxes that a task-list extension has drawn
    already stay as they are.
    """
    for item in root.iter("li"):
        holder = item
        if not (item.text or "").strip() and len(item) and item[0].tag == "p":
            holder = item[0]
        text = holder.text or ""
        match = BOX.match(text)
        # `[x]**b**` is not a box: an element follows without a space.
        if match is None or (match.end() == len(text) and len(holder)):
            continue
        state = states[match[1]]
        box = Element(
            "span",
            {
                "class": f"speckit-box speckit-box--{state}",
                "role": "img",
                "aria-label": state.replace("-", " "),
            },
        )
        box.tail = text[match.end() :]
        holder.text = ""
        holder.insert(0, box)
        classes = f"{item.get('class', '')} {CLASS_OF_ITEM} {CLASS_OF_ITEM}--{state}"
        item.set("class", classes.strip())


def name_anchors(plan: Plan) -> dict[int, str]:
    """The ids of headings that other pages link to, by their outline indexes."""
    anchors = {story.heading: story.anchor for story in plan.stories}
    for requirement in plan.requirements:
        if requirement.heading is not None and requirement.anchor:
            anchors[requirement.heading] = requirement.anchor
    for graph in plan.graphs[:1] if plan.tasks else ():
        mark = plan.outline[graph.table]
        heading = graph.table if mark.kind == "heading" else mark.parent
        if heading is not None:
            anchors[heading] = GRAPH_ANCHOR
    for phase, anchor in zip(plan.phases, plan.phase_anchors, strict=True):
        if phase.heading is not None:
            anchors[phase.heading] = anchor
    return anchors


def add_anchors(root: Element, elements: Mapping[int, Element], anchors: Mapping[int, str]) -> None:
    """Give headings ids that other pages know, unless the page has these ids already.

    Both are by outline indexes.
    """
    ids = {id_ for element in root.iter() if (id_ := element.get("id"))}
    for index, id_ in anchors.items():
        heading = elements.get(index)
        if heading is not None and id_ not in ids:
            ids.add(id_)
            _insert_anchor(heading, id_)


def _insert_anchor(element: Element, id_: str) -> None:
    anchor = Element("span", {"class": "speckit-anchor", "id": id_})
    anchor.tail, element.text = element.text, None
    element.insert(0, anchor)


def mark_item(root: Element, plan: Plan, item: Item, id_: str, heading: Element | None) -> bool:
    """Give the list element of one of a plan's items an id; if it is not found, the heading.

    False if neither is on the page.
    """
    element = match_blocks(root, plan).get(item.place.line, heading)
    if element is None:
        return False
    _set_id(element, id_)
    return True


def name_listed_questions(root: Element, plan: Plan, elements: Mapping[int, Element]) -> None:
    """Give the items that are a plan's open questions their ids: `question-1`.

    One that is not found is at the heading above it; `elements` are those of the outline.
    """
    blocks = match_blocks(root, plan) if plan.questions else {}
    lines = [mark.line for mark in plan.outline]
    for number, question in enumerate(plan.questions, 1):
        heading = elements.get(bisect_right(lines, question.place.line) - 1)
        element = blocks.get(question.place.line, heading)
        if element is not None:
            _set_id(element, f"question-{number}")


def _set_id(element: Element, id_: str) -> None:
    if element.get("id") is None:
        element.set("id", id_)
    else:
        _insert_anchor(element, id_)


def match_blocks(root: Element, plan: Plan) -> dict[int, Element]:
    """The items and paragraphs of the page that the plan has read, by their lines.

    They are found by their texts; a text that the page has more or less often is left out.
    """
    texts = {block.place.line: block.text for block in plan.unfinished}
    texts |= {item.place.line: item.text for item in plan.items}
    if plan.format == OPENSPEC:  # Each is an item.
        texts |= {question.place.line: question.text for question in plan.questions}
    lines: defaultdict[str, list[int]] = defaultdict(list)
    for line, text in sorted(texts.items()):
        lines[keep_letters(text)].append(line)
    found: defaultdict[str, list[Element]] = defaultdict(list)
    for element in root.iter():
        if element.tag in {"li", "p"} and (key := keep_letters(read_line(element))) in lines:
            found[key].append(element)
    return {
        line: element
        for key, elements in found.items()
        if key and len(elements) == len(lines[key])
        for line, element in zip(lines[key], elements, strict=True)
    }


def read_line(element: Element) -> str:
    """The text that an element begins with, up to the first paragraph or list in it."""
    text = element.text or ""
    for child in element:
        if child.tag in BLOCKS:
            break
        text += "".join(child.itertext()) + (child.tail or "")
    return text


def mark_cells(
    marks: Iterable[CellMark],
    elements: Mapping[int, Element],
    store: Callable[[str], str],
    *,
    is_after: bool,
) -> None:
    """Put each mark before the words of its cell, or after them.

    `store` puts HTML aside and returns the text that stands for it. Marks of cells that the page
    does not have, as it shows another table, are left out.
    """
    rows_of: dict[int, list[Element]] = {}
    for mark in marks:
        if mark.table not in rows_of:
            table = elements.get(mark.table)
            rows_of[mark.table] = [] if table is None else table.findall("tbody/tr")
        rows = rows_of[mark.table]
        if mark.row >= len(rows) or mark.column >= len(rows[mark.row]):
            continue
        cell, html = rows[mark.row][mark.column], store(wrap_added(mark.html))
        if is_after:
            _append(cell, html)
        else:
            cell.text = html + (cell.text or "")


def mark_parts(root: Element, parts: Mapping[str, str], store: Callable[[str], str]) -> None:
    """Put the progress of each part into the maps of a feature's parts.

    `parts` is HTML by the names of folders. A map is a table of which each row names one numbered
    folder; the progress follows the first cell that names it.
    """
    for body in root.iter("tbody"):
        places = [_find_folder_cell(row) for row in body]
        for cell, folder in places if all(folder for _, folder in places) else ():
            if folder in parts:
                _append(cell, store(wrap_added(parts[folder])))


def _find_folder_cell(row: Element) -> tuple[Element, str]:
    """The first cell of a row that names a numbered folder; no name if the row has not one."""
    named = [find_folder_names("".join(cell.itertext())) - {FOLDER_ABOVE} for cell in row]
    folders = frozenset[str]().union(*named)
    first = next((cell for cell, names in zip(row, named, strict=True) if names), row)
    return first, next(iter(folders)) if len(folders) == 1 else ""


def _append(cell: Element, html: str) -> None:
    if len(cell):
        cell[-1].tail = (cell[-1].tail or "") + html
    else:
        cell.text = (cell.text or "") + html


def fold_drawing(
    parent: Element,
    heading: int,
    drawing: str,
    read_stash: ReadStash,
    store: Callable[[str], str],
) -> None:
    """Put the author's own drawing under a heading into a closed `<details>`.

    `heading` is its index in its parent. The code block with the drawing is found by its text:
    each extension for code makes other elements of it.
    """

    def read_code(element: Element) -> Iterator[str]:
        for text in element.itertext():
            end = 0
            for match in STASHED.finditer(text):
                yield text[end : match.start()]
                yield strip_tags(read_stash(int(match[1])))
                end = match.end()
            yield text[end:]

    for index in range(heading + 1, len(parent)):
        element = parent[index]
        if element.tag in HEADINGS:
            return
        if _strip_ends("".join(read_code(element))) == _strip_ends(drawing):
            details = Element("details", {"class": "speckit-drawing"})
            SubElement(details, "summary").text = store(wrap_added(CAPTION))
            details.tail, element.tail = element.tail, None
            parent[index] = details
            details.append(element)
            return


def _strip_ends(text: str) -> str:
    """A text without blanks at the ends of its lines, and without blank lines around it."""
    return "\n".join(line.rstrip() for line in text.strip("\n").split("\n")).strip()
