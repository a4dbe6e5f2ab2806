"""Placeholders: where template text stands that its author was meant to replace (section 6)."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from mkdocs_speckit.model.parts import Place, Placeholder
from mkdocs_speckit.reading import bracket_shapes
from mkdocs_speckit.reading.checklists import STATE_OF_BOX
from mkdocs_speckit.reading.document.front_matter import texts
from mkdocs_speckit.reading.document.markdown import plain_text
from mkdocs_speckit.reading.document.source import GAP

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mkdocs_speckit.model.settings import Settings
    from mkdocs_speckit.reading.document import Document
    from mkdocs_speckit.reading.document.source import Run

SHORTEST, LONGEST = 3, 400
"""Shorter brackets are empty, longer ones are prose."""

FRONT_MATTER_KEYS = frozenset(["title", "description"])

_OTHER_FORMS = re.compile(
    r"(?<!\$)\{\{[\w .-]{1,80}\}\}|<(?:YOUR_VALUE_HERE|NEEDS[_ ]CLARIFICATION)\b[^<>]{0,300}>"
)
_BRACKET = re.compile(r"[\[\]]")
_CONTEXT = 60


class _Bracket(NamedTuple):
    """A bracketed text: where it begins and ends, its brackets included."""

    start: int
    end: int


def placeholders(document: Document, settings: Settings) -> tuple[Placeholder, ...]:
    """All placeholders of a document, in the order of their places."""
    found = [*_in_front_matter(document, settings), *_in_runs(document, settings)]
    return tuple(
        placeholder
        for placeholder in sorted(found, key=lambda p: (p.place.line, p.place.column))
        if not settings.excludes(placeholder.text)
    )


def placeholders_in(text: str, settings: Settings) -> Iterator[tuple[int, int, str]]:
    """Where the placeholders of a block's text begin and end, and what each one says.

    For texts that are Markdown no more. As in a run, a `GAP` stands for what is not text.
    """
    for start, end in sorted(_in_text(text, settings.vocabulary)):
        plain = _plain(text[start:end])
        if not settings.excludes(plain):
            yield start, end, plain


def _in_front_matter(document: Document, settings: Settings) -> Iterator[Placeholder]:
    for line, start in texts(document.front_matter, FRONT_MATTER_KEYS):
        for at, end in _in_text(line, settings.vocabulary):
            yield Placeholder(line[at:end], Place(start.line, start.column + at))


def _in_runs(document: Document, settings: Settings) -> Iterator[Placeholder]:
    found = [
        (run, bracket, _plain(run.text[bracket.start : bracket.end]))
        for run in document.runs
        for bracket in sorted(_in_text(run.text, settings.vocabulary))
    ]
    texts = {plain for _, _, plain in found}
    numbers, counts = _occurrences(document.runs, texts) if texts else ({}, {})
    for run, bracket, plain in found:
        place = run.place(bracket.start)  # Runs and sources count on from the last place.
        yield Placeholder(
            plain_text(run.written(bracket.start, bracket.end)),
            place,
            plain,
            numbers[run, bracket],
            counts[plain],
        )


def _occurrences(
    runs: Iterable[Run], texts: set[str]
) -> tuple[dict[tuple[Run, _Bracket], int], Counter[str]]:
    """Which one of the equal texts each of these is, placeholder or not, and how many there are."""
    numbers: dict[tuple[Run, _Bracket], int] = {}
    counts: Counter[str] = Counter()
    for run in runs:
        for bracket in sorted({*_brackets(run.text), *_other_forms(run.text)}):
            plain = _plain(run.text[bracket.start : bracket.end])
            if plain in texts:
                numbers[run, bracket] = counts[plain]
                counts[plain] += 1
    return numbers, counts


def vocabulary_of(document: Document) -> frozenset[str]:
    """The bracketed texts of a template, for `Settings.vocabulary`.

    Tags, boxes and links are none: a template has them, too, and its documents keep them.
    """
    return frozenset(
        _plain(run.text[bracket.start : bracket.end])
        for run in document.runs
        for bracket in _brackets(run.text)
        if not _is_link_or_index(run.text, bracket)
        and _has_words(run.text[bracket.start + 1 : bracket.end - 1])
    )


def _has_words(inner: str) -> bool:
    """Whether a bracketed text is more than a tag."""
    inner = inner.replace(GAP, " ").strip()
    return bool(inner) and not (bracket_shapes.is_tag(inner) or bracket_shapes.is_keyed(inner))


def _plain(text: str) -> str:
    """A run's text in one line, without what is not text in it."""
    return plain_text(text.replace(GAP, ""))


def _in_text(text: str, vocabulary: frozenset[str]) -> Iterator[_Bracket]:
    """Where the placeholders of a text begin and end, in no certain order."""
    yield from _other_forms(text)
    done = 0
    for bracket in _brackets(text):
        if bracket.start < done:
            continue
        if _is_placeholder(text, bracket) or (
            vocabulary and _plain(text[bracket.start : bracket.end]) in vocabulary
        ):
            done = bracket.end
            yield bracket
        elif bracket_shapes.is_keyed(text[bracket.start + 1 : bracket.end]):
            done = bracket.end  # What evidence quotes is evidence.


def _other_forms(text: str) -> Iterator[_Bracket]:
    """Where `{{name}}` and `<YOUR_VALUE_HERE: …>` stand."""
    if "{{" not in text and "<" not in text:
        return iter(())
    return (_Bracket(match.start(), match.end()) for match in _OTHER_FORMS.finditer(text))


def _brackets(text: str) -> list[_Bracket]:
    """All balanced brackets that are not too long, outer ones before inner ones."""
    opened: list[int] = []
    found = []
    for match in _BRACKET.finditer(text):
        if match[0] == "[":
            opened.append(match.start())
        elif opened:
            start = opened.pop()
            if SHORTEST <= match.end() - start <= LONGEST:
                found.append(_Bracket(start, match.end()))
    return sorted(found)


def _is_placeholder(text: str, bracket: _Bracket) -> bool:
    inner = plain_text(text[bracket.start + 1 : bracket.end - 1].replace(GAP, " "))
    if bracket.start == 0 and inner in STATE_OF_BOX:
        return False  # Most brackets of a plan are boxes.
    if not inner or _is_link_or_index(text, bracket):
        return False
    before = text[max(0, bracket.start - _CONTEXT) : bracket.start].replace(GAP, "")
    after = text[bracket.end : bracket.end + _CONTEXT].replace(GAP, "")
    return bracket_shapes.is_placeholder(inner, before, after)


def _is_link_or_index(text: str, bracket: _Bracket) -> bool:
    """Whether a bracket is a part of `[text](url)`, `[[wiki]]`, `[^1]`, `![alt]` or `name[0]`."""
    before, after = text[bracket.start - 1 : bracket.start], text[bracket.end : bracket.end + 1]
    return (
        (before == "[" and after == "]")
        or text.startswith(("[[", "[^"), bracket.start)
        or after == "("
        or before == "!"
        or before.isalnum()
    )
