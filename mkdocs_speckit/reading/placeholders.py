"""Placeholders: text of a template that nobody has replaced yet (`docs/numbers.md`, section 6).

Precision comes first. A bracketed text is a placeholder if its own shape says so (`[e.g., …]`,
`[YYYY-MM-DD]`), or if it reads as an instruction *and* fills a slot, that is a whole cell, item or
value. Tags, evidence, quantities and citations are in running text, or have other shapes.

An example: `- **Owner**: [Name of the team], as in [Adams 2019] [P1]` has three brackets.

1. `[Name of the team]` is a placeholder. It fills a slot, which `: ` opens and `,` closes. It reads
   as an instruction: it begins with a capital and is not a tag, a reference or a state.
2. `[Adams 2019]` fills no slot, as words come before it. Besides, no template numbers `Adams`.
3. `[P1]` fills no slot either, and is a tag.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from mkdocs_speckit.model.parts import Place, Placeholder
from mkdocs_speckit.reading.checklists import STATE_OF_BOX
from mkdocs_speckit.reading.document.source import GAP, fold_spaces, read_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from mkdocs_speckit.model.settings import Settings
    from mkdocs_speckit.reading.document import Document
    from mkdocs_speckit.reading.document.source import Run

FRONT_MATTER_KEYS = frozenset(["title", "description"])
"""The keys of front matter whose values are searched."""

MIN_LENGTH, MAX_LENGTH = 3, 400
"""The length of a bracketed text, brackets included; a shorter one is empty, a longer one prose."""


class Bracket(NamedTuple):
    """A bracketed text between two indexes of a text, brackets included."""

    start: int
    end: int


def find_placeholders(document: Document, settings: Settings) -> tuple[Placeholder, ...]:
    """All placeholders of a document, in the order of their places."""
    found = [
        (run, bracket)
        for run in document.runs
        for bracket in sorted(search_text(run.text, settings.vocabulary))
    ]
    placed = [*find_in_front_matter(document, settings), *place_texts(document, found)]
    return sort_placeholders(placed, settings)


def find_in_front_matter(document: Document, settings: Settings) -> Iterator[Placeholder]:
    """The placeholders in those values of the front matter that a site shows."""
    for line, start in read_lines(document.front_matter, FRONT_MATTER_KEYS):
        for begin, end in search_text(line, settings.vocabulary):
            yield Placeholder(line[begin:end], Place(start.line, start.column + begin))


def find_brackets_of_all_forms(text: str) -> Iterator[Bracket]:
    """All that may be a placeholder by its signs, whatever its words are."""
    yield from find_brackets(text)
    yield from _find_other_forms(text)


def place_texts(
    document: Document,
    found: Sequence[tuple[Run, Bracket]],
    find_alike: Callable[[str], Iterable[Bracket]] = find_brackets_of_all_forms,
) -> Iterator[Placeholder]:
    """The texts that were found in runs, each with its place and its number among its equals.

    `find_alike` gives everything in a text that may read the same as one of them: it may be where
    nothing was to be found.
    """
    own: defaultdict[Run, list[Bracket]] = defaultdict(list)
    for run, bracket in found:
        own[run].append(bracket)
    plain_texts = [drop_gaps(run.text[bracket.start : bracket.end]) for run, bracket in found]
    texts = set(plain_texts)
    numbers: dict[tuple[Run, Bracket], int] = {}
    counts: Counter[str] = Counter()
    for run in document.runs if texts else ():
        for bracket in sorted({*find_alike(run.text), *own.get(run, ())}):
            plain = drop_gaps(run.text[bracket.start : bracket.end])
            if plain in texts:
                numbers[run, bracket] = counts[plain]
                counts[plain] += 1
    for (run, bracket), plain in zip(found, plain_texts, strict=True):
        place = run.locate(bracket.start)  # Before the slice, as runs count on from the last place.
        text = fold_spaces(run.slice_source(bracket.start, bracket.end))
        yield Placeholder(text, place, plain, numbers[run, bracket], counts[plain])


def sort_placeholders(found: Iterable[Placeholder], settings: Settings) -> tuple[Placeholder, ...]:
    """Placeholders in the order of their places, without those that the project excludes."""
    return tuple(
        placeholder
        for placeholder in sorted(found, key=lambda p: (p.place.line, p.place.column))
        if not settings.is_excluded(placeholder.text)
    )


def find_in_text(text: str, settings: Settings) -> Iterator[tuple[int, int, str]]:
    """The start, end and plain text of each placeholder in a block's text.

    For text that is not Markdown any more. As in a run, a `GAP` stands for what is not text.
    """
    for start, end in sorted(search_text(text, settings.vocabulary)):
        plain = drop_gaps(text[start:end])
        if not settings.is_excluded(plain):
            yield start, end, plain


def read_vocabulary(document: Document) -> frozenset[str]:
    """The bracketed texts of a template, for `Settings.vocabulary`.

    Without tags, boxes and links, which documents keep when their authors fill in a template.
    """
    found = set()
    for run in document.runs:
        for bracket in find_brackets(run.text):
            inner = read_inner(run.text, bracket)
            is_tag = inner in STATE_OF_BOX or TAG.fullmatch(inner) or KEYED.match(inner)
            if inner and not is_tag and not is_link_or_index(run.text, bracket):
                found.add(drop_gaps(run.text[bracket.start : bracket.end]))
    return frozenset(found)


def drop_gaps(text: str) -> str:
    """A run's text in one line, without gaps."""
    return fold_spaces(text.replace(GAP, ""))


