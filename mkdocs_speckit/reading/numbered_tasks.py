"""Task lists whose tasks are numbered by levels: `1.` with the parts `1.1` and `1.2`.

The rules are in `docs/kiro.md`, sections K2 to K5. An example:

    - [x] 1. Build the oven
      - [x] 1.1 Lay bricks
        - _Requirements: 1.1, 1.2_
      - [ ]* 1.2 (P) Paint it
    - [-] 2. Bake
      - [ ] choose a bread
      - Keep it warm
      - _Requirements: 2_
    - [x] ~~3. Sell~~ (postponed)

1. Task 1 has no text of its own, so it is the heading of its parts and does not count.
2. 1.1 is done and cites two criteria. 1.2 may be left out and may run in parallel.
3. Task 2 is in progress. The box in it has no number: it is a step, counted apart.
4. Task 3 is withdrawn. So 1 of 2 required tasks and 0 of 1 optional ones are done.

Each number of the first level is a phase: *Build the oven*, *Bake* and *Sell*.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from mkdocs_speckit.model.parts import Completion, PhaseBoxes, Place
from mkdocs_speckit.model.tasks import NUMBER, Task
from mkdocs_speckit.reading.checklists import COUNTED, STATE_IN_KIRO, read_items
from mkdocs_speckit.reading.citations import cut_fields, read_citations
from mkdocs_speckit.reading.task_lists import find_files
from mkdocs_speckit.reading.text_lines import TextLine, measure_indent, read_text_lines
from mkdocs_speckit.reading.translations import (
    CHECKPOINT_WORDS,
    CJK,
    PHASE_COUNTERS,
    PHASE_WORDS,
    TASK_WORDS,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs_speckit.model.parts import Item
    from mkdocs_speckit.reading.document import Document, ListItem

MIN_WRAPPED = 60
"""A line with fewer characters was not broken because of its length: what follows it is new."""


class NumberedTasks(NamedTuple):
    """What is read of a document's boxes.

    `items` are those of the tasks that are required and count, `optional` are the tasks that may be
    left out, and `criteria` the boxes that are not tasks.
    """

    tasks: tuple[Task, ...]
    phases: tuple[PhaseBoxes, ...]
    items: tuple[Item, ...]
    optional: Completion
    criteria: Completion


# The boxes of a document.

_STARRED = re.compile(r"\[([ xXB~-])\](\*\s*(?=\S)|(?=\d))")
"""A box that Markdown does not know: `[ ]* 2.3 Paint`, `[x]2.4 Sell`."""


def take_starred_boxes(document: Document) -> Document:
    """The document with the items that begin with `[ ]*` among those with a box."""
    starred: list[ListItem] = []
    plain: list[ListItem] = []
    for item in document.plain_items:
        match = _STARRED.match(item.text)
        if match is None:
            plain.append(item)
            continue
        text, kept = item.text[3:], item.kept[3:]
        starred.append(
            replace(item, box=match[1], place=_find_box(document, item), text=text, kept=kept)
        )
    if not starred:
        return document
    items = sorted((*document.items, *starred), key=lambda item: item.place.line)
    return replace(document, items=tuple(items), plain_items=tuple(plain))


def _find_box(document: Document, item: ListItem) -> Place:
    """The place of the box of an item whose place is that of its sign."""
    line = document.source.slice_lines(item.place.line, item.place.line + 1)
    box = line.find("[", item.place.column - 1)
    return Place(item.place.line, box + 1) if box >= 0 else item.place


# The number of a task.

_HEAD = re.compile(
    r"(?:[^\w\s\x00-\x7f]{1,4}\s?)?(?P<star>\*\s*)?(?:\[[^\[\]]{1,12}\]\s?)?"
    rf"(?P<word>(?:{TASK_WORDS})[ #]{{0,2}})?(?P<id>{NUMBER})"
    rf"(?P<end>[.．、)）:：]*)(?P<late>\s?\*)?(?=[\s\W]|[{CJK}]|$)(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_PARALLEL = re.compile(r"\A\s*[(（]P[)）]|\s[(（]P[)）]\s*\Z")
_TITLE_LEAD = " \t.．、:：–—-"
_NOTE = re.compile(r"\W*(?:[(（\[【:：–—→-].*)?", re.DOTALL)
_CHECKPOINT = re.compile(
    rf"(?:[^\W\d_]+ ){{0,3}}(?:{CHECKPOINT_WORDS})(?:\s?[A-Z0-9]{{1,3}})?\s?(?:[-–—:：(（,，]|$)",
    re.IGNORECASE,
)


class _Head(NamedTuple):
    """What an item's text begins with: the number of a task, and its signs."""

    id: str
    is_optional: bool
    is_parallel: bool
    title: str


