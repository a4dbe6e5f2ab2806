"""Task lists: the numbered items of a document, and the phases that they are in.

The rules are in `docs/spec-kit.md`, sections S2 and S3. An example:

    ## Phase 3: User Story 1 - Sign in (Priority: P1) 🎯 MVP

    - [x] T012 [P] [US1] Create the user in `src/models/user.py`
    - [ ] T013 [US1] Sign in (depends on T012), FR-001 to FR-003
      - [ ] A wrong password is refused

The phase has the label `3`, the story `US1` and the priority `P1`; 1 of its 2 tasks is done. T012
may run in parallel. T013 cites three requirements, and has one open criterion. What it comes after
is read in `statements`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from mkdocs_speckit.model.parts import Completion, Item, PhaseBoxes
from mkdocs_speckit.model.tasks import KINDS_OF_REQUIREMENTS, MAX_RANGE, ONE_ID, Task
from mkdocs_speckit.reading.checklists import COUNTED, MAX_ITEM_LINES, STATE_OF_BOX
from mkdocs_speckit.reading.document.source import fold_spaces
from mkdocs_speckit.reading.translations import (
    PHASE_COUNTERS,
    PHASE_WORDS,
    STORY_NUMBER,
    STORY_TITLE,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mkdocs_speckit.model.parts import Landmark
    from mkdocs_speckit.reading.document import Document, ListItem

_ITEM = re.compile(rf"(?P<id>{ONE_ID})(?:\s?[–—-]\s?(?P<last>T-?\d{{2,8}}(?!\w)))?[:.]?(?=\W|$)")
"""The number that a task begins with; `last` ends a range of numbers."""

_TAG = re.compile(r"\s?\[([^\[\]]{1,40})\]:?")


class TaskList(NamedTuple):
    """What is read of a document's boxes.

    `items` are those of the tasks, `sources` their lines as written, `criteria` the other boxes.
    """

    tasks: tuple[Task, ...]
    phases: tuple[PhaseBoxes, ...]
    items: tuple[Item, ...]
    sources: tuple[str, ...]
    criteria: Completion


class TaskTag(NamedTuple):
    """A tag in brackets after a task's number: its text, and where it begins and ends."""

    text: str
    start: int
    end: int

    @property
    def is_parallel(self) -> bool:
        """True of `[P]`: the task may run in parallel."""
        return self.text in {"P", "p"}

    @property
    def story(self) -> str | None:
        """The id of the story that it names: `US3` of `[Story 3]`."""
        named = STORY_NUMBER.match(self.text)
        return f"US{named[1]}" if named else None


def is_task(item: ListItem) -> bool:
    """True if an item begins with the number of a task."""
    return _ITEM.match(item.text) is not None


def read_number(text: str) -> tuple[str, int] | None:
    """The number that a task's text begins with, `T012` or `T029–T034`, and where it ends."""
    match = _ITEM.match(text)
    if match is None:
        return None
    number = normalise_id(match["id"])
    if match["last"]:
        number += f"–{normalise_id(match['last'])}"
    return number, match.end()


def read_tags(text: str, end: int) -> Iterator[TaskTag]:
    """The tags that follow one another from a place in a task's text on."""
    while match := _TAG.match(text, end):
        end = match.end()
        yield TaskTag(match[1].strip(), match.start(), end)


def read_task_list(document: Document, items: Sequence[Item]) -> TaskList:
    """Read the tasks of a document and its phases; `items` are its items with boxes."""
    pairs = list(zip(document.items, items, strict=True))
    headings = _find_phases(document, {item.heading for item, _ in pairs if is_task(item)})
    owner = _own_headings(document.outline, headings)
    tasks: list[Task] = []
    kept: list[Item] = []
    sources: list[str] = []
    open_tasks: list[tuple[int, int]] = []  # The depths and indexes of what encloses an item.
    criteria = Completion()
    for item, read in pairs:
        while open_tasks and open_tasks[-1][0] >= item.depth:
            open_tasks.pop()
        if number := read_number(item.text):
            phase = None if item.heading is None else owner[item.heading]
            open_tasks.append((item.depth, len(tasks)))
            sources.append(cut_source(document, read))
            tasks.append(_read_task(*number, item, sources[-1], phase))
            kept.append(read)
            continue
        counted = COUNTED[STATE_OF_BOX[item.box]]
        criteria += counted
        if open_tasks:
            task = tasks[open_tasks[-1][1]]
            tasks[open_tasks[-1][1]] = replace(task, criteria=task.criteria + counted)
    phases = tuple(_read_phases(document.outline, headings, tasks, kept))
    return TaskList(tuple(tasks), phases, tuple(kept), tuple(sources), criteria)