def read_inner(text: str, bracket: Bracket) -> str:
    """What is between brackets, in one line, with a space for each gap."""
    return fold_spaces(text[bracket.start + 1 : bracket.end - 1].replace(GAP, " "))


def search_text(text: str, vocabulary: frozenset[str]) -> Iterator[Bracket]:
    """Where the placeholders of a text are, in no particular order."""
    yield from _find_other_forms(text)
    done = 0
    for bracket in find_brackets(text):
        if bracket.start < done:
            continue
        if _is_placeholder(text, bracket) or (
            vocabulary and drop_gaps(text[bracket.start : bracket.end]) in vocabulary
        ):
            done = bracket.end
            yield bracket
        elif KEYED.match(text[bracket.start + 1 : bracket.end]):
            done = bracket.end  # Brackets in `[EVIDENCE: …]` are a part of the evidence.


_OTHER_FORMS = re.compile(
    r"(?<!\$)\{\{[\w .-]{1,80}\}\}|<(?:YOUR_VALUE_HERE|NEEDS[_ ]CLARIFICATION)\b[^<>]{0,300}>"
)


def _find_other_forms(text: str) -> Iterator[Bracket]:
    """Where `{{name}}` and `<YOUR_VALUE_HERE: …>` are."""
    if "{{" not in text and "<" not in text:
        return iter(())
    return (Bracket(match.start(), match.end()) for match in _OTHER_FORMS.finditer(text))


BRACKET = re.compile(r"[\[\]]")


def find_brackets(text: str) -> list[Bracket]:
    """All balanced brackets of a suitable length, outer ones before inner ones."""
    opened: list[int] = []
    found = []
    for match in BRACKET.finditer(text):
        if match[0] == "[":
            opened.append(match.start())
        elif opened:
            start = opened.pop()
            if MIN_LENGTH <= match.end() - start <= MAX_LENGTH:
                found.append(Bracket(start, match.end()))
    return sorted(found)


def is_link_or_index(text: str, bracket: Bracket) -> bool:
    """True if a bracket is a part of `[text](url)`, `[[wiki]]`, `[^1]`, `![alt]` or `name[0]`."""
    before, after = text[bracket.start - 1 : bracket.start], text[bracket.end : bracket.end + 1]
    return (
        (before == "[" and after == "]")
        or text.startswith(("[[", "[^"), bracket.start)
        or after == "("
        or before == "!"
        or before.isalnum()
    )


MAX_CONTEXT = 60
"""How many characters before and after a bracket are looked at."""

