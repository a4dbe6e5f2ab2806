"""What a numbered task cites: requirements, and tasks that it waits for.

The rules are in `docs/kiro.md`, sections K4 and K5. An example, the lines of a task:

    - [ ] 2.1 Bake the bread _Requirements: 1.1-1.3, R2 Acceptance 4_
      - _Requirements: 3 (the oven), All modal-related_
      - **Property 2: Warmth** **Validates: Requirements 1.4**
      - _Depends: 1.2, 1.3_

1. The first line cites 1.1, 1.2, 1.3 and 2.4.
2. The second one cites the requirement 3, as parentheses are notes. The rest has no number that it
   begins with: it is kept in words.
3. The third one cites 1.4.
4. The task waits for 1.2 and 1.3.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mkdocs_speckit.model.tasks import EVERY_REQUIREMENT, MAX_RANGE, NUMBER
from mkdocs_speckit.reading.translations import (
    CRITERIA_WORDS,
    REQUIREMENT_WORDS,
    TASK_WORDS,
    VALIDATION_WORDS,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mkdocs_speckit.reading.text_lines import TextLine

MAX_LENGTH = 2000
"""How many characters of a list of numbers are read."""

MAX_LINES = 10
"""How many lines a list of numbers may take."""


class Citations(NamedTuple):
    """What the lines of a task cite.

    `requirements` are ids of requirements and criteria, `in_words` what is said instead of an id,
    and `after` the ids of tasks that it waits for. `lines` are the numbers of the lines with them.
    """

    requirements: tuple[str, ...] = ()
    in_words: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    lines: frozenset[int] = frozenset()


def read_citations(lines: Sequence[TextLine]) -> Citations:
    """Read what the lines of a task cite, each requirement and each task once."""
    requirements: dict[str, None] = {}
    in_words: dict[str, None] = {}
    after: dict[str, None] = {}
    used = set()
    for index, line in enumerate(lines):
        for field in _find_fields(line.text):
            text = field.text
            if field.end == len(line.text):
                text = _join_rest(text, lines[index + 1 : index + MAX_LINES])
            pieces = [*_read_pieces(text[:MAX_LENGTH], field)]
            have_ids = [bool(ids) for _, ids in pieces]
            # Prose may begin so: `Requirements: a warm oven`, `Requirements 1.1 must hold`.
            if field.is_bare and not (have_ids[0] if field.is_marked else all(have_ids)):
                continue
            if not field.is_marked and not any(have_ids):
                continue
            used.add(line.number)
            for words, ids in pieces:
                if field.is_of_tasks:
                    after |= dict.fromkeys(ids)
                elif ids:
                    requirements |= dict.fromkeys(ids)
                else:
                    in_words[words] = None
    return Citations(tuple(requirements), tuple(in_words), tuple(after), frozenset(used))


def cites_requirements(line: TextLine) -> bool:
    """True if a line is a field of requirements in emphasis: `_Requirements: 1.1_`."""
    return any(
        field.is_marked and not field.is_bare and not field.is_of_tasks
        for field in _find_fields(line.text)
    )


def find_cited_numbers(text: str) -> Iterator[tuple[str, int, int]]:
    """The numbers in a text that is a field of requirements, and from where to where each is.

    Of a range these are its two ends. The text has no markup: `Requirements: 1.2, 3.4-3.6`.
    """
    field = _FIELD.match(text)
    if field is not None and not field["tasks"] and (field["colon"] or field["label"]):
        for match in _CITED.finditer(text, field.end(), field.end() + MAX_LENGTH):
            yield match[0], match.start(), match.end()


def cut_fields(title: str) -> str:
    """The text of a task, without the markup, up to what it cites."""
    return _TRAILING.split(title, maxsplit=1)[0].rstrip()


# Fields.

_MARKS = r"[*_\\]{0,6}"
_BULLET = re.compile(r"(?:[-+*•]\s+)?")
_FIELD = re.compile(
    rf"(?P<open>{_MARKS}[(（\[]?{_MARKS})(?<![^\W_])"
    rf"(?:(?P<label>(?!(?:{REQUIREMENT_WORDS})\b)(?:[^\W\d_]{{2,20}} ?){{1,2}})"
    rf"{_MARKS}\s?[:：]\s?{_MARKS}\s?)?(?:(?:{VALIDATION_WORDS})\s?)?"
    rf"(?:(?P<requirements>{REQUIREMENT_WORDS})|(?P<tasks>depends(?: on)?))(?![^\W\d_])"
    rf"(?P<close>{_MARKS})\s?(?P<colon>[:：])?(?P<late>{_MARKS})\s*",
    re.IGNORECASE,
)
_OPENING = re.compile(r"(?:(?<![\w*_\\])[*_]{1,3}|[(（])(?=[^\s*_])")
"""Where a field in emphasis, or in parentheses, may begin inside a line."""


_TRAILING = re.compile(
    rf"\s[(（]?(?:[^\W\d_]{{2,20}}\s?[:：]\s?)?(?:{REQUIREMENT_WORDS}|depends(?: on)?)\s?[:：\d]",
    re.IGNORECASE,
)

_CITED = re.compile(rf"(?<![\w.]){NUMBER}(?!\w)")


class _Field(NamedTuple):
    """The text of a field, and where it ends in its line.

    One that `is_marked` is in emphasis or in parentheses, and one that `is_bare` has no colon.
    """

    text: str
    end: int
    is_of_tasks: bool
    is_marked: bool
    is_bare: bool


def _find_fields(text: str) -> Iterator[_Field]:
    """Find the fields of a line: the one that it begins with, and those in emphasis inside it."""
    bullet = _BULLET.match(text)
    done = bullet.end() if bullet else 0
    if first := _FIELD.match(text, done):
        yield (field := _make_field(text, first))
        done = field.end
    for opening in _OPENING.finditer(text, done):
        match = _FIELD.match(text, opening.start()) if opening.start() >= done else None
        if match is not None and (match["colon"] or match["label"]):
            yield (field := _make_field(text, match))
            done = field.end


def _make_field(text: str, match: re.Match[str]) -> _Field:
    opened = match["open"].replace("\\", "")
    start, end = match.end(), len(text)
    if opened and not (match["close"] or match["late"]):
        end = _find_end(text, start, {"(": ")", "（": "）"}.get(opened[-1], opened))
    is_of_tasks, is_bare = match["tasks"] is not None, match["colon"] is None
    return _Field(text[start:end], end, is_of_tasks, bool(opened), is_bare)


def _find_end(text: str, start: int, close: str) -> int:
    """Where a field ends that a sign closes; the end of the line if it is not closed."""
    begin, last = start, start + MAX_LENGTH
    while (end := text.find(close, begin, last)) >= 0:
        following = text[end + len(close) : end + len(close) + 1]
        if close in ")）":  # It may have parentheses of its own.
            is_end = text.count("(", start, end) <= text.count(")", start, end)
        else:  # `user_id` ends nothing.
            is_end = not following.isalnum()
        if is_end:
            return end
        begin = end + 1
    return len(text)


def _join_rest(text: str, following: Iterable[TextLine]) -> str:
    """A field with the lines that it goes on in: those after a comma."""
    for line in following:
        if line.is_first or not text.rstrip().endswith((",", "，", "、")):
            break
        text = f"{text.rstrip()} {line.text}"
    return text


# Pieces.

_WORD = rf"(?:{REQUIREMENT_WORDS}|AC|{CRITERIA_WORDS}|R)[ #№:-]{{0,2}}"
_OF_REQUIREMENTS = re.compile(
    rf"(?P<word>{_WORD})?(?P<first>{NUMBER})(?:"
    rf"\s?(?:[-–—~〜～至]|\.{{2,3}}|…|\b(?:to|through|a|до|から)\b)\s?(?:{_WORD})?(?P<last>{NUMBER})"
    rf"|[\s,.-]{{0,2}}(?:AC|{CRITERIA_WORDS})[\s#.:-]{{0,2}}(?P<criterion>\d{{1,4}})"
    r"|\.[x*]"
    r")?(?P<title>.*)",
    re.IGNORECASE | re.DOTALL,
)
_OF_TASKS = re.compile(
    rf"(?P<word>(?:{TASK_WORDS})[ #]{{0,2}})?(?P<first>{NUMBER})"
    rf"(?:\s?(?:[-–—~～]|\b(?:to|through)\b)\s?(?:(?:{TASK_WORDS})\s?)?(?P<last>{NUMBER}))?"
    r"(?P<title>)\.?",
    re.IGNORECASE,
)
_TITLE = re.compile(r"\s?[:：–—-]\s?\S|\s+\S")
_ALL = re.compile(
    r"(?:all|every|todos?|todas?|tous|toutes|alle|все|全部の?|所有的?|全て?の?|すべての?|모든|모두|전체)"
    rf"(?: (?:of )?(?:the|above|los|las|os|as|les|der|die|them))?\s?(?:(?:{REQUIREMENT_WORDS}"
    rf"|{CRITERIA_WORDS}|ACs)s?)?",
    re.IGNORECASE,
)
_NOTE = re.compile(r"\s?(?:\([^()]{0,300}\)|（[^（）]{0,300}）)")
_SEPARATOR = re.compile(r"[,，、;；·]|\s/\s")
_JOINT = re.compile(r"\s(?:and|&|y|e|и|und|et|\+)\s|\s?(?:和|与|及|と|및)\s?", re.IGNORECASE)
_FIRST_JOINT = re.compile(r"\A(?:(?:and|&|y|e|и|und|et)\s|(?:和|与|及|と|및)\s?)", re.IGNORECASE)
_EDGES = " \t\n.。*_\\"


def _read_pieces(text: str, field: _Field) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The pieces of a list, each with the ids that it means; none if it is in words."""
    bare = _NOTE.sub("", text).strip(_EDGES)
    if bare.startswith(("[", "【")):
        bare = bare.strip("[]【】")
    for piece in _SEPARATOR.split(bare):
        words = _FIRST_JOINT.sub("", piece.strip(_EDGES + "[]()（）"))
        parts = [part.strip(_EDGES) for part in _JOINT.split(words)]
        ids = [_read_ids(part, field) for part in parts]
        if all(ids):
            yield from zip(parts, ids, strict=True)
        elif words:
            yield words, _read_ids(words, field)


