"""Task lists in which each box is a task, under numbered headings (`docs/openspec.md`, O2 to O4).

An example:

    ## 2. The oven

    - [x] 2.1 Build it
      - [ ] Buy bricks
    - [~] **2.2** Light it

The phase has the label `2` and the title `The oven`; 1 of its 3 tasks is done. The second task has
no id. Any other mark than `x` is one of open work.

As the command line of OpenSpec does, this looks at lines and not at lists: what is indented like
code is a task, too. What is in fences and in comments is not.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from mkdocs_speckit.model.parts import Completion, Item, PhaseBoxes, Place
from mkdocs_speckit.model.tasks import Task
from mkdocs_speckit.reading.checklists import COUNTED, STATE_OF_MARK, cut_sources
from mkdocs_speckit.reading.dependencies import make_phase_graph
from mkdocs_speckit.reading.document.source import fold_spaces
from mkdocs_speckit.reading.order_statements import (
    PHASE_WORD,
    find_order_sections,
    read_order_statements,
)
from mkdocs_speckit.reading.task_lists import cut_source, find_files
from mkdocs_speckit.reading.translations import (
    NUMERALS,
    PHASE_COUNTERS,
    PHASE_WORDS,
    TASK_WORDS,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mkdocs_speckit.model.parts import Graph
    from mkdocs_speckit.reading.document import Document

PHASE_LEVEL = 2
"""The depth of the heading of a phase."""


class BoxedTasks(NamedTuple):
    """What is read of a task list; each of the `items` is that of one of the `tasks`.

    `phases` are those with tasks. Tasks that are not under the heading of a phase have none.
    """

    tasks: tuple[Task, ...]
    phases: tuple[PhaseBoxes, ...]
    items: tuple[Item, ...]
    graph: Graph | None


def read_boxed_tasks(document: Document) -> BoxedTasks:
    """Read the tasks of a document, its phases, and what its sentences say of their order."""
    items = tuple(_read_items(document))
    phase_of = _own_headings(document)
    owners = [phase_of.get(item.heading) for item in items]
    with_tasks = [heading for heading in dict.fromkeys(owners) if heading is not None]
    number_of = {heading: number for number, heading in enumerate(with_tasks)}
    series = _find_series(items)
    tasks = []
    for item, owner in zip(items, owners, strict=True):
        id_, end = _read_id(item.text, series)
        task = Task(
            id=id_,
            state=item.state,
            text=item.text[end:].lstrip(_SIGNS),
            place=item.place,
            heading=item.heading,
            phase=None if owner is None else number_of[owner],
            files=tuple(find_files(cut_source(document, item))),
        )
        tasks.append(task)
    phases = tuple(_read_phases(document, with_tasks, tasks, items))
    sections = find_order_sections(document, _ORDER_HEADING, PHASE_LEVEL)
    stated = read_order_statements(
        document, sections, [phase.label for phase in phases], [task.id for task in tasks]
    )
    waits_for: defaultdict[str, list[str]] = defaultdict(list)
    for before, after in stated.tasks:
        waits_for[after].append(before)
    return BoxedTasks(
        tuple(replace(t, after=tuple(waits_for[t.id])) if t.id in waits_for else t for t in tasks),
        phases,
        items,
        _make_graph(document, sections[0], phases, stated.phases) if stated.phases else None,
    )


# Boxes.

_BOX = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])(?:\s+|(?=\[[\sxX]))\[(?P<mark>[^\[\]]\ufe0f?)\](?!\()")
"""A list sign and a box, also without a space behind it; `- [x](…)` is a link."""

_SHOWN_BOX = re.compile(r"\[[^\[\]]\ufe0f?\]\s*")
_MARKUP = re.compile(r"[*`]+|~~")


def _read_items(document: Document) -> Iterator[Item]:
    """The items of all boxes outside fences and comments, in order."""
    hidden = document.find_hidden_lines()
    known = {item.place.line: item.text for item in document.plain_items}
    texts = {line: _SHOWN_BOX.sub("", text, count=1) for line, text in known.items()}
    texts |= {item.place.line: item.text for item in document.items}
    starts = [mark.line for mark in document.outline]
    lines = document.source.bytes.decode().split("\n")
    found = [
        (number, match)
        for number, line in enumerate(lines, 1)
        if number not in hidden and (match := _BOX.match(line))
    ]
    sources = cut_sources(document, [number for number, _ in found])
    for (number, match), source in zip(found, sources, strict=True):
        index = bisect_right(starts, number) - 1
        written = fold_spaces(_MARKUP.sub("", lines[number - 1][match.end() :]))
        yield Item(
            STATE_OF_MARK.get(match["mark"], "open"),
            texts.get(number, written),
            source,
            next(document.list_headings(index), None) if index >= 0 else None,
            Place(number, match.start("mark")),
        )


# Ids.

_ID = re.compile(
    r"(?P<id>\d{1,3}(?:\.\d{1,3}){1,5}[a-z]?|\d{1,3}(?=\.(?![\dA-Za-z]))|[A-Z]\d{1,4}[a-z]?)(?![A-Za-z0-9_])"
)
"""`1.2`, `3.5.1`, `1.5.1a`, `1.`, `T001`, `W1`."""

_SIGNS = " \t.:：)）、–—-"
_CERTAIN_CODE = re.compile(r"T\d{2,4}[a-z]?")


def _find_series(items: Iterable[Item]) -> set[str]:
    """The letters with which the ids of several tasks begin: `S3` alone is a word."""
    codes: defaultdict[str, set[str]] = defaultdict(set)
    for item in items:
        match = _ID.match(item.text)
        if match and match["id"][0].isalpha():
            codes[match["id"][0]].add(match["id"])
    return {letter for letter, found in codes.items() if len(found) > 1}


def _read_id(text: str, series: set[str]) -> tuple[str, int]:
    """The id that the text of a task begins with, and where it ends; empty without one."""
    match = _ID.match(text)
    if match is None:
        return "", 0
    id_ = match["id"]
    is_word = id_[0].isalpha() and id_[0] not in series and not _CERTAIN_CODE.fullmatch(id_)
    return ("", 0) if is_word else (id_, match.end())


# Phases.

_HEADING = re.compile(r" {0,3}(#{1,6})(?!#)")
_LABELLED = re.compile(
    rf"\W*(?:(?:{PHASE_WORD}|{PHASE_WORDS}|{TASK_WORDS})\s?"
    rf"(?P<worded>#?\d{{1,3}}(?:\.\d{{1,3}})*[a-z]?|(?<=\s)[A-Z]\d{{0,3}}|[{NUMERALS}])"
    r"(?![A-Za-z0-9_])"
    rf"|第\s?(?P<ordinal>\d{{1,3}}|[{NUMERALS}])\s?(?:{PHASE_COUNTERS}|部分|[章节組组])"
    r"|(?P<number>\d{1,3}(?:\.\d{1,3})*[a-z]?)"
    r"(?:\s?[.:：)）、．](?!\d)|\s[-–—]\s|\s*\Z|(?<=\.\d)\s|(?<=\.\d\d)\s))"
    r"[\s:：.)）、．–—-]*(?P<title>.*)",
    re.IGNORECASE,
)
"""`2. Layout`, `Phase 3: …`, `Task group 2`, `第二阶段`; but not `3 ways to bake`."""


def _own_headings(document: Document) -> dict[int | None, int | None]:
    """The heading of the phase that each heading belongs to, by outline indexes.

    Only what is written with number signs is a heading here: a line that dashes happen to
    underline begins nothing.
    """
    phase: int | None = None
    found: dict[int | None, int | None] = {}
    for index, mark in enumerate(document.outline):
        written = document.source.slice_lines(mark.line, mark.line + 1)
        match = _HEADING.match(written) if mark.kind == "heading" else None
        if match and len(match[1]) <= PHASE_LEVEL:
            phase = index if len(match[1]) == PHASE_LEVEL else None
        found[index] = phase
    return found


def _read_phases(
    document: Document, headings: Sequence[int], tasks: Sequence[Task], items: Sequence[Item]
) -> Iterator[PhaseBoxes]:
    """Read the phases with these headings, each with its progress."""
    completions: defaultdict[int | None, Completion] = defaultdict(Completion)
    first_open: dict[int | None, Item] = {}
    for task, item in zip(tasks, items, strict=True):
        completions[task.phase] += COUNTED[task.state]
        if task.state == "open":
            first_open.setdefault(task.phase, item)
    for number, heading in enumerate(headings):
        mark = document.outline[heading]
        label, title = read_phase_label(mark.text)
        yield PhaseBoxes(
            title,
            mark.line,
            heading,
            completions[number],
            is_numbered=bool(label),
            first_open=first_open.get(number),
            label=label,
            own_title=title,
        )


def read_phase_label(text: str) -> tuple[str, str]:
    """The number alone that labels the heading of a phase, and its title; the label may be empty.

    `2` and `Layout` of `2. Layout` and of `Phase 2: Layout`.
    """
    match = _LABELLED.fullmatch(text)
    if match is None:
        return "", text
    label = (match["worded"] or match["ordinal"] or match["number"]).removeprefix("#")
    if label in NUMERALS:
        label = str(NUMERALS.index(label) + 1)
    return label, match["title"] or text


# Dependencies.

_ORDER_HEADING = re.compile(
    "d[ée]pend|依[赖賴存]|의존|зависим|parallel|implementation order|execution order", re.IGNORECASE
)
"""The words of a heading under which sentences state dependencies."""


def _make_graph(
    document: Document,
    heading: int,
    phases: Sequence[PhaseBoxes],
    pairs: Iterable[tuple[str, str]],
) -> Graph:
    """Make the graph of the phases of pairs of their labels, to be shown at a heading."""
    numbers: dict[str, int] = {}
    for number, phase in enumerate(phases):
        numbers.setdefault(phase.label, number)
    edges = ((numbers[before], numbers[after]) for before, after in pairs)
    return make_phase_graph(document, heading, phases, edges)