MENTION = re.compile(r"\s+(?:placeholders?|markers?|tokens?)\b")
SELF_EVIDENT = re.compile(
    r"""
    e\.g\.                                      # [e.g., TypeScript]
    |[A-Z][^\[\]]*\be\.g\.                      # [Error rate - e.g., <1%]
    |[^\[\]]*,\se\.g\.                          # [a certain ability, e.g., search]
    |[XYZN]/\d+\b|HH:MM(?::SS)?$|X\.Y(?:\.Z)?$
    |\d+(?:\s*[-–]\s*\d+)?\s+(?:sentence|word|paragraph|line|bullet)s?\b
    |[^\[\]]*\s\d(?:\s*[-–]\s*\d)?\s+(?:sentence|word|paragraph)s?\b
    |fill\s*:|Fill\s*:|FILL\s*:               # [Fill: the owner]
    |template:[\w+./-]+$                       # [template:level_2/plan.md], in a title
    |(?:YOUR[_ ]|INSERT[_ ]|NEEDS[_ ]CLARIFICATION|FILL[_ ]IN|REPLACE[_ ])
    |YYYY\b|MM[-/]DD|DD[-/]MM
    |\w{0,3}\#\#+                               # [###-feature-name], [T###]
    |path/to/|[\w./-]*\*\.\w+$                  # [path/to/file.py], [tests/*.py]
    |/\d+$                                      # [/20]: a count that nobody wrote
    |P0/P1(?:/P\d)*$
    |[YZN]$|X{2,}$|N{2,}$
    |(?:(?:FEATURE|PROJECT|PLAN|PHASE|USER|TEAM|SHORT|FILE|BRANCH|COMPONENT)[ _-])?NAME$
    |(?:DATE|PLACEHOLDER)$
    |[A-Z]+(?:_[A-Z]+)*_(?:NAME|TITLE|HERE|DATE|ID|DESCRIPTION|VALUE)$
    """,
    re.VERBOSE | re.DOTALL,
)
_OPEN_VALUE = re.compile(r":\s?(?:X|Y/N|[XYZN]/\d{1,4})(?=\s?(?:[,;]|$))")
_LETTER = re.compile(r":\s?[XYZN](?=\s?(?:[,;]|$))")
"""One letter behind a key; a single `Y` or `N` may be an answer."""

_SLOT_NOUN = re.compile(
    r"(?:FEATURE|TITLE|PROJECT|DESCRIPTION|AUTHOR|OWNER|VERSION|URL|LINK|STATUS|REASON|GOAL|METRIC"
    r"|SUMMARY|ROLE|COMPONENT|PATH|EMAIL)$"
)
_STORY = re.compile(
    r"(?:\bAs an?|\bI (?:want|need)(?: to)?|\bso that(?: I can)?|\bGiven|\bWhen|\bThen"
    r"|\bGiven\s\[.*\b(?:when|then))\s+$"
)
"""The words of a user story or scenario that a template has before a bracket."""

TAG = re.compile(r"[A-Z0-9][A-Z0-9 _:?/.,&+—–-]*")
"""A tag, such as `P1` or `GATE`."""

KEYED = re.compile(r"[^\W\d_][\w-]*:")
"""A key at the start, as evidence has it: `[EVIDENCE: …]`."""


def _is_placeholder(text: str, bracket: Bracket) -> bool:
    """True if a bracketed text is a placeholder by its shape, or by its words and its place."""
    inner = read_inner(text, bracket)
    if bracket.start == 0 and inner in STATE_OF_BOX:
        return False  # Most brackets of a plan are boxes.
    if not inner or not _may_be_placeholder(inner) or is_link_or_index(text, bracket):
        return False
    before = text[max(0, bracket.start - MAX_CONTEXT) : bracket.start].replace(GAP, "")
    after = text[bracket.end : bracket.end + MAX_CONTEXT].replace(GAP, "")
    if MENTION.match(after):  # `the [NAME] placeholder`
        return False
    if SELF_EVIDENT.match(inner) or _has_open_value(inner):
        return True
    if _SLOT_NOUN.match(inner):
        return _CLOSES_SLOT.match(after) is not None
    before, after = before.rpartition("\n")[2], after.partition("\n")[0]
    if _STORY.search(before):
        return inner.islower() or (" " in inner and not TAG.fullmatch(inner))
    if not (before.strip() or after.strip()) and _PLAIN_OPTIONS.fullmatch(inner):
        return True
    # A sentence with code in it is what somebody wrote.
    is_sentence = GAP in text[bracket.start : bracket.end] and inner.endswith(".")
    return not is_sentence and _fills_slot(inner, before, after) and _reads_as_instruction(inner)


