"""What the shape of a bracketed text, and what stands round it, say of it (section 6).

Precision comes first: a bracketed text is a placeholder where its own shape says so (`[e.g., …]`,
`[YYYY-MM-DD]`), or where it reads as an instruction *and* fills a slot, that is a whole cell, item
or value. Tags, evidence, quantities and citations stand in running text, or have shapes of theirs.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from mkdocs_speckit.model.parts import Place, Placeholder
from mkdocs_speckit.reading.checklists import STATE_OF_BOX
from mkdocs_speckit.reading.document.markdown import plain_text
from mkdocs_speckit.reading.document.source import GAP, read_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mkdocs_speckit.model.settings import Settings
    from mkdocs_speckit.reading.document import Document
    from mkdocs_speckit.reading.document.source import Run

CODE_ELEMENTS = frozenset(["code", "pre", "script", "style", "kbd", "samp", "math", "svg"])
"""The HTML elements whose text is never a placeholder."""

STATE_WORDS = frozenset(
    "accepted active added approved archived automated beta blocked breaking cancelled"
    " changed closed commit complete completed confirmed critical deferred deprecated done draft"
    " experimental failed fixed high implemented included info internal known low manual"
    " medium merged missing moved new no none not note obsolete ongoing open optional parallel"
    " passed pending planned postponed ready recommended rejected removed required resolved"
    " skipped started stretch superseded tested unchanged unreleased updated verified warning"
    " wip yes".split()
)
"""A bracketed text that begins with one of these tells a state, as a tag does."""

ANSWERS = frozenset(
    "clean architecture|complete|create|delete|draft|external|fail|green|in progress|in review"
    "|internal|large|med|medium|modify|monolith|mvc|mvvm|other|pass|proposed|red|review|serverless"
    "|small|yellow".split("|")
)
"""Options of the templates' lists: one alone, its brackets kept, is an answer."""

NUMBERED = frozenset(
    "action advantage alternative assumption benefit change component con condition"
    " consequence constraint criterion decision deliverable disadvantage drawback endpoint"
    " entity example feature field file finding goal item lesson limitation metric milestone"
    " module name option outcome part point pro question reason requirement risk rule scenario"
    " service stakeholder step story system task team test user".split()
)
"""Nouns that a template numbers (`[Component 1]`); another number is somebody's own."""

_TAG = re.compile(r"[A-Z0-9][A-Z0-9 _:?/.,&+—–-]*")
_KEYED = re.compile(r"[^\W\d_][\w-]*:")
_REFERENCE = re.compile(r"\b[A-Z]{2,}-\d|\w\.[a-z]{1,4}\b")
_OPTIONS = re.compile(r"[^/|\n]{1,30}(?:/[^/|\n]{1,30}){1,8}|[^|\n]{1,60}(?:\s\|\s[^|\n]{1,60})+")

_SELF_EVIDENT = re.compile(
    r"""
    e\.g\.                                      # [e.g., TypeScript]
    |[A-Z][^\[\]]*\be\.g\.                      # [Error rate - e.g., <1%]
    |[^\[\]]*,\se\.g\.                          # [a certain ability, e.g., search]
    |[XN]/\d+\b|HH:MM(?::SS)?$|X\.Y(?:\.Z)?$
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
    |(?:DATE|PLACEHOLDER)$
    |[A-Z]+(?:_[A-Z]+)*_(?:NAME|TITLE|HERE|DATE|ID|DESCRIPTION|VALUE)$
    """,
    re.VERBOSE | re.DOTALL,
)
_SLOT_NOUN = re.compile(
    r"(?:FEATURE|TITLE|PROJECT|DESCRIPTION|AUTHOR|OWNER|VERSION|URL|LINK|STATUS|REASON|GOAL|METRIC"
    r"|SUMMARY|ROLE|COMPONENT|PATH|EMAIL)$"
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
    r"(?:\bAs an?|\bI (?:want|need)(?: to)?|\bso that(?: I can)?|\bGiven|\bWhen|\bThen"
    r"|\bGiven\s\[.*\b(?:when|then))\s+$"
)
_CAPITAL_WORDS = re.compile(r"[A-Z][\w.+#-]*(?:,\s+[A-Z][\w.+#-]*)*")
"""One capitalised word, or a list of such: a name, a key, a choice."""

_OPENS_SLOT = re.compile(
    r"""
    (?:
        ^\s*["'“]?(?:\[[ xXB~-]\]\s*)?(?:[A-Z]{1,4}-?\d+\S*\s+)?(?:\[[A-Z0-9][A-Z0-9:-]{0,8}\]\s*)*
        |[:;?→|=]\s*
        |\s[-–—]\s+
        |\]/
        |[>(]
    )$
    """,
    re.VERBOSE,
)
_PREVIOUS = re.compile(r"\[[^\[\]]*\](?:\s+and|,)\s+$")
_CLOSES_SLOT = re.compile(r"\s*(?:[\"'”]?$|[:;,.()|→/]|[-–—]\s|and\s+\[)")
_DONE_ITEM = re.compile(
    r"^\s*\[[xX]\]\s+(?:[A-Z]{1,4}-?\d+\S*\s+)?(?:\[[^\[\]]*\]\s*)*[^\[]*[^\W\d_]{2}[^\[]*$"
)
"""A ticked item in which words stand after its number and tags."""

_LABELLED = re.compile(r"\s*:\s+[^\s\[]")
_MENTION = re.compile(r"\s+(?:placeholders?|markers?|tokens?)\b")


