"""The items of a task list in its page: state, number and tags become what readers look for.

The author's words of `<li>[x] <strong>T012</strong> [P] [US1] Create it</li>` stay. The box becomes
the sign of the task's state, the tags become chips, and a word says where the task can start.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from typing import TYPE_CHECKING, NamedTuple
from xml.etree.ElementTree import Element

from mkdocs_speckit.page.elements import BOX
from mkdocs_speckit.page.pieces import BLOCKS, STASHED_BOX, wrap_added
from mkdocs_speckit.reading.numbered_tasks import find_task_number
from mkdocs_speckit.reading.task_lists import read_number, read_tags
from mkdocs_speckit.rendering.marks import render_pill, render_sign

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from markdown.util import HtmlStash

    from mkdocs_speckit.model.tasks import Task
    from mkdocs_speckit.schedule.tasks import Standing

_CHECKBOX = re.compile(r"""<input\b[^<>]*\btype=["']?checkbox\b""")
_INLINE = frozenset("strong b em i del s code span".split())

_BOX = re.compile(r"\s*\[[ xXB~-]\](?=[\s*\d]|$)")
"""A box in a list of several levels, which a star or the number may follow at once."""

_PARALLEL = re.compile(r"\s*([(（]P[)）])")

CAN_START = "can start"
SAID = frozenset([CAN_START, "in progress", "queued"])
"""The states that a word at the end of the line says, too."""

PARALLEL = "may run in parallel"
TO_STORY = "to the story in the specification"


def draw_tasks(
    root: Element,
    tasks: Iterable[tuple[Task, Standing]],
    stash: HtmlStash,
    story_links: Mapping[str, str] | None = None,
) -> None:
    """Draw the items of a task list; `story_links` are addresses by the ids of stories.

    Numbers are those of GitHub Spec Kit, `T012`, where there are links of stories, or else those
    of several levels, `2.1`. An item is found by its number, as often as the list has it. One that
    the page shows otherwise stays as it is.
    """
    left: defaultdict[str, deque[tuple[Task, Standing]]] = defaultdict(deque)
    for task, standing in tasks:
        left[task.id].append((task, standing))
    ids = {id_ for element in root.iter() if (id_ := element.get("id"))}
    signs: dict[str, str] = {}
    pills: dict[str, str] = {}
    is_numbered = story_links is None
    for item in root.iter("li"):
        holder = item
        if not (item.text or "").strip() and len(item) and item[0].tag == "p":
            holder = item[0]
        end = _find_box_end(holder.text or "", stash, _BOX if is_numbered else BOX)
        if is_numbered and end:
            _strike_out(holder, end)
        head = _find_head(holder, end, is_numbered=is_numbered) if end else None
        if head is None or not left[head.id]:
            continue
        task, standing = left[head.id].popleft()
        state = (standing.state or "open").replace("-", " ")
        if story_links is None:
            _put_signs(head, stash.store(wrap_added("optional")) if task.is_optional else "")
        else:
            _put_chips(head, story_links)
        if state not in signs:
            signs[state] = stash.store(wrap_added(render_sign(state)))
        text = (holder.text or "")[end:].lstrip()
        if task.is_optional:
            text = text.removeprefix("*").lstrip()
        holder.text = signs[state] + text
        if state in SAID:
            if state not in pills:
                pills[state] = stash.store(wrap_added(render_pill(state)))
            append_inline(holder, f" {pills[state]}")
        classes = f"{item.get('class', '')} speckit-task speckit-task--{state.replace(' ', '-')}"
        if task.is_checkpoint:
            classes += " speckit-task--checkpoint"
        item.set("class", classes.strip())
        if task.anchor not in ids and item.get("id") is None:
            ids.add(task.anchor)
            item.set("id", task.anchor)


def _strike_out(holder: Element, start: int) -> None:
    """Strike out what is written as `~~4. Sell~~` behind a box, if no extension has done it."""
    text = holder.text or ""
    before, opened, rest = text[start:].partition("~~")
    struck, closed, after = rest.partition("~~")
    if opened and closed and not before.strip() and struck.strip():
        element = Element("del")
        element.text, element.tail = struck, after
        holder.text = text[:start] + before
        holder.insert(0, element)


def _find_box_end(text: str, stash: HtmlStash, box: re.Pattern[str]) -> int:
    """Where the box ends that a text begins with, also one that an extension has drawn; else 0."""
    if match := box.match(text):
        return match.end()
    match = STASHED_BOX.match(text)
    number = int(match[1]) if match else len(stash.rawHtmlBlocks)
    if match is None or number >= len(stash.rawHtmlBlocks):
        return 0
    return match.end() if _CHECKBOX.search(str(stash.rawHtmlBlocks[number])) else 0


