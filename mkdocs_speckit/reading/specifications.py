"""Specifications: user stories and requirements.

In GitHub Spec Kit's format requirements have ids (`docs/spec-kit.md`, section S5). An example:

    ### User Story 1 - Sign in (Priority: P1)

    **Acceptance Scenarios**:

    1. **Given** an account, **When** the password is right, **Then** the home page is shown

    - **FR-001**: The system MUST lock an account after [NEEDS CLARIFICATION: how many?] tries

The story `US1` has the priority `P1` and one scenario; the requirement has an open question.

In OpenSpec's format they have names, and headings say what becomes of them (`docs/openspec.md`,
section O5). An example:

    ## MODIFIED Requirements

    ### Requirement: Warm bread

    #### Scenario: Out of the oven

    ## RENAMED Requirements

    - FROM: `### Requirement: Buns`
    - TO: `### Requirement: Rolls`

The requirement `Warm bread` has the delta MODIFIED and one scenario. `Rolls` is not a requirement
here: the change only renames it.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from msgspec.structs import replace

from mkdocs_speckit.model.parts import Place
from mkdocs_speckit.model.tasks import KINDS_OF_REQUIREMENTS, Renaming, Requirement, Story
from mkdocs_speckit.reading.task_lists import PRIORITY, shorten_title
from mkdocs_speckit.reading.translations import STORY_TITLE

if TYPE_CHECKING:
    from mkdocs_speckit.model.tasks import Delta
    from mkdocs_speckit.reading.document import Document, ListItem

_LEVELS = (2, 3, 4)
_NUMBERED = re.compile(r"[\s>]*\d{1,9}[.)]\s")


def read_stories(document: Document) -> tuple[Story, ...]:
    """Read the user stories that have headings, in order."""
    scenarios = Counter(
        heading
        for item in document.plain_items
        if item.depth == 1 and _is_numbered(document, item)
        for heading in document.list_headings(item.heading)
    )
    found = []
    for index, mark in enumerate(document.outline):
        match = STORY_TITLE.fullmatch(mark.text) if mark.level in _LEVELS else None
        if match:
            priority = PRIORITY.search(mark.text)
            story = Story(
                f"US{match['story']}",
                shorten_title(match["title"]) or mark.text,
                (priority[1] or priority[2]) if priority else None,
                scenarios[index],
                Place(mark.line),
                index,
            )
            found.append(story)
    return tuple(found)


def _is_numbered(document: Document, item: ListItem) -> bool:
    line = item.place.line
    return _NUMBERED.match(document.source.slice_lines(line, line + 1)) is not None


@cache
def _compile_requirement(kinds: str) -> re.Pattern[str]:
    return re.compile(rf"(?P<id>(?:{kinds})-\d{{1,4}}[a-z]?(?!\w))\W*(?P<text>.*)", re.DOTALL)


def read_requirements(
    document: Document, kinds: str = KINDS_OF_REQUIREMENTS
) -> tuple[Requirement, ...]:
    """Read the requirements and success criteria: items and rows that begin with an id.

    `kinds` is a pattern of what ids begin with.
    """
    pattern = _compile_requirement(kinds)
    named = [(item.text, item.place) for item in (*document.plain_items, *document.items)]
    named += [
        (f"{row[0].full_text} {row[1].full_text if len(row) > 1 else ''}", row[0].place)
        for table in document.tables
        for row in table.rows
    ]
    found = [
        Requirement(match["id"], match["text"].strip(), place)
        for text, place in named
        if (match := pattern.match(text))
    ]
    return tuple(sorted(found, key=lambda one: (one.place.line, one.place.column)))


# Requirements with names.

REQUIREMENTS_HEADING = re.compile(
    r"(?:(?P<delta>ADDED|MODIFIED|REMOVED|RENAMED)\s+)?Requirements", re.IGNORECASE
)
"""The heading of requirements; with a `delta`, of what a change does to them."""

REQUIREMENT_HEADING = re.compile(r"Requirement:\s*(?P<name>\S.*)", re.IGNORECASE)
SCENARIO_HEADING = re.compile(r"Scenario\s?[:：]\s*(?P<name>\S.*)", re.IGNORECASE)
_HEADING = re.compile(r" {0,3}(?P<signs>#{1,6})[ \t]+(?P<text>\S.*)")
_BULLET = re.compile(r"\s*[-*+]\s+(?P<tick>`?)###\s*Requirement:\s*(?P<name>\S.*)", re.IGNORECASE)
_RENAMED = re.compile(
    r"\s*(?:[-*+]\s+)?\*{0,2}(?P<end>FROM|TO)\*{0,2}[:：]\*{0,2}\s*"
    r"(?P<tick>`?)(?:###\s*Requirement:\s*)?(?P<name>\S.*)"
)
_DELTAS: tuple[Delta | Literal["", "RENAMED"], ...] = (
    "",
    "ADDED",
    "MODIFIED",
    "REMOVED",
    "RENAMED",
)
_SECTION_LEVEL, _REQUIREMENT_LEVEL, _SCENARIO_LEVEL = 2, 3, 4


class NamedRequirements(NamedTuple):
    """What a specification states: its requirements, and which of them a change renames."""

    requirements: tuple[Requirement, ...]
    renamed: tuple[Renaming, ...]


def read_named_requirements(document: Document) -> NamedRequirements:
    """Read the requirements under the headings for them, and what is renamed.

    Names are as they are written, with their Markdown: others compare them letter by letter.
    """
    found: list[tuple[Requirement, list[str], list[str]]] = []
    renamed: list[Renaming] = []
    hidden = document.find_hidden_lines()
    index_of = {mark.line: index for index, mark in enumerate(document.outline)}
    delta: Delta | Literal["", "RENAMED"] | None = None  # Of the section; None in any other.
    scenarios: list[str] | None = None  # Of the requirement that the line belongs to.
    lines: list[str] = []  # Of the same; without one, nobody reads them.
    before = ""
    for number, written in enumerate(document.source.bytes.decode().split("\n"), 1):
        line = written.rstrip()
        heading = None if number in hidden else _HEADING.fullmatch(line)
        if heading is None or len(heading["signs"]) > _REQUIREMENT_LEVEL:
            lines.append(line)
        if number in hidden:
            continue
        if heading:
            level, text = len(heading["signs"]), heading["text"]
            if level == _SCENARIO_LEVEL and scenarios is not None:
                named = SCENARIO_HEADING.fullmatch(text)
                scenarios.append(named["name"] if named else text)
            if level <= _REQUIREMENT_LEVEL:
                scenarios, lines = None, []
            if level <= _SECTION_LEVEL:
                delta = _read_delta(text) if level == _SECTION_LEVEL else None
            named = REQUIREMENT_HEADING.fullmatch(text) if level == _REQUIREMENT_LEVEL else None
            if named and delta is not None and delta != "RENAMED":
                scenarios = []
                place = Place(number, heading.start("text") + 1)
                one = _make_requirement(named["name"], place, delta)
                found.append((replace(one, heading=index_of.get(number)), scenarios, lines))
        elif delta == "REMOVED" and (named := _BULLET.fullmatch(line)):
            place = Place(number, named.start("name") + 1)
            found.append((_make_requirement(_read_name(named), place, delta), [], []))
        elif delta == "RENAMED" and (named := _RENAMED.fullmatch(line)):
            name = _read_name(named)
            if named["end"] == "TO" and before:
                renamed.append(Renaming(before, name, Place(number, named.start("name") + 1)))
            before = name if named["end"] == "FROM" else ""
    return NamedRequirements(
        tuple(
            replace(one, scenarios=tuple(names), source="\n".join(written).strip("\n"))
            for one, names, written in found
        ),
        tuple(renamed),
    )


def _read_delta(heading: str) -> Delta | Literal["", "RENAMED"] | None:
    """What a heading says of the requirements below: empty if only that they are some."""
    match = REQUIREMENTS_HEADING.fullmatch(heading)
    if match is None:
        return None
    written = (match["delta"] or "").upper()
    return next((delta for delta in _DELTAS if delta == written), None)


def _make_requirement(name: str, place: Place, delta: Delta | Literal[""]) -> Requirement:
    return Requirement(name, name, place, delta or None)


def _read_name(match: re.Match[str]) -> str:
    """The name in an item, without the code that all of it may be."""
    return match["name"].removesuffix(match["tick"]).rstrip()
