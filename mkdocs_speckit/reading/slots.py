"""Placeholders of GitHub Spec Kit's documents (`docs/spec-kit.md`, section S6).

To those of all documents (`placeholders`) come the slots of the kit's templates. Its tags and its
open questions (`questions`) are left out. An example:

    - [ ] T010 [P] [Story 1]: Test [endpoint] in tests/test_[name].py
    - [ ] TXXX Tidy up
    - [ ] CHK001 Is the heat defined? [Gap]

1. `[Story 1]` would fill a slot, but it is a tag: it follows the number of a task, and words follow
   it. So is `[Gap]`, at the end of an item of a checklist.
2. `[endpoint]`, `[name]` and `TXXX` are words of the template of task lists, in a task.

Where a whole document is still its template, each bracket is a slot unless it is a tag.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections import defaultdict
from itertools import takewhile
from typing import TYPE_CHECKING

from mkdocs_speckit.model.parts import Place, Placeholder
from mkdocs_speckit.reading.checklists import STATE_OF_BOX
from mkdocs_speckit.reading.document.source import GAP
from mkdocs_speckit.reading.placeholders import (
    KEYED,
    MENTION,
    SELF_EVIDENT,
    STATE_TAGS,
    TAG,
    Bracket,
    find_brackets,
    find_brackets_of_all_forms,
    find_in_front_matter,
    is_link_or_index,
    place_texts,
    read_inner,
    search_text,
    sort_placeholders,
)
from mkdocs_speckit.reading.questions import find_asking_brackets, is_marker
from mkdocs_speckit.reading.task_lists import read_number
from mkdocs_speckit.reading.translations import ONE_STORY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mkdocs_speckit.model.settings import Settings
    from mkdocs_speckit.reading.document import Document
    from mkdocs_speckit.reading.document.source import Run

MAX_PHRASE = 60
"""How long a short phrase in a template's row is, brackets included."""

MAX_NUMBER = 40
"""More than the characters of a task's number, or of a range of numbers."""

_FILLING = f" \t\n.*{GAP}"
_WORD = re.compile(r"[^\W\d_]")
_BLANK = rf"[\s{GAP}]{{0,9}}"
_BOX = re.compile(rf"{_BLANK}\[[ xXB~-]\]{_BLANK}")
_TITLE_SLOT = re.compile(rf"(?:^|[:：])[\s{GAP}]*\[[^\[\]a-z]{{2,60}}\][\s{GAP}]*\Z")
"""The slot that a template's title ends with: `[FEATURE NAME]`, in any language."""

_LABELLED = re.compile(r"[ \t>]*(?:[-*][ \t]+)?\*\*[^*:]{1,60}(?:\*\*:|:\*\*)")
_FOLDER = re.compile(r"\[###[^\[\]`]{0,60}\]")
_TASK_TAG = re.compile(rf"{_BLANK}(\[[^\[\]]{{1,40}}\]){_BLANK}:?")
_STORY_TAG = re.compile(rf"{ONE_STORY}(?:[/,].{{0,60}})?", re.IGNORECASE)
_LEGEND = re.compile(r"(?:P|ID|Story)\??|what was chosen|why chosen|what else evaluated")
"""The brackets that the kit's own words explain: `[Story] maps a task to its story`. Its older
plans also say how to write a decision."""

_NO_NUMBER = re.compile(r"\bTX{2,4}\b")
"""Where a template leaves the number of a task open."""

_TASK_SLOT = re.compile(
    rf"(?<=[\s{GAP}])(\[(?:[Ee]ndpoint(?:/feature)?|[Ee]ntity ?\d"
    rf"|(?:language|framework|user journey|[Ee]ntity|[Ss]ervice)(?=\]\s+\w))\])(?![\w(\[/])"
)
"""The words of the template's tasks, not in a path."""

_TEST_SLOT = re.compile(r"((?<=test_)\[name\]|(?<=/)\[[Ee]ntity\d\])(?=\.)")
_PATH_SLOT = re.compile(r"(?<=[/_])(\[(?:name|[Ee]ntity\d?|service|location|file)\])(?=[./])")
"""Those in paths. Beside words of the template more of them are certain: `app/[file].tsx` may also
be a route."""

