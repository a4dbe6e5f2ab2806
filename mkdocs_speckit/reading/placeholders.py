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
    from collections.abc import Iterable, Iterator

    from mkdocs_speckit.reading.markdown import Document
    from mkdocs_speckit.reading.settings import Settings
    from mkdocs_speckit.reading.source import Run

LONGEST = 400
"""Longer bracketed texts are prose."""

FRONT_MATTER_KEYS = frozenset(["title", "description"])

STATE_WORDS = frozenset(
    "accepted active added approved archived automated beta blocked breaking cancelled changed"
    " closed commit complete completed confirmed critical deferred deprecated done draft evidence"
    " experimental failed fixed high implemented included info internal known low manual medium"
    " merged missing moved new no none not note obsolete ongoing open optional parallel passed"
    " pending planned postponed ready recommended rejected removed required resolved skipped"
    " started stretch superseded tested unreleased unchanged updated verified warning wip"
    " yes".split()
)
"""A bracketed text that begins with one of these tells a state, as a tag does."""

ANSWERS = frozenset(
    "clean architecture|complete|create|delete|draft|external|fail|green|in progress|in review"
    "|internal|large|med|medium|modify|monolith|mvc|mvvm|other|pass|proposed|red|review|serverless"
    "|small|yellow".split("|")
)
"""Options of the templates' lists: one alone, its brackets kept, is an answer."""

NUMBERED = frozenset(
    "action alternative assumption benefit component condition consequence constraint criterion"
    " decision deliverable entity example feature file goal item limitation metric milestone module"
    " option outcome part point question reason requirement risk rule service stakeholder story"
    " task user".split()
)
"""Nouns that a template numbers (`[Component 1]`); another number is somebody's own."""

_OTHER_FORMS = re.compile(
    r"(?<!\$)\{\{[\w .-]{1,80}\}\}|<(?:YOUR_VALUE_HERE|NEEDS[_ ]CLARIFICATION)\b[^<>]{0,300}>"
)
_TAG = re.compile(r"[A-Z0-9][A-Z0-9 _:?/.,&+—–-]*")
_KEYED = re.compile(r"[^\W\d_][\w-]*:")
_REFERENCE = re.compile(r"\b[A-Z]{2,}-\d|\w\.[a-z]{1,4}\b")
_OPTIONS = re.compile(r"[^/|\n]{1,30}(?:/[^/|\n]{1,30}){1,8}|[^|\n]{1,60}(?:\s\|\s[^|\n]{1,60})+")