def is_placeholder(inner: str, before: str, after: str) -> bool:
    """Whether a bracketed text is one, `inner` being what its brackets hold, in one line.

    `before` and `after` are what stands beside it, up to some dozen characters.
    """
    if _MENTION.match(after):
        return False
    if _SELF_EVIDENT.match(inner):
        return True
    if _SLOT_NOUN.match(inner):
        return _CLOSES_SLOT.match(after) is not None
    before, after = before.rpartition("\n")[2], after.partition("\n")[0]
    if _STORY.search(before):
        return inner.islower() or (" " in inner and not _TAG.fullmatch(inner))
    return _fills_slot(inner, before, after) and _reads_as_instruction(inner)


def is_keyed(inner: str) -> bool:
    """Whether a bracketed text begins with a key, as evidence does: `[EVIDENCE: …]`."""
    return _KEYED.match(inner) is not None


def is_tag(inner: str) -> bool:
    """Whether a bracketed text is a tag, such as `P1` or `GATE`."""
    return _TAG.fullmatch(inner) is not None


def _reads_as_instruction(inner: str) -> bool:
    if _QUESTION.match(inner) or _CAPITAL_OPTIONS.fullmatch(inner):
        return True
    if _KEYED.match(inner) or not inner[0].isupper() or _TAG.fullmatch(inner):
        return False
    if _OPTIONS.fullmatch(inner):
        return not re.match(r"P\d\b|\w/\w$", inner)
    if _REFERENCE.search(inner) or _CAMEL_CASE.search(inner) or _has_foreign_number(inner):
        return False
    if "," in inner and _CAPITAL_WORDS.fullmatch(inner):
        return False
    words = inner.casefold()
    return words not in ANSWERS and re.split(r"[^\w-]", words, maxsplit=1)[0] not in STATE_WORDS


def _has_foreign_number(inner: str) -> bool:
    """Whether a number stands in a text that no template would have numbered."""
    numbers = _FOREIGN_NUMBER.findall(inner)
    return any(noun.casefold() not in NUMBERED or len(number) > 1 for noun, number in numbers)


def _fills_slot(inner: str, before: str, after: str) -> bool:
    """Whether a bracket is all that a cell, an item or a value says.

    After words in a ticked item it is what was done, not what is to be written; and a single word
    before a colon is the name of what follows (`[Backend]: the endpoint`).
    """
    if _DONE_ITEM.match(before) or (" " not in inner and _LABELLED.match(after)):
        return False
    if previous := _PREVIOUS.search(before):
        # `[Task A] and [Task B] can run together`: the second goes with the first.
        return _OPENS_SLOT.search(before[: previous.start()]) is not None
    return bool(_OPENS_SLOT.search(before) and _CLOSES_SLOT.match(after))


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


def find_placeholders(document: Document, settings: Settings) -> tuple[Placeholder, ...]:
    """All placeholders of a document, in the order of their places."""
    found = [*_in_front_matter(document, settings), *_in_runs(document, settings)]
    return tuple(
        placeholder
        for placeholder in sorted(found, key=lambda p: (p.place.line, p.place.column))
        if not settings.is_excluded(placeholder.text)
    )


def find_in_text(text: str, settings: Settings) -> Iterator[tuple[int, int, str]]:
    """Where the placeholders of a block's text begin and end, and what each one says.

    For texts that are Markdown no more. As in a run, a `GAP` stands for what is not text.
    """
    for start, end in sorted(_in_text(text, settings.vocabulary)):
        plain = _plain(text[start:end])
        if not settings.is_excluded(plain):
            yield start, end, plain


def _in_front_matter(document: Document, settings: Settings) -> Iterator[Placeholder]:
    for line, start in read_lines(document.front_matter, FRONT_MATTER_KEYS):
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
        place = run.locate(bracket.start)  # Runs and sources count on from the last place.
        yield Placeholder(
            plain_text(run.slice_source(bracket.start, bracket.end)),
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


def read_vocabulary(document: Document) -> frozenset[str]:
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
    return bool(inner) and not (is_tag(inner) or is_keyed(inner))


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
        elif is_keyed(text[bracket.start + 1 : bracket.end]):
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
    return is_placeholder(inner, before, after)


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


# Written out, a pattern whose words begin with few signs is found faster.
_WORD = re.compile(rb"(?:TBD|TODO|TBC|\?\?\?)(?!\]\()")
"""A link of that name leads somewhere."""

_WHOLE = re.compile(
    r"(?:\[[ xXB~-]\]\s*)?(?:[^:]{1,60}:[\s*_]*)?(\[?(?:TBD|TODO|TBC|\?{3})\]?)[\s.!]*"
)
_LONGEST = 80


def find_unfinished(document: Document) -> tuple[Placeholder, ...]:
    """Blocks that say only that something is still to be said, with or without a label."""
    source, found = document.source, []
    headings = {heading.line for heading in document.outline if heading.kind == "heading"}
    starts = [start for start, _ in document.texts]
    for word in _WORD.finditer(source.bytes):
        index = bisect_right(starts, word.start()) - 1
        start, end = document.texts[index] if index >= 0 else (0, 0)
        if word.start() < end <= start + _LONGEST and (
            match := _WHOLE.fullmatch(source.slice(start, end))
        ):
            place = source.locate(word.start() - match[1].startswith("["))
            # `## TODO` names what stands under it; `## Owner: TBD` has no value.
            if match.start(1) or place.line not in headings:
                found.append(Placeholder(match[1], place))
    return tuple(found)