def _match_head(text: str) -> re.Match[str] | None:
    """Match the number that an item's text begins with; None without one.

    A number without points may count something: `3 loaves`. It needs a sign or a word.
    """
    match = _HEAD.match(text)
    if match is None or not ("." in match["id"] or match["end"] or match["word"]):
        return None
    # `2.5/3 hours`, `3.11+ is needed`
    return None if match["rest"][:1] in {"%", "+", "/", "\N{MULTIPLICATION SIGN}"} else match


def _read_head(text: str) -> _Head | None:
    """Read the number that an item's text begins with, and its signs; None without one."""
    match = _match_head(text)
    if match is None:
        return None
    rest = match["rest"]
    title = _PARALLEL.sub("", rest)
    is_optional = bool(match["star"] or match["late"])
    return _Head(match["id"], is_optional, title != rest, title.strip(_TITLE_LEAD))


def find_task_number(text: str) -> tuple[str, int, int] | None:
    """The number that an item's text begins with, as `2.1`, and from where to where it is written.

    A word before it, as in `Task 2.1`, and the sign behind it are parts of it; stars are not.
    """
    match = _match_head(text)
    if match is None:
        return None
    start = match.start("word") if match["word"] else match.start("id")
    return match["id"], start, match.end("end")


def count_numbered(document: Document) -> int:
    """Count the boxes with a number."""
    return sum(_read_head(item.text) is not None for item in document.items)


def has_top_number(document: Document) -> bool:
    """True if an item at the margin has a box and a whole number: `- [ ] 1. Bake`."""
    return any(
        item.depth == 1 and (head := _read_head(item.text)) is not None and head.id.isdigit()
        for item in document.items
    )


def _is_withdrawn(item: ListItem, head: _Head | None) -> bool:
    """True if an item is struck out, up to a note: `~~2.1 Bake~~ [given up]`.

    `2.1 ~~Bake~~ Fry` has a new title, and `~~2.1~~ Bake` has lost its number alone.
    """
    if item.kept == item.text:
        return False
    kept = _read_head(item.kept)
    title = head.title if head else item.text
    if head is not None and kept is None:
        return item.kept.strip(_TITLE_LEAD) != title
    return _NOTE.fullmatch(kept.title if kept else item.kept) is not None


# The list.


class _Box(Struct):
    """A box on its way to be a task: what is known of it so far.

    `lines` are those of its text, its own one first; `parent` is the index of its parent's box.
    """

    item: ListItem
    head: _Head | None
    indent: int
    lines: list[TextLine]
    parent: int | None = None
    steps: Completion = Completion()
    has_own_text: bool = False
    has_parts: bool = False


def read_numbered_tasks(document: Document) -> NumberedTasks:
    """Read the tasks of a document and its phases."""
    items = read_items(document, STATE_IN_KIRO)
    heads = [_read_head(item.text) for item in document.items]
    has_numbers = any(heads)
    boxes: list[_Box] = []
    kept: list[Item] = []
    criteria = Completion()
    for item, head, read in zip(document.items, heads, items, strict=True):
        if head is not None or not has_numbers:
            line = document.source.slice_lines(item.place.line, item.place.line + 1)
            lead = line[: len(line) - len(line.lstrip(" \t>"))]
            boxes.append(_Box(item, head, measure_indent(lead), []))
            kept.append(read)
            continue
        counted = COUNTED[read.state]
        criteria += counted
        if boxes and boxes[-1].item.heading == item.heading:
            boxes[-1].steps += counted
    _share_lines(document, boxes)
    _find_parents(boxes)
    tasks = [_read_task(document, box, boxes) for box in boxes]
    tasks, phases = _read_phases(document, tasks, kept)
    required = [task.is_required for task in tasks]
    optional = [COUNTED[task.state] for task in tasks if task.is_counted and task.is_optional]
    return NumberedTasks(
        tuple(tasks),
        phases,
        tuple(item for item, counts in zip(kept, required, strict=True) if counts),
        sum(optional, Completion()),
        criteria,
    )