@lru_cache(maxsize=4096)
def _may_be_placeholder(inner: str) -> bool:
    """False for what is not a placeholder wherever it stands, such as a tag; most brackets are."""
    return bool(
        inner.islower()
        or (" " in inner and not TAG.fullmatch(inner))
        or SELF_EVIDENT.match(inner)
        or _has_open_value(inner)
        or _SLOT_NOUN.match(inner)
        or _reads_as_instruction(inner)
    )


def _has_open_value(inner: str) -> bool:
    """True if a template left a value open behind a key: `[Files: X, LOC: Y]`, `[Auth: Y/N]`."""
    return ":" in inner and (
        _OPEN_VALUE.search(inner) is not None or len(_LETTER.findall(inner)) > 1
    )


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
_CLOSES_SLOT = re.compile(r"\s*(?:[\"'”]?$|[:;,.()|→/]|[-–—]\s|and\s+\[)")
_PREVIOUS = re.compile(r"\[[^\[\]]*\](?:\s+and|,)\s+$")
_DONE_ITEM = re.compile(
    r"^\s*\[[xX]\]\s+(?:[A-Z]{1,4}-?\d+\S*\s+)?(?:\[[^\[\]]*\]\s*)*[^\[]*[^\W\d_]{2}[^\[]*$"
)
"""A ticked item with words after its number and tags."""

_LABELLED = re.compile(r"\s*:\s+[^\s\[]")


def _fills_slot(inner: str, before: str, after: str) -> bool:
    """True if a bracket is all that a cell, an item or a value says.

    After words in a ticked item it is what was done, not what is to be written; and a single word
    before a colon is the name of what follows (`[Backend]: the endpoint`).
    """
    if _DONE_ITEM.match(before) or (" " not in inner and _LABELLED.match(after)):
        return False
    if previous := _PREVIOUS.search(before):
        # `[Task A] and [Task B] can run together`: the second goes with the first.
        return _OPENS_SLOT.search(before[: previous.start()]) is not None
    return bool(_OPENS_SLOT.search(before) and _CLOSES_SLOT.match(after))


_QUESTION = re.compile(
    r"(?:why|what|how|who|when|where|which)\b"
    r"|(?:author|date|description|link|name|number|owner|path|reason|title|url|value|version)$"
    r"|[^\[\]]*\be\.g\."
)
_CAPITAL_OPTIONS = re.compile(r"[A-Z]+(?:/[A-Z]+)+|P\d(?:\s?[/|]\s?P\d)+|\d(?:/\d\+?)+")
_OPTIONS = re.compile(r"[^/|\n]{1,30}(?:/[^/|\n]{1,30}){1,8}|[^|\n]{1,60}(?:\s\|\s[^|\n]{1,60})+")
_PLAIN_OPTIONS = re.compile(
    r"(?!(?:app|docs|lib|scripts|specs?|src|tests?|tmp|usr|var)/)"
    r"[a-z][a-z ]{0,30}(?:/[a-z][a-z ]{0,30}){2,8}"
)
"""Three or more options in small letters, which are no path. In a text they may also be one."""

_REFERENCE = re.compile(r"\b[A-Z]{2,}-\d|\w\.[a-z]{1,4}\b")
_CAMEL_CASE = re.compile(r"[a-z][A-Z]")
_NUMBER = re.compile(r"(\w*)\s*(\d+)")
_CAPITAL_WORDS = re.compile(r"[A-Z][\w.+#-]*(?:,\s+[A-Z][\w.+#-]*)*")
"""One capitalised word, or a list of them: a name, a key, a choice."""