class _Head(NamedTuple):
    """A task's number in its item: the element whose text has it, and where it begins and ends."""

    id: str
    parents: list[Element]
    start: int
    end: int


def _find_head(holder: Element, start: int, *, is_numbered: bool) -> _Head | None:
    """Find the number behind a box: in the text, or in elements around it, such as `<strong>`."""
    parents = [holder]
    while not (text := (parents[-1].text or "")[start:]).strip():
        first = next(iter(parents[-1]), None)
        if first is None or first.tag not in _INLINE:
            return None
        parents.append(first)
        start = 0
    start += len(text) - len(text.lstrip())
    if is_numbered:
        found = find_task_number(text.lstrip())
        return _Head(found[0], parents, start + found[1], start + found[2]) if found else None
    number = read_number(text.lstrip())
    return _Head(number[0], parents, start, start + number[1]) if number else None


def _put_chips(head: _Head, story_links: Mapping[str, str]) -> None:
    """Put the number into an element of its own, and make chips of the tags after it."""
    element = head.parents[-1]
    text = element.text or ""
    number = Element("strong", {"class": "speckit-task-id"})
    number.text = text[head.start : head.end].rstrip(":.")
    if len(head.parents) > 1 and not text[head.end :].strip(" :.") and not len(element):
        # It is alone in an element: the tags follow that.
        element.set("class", "speckit-task-id")
        outer = head.parents[-2]
        replace_parts(outer, 0, _make_chips(element.tail or "", 0, story_links))
    else:
        chips = _make_chips(text, head.end, story_links)
        number_end = head.start + len(number.text)
        replace_parts(element, -1, [(head.start, number_end, number), *chips])


def _put_signs(head: _Head, optional: str) -> None:
    """Put a number of several levels into an element of its own, and make chips of its signs.

    `optional` is what says that the task may be left out; empty for one that may not.
    """
    element = head.parents[-1]
    text = element.text or ""
    number = Element("strong", {"class": "speckit-task-id"})
    number.text = text[head.start : head.end]
    end = head.end
    parts = [(head.start, end, number)]
    if optional:
        rest = text[end:].lstrip()
        if rest.startswith("*"):
            end = len(text) - len(rest) + 1
            parts = [(head.start, end, number)]
        chip = Element("span", {"class": "speckit-tag"})
        chip.text = optional
        parts.append((end, end, chip))
    if match := _PARALLEL.match(text, end):
        chip = Element("span", {"class": "speckit-tag", "title": PARALLEL})
        chip.text = match[1]
        parts.append((match.start(1), match.end(), chip))
    replace_parts(element, -1, parts)
    if optional:
        number.tail = " "


def _make_chips(
    text: str, end: int, story_links: Mapping[str, str]
) -> list[tuple[int, int, Element]]:
    """The chips of the tags from a place on, each with where it begins and ends in the text."""
    found = []
    for tag in read_tags(text, end):
        start, close = text.index("[", tag.start), text.rindex("]", tag.start, tag.end) + 1
        chip = Element("span", {"class": "speckit-tag"})
        if tag.is_parallel:
            chip.set("title", PARALLEL)
        elif tag.story is None:
            continue
        elif address := story_links.get(tag.story):
            chip = Element("a", {"class": "speckit-tag", "href": address, "title": TO_STORY})
        chip.text = tag.text
        found.append((start, close, chip))
    return found


def replace_parts(parent: Element, child: int, parts: Sequence[tuple[int, int, Element]]) -> None:
    """Put elements in place of parts of an element's own text, or of a child's tail."""
    if not parts:
        return
    text = (parent.text if child < 0 else parent[child].tail) or ""
    ends = [*(start for start, _, _ in parts[1:]), len(text)]
    for number, ((_, end, element), next_start) in enumerate(zip(parts, ends, strict=True)):
        element.tail = text[end:next_start]
        parent.insert(child + 1 + number, element)
    if child < 0:
        parent.text = text[: parts[0][0]]
    else:
        parent[child].tail = text[: parts[0][0]]


def append_inline(holder: Element, text: str) -> None:
    """Append a text to an item's own line, before the lists and paragraphs in it."""
    last = None
    for child in holder:
        if child.tag in BLOCKS:
            break
        last = child
    if last is None:
        holder.text = (holder.text or "").rstrip() + text
    else:
        last.tail = (last.tail or "").rstrip() + text