def _share_lines(document: Document, boxes: Sequence[_Box]) -> None:
    """Give each box the lines of its text: those that are indented more, up to a heading.

    A line that is indented less than all of them belongs to the last box above it.
    """
    starts = {box.item.place.line: box for box in boxes}
    headings = iter([mark.line for mark in document.outline if mark.kind == "heading"] + [0])
    heading = next(headings)
    opened: list[_Box] = []
    for line in _list_lines(document):
        while 0 < heading <= line.number:
            opened, heading = [], next(headings)
        if box := starts.get(line.number):
            while opened and opened[-1].indent >= box.indent:
                opened.pop()
            opened.append(box)
            box.lines.append(line)
            continue
        inside = next((one for one in reversed(opened) if one.indent < line.indent), None)
        for box in [inside or opened[-1]] if opened else []:
            before = box.lines[-1]
            is_next = not line.is_first and line.number == before.number + 1
            is_title = is_next and len(before.text) >= MIN_WRAPPED
            is_item = line.text.startswith(("- ", "* ", "+ "))
            box.has_own_text |= not is_title and (inside is not None or is_item)
            box.lines.append(line)


def _list_lines(document: Document) -> list[TextLine]:
    """The lines of a document that are text, and those that begin with code."""
    lines = [*read_text_lines(document)]
    known = {line.number for line in lines}
    places = [document.source.locate(block.start) for block in document.code_blocks]
    places += [item.place for item in document.plain_items if item.place.line not in known]
    for place in places:
        lead = document.source.slice_lines(place.line, place.line + 1)[: place.column - 1]
        lines.append(TextLine(place.line, measure_indent(lead), len(lead), "", is_first=True))
    return sorted(lines, key=lambda line: line.number)


def _find_parents(boxes: Sequence[_Box]) -> None:
    """Find the parent of each box: the nearest one above with the beginning of its number."""
    last: dict[str, int] = {}
    for index, box in enumerate(boxes):
        if box.head is None:
            continue
        above = box.head.id
        while "." in above and box.parent is None:
            above = above.rpartition(".")[0]
            box.parent = last.get(above)
        if box.parent is not None:
            boxes[box.parent].has_parts = True
        last[box.head.id] = index


def _read_task(document: Document, box: _Box, boxes: Sequence[_Box]) -> Task:
    """Read a task of its box; its phase is not known yet."""
    item, head = box.item, box.head
    cited = read_citations(box.lines)
    has_own_text = box.has_own_text or bool(cited.lines) or box.steps != Completion()
    parent = None if box.parent is None else boxes[box.parent].head
    title = head.title if head else item.text
    if item.place.line in cited.lines:
        title = cut_fields(title)
    return Task(
        id=head.id if head else "",
        state="cancelled" if _is_withdrawn(item, head) else STATE_IN_KIRO[item.box],
        text=title,
        place=item.place,
        heading=item.heading,
        is_parallel=head is not None and head.is_parallel,
        files=tuple(find_files(_join_source(document, box))),
        after=cited.after,
        requirements=cited.requirements,
        criteria=box.steps,
        parent=parent.id if parent else None,
        is_optional=head is not None and head.is_optional,
        is_heading=box.has_parts and not has_own_text,
        is_checkpoint=_CHECKPOINT.match(title) is not None,
        requirements_in_words=cited.in_words,
    )


def _join_source(document: Document, box: _Box) -> str:
    """The lines of a task as they are written, without those that tell what it cites."""
    numbers = [line.number for line in box.lines]
    return "".join(document.source.slice_lines(number, number + 1) for number in numbers)


# Phases.

_LABELLED = re.compile(
    rf"\W*(?:(?P<wide>{PHASE_WORDS})\s*(?P<label>\d{{1,4}}|[A-Z])"
    rf"|第\s?(?P<ordinal>\d{{1,3}})\s?(?:{PHASE_COUNTERS})"
    rf"|(?:(?:{TASK_WORDS})\s*)?(?P<number>\d{{1,4}}))"
    r"(?![\w.]*\w)[\s.．、:：)）–—-]*(?P<title>.*)",
    re.IGNORECASE,
)
"""The heading of a phase: `Phase 2: Bake`, `Task 2: Bake`, `2. Bake`."""


class _Heading(NamedTuple):
    """A heading with a number: its place in the outline, and what it says."""

    place: int
    label: str
    title: str
    is_wide: bool


def _find_headings(document: Document) -> dict[int, _Heading]:
    """Find the headings with a number, by their places in the outline."""
    found = {}
    for index, mark in enumerate(document.outline):
        match = _LABELLED.fullmatch(mark.text) if mark.kind == "heading" else None
        if match:
            wide = match["label"] or match["ordinal"]
            title = match["title"].strip() or mark.text
            found[index] = _Heading(index, wide or match["number"], title, wide is not None)
    return found