def _read_ids(words: str, field: _Field) -> tuple[str, ...]:
    """The ids that a piece means: one, those of a range, or `EVERY_REQUIREMENT`."""
    if not field.is_of_tasks and _ALL.fullmatch(words):
        return (EVERY_REQUIREMENT,)
    match = (_OF_TASKS if field.is_of_tasks else _OF_REQUIREMENTS).fullmatch(words)
    if match is None or not _is_title(match, field):
        return ()
    first = match["first"]
    if match["last"]:
        return _write_out(first, match["last"])
    if field.is_of_tasks:
        return (first,)
    if match["criterion"]:
        return (f"{first}.{match['criterion']}",) if first.isdigit() else ()
    is_criterion = match["word"] is not None and match["word"].casefold().startswith("ac")
    return () if is_criterion and first.isdigit() else (first,)


def _is_title(match: re.Match[str], field: _Field) -> bool:
    """True if what follows a number can be a title: `Requirement 1: Bread`, but not `3 loaves`."""
    title = match["title"]
    if not title:
        return True
    is_certain = field.is_marked and (match["word"] is not None or "." in match["first"])
    return is_certain and match["last"] is None and _TITLE.match(title) is not None


def _write_out(first: str, last: str) -> tuple[str, ...]:
    """The ids from the first to the last: `1.1-1.3`, `1.1-3`, `1-3`; none if they are not one row.

    `1.1-2.3` is not one: it takes the requirements themselves to write it out.
    """
    lead, _, start = first.rpartition(".")
    last_lead, _, end = last.rpartition(".")
    if not (start.isdigit() and end.isdigit()) or last_lead not in {"", lead}:
        return ()
    numbers = range(int(start), int(end) + 1)
    if not 0 < len(numbers) <= MAX_RANGE:
        return ()
    return tuple(f"{lead}.{number}" if lead else f"{number}" for number in numbers)