_SELF_EVIDENT = re.compile(
    r"""
    e\.g\.                                      # [e.g., TypeScript]
    |[A-Z][^\[\]]*\be\.g\.                      # [Error rate - e.g., <1%]
    |[XN]/\d+$|HH:MM(?::SS)?$|X\.Y(?:\.Z)?$
    |\d+(?:\s*[-–]\s*\d+)?\s+(?:sentence|word|paragraph|line|bullet)s?\b
    |[^\[\]]*\s\d(?:\s*[-–]\s*\d)?\s+(?:sentence|word|paragraph)s?\b
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
_QUESTION = re.compile(
    r"(?:why|what|how|who|when|where|which)\b"
    r"|(?:author|date|description|link|name|number|owner|path|reason|title|url|value|version)$"
    r"|[^\[\]]*\be\.g\."
)
_CAPITAL_OPTIONS = re.compile(r"[A-Z]+(?:/[A-Z]+)+|P\d(?:\s?[/|]\s?P\d)+|\d(?:/\d\+?)+")
_FOREIGN_NUMBER = re.compile(r"(\w*)\s*(\d+)")
_CAMEL_CASE = re.compile(r"[a-z][A-Z]")
_STORY = re.compile(
    r"(?:\bAs an?|\bI (?:want|need)(?: to)?|\bso that(?: I can)?|\bGiven|\bWhen|\bThen)\s+$"
)

_OPENS_SLOT = re.compile(
    r"""
    (?:
        ^\s*["'“]?(?:\[[ xXB~-]\]\s*)?(?:[A-Z]{1,4}-?\d+\S*\s+)?(?:\[[A-Z0-9][A-Z0-9:-]{0,8}\]\s*)*
        |[:;?→|=]\s*
        |\s[-–—]\s+
        |\](?:\s+and|,)\s+
        |\]/
        |[>(]
    )$
    """,
    re.VERBOSE,
)
_CLOSES_SLOT = re.compile(r"\s*(?:[\"'”]?$|[:;,.()|→/]|[-–—]\s|and\s+\[)")
_DONE_ITEM = re.compile(r"^\s*\[[xX]\]\s.*(?:[^\W\d_]{2}|\d[:;,.]?)\s*\W*$")
_MENTION = re.compile(r"\s+(?:placeholders?|markers?|tokens?)\b")
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
        if not any(pattern.search(placeholder.text) for pattern in settings.not_placeholders)
    )


def _in_front_matter(document: Document, settings: Settings) -> Iterator[Placeholder]:
    for line, start in texts(document.front_matter, FRONT_MATTER_KEYS):
        for at, end in _in_text(line, settings.vocabulary):
            yield Placeholder(line[at:end], Place(start.line, start.column + at))


def _in_runs(document: Document, settings: Settings) -> Iterator[Placeholder]:
    found = [
        (run, bracket)
        for run in document.runs
        for bracket in sorted(_in_text(run.text, settings.vocabulary))
    ]
    texts = {_plain(run.text[start:end]) for run, (start, end) in found}
    places = _occurrences(document.runs, texts) if texts else {}
    for run, bracket in found:
        plain, place = _plain(run.text[bracket.start : bracket.end]), run.place(bracket.start)
        yield Placeholder(
            plain_text(run.written(bracket.start, bracket.end)),
            place,
            plain,
            places[plain][place],
            len(places[plain]),
        )


def _occurrences(runs: Iterable[Run], texts: set[str]) -> dict[str, dict[Place, int]]:
    """Where each of these texts stands, placeholder or not, numbered in their order."""
    found: dict[str, dict[Place, int]] = {text: {} for text in texts}
    for run in runs:
        for start, end in sorted({*_brackets(run.text), *_other_forms(run.text)}):
            if (places := found.get(_plain(run.text[start:end]))) is not None:
                places[run.place(start)] = len(places)
    return found


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
    return bool(inner) and not (_TAG.fullmatch(inner) or _KEYED.match(inner))


def _plain(text: str) -> str:
    """A run's text in one line, without what is not text in it."""
    return plain_text(text.replace(GAP, ""))


def _in_text(text: str, vocabulary: frozenset[str]) -> Iterator[_Bracket]:
    """Where the placeholders of a text begin and end, in no certain order."""
    yield from _other_forms(text)
    done = 0
    for bracket in _brackets(text):
        if bracket.start >= done and (
            _is_placeholder(text, bracket)
            or (vocabulary and _plain(text[bracket.start : bracket.end]) in vocabulary)
        ):
            done = bracket.end
            yield bracket


def _other_forms(text: str) -> Iterator[_Bracket]:
    """Where `{{name}}` and `<YOUR_VALUE_HERE: …>` stand."""
    return (_Bracket(match.start(), match.end()) for match in _OTHER_FORMS.finditer(text))


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
    before = text[max(0, bracket.start - _CONTEXT) : bracket.start].replace(GAP, "")
    after = text[bracket.end : bracket.end + _CONTEXT].replace(GAP, "")
    if _MENTION.match(after):
        return False
    if _SELF_EVIDENT.match(inner):
        return True
    before, after = before.rpartition("\n")[2], after.partition("\n")[0]
    if _STORY.search(before):
        return inner[0].isalpha() and not _TAG.fullmatch(inner)
    return _fills_slot(before, after) and _reads_as_instruction(inner)


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
    if _SLOT_NOUN.match(inner) or _QUESTION.match(inner) or _CAPITAL_OPTIONS.fullmatch(inner):
        return True
    if _KEYED.match(inner) or not inner[0].isupper() or _TAG.fullmatch(inner):
        return False
    if _OPTIONS.fullmatch(inner):
        return not re.match(r"P\d\b|\w/\w$", inner)
    if _REFERENCE.search(inner) or _CAMEL_CASE.search(inner) or _has_foreign_number(inner):
        return False
    words = inner.casefold()
    return words not in ANSWERS and re.split(r"\W", words, maxsplit=1)[0] not in STATE_WORDS


def _has_foreign_number(inner: str) -> bool:
    """Whether a number stands in a text that no template would have numbered."""
    numbers = _FOREIGN_NUMBER.findall(inner)
    return any(noun.casefold() not in NUMBERED or len(number) > 1 for noun, number in numbers)


def _fills_slot(before: str, after: str) -> bool:
    """Whether a bracket is all that a cell, an item or a value says.

    After words in a ticked item it is what was done, not what is to be written.
    """
    if _DONE_ITEM.match(before) or not _OPENS_SLOT.search(before):
        return False
    return bool(_CLOSES_SLOT.match(after) or re.search(r"\]\s+and\s+$", before))