class _Phase(Struct):
    """A phase on its way: its label, its title and the indexes of its tasks.

    `wide` is the heading of the wider phase that it is in. `has_top` is true if one of its tasks
    has the phase's own number.
    """

    label: str
    title: str
    line: int
    heading: int | None
    wide: int | None
    tasks: list[int]
    has_top: bool = False


def _read_phases(
    document: Document, tasks: list[Task], items: Sequence[Item]
) -> tuple[list[Task], tuple[PhaseBoxes, ...]]:
    """Read the phases of tasks, and give each task its phase.

    A phase is a number of the first level; it begins again where that stands again. Headings
    `Phase 2` are wider phases, unless each has the tasks of its own number alone. In a list without
    numbers the headings have them.
    """
    headings = _find_headings(document)
    above = [
        [headings[one] for one in document.list_headings(task.heading) if one in headings]
        for task in tasks
    ]
    tops = [
        task.id.partition(".")[0] or next((heading.label for heading in own), "")
        for task, own in zip(tasks, above, strict=True)
    ]
    wide_of = [next((one for one in own if one.is_wide), None) for own in above]
    if all(wide is None or wide.label == top for wide, top in zip(wide_of, tops, strict=True)):
        wide_of = [None] * len(tasks)

    phases: list[_Phase] = []
    current: dict[tuple[int | None, str], _Phase] = {}
    for index, (task, top, wide) in enumerate(zip(tasks, tops, wide_of, strict=True)):
        if not top:
            continue
        key = wide.place if wide else None, top
        phase = current.get(key)
        if phase is None or (task.id == top and phase.has_top):
            own = [one for one in above[index] if one.label == top and one is not wide]
            phase = current[key] = _begin_phase(document, task, top, own[:1], wide)
            phases.append(phase)
        phase.tasks.append(index)
        if task.id == top:
            phase.has_top, phase.title = True, task.text or phase.title
    return _make_phases(document, headings, tasks, items, phases)


def _begin_phase(
    document: Document, task: Task, label: str, own: Sequence[_Heading], wide: _Heading | None
) -> _Phase:
    """Begin a phase with its first task; `own` is the heading with its number, if there is one."""
    index = wide.place if wide else None
    for heading in own:
        line = document.outline[heading.place].line
        return _Phase(label, heading.title, line, heading.place, index, [])
    return _Phase(label, "", task.place.line, None, index, [])


def _make_phases(
    document: Document,
    headings: dict[int, _Heading],
    tasks: list[Task],
    items: Sequence[Item],
    phases: Sequence[_Phase],
) -> tuple[list[Task], tuple[PhaseBoxes, ...]]:
    """Make the phases of a plan in order, the wider ones before all of their parts."""
    parts: defaultdict[int, list[int]] = defaultdict(list)
    for phase in phases:
        if phase.wide is not None:
            parts[phase.wide] += phase.tasks
    place_of = {wide: place for place, wide in enumerate(parts)}
    made = []
    for wide, inside in parts.items():
        line, heading = document.outline[wide].line, headings[wide]
        whole = _Phase(heading.label, heading.title, line, wide, None, sorted(inside))
        made.append(_make_phase(whole, tasks, items, None))
    for phase in phases:
        for index in phase.tasks:
            tasks[index] = replace(tasks[index], phase=len(made))
        parent = None if phase.wide is None else place_of[phase.wide]
        made.append(_make_phase(phase, tasks, items, parent))
    return tasks, tuple(made)


def _make_phase(
    phase: _Phase, tasks: Sequence[Task], items: Sequence[Item], parent: int | None
) -> PhaseBoxes:
    """Make a phase with its progress."""
    inside = [index for index in phase.tasks if tasks[index].is_counted]
    required = [index for index in inside if not tasks[index].is_optional]
    title = phase.title or f"Task {phase.label}"
    return PhaseBoxes(
        title,
        phase.line,
        phase.heading,
        sum((COUNTED[tasks[index].state] for index in required), Completion()),
        is_numbered=True,
        first_open=next((items[index] for index in required if items[index].is_to_do), None),
        label=phase.label,
        own_title=title,
        optional=sum(
            (COUNTED[tasks[index].state] for index in inside if tasks[index].is_optional),
            Completion(),
        ),
        parent=parent,
    )