_CHECK = re.compile(rf"{_BLANK}CHK[\w-]{{0,30}}\d(?!\w)")
QUALITIES = frozenset(
    "acceptance criteria|alternate flow|ambiguities|ambiguity|assumption|assumptions|clarity"
    "|completeness|conflict|conflicts|consistency|coverage|dependencies|dependency|edge case"
    "|edge cases|exception flow|gap|gaps|measurability|non-functional|primary flow|recovery"
    "|recovery flow|testability|traceability".split("|")
)
"""What an item of a checklist is about, in brackets at its end: `[Clarity, Spec §FR-001]`."""

_NEXT_QUALITY = re.compile(r"[,;/&+]|\band\b")


def find_slots(document: Document, settings: Settings, kind: str) -> tuple[Placeholder, ...]:
    """All placeholders of a document, in the order of their places."""
    slots = _Slots(document, settings, kind)
    found = {run: slots.search(run) for run in document.runs}
    for row in _group_rows(document):
        if any(_is_whole(run.text, found[run]) for run in row):
            for run in row:
                found[run] = found[run] or _find_phrase(run.text)
    in_runs = [(run, bracket) for run in document.runs for bracket in found[run]]
    in_front_matter = (
        one
        for one in find_in_front_matter(document, settings)
        if not is_marker(one.text, Bracket(0, len(one.text)))
    )
    placed = place_texts(document, in_runs, _find_alike)
    return sort_placeholders([*in_front_matter, *placed, *slots.in_code], settings)


class _Slots:
    """Finds slots in the blocks of a document, of which it knows if it is still its template.

    It is if its title has a slot, and a line between the title and the first section has one, too.
    `in_code` are those of these lines that are in inline code.
    """

    def __init__(self, document: Document, settings: Settings, kind: str) -> None:
        self._vocabulary = settings.vocabulary
        self._is_checklist = kind == "checklist"
        headings = [mark for mark in document.outline if mark.kind == "heading"]
        self._title = next((mark.line for mark in headings if mark.level == 1), 0)
        section = min((mark.line for mark in headings if mark.level > 1), default=sys.maxsize)
        self.in_code = list(_find_in_code(document, section))
        title: list[str] = []
        header: list[str] = []
        for run in takewhile(lambda run: run.locate(0).line < section, document.runs):
            (title if run.locate(0).line == self._title else header).append(run.text)
        has_slot = self.in_code or any(
            SELF_EVIDENT.match(read_inner(text, bracket))
            for text in header
            for bracket in find_brackets(text)
        )
        self._is_template = bool(has_slot) and any(map(_TITLE_SLOT.search, title))

    def search(self, run: Run) -> list[Bracket]:
        """The slots of a block in order; none within another."""
        text = run.text
        found = {
            bracket
            for bracket in search_text(text, self._vocabulary)
            # `[shop]/[name]` may be a route.
            if text[bracket.start - 1 : bracket.start] != "/"
            or SELF_EVIDENT.match(read_inner(text, bracket))
        }
        found.update(_find_task_slots(text))
        if self._is_template:
            is_title = run.locate(0).line == self._title
            brackets = find_brackets(text)
            found |= {each for each in brackets if _may_be_slot(text, each, is_title=is_title)}
        if not found:
            return []
        others = {*self._find_tags(text), *find_asking_brackets(text)}
        done, kept = 0, []
        for bracket in sorted(found | others):
            if bracket.start < done:
                continue
            done = bracket.end
            if bracket not in others and not is_marker(text, bracket):
                kept.append(bracket)
        return kept

    def _find_tags(self, text: str) -> Iterator[Bracket]:
        """The tags of a task behind its number, those of a checklist's item, and known ones."""
        for bracket in find_brackets(text):
            inner = read_inner(text, bracket)
            if _STORY_TAG.fullmatch(inner) or _LEGEND.fullmatch(inner):
                yield bracket
        box = _BOX.match(text)
        start = box.end() if box else 0
        if number := read_number(text[start : start + MAX_NUMBER]):
            for tag in _find_task_tags(text, start + number[1]):
                # In a template, words are what is to be done: `T001 [First step] in [file]`.
                if not (self._is_template and " " in read_inner(text, tag)):
                    yield tag
        check = _CHECK.match(text, start)
        if check or (self._is_checklist and box):
            yield from _find_quality_tags(text, check.end() if check else start)


