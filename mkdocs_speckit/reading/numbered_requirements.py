"""Requirements with headings and numbers, their stories and their criteria.

The rules are in `docs/kiro.md`, section K4. An example:

    ### Requirement 2: Bread

    **User Story:** As a guest, I want bread, so that I am not hungry.

    #### Acceptance Criteria

    1. WHEN the oven is hot THEN the baker SHALL bake
       1. white bread first
    2. IF it is burnt THEN the baker SHALL bake again

The requirement `2` is called *Bread* and has the criteria `2.1` and `2.2`. A number that a line
states itself counts as it is: `2.7. The bread SHALL be warm`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from mkdocs_speckit.model.parts import Place
from mkdocs_speckit.model.tasks import NUMBER, Criterion, Requirement
from mkdocs_speckit.model.wording import cut_text
from mkdocs_speckit.reading.document.source import fold_spaces
from mkdocs_speckit.reading.text_lines import TextLine, read_text_lines
from mkdocs_speckit.reading.translations import CRITERIA_WORDS, REQUIREMENT_WORD, WISH_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mkdocs_speckit.reading.document import Document

MAX_TITLE = 60
"""The number of characters of a story that stand for a title."""

PLAIN_LEVEL = 3
"""The level of headings that need no word before their number."""

_WORDED = re.compile(
    rf"\W*(?:{REQUIREMENT_WORD})\s*[#№]?\s?(?P<id>{NUMBER})(?!\w)"
    r"[\s.:：、．)）–—-]*(?P<title>.*)",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"(?P<id>\d{1,4})(?:[.):：]\s|[．、）])\s*(?P<title>.*)")
_CRITERIA = re.compile(rf"\W*(?:{CRITERIA_WORDS})(?!\w)", re.IGNORECASE)
_WISH = re.compile(
    rf"(?:[-+*•]\s+)?[*_]{{0,3}}(?:{WISH_WORDS})[*_]{{0,3}}\s?[:：]\s?[*_]{{0,3}}\s*(?P<wish>.*)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(?:[-+*•]\s+)?(?:\[[ xX~-]\]\s+)?[*_]{0,3}(?:AC[ -]?)?"
    rf"(?P<id>{NUMBER})(?P<end>[.)．、）:：]?)[*_]{{0,3}}[.:：]?(?:\s+|(?=[^\x00-\x7f]))"
    r"(?P<text>\S.*)"
)
_LIST_ENDS = frozenset(".)")
_OTHER_ENDS = frozenset("．、）")
NESTED = 2
"""Lines that are indented by so many columns more than the first are inside one of them."""


class _Heading(NamedTuple):
    """The heading of a requirement: its place in the outline, its number and its title."""

    place: int
    id: str
    title: str


def find_requirement_headings(document: Document) -> list[_Heading]:
    """Find the headings of requirements that have the word: `Requirement 2: Bread`."""
    return [
        _Heading(index, match["id"], fold_spaces(match["title"]))
        for index, mark in enumerate(document.outline)
        if mark.kind == "heading" and (match := _WORDED.fullmatch(mark.text))
    ]


def read_requirements(document: Document) -> tuple[Requirement, ...]:
    """Read the requirements of a document, in order.

    If none has a heading with the word, they are those with a number alone.
    """
    headings = find_requirement_headings(document) or [
        _Heading(index, match["id"], fold_spaces(match["title"]))
        for index, mark in enumerate(document.outline)
        if mark.kind == "heading"
        and mark.level == PLAIN_LEVEL
        and (match := _PLAIN.fullmatch(mark.text))
    ]
    items = {item.place.line for item in (*document.plain_items, *document.items)}
    sections = _share_lines(document, headings)
    return tuple(
        _read_requirement(document, heading, sections[heading.place], items) for heading in headings
    )


def _share_lines(
    document: Document, headings: Sequence[_Heading]
) -> defaultdict[int, dict[int, list[TextLine]]]:
    """The lines of each requirement under each heading, by the places of both in the outline.

    Those under a heading inside it are among them, and those under one for its criteria.
    """
    outline = document.outline
    starts = [mark.line for mark in outline]
    own = {heading.place for heading in headings}
    owner_of: list[int | None] = []
    for index, mark in enumerate(outline):
        owner = index if index in own else None
        if owner is None and mark.parent is not None:
            owner = owner_of[mark.parent]
        before = owner_of[-1] if owner_of else None
        is_beside = before is not None and outline[before].level == mark.level
        if owner is None and is_beside and _CRITERIA.match(mark.text):
            owner = before
        owner_of.append(owner)
    found: defaultdict[int, dict[int, list[TextLine]]] = defaultdict(dict)
    for line in read_text_lines(document) if headings else ():
        position = bisect_right(starts, line.number) - 1
        owner = owner_of[position] if position >= 0 else None
        if owner is not None:
            mark = outline[position]
            section = mark.parent if mark.kind == "table" else position
            found[owner].setdefault(position if section is None else section, []).append(line)
    return found


def _read_requirement(
    document: Document,
    heading: _Heading,
    sections: Mapping[int, Sequence[TextLine]],
    items: set[int],
) -> Requirement:
    story = _read_story([*chain.from_iterable(sections.values())])
    return Requirement(
        id=heading.id,
        text=heading.title or cut_text(story, MAX_TITLE),
        place=Place(document.outline[heading.place].line),
        heading=heading.place,
        story=story,
        criteria=tuple(_read_criteria(document, heading.id, sections, items)),
    )


def _read_story(lines: Sequence[TextLine]) -> str:
    """The wish that a requirement is for, with the lines that it goes on in; empty without one."""
    for index, line in enumerate(lines):
        match = _WISH.match(line.text)
        if match:
            rest = _take_block(lines[index + 1 :])
            return fold_spaces(" ".join([match["wish"], *(one.text for one in rest)]).strip("*_ "))
    return ""


def _take_block(lines: Iterable[TextLine]) -> Iterator[TextLine]:
    """The lines up to the next block."""
    for line in lines:
        if line.is_first:
            return
        yield line


def _read_criteria(
    document: Document, id_: str, sections: Mapping[int, Sequence[TextLine]], items: set[int]
) -> Iterator[Criterion]:
    """Read the numbered lines of a requirement, `id_`, from those under each heading in it.

    What is numbered again under another heading are no criteria, unless it says that they are.
    """
    numbered = {place: [*_find_numbered(id_, lines, items)] for place, lines in sections.items()}
    named = [place for place in numbered if _CRITERIA.match(document.outline[place].text)]
    kept = {*named}
    known = {one.number for place in named for one in numbered[place]}
    for place, lines in numbered.items():
        numbers = {one.number for one in lines}
        if numbers.isdisjoint(known):
            kept.add(place)
            known |= numbers
    found = [one for place, lines in numbered.items() if place in kept for one in lines]
    # In Markdown all items may begin with `1.`, and are numbered where they are shown.
    is_counted = len(found) > 1 and all(one.number == "1" and not one.is_stated for one in found)
    for count, one in enumerate(found, 1):
        yield Criterion(f"{id_}.{count if is_counted else one.number}", one.text, one.place)


class _Numbered(NamedTuple):
    """A line that begins with a number: the part of it after the requirement's own, if stated."""

    number: str
    is_stated: bool
    text: str
    place: Place


def _find_numbered(id_: str, lines: Iterable[TextLine], items: set[int]) -> Iterator[_Numbered]:
    """Find the numbered lines of a section that are not inside another one."""
    inside: int | None = None
    for line in lines:
        match = _NUMBERED.match(line.text)
        if match is None or (inside is not None and line.indent >= inside):
            continue
        number, end = match["id"], match["end"]
        is_stated = number.startswith(f"{id_}.")
        is_item = end in _OTHER_ENDS or (end in _LIST_ENDS and line.number in items)
        if is_stated or (is_item and number.isdigit()):
            inside = line.indent + NESTED if inside is None else inside
            number = number.removeprefix(f"{id_}.")
            place = Place(line.number, line.start + match.start("id") + 1)
            yield _Numbered(number, is_stated, fold_spaces(match["text"]), place)