def _read_task(id_: str, end: int, item: ListItem, source: str, phase: int | None) -> Task:
    """Read a task of its item, whose number ends at `end`; `source` is all its lines."""
    tags = list(read_tags(item.text, end))
    if tags:
        end = tags[-1].end
    return Task(
        id=id_,
        state=STATE_OF_BOX[item.box],
        text=item.text[end:].lstrip(" :–—-").strip(),
        place=item.place,
        heading=item.heading,
        is_parallel=any(tag.is_parallel for tag in tags),
        story=next(filter(None, (tag.story for tag in tags)), None),
        phase=phase,
        files=tuple(find_files(source)),
        requirements=tuple(find_requirements(source)),
    )


def normalise_id(written: str) -> str:
    """The number of a task as others cite it: `T-002` is `T002`."""
    return written.replace("-", "")


def cut_source(document: Document, item: Item) -> str:
    """The lines of an item up to the next item or heading, as far as they are indented."""
    line = item.place.line
    before = document.source.slice_lines(line, line + 1)
    indent = len(before) - len(before.lstrip(" \t>"))
    first, *rest = item.source.split("\n")[:MAX_ITEM_LINES]
    kept = [first]
    for text in rest:
        if text.strip(" \t>") and len(text) - len(text.lstrip(" \t>")) <= indent:
            break
        kept.append(text)
    return "\n".join(kept)


@cache
def _compile_requirement(kinds: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w-])(?P<kind>{kinds})-(?P<first>\d{{1,4}}[a-z]?)(?!\w)"
        r"(?:\s?(?:[–—〜～~…-]|\.{2,3}|\bto\b|\bthrough\b)\s?"
        r"(?:(?P=kind)-)?(?P<last>\d{1,4})(?![\w-]))?"
    )


def find_requirements(text: str, kinds: str = KINDS_OF_REQUIREMENTS) -> Iterator[str]:
    """Find the ids of requirements in a text, each once; ranges are written out.

    `kinds` is a pattern of what ids begin with.
    """
    found: dict[str, None] = {}
    for match in _compile_requirement(kinds).finditer(text):
        kind, first, last = match["kind"], match["first"], match["last"]
        found[f"{kind}-{first}"] = None
        if last and first.isdigit() and int(first) < int(last) <= int(first) + MAX_RANGE:
            for number in range(int(first) + 1, int(last) + 1):
                found[f"{kind}-{number:0{len(first)}}"] = None
    yield from found


_IN_TICKS = re.compile(r"`([^`\n]{1,300})`")
_WORD = re.compile(r"[^\s,;()\[\]{}<>\"'|]{1,300}")
_MENTION = re.compile(
    r"\b(?:read|see|verify|like|same as|pattern of|pattern from|matching)\W{1,5}\Z", re.IGNORECASE
)
"""What stands before a file that a task only mentions."""

MAX_MENTION = 25
"""How many characters before a file are looked at."""

_LINES = re.compile(r"(?::\d[\d:,–-]*|#L?\d[\dL–-]*)\Z")
_NAME = re.compile(r"[\w./@~+()\[\]-]*[\w)\]]")
EXTENSIONS = frozenset(
    "astro bash bat c cc cfg clj cpp cs csproj css csv cts dart dockerfile ejs env erb ex exs"
    " feature fs gd go gradle graphql groovy h hbs hcl hpp hs html http ini ipynb java jinja js"
    " json json5 jsonc jsonl jsx kt kts less lock lua m md mdc mdx mjs mts nix php plist prisma"
    " proto ps1 py pyi rb rs rst sass scala scss sh sln sol spec sql svelte svg swift tf tmpl toml"
    " tpl ts tsv tsx txt vue xml yaml yml zig zsh".split()
)
"""The endings by which a name without a folder is known as a file."""


def find_files(text: str) -> Iterator[str]:
    """Find the paths of files that a task's text names, each once.

    They are in backticks, or have a known ending. Patterns, addresses, folders, and what a task
    only reads are left out.
    """
    found: dict[str, None] = {}
    for match in _IN_TICKS.finditer(text):
        name = _LINES.sub("", match[1].strip())
        if _is_file(name) and not _is_mentioned(text, match.start()):
            found[name] = None
    bare = _IN_TICKS.sub(lambda code: " " * len(code[0]), text)
    for match in _WORD.finditer(bare):
        name = match[0].strip(".:*_")
        if has_extension(name) and _is_file(name) and not _is_mentioned(bare, match.start()):
            found[name] = None
    yield from (name.removeprefix("./") for name in found)


def _is_mentioned(text: str, start: int) -> bool:
    return _MENTION.search(text, max(0, start - MAX_MENTION), start) is not None


def _is_file(name: str) -> bool:
    is_path = "/" in name and not name.endswith("/")
    is_name = _NAME.fullmatch(name) is not None and not name.startswith("/")
    return is_name and (has_extension(name) or is_path)


def has_extension(name: str) -> bool:
    """True if a name ends as files do: `user.py`, but not `v1.2` or `e.g`."""
    stem, dot, extension = name.rpartition("/")[2].rpartition(".")
    return bool(dot and stem) and extension.casefold() in EXTENSIONS


# Phases.