def _find_in_code(document: Document, section: int) -> Iterator[Placeholder]:
    """The slots for a feature's folder in inline code, on labelled lines above a line."""
    in_text = {
        run.locate(bracket.start)
        for run in takewhile(lambda run: run.locate(0).line < section, document.runs)
        for bracket in find_brackets(run.text)
    }
    for number, line in enumerate(document.source.slice_lines(1, section).split("\n"), 1):
        for match in _FOLDER.finditer(line) if _LABELLED.match(line) else ():
            place = Place(number, match.start() + 1)
            if place not in in_text:
                yield Placeholder(match[0], place)


def _may_be_slot(text: str, bracket: Bracket, *, is_title: bool) -> bool:
    """True unless a bracket of a template is a link, a box, a tag, a key or a mention."""
    inner = read_inner(text, bracket)
    is_tag = not is_title and TAG.fullmatch(inner)
    return not (
        inner in STATE_OF_BOX
        or is_tag
        or KEYED.match(inner)
        or not _WORD.search(inner)
        or is_link_or_index(text, bracket)
        or MENTION.match(text, bracket.end)
        or is_marker(text, bracket)
    )


def _find_task_tags(text: str, end: int) -> list[Bracket]:
    """The brackets between a task's number, which ends here, and its words; none without words."""
    tags = []
    while tag := _TASK_TAG.match(text, end):
        tags.append(Bracket(*tag.span(1)))
        end = tag.end()
    return tags if _WORD.search(text, end) else []


def _find_quality_tags(text: str, start: int) -> Iterator[Bracket]:
    """The brackets at the end of a checklist's item behind its words, and all that name a quality.

    `start` is the index at which its words begin.
    """
    brackets = find_brackets(text)
    ends = {bracket.end: bracket for bracket in reversed(brackets)}
    last: list[Bracket] = []
    end = len(text)
    while end > start and (text[end - 1] in _FILLING or end in ends):
        if end in ends:
            last.append(ends[end])
            end = last[-1].start
        else:
            end -= 1
    # Behind a label they are its value: `Owner: [Name]`.
    if _WORD.search(text, start, end) and text[end - 1] not in ":：":
        yield from last
    for bracket in brackets:
        inner = read_inner(text, bracket)
        if _NEXT_QUALITY.split(inner, maxsplit=1)[0].strip().casefold() in QUALITIES:
            yield bracket


def _find_task_slots(text: str) -> Iterator[Bracket]:
    """The slots of the template's tasks in a task, also where the rest of it was filled in."""
    box = _BOX.match(text)
    if box is None:
        return
    if number := _NO_NUMBER.match(text, box.end()):
        yield Bracket(*number.span())
    elif not read_number(text[box.end() : box.end() + MAX_NUMBER]):
        return
    free = [Bracket(*match.span(1)) for match in _TASK_SLOT.finditer(text)]
    yield from free
    for match in (_PATH_SLOT if free else _TEST_SLOT).finditer(text):
        yield Bracket(*match.span(1))


def _find_alike(text: str) -> Iterator[Bracket]:
    """All that may read the same as a slot."""
    yield from find_brackets_of_all_forms(text)
    yield from (Bracket(*match.span()) for match in _NO_NUMBER.finditer(text))


def _group_rows(document: Document) -> Iterator[list[Run]]:
    """The blocks of each row of the tables in which brackets are."""
    rows = [row for table in document.tables for row in table.rows if row]
    starts = [row[0].start for row in rows]
    blocks: defaultdict[int, list[Run]] = defaultdict(list)
    for run in document.runs if rows else ():
        offset = run.find_offset(0)
        index = bisect_right(starts, offset) - 1
        if index >= 0 and offset < rows[index][-1].end:
            blocks[index].append(run)
    yield from blocks.values()


def _find_phrase(text: str) -> list[Bracket]:
    """The bracket that is all of a cell, if a short phrase is in it."""
    brackets = find_brackets(text)[:1]
    return [
        bracket
        for bracket in brackets
        if _is_whole(text, brackets)
        and bracket.end - bracket.start <= MAX_PHRASE
        and _may_be_slot(text, bracket, is_title=False)
        and read_inner(text, bracket).casefold() not in STATE_TAGS
    ]


def _is_whole(text: str, brackets: Sequence[Bracket]) -> bool:
    """True if the first of some brackets is all of a block."""
    return bool(brackets) and not any(
        part.strip(_FILLING) for part in (text[: brackets[0].start], text[brackets[0].end :])
    )
