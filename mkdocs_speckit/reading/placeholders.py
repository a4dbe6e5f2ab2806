"""Placeholders: template text that its author was meant to replace (section 6).

Precision comes first: a bracketed text is a placeholder where its own shape says so (`[e.g., …]`,
`[YYYY-MM-DD]`), or where it reads as an instruction *and* fills a slot, that is a whole cell, item
or value. Tags, evidence, quantities and citations stand in running text, or have shapes of theirs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mkdocs_speckit.plan import Place, Placeholder
from mkdocs_speckit.reading.front_matter import texts
from mkdocs_speckit.reading.markdown import plain_text
from mkdocs_speckit.reading.source import GAP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs_speckit.reading.markdown import Document
    from mkdocs_speckit.reading.settings import Settings

LONGEST = 400
"""Longer bracketed texts are prose."""

FRONT_MATTER_KEYS = frozenset(["title", "description"])

STATE_WORDS = frozenset(
    "accepted active added approved archived automated beta blocked breaking cancelled"
    " changed closed complete completed confirmed critical deferred deprecated done draft"
    " experimental failed fixed high implemented included info internal known low manual"
    " medium merged missing moved new none note obsolete ongoing open optional parallel passed"
    " pending planned postponed ready recommended rejected removed required resolved skipped"
    " started stretch superseded unreleased unchanged updated verified warning wip".split()
)
"""A bracketed text that begins with one of these tells a state, as a tag does."""

_OTHER_FORMS = re.compile(
    r"\{\{[\w .-]{1,80}\}\}|<(?:YOUR_VALUE_HERE|NEEDS[_ ]CLARIFICATION)\b[^<>]{0,300}>"
)
_TAG = re.compile(r"[A-Z0-9][A-Z0-9 _:?/.,&+—–-]*")
_KEYED = re.compile(r"[^\W\d_][\w-]*:")
_REFERENCE = re.compile(r"\b[A-Z]{2,}-\d|\w\.[a-z]{1,4}\b")
_OPTIONS = re.compile(r"[^/|\n]{1,30}(?:/[^/|\n]{1,30}){1,8}|[^|\n]{1,60}(?:\s\|\s[^|\n]{1,60})+")

_SELF_EVIDENT = re.compile(
    r"""
    e\.g\.                                      # [e.g., TypeScript]
    |[A-Z][^\[\]]*\be\.g\.                      # [Error rate - e.g., <1%]
    |\d+(?:\s*[-–]\s*\d+)?\s+(?:sentence|word|paragraph|line|bullet)s?\b
    |(?:YOUR[_ ]|INSERT[_ ]|NEEDS[_ ]CLARIFICATION|FILL[_ ]IN|REPLACE[_ ])
    |YYYY\b|MM[-/]DD|DD[-/]MM
    |\w{0,3}\#\#+                               # [###-feature-name], [T###]
    |path/to/|[\w./-]*\*\.\w+$                  # [path/to/file.py], [tests/*.py]
    |/\d+$                                      # [/20]: a count nobody wrote
    |P0/P1(?:/P\d)*$
    |[YZN]$|X{2,}$|N{2,}$
    |(?:(?:FEATURE|PROJECT|PLAN|PHASE|USER|TEAM|SHORT|FILE|BRANCH|COMPONENT)[ _-])?NAME$
    |(?:FEATURE|TITLE|DATE|PROJECT|DESCRIPTION|PLACEHOLDER)$
    |[A-Z]+(?:_[A-Z]+)*_(?:NAME|TITLE|HERE|DATE|ID|DESCRIPTION|VALUE)$
    """,
    re.VERBOSE | re.DOTALL,
)
_SLOT_NOUN = re.compile(
    r"(?:AUTHOR|OWNER|VERSION|URL|LINK|STATUS|REASON|GOAL|METRIC|SUMMARY|ROLE|COMPONENT|PATH|EMAIL)$"
)
_QUESTION = re.compile(r"(?:why|what|how|who|when|where|which|reason|name|value|description)\b")

_OPENS_SLOT = re.compile(
    r"""
    (?:
        ^\s*["'“]?(?:\[[ xXB~-]\]\s*)?(?:[A-Z]{1,4}-?\d+\S*\s+)?(?:\[[A-Z0-9]{1,3}\]\s*)*
        |[:;?→|=]\s*
        |\s[-–—]\s+
        |\]\s+and\s+
        |\]/
        |[>(]
    )$
    """,
    re.VERBOSE,
)
_CLOSES_SLOT = re.compile(r"\s*(?:[\"'”]?$|[:;,.)|→/]|[-–—]\s|and\s+\[)")
_CONTEXT = 60


class _Bracket(NamedTuple):
    """A bracketed text: where it begins and ends, its brackets included."""

    start: int
    end: int


def placeholders(document: Document, settings: Settings) -> tuple[Placeholder, ...]:
    """All placeholders of a document, in the order of their places."""
    found = []
    for line, start in texts(document.front_matter, FRONT_MATTER_KEYS):
        found += [
            Placeholder(line[at:end], Place(start.line, start.column + at))
            for at, end in _in_text(line, settings.vocabulary)
        ]
    for run in document.runs:
        found += [
            Placeholder(_written(run.text[at:end]), run.place(at))
            for at, end in _in_text(run.text, settings.vocabulary)
        ]
    return tuple(
        sorted(
            (p for p in found if not any(n.search(p.text) for n in settings.not_placeholders)),
            key=lambda p: (p.place.line, p.place.column),
        )
    )


def vocabulary_of(document: Document) -> frozenset[str]:
    """The bracketed texts of a template, for `Settings.vocabulary`.

    Tags, boxes and links are none: a template has them, too, and its documents keep them.
    """
    return frozenset(
        _written(run.text[bracket.start : bracket.end])
        for run in document.runs
        for bracket in _brackets(run.text)
        if not _is_link_or_index(run.text, bracket)
        and _has_words(run.text[bracket.start + 1 : bracket.end - 1])
    )


def _has_words(inner: str) -> bool:
    """Whether a bracketed text is more than a tag."""
    inner = inner.replace(GAP, " ").strip()
    return bool(inner) and not (_TAG.fullmatch(inner) or _KEYED.match(inner))


def _written(text: str) -> str:
    """A placeholder as its finding shows it, in one line."""
    return plain_text(text.replace(GAP, ""))


def _in_text(text: str, vocabulary: frozenset[str]) -> Iterator[_Bracket]:
    """Where the placeholders of a text begin and end, in no certain order."""
    for match in _OTHER_FORMS.finditer(text):
        yield _Bracket(match.start(), match.end())
    done = 0
    for bracket in _brackets(text):
        if bracket.start >= done and (
            _is_placeholder(text, bracket)
            or (vocabulary and _written(text[bracket.start : bracket.end]) in vocabulary)
        ):
            done = bracket.end
            yield bracket


def _brackets(text: str) -> list[_Bracket]:
    """All balanced brackets that are not too long, outer ones before inner ones."""
    opened: list[int] = []
    found = []
    for match in re.finditer(r"[\[\]]", text):
        if match[0] == "[":
            opened.append(match.start())
        elif opened:
            start = opened.pop()
            if match.end() - start <= LONGEST:
                found.append(_Bracket(start, match.end()))
    return sorted(found)


def _is_placeholder(text: str, bracket: _Bracket) -> bool:
    inner = plain_text(text[bracket.start + 1 : bracket.end - 1].replace(GAP, " "))
    if not inner or _is_link_or_index(text, bracket):
        return False
    if _SELF_EVIDENT.match(inner):
        return True
    return _reads_as_instruction(inner) and _fills_slot(text, bracket)


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


def _reads_as_instruction(inner: str) -> bool:
    if _SLOT_NOUN.match(inner) or _QUESTION.match(inner):
        return True
    if _KEYED.match(inner) or not inner[0].isupper() or _TAG.fullmatch(inner):
        return False
    if _OPTIONS.fullmatch(inner):
        return not re.match(r"P\d\b", inner)
    if _REFERENCE.search(inner):
        return False
    return re.split(r"\W", inner, maxsplit=1)[0].casefold() not in STATE_WORDS


def _fills_slot(text: str, bracket: _Bracket) -> bool:
    """Whether a bracket is all that a cell, an item or a value says."""
    before = text[max(0, bracket.start - _CONTEXT) : bracket.start].replace(GAP, "")
    after = text[bracket.end : bracket.end + _CONTEXT].replace(GAP, "")
    before = before.rpartition("\n")[2]
    if not _OPENS_SLOT.search(before):
        return False
    return _CLOSES_SLOT.match(after.partition("\n")[0]) is not None or bool(
        re.search(r"\]\s+and\s+$", before)
    )