_NUMBER = r"(?:\d{1,4}(?:\.\d{1,3})*[A-Za-z]?|[A-Z](?:\.\d{1,3})?)"
_LABELLED = re.compile(
    rf"\W*(?:(?:{PHASE_WORDS})\s*(?P<number>{_NUMBER})|(?:work package\s+)?(?P<code>WP-?\d{{1,3}})"
    rf"|第\s?(?P<ordinal>\d{{1,3}})\s?(?:{PHASE_COUNTERS}))(?![\w.]*\w)[\s:：.)–—-]*(?P<title>.*)",
    re.IGNORECASE,
)
PRIORITY = re.compile(
    r"[(（]\s?(?:[^()（）\d]{1,20}[:：]\s?)?(P\d)\b[^()（）]{0,40}[)）]|\[(P\d)\]"
)
_MVP = re.compile(r"🎯|\bMVP\b")
_SIGNS = " \t:,;–—-🎯\ufe0f"
_EMPTY = re.compile(r"(?:\(\s{0,5}\)|\bMVP|[\U0001f300-\U0001faff\u2600-\u27bf])\Z")
MAX_EMPTY = 10
"""How many characters at the end of a title are looked at at once."""

_IN_PARENTHESES = re.compile(r"[(（][^()（）]*[)）]")
_LEVELS = (2, 3)


class _PhaseHeading(NamedTuple):
    """The heading of a phase: its place in the outline, and its label, which may be empty."""

    heading: int
    label: str
    title: str


def _find_phases(document: Document, with_tasks: set[int | None]) -> list[_PhaseHeading]:
    """Find the headings of phases: those with a label, and others of level 2 that have tasks."""
    labelled = {
        index: match
        for index, mark in enumerate(document.outline)
        if mark.level in _LEVELS and (match := _LABELLED.fullmatch(mark.text))
    }
    level = min((document.outline[index].level for index in labelled), default=0)
    found = []
    for index, mark in enumerate(document.outline):
        match = labelled.get(index) if mark.level == level else None
        if match:
            label = match["number"] or match["code"] or match["ordinal"]
            found.append(_PhaseHeading(index, label.replace("-", ""), match["title"] or mark.text))
        elif mark.kind == "heading" and mark.level == _LEVELS[0]:
            found.append(_PhaseHeading(index, "", mark.text))
    owner = _own_headings(document.outline, found)
    owning = {owner[heading] for heading in with_tasks if heading is not None}
    return [phase for n, phase in enumerate(found) if phase.heading in labelled or n in owning]


def _own_headings(
    outline: Sequence[Landmark], phases: Sequence[_PhaseHeading]
) -> dict[int, int | None]:
    """The index of the phase that each heading belongs to: the last one up to it; None before."""
    starts = [phase.heading for phase in phases]
    found: dict[int, int | None] = {}
    for index in range(len(outline)):
        position = bisect_right(starts, index) - 1
        found[index] = position if position >= 0 else None
    return found


def _read_phases(
    outline: Sequence[Landmark],
    headings: Sequence[_PhaseHeading],
    tasks: Sequence[Task],
    items: Sequence[Item],
) -> Iterator[PhaseBoxes]:
    """Read each phase with its progress, its stories and its priority."""
    own: defaultdict[int | None, list[int]] = defaultdict(list)
    for index, task in enumerate(tasks):
        own[task.phase].append(index)
    for number, phase in enumerate(headings):
        text = outline[phase.heading].text
        inside = [tasks[index] for index in own[number]]
        completion = sum((COUNTED[task.state] for task in inside), Completion())
        opened = [items[index] for index in own[number] if tasks[index].state == "open"]
        priority, title = PRIORITY.search(text), shorten_title(phase.title)
        story = STORY_TITLE.fullmatch(title)
        yield PhaseBoxes(
            title,
            outline[phase.heading].line,
            phase.heading,
            completion,
            is_numbered=bool(phase.label),
            priority=(priority[1] or priority[2]) if priority else "",
            first_open=opened[0] if opened else None,
            label=phase.label,
            own_title=story["title"] if story else title,
            stories=_find_stories(text, inside),
            is_mvp=_MVP.search(text) is not None,
        )


def shorten_title(text: str) -> str:
    """A phase's title without its priority and its mark: `User Story 1 - Sign in`."""
    title = PRIORITY.sub("", text).rstrip(_SIGNS)
    while match := _EMPTY.search(title, max(0, len(title) - MAX_EMPTY)):
        title = title[: match.start()].rstrip(_SIGNS)
    return fold_spaces(title) or fold_spaces(text)


def _find_stories(text: str, tasks: Sequence[Task]) -> tuple[str, ...]:
    """The stories in a heading outside parentheses, or within them, or the one of all tasks."""
    outside = _IN_PARENTHESES.sub(" ", text)
    for part in (outside, text):
        if named := STORY_NUMBER.findall(part):
            return tuple(dict.fromkeys(f"US{number}" for number in named))
    stories = {task.story for task in tasks}
    (only,) = stories if len(stories) == 1 else (None,)
    return (only,) if only else ()