NUMBERED_NOUNS = frozenset(
    "action advantage alternative assumption benefit change component con condition"
    " consequence constraint criterion decision deliverable disadvantage drawback endpoint"
    " entity example feature field file finding goal item lesson limitation metric milestone"
    " module name option outcome part point pro question reason requirement risk rule scenario"
    " service stakeholder step story system task team test user".split()
)
"""Nouns that a template numbers (`[Component 1]`); another number is the author's own."""

ANSWERS = frozenset(
    "clean architecture|complete|create|delete|draft|external|fail|green|in progress|in review"
    "|internal|large|med|medium|modify|monolith|mvc|mvvm|other|pass|proposed|red|review|serverless"
    "|small|yellow".split("|")
)
"""Options of the templates' lists: one of them alone, with its brackets kept, is an answer."""

STATE_TAGS = frozenset(
    "accepted active added approved archived automated beta blocked breaking cancelled"
    " changed closed commit complete completed confirmed critical deferred deprecated done draft"
    " experimental failed fixed high implemented included info internal known low manual"
    " medium merged missing moved new no none not note obsolete ongoing open optional parallel"
    " passed pending planned postponed ready recommended rejected removed required resolved"
    " skipped started stretch superseded tested unchanged unreleased updated verified warning"
    " wip yes".split()
)
"""A bracketed text that begins with one of these words tells a state, like a tag."""


def _reads_as_instruction(inner: str) -> bool:
    """True if the words in a bracket ask an author to write something, or to choose."""
    if _QUESTION.match(inner) or _CAPITAL_OPTIONS.fullmatch(inner):
        return True
    if KEYED.match(inner) or not inner[0].isupper() or TAG.fullmatch(inner):
        return False
    if _OPTIONS.fullmatch(inner):
        return not re.match(r"P\d\b|\w/\w$", inner)
    if _REFERENCE.search(inner) or _CAMEL_CASE.search(inner):
        return False
    for noun, number in _NUMBER.findall(inner):
        if noun.casefold() not in NUMBERED_NOUNS or len(number) > 1:
            return False
    if "," in inner and _CAPITAL_WORDS.fullmatch(inner):
        return False
    words = inner.casefold()
    return words not in ANSWERS and re.split(r"[^\w-]", words, maxsplit=1)[0] not in STATE_TAGS


MAX_UNFINISHED = 80
"""A longer block says more than that something is missing."""

# Written out: a pattern whose words begin with few different characters is found faster. A link
# with such a name leads somewhere.
_UNFINISHED_WORD = re.compile(rb"(?:TBD|TODO|TBC|\?\?\?)(?!\]\()")
_UNFINISHED_BLOCK = re.compile(
    r"(?:\[[ xXB~-]\]\s*)?(?:[^:]{1,60}:[\s*_]*)?(\[?(?:TBD|TODO|TBC|\?{3})\]?)[\s.!]*"
)


def find_unfinished(document: Document) -> tuple[Placeholder, ...]:
    """Blocks that only say that something is missing, with or without a label: `Owner: TBD`."""
    source, found = document.source, []
    headings = {heading.line for heading in document.outline if heading.kind == "heading"}
    starts = [start for start, _ in document.texts]
    for word in _UNFINISHED_WORD.finditer(source.bytes):
        index = bisect_right(starts, word.start()) - 1
        start, end = document.texts[index] if index >= 0 else (0, 0)
        if word.start() < end <= start + MAX_UNFINISHED and (
            match := _UNFINISHED_BLOCK.fullmatch(source.slice(start, end))
        ):
            place = source.locate(word.start() - match[1].startswith("["))
            # `## TODO` names what is under it; `## Owner: TBD` has no value.
            if match.start(1) or place.line not in headings:
                found.append(Placeholder(match[1], place))
    return tuple(found)
