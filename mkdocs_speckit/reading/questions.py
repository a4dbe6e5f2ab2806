"""Open questions: what an author has marked as undecided.

In GitHub Spec Kit's documents marks ask them (`docs/spec-kit.md`, section S6). An example:

    **Heating**: NEEDS CLARIFICATION (gas or wood)

    - **FR-006**: The oven MUST stay warm for [NEEDS CLARIFICATION: how long?]
    - [x] No [NEEDS CLARIFICATION] markers remain

1. The words without brackets are a question, as they are the whole value of `Heating`, but for a
   note.
2. The brackets in FR-006 ask something, so they are a question wherever they stand.
3. The last brackets ask nothing, and the item goes on after them: it is about such marks, and asks
   no question itself.

In OpenSpec's documents a heading lists them (`docs/openspec.md`, section O7). An example:

    ## Open Questions

    - Gas or wood?
    - [x] Who pays? The guild.

The first item is a question; the second was answered.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from mkdocs_speckit.model.parts import Place, Placeholder
from mkdocs_speckit.reading.document.source import GAP, read_lines
from mkdocs_speckit.reading.placeholders import (
    BRACKET,
    FRONT_MATTER_KEYS,
    MENTION,
    Bracket,
    drop_gaps,
    place_texts,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs_speckit.reading.document import Document
    from mkdocs_speckit.reading.document.source import Run

MAX_LENGTH = 2_000
"""In a longer bracket the end is missing. Notes are not longer, either."""

MAX_LABELS = 200
"""How many characters before the words are looked at for the label of a value."""

_WORDS = re.compile(
    rf"(?P<sign>[\[<][\s{GAP}]{{0,9}})?NEEDS[\s{GAP}_-]{{1,9}}CLARIFICATION\b", re.IGNORECASE
)
_ANGLE = re.compile(r"[^<>]{0,300}>")
_BLANK = rf"[\s{GAP}]{{0,9}}"
_LABEL = rf"{_BLANK}[^:：|\n]{{1,60}}[:：]"
_BEFORE_BLOCK = re.compile(rf"{_BLANK}(?:\[ \]{_BLANK})?")
_BEFORE_VALUE = re.compile(rf"(?:{_LABEL}){{1,2}}{_BLANK}")
_VALUE_END = re.compile(rf"[\s{GAP}.]{{0,9}}(?:\Z|\s\|\s|\n{_LABEL})")
_SOLVED = (
    r"(?!\W{0,9}(?:all |now |already ){0,2}(?:none|no|nil|n/a|0|zero|resolved|answered|cleared"
    r"|closed|done|settled|decided|clarified|removed)\b)"
)
_WHAT_IS_OPEN = re.compile(
    rf"{_BLANK}(?:"
    rf"[(（]{_SOLVED}[^()（）]{{1,600}}(?:\([^()]{{0,200}}\)[^()（）]{{0,300}}){{0,3}}[)）]"
    rf"|(?P<open>(?:[:：]|(?<=\s)[-–—]\s){_SOLVED}(?=[^\n|]*\w)[^\n|]+"
    rf"(?:\n(?!{_LABEL})[^\n|]+){{0,9}})"
    r")",
    re.IGNORECASE,
)
"""A note behind the words that says what is to be decided. One without parentheses, `open`, may
also be how a sentence goes on: it counts behind a label, or if it ends in a question mark."""


_FORM = ": specific question"
"""What the kit's older specifications say of how to ask."""


def find_questions(document: Document) -> tuple[Placeholder, ...]:
    """All open questions of a document, in the order of their places."""
    in_front_matter = [
        Placeholder(line[start:end], Place(place.line, place.column + start))
        for line, place in read_lines(document.front_matter, FRONT_MATTER_KEYS)
        for start, end in find_asking_brackets(line)
    ]
    headers = {mark.line for mark in document.outline}
    found: list[tuple[Run, Bracket]] = []
    for run in document.runs:
        matches = list(_WORDS.finditer(run.text))
        if not matches:
            continue
        # Headings and the headers of tables name what is below them: they have no value.
        has_value = run.locate(0).line not in headers
        done = 0
        for match in matches:
            bracket = _read_question(run.text, match, has_value=has_value)
            if bracket is None or match.start() < done:
                continue
            done = bracket.end
            if not document.is_struck(run.find_offset(bracket.start)):
                found.append((run, bracket))
    texts = {drop_gaps(run.text[bracket.start : bracket.end]) for run, bracket in found}

    def find_alike(text: str) -> Iterator[Bracket]:
        """Every place that reads like one of the questions, whether it asks or not."""
        done = 0
        for match in _WORDS.finditer(text):
            if match.start() < done:
                continue
            for bracket in _read_forms(text, match):
                if drop_gaps(text[bracket.start : bracket.end]) in texts:
                    done = bracket.end
                    yield bracket
                    break

    placed = place_texts(document, found, find_alike)
    return tuple(sorted((*in_front_matter, *placed), key=lambda q: (q.place.line, q.place.column)))


def find_asking_brackets(text: str) -> Iterator[Bracket]:
    """The brackets in a text that ask something."""
    done = 0
    for match in _WORDS.finditer(text):
        bracket = _read_bracket(text, match)
        if match.start() >= done and bracket is not None and _asks(text, match, bracket):
            done = bracket.end
            yield bracket


def is_marker(text: str, bracket: Bracket) -> bool:
    """True if brackets begin with the words, whether they ask something or not."""
    match = _WORDS.match(text, bracket.start, bracket.end)
    return match is not None and match["sign"] is not None


def _read_question(text: str, match: re.Match[str], *, has_value: bool) -> Bracket | None:
    """The question that the words are in; None if they are a mention."""
    bracket = _read_bracket(text, match)
    if bracket is not None and _asks(text, match, bracket):
        return bracket
    words = bracket or Bracket(match.end() - len(_strip_sign(match)), match.end())
    is_in_capitals = _strip_sign(match).isupper()
    has_form = has_value and (is_in_capitals or bracket is not None)
    return _read_value(text, words) if has_form else None


def _strip_sign(match: re.Match[str]) -> str:
    """The words alone."""
    return match[0][len(match["sign"] or "") :]


def _read_forms(text: str, match: re.Match[str]) -> Iterator[Bracket]:
    """All that the words can be a part of, the longest first."""
    bracket = _read_bracket(text, match)
    words = Bracket(match.end() - len(_strip_sign(match)), match.end())
    for each in (bracket, words):
        if each is not None:
            if note := _WHAT_IS_OPEN.match(text, each.end, each.end + MAX_LENGTH):
                yield Bracket(each.start, note.end())
            yield each


def _read_bracket(text: str, match: re.Match[str]) -> Bracket | None:
    """The brackets that the words begin; None if there are none, or if they have no end."""
    sign, start = match["sign"], match.start()
    if not sign:
        return None
    if sign[0] == "<":
        angle = _ANGLE.match(text, match.end())
        return Bracket(start, angle.end()) if angle else None
    depth, first = 0, None
    for sign_inside in BRACKET.finditer(text, start, start + MAX_LENGTH):
        depth += 1 if sign_inside[0] == "[" else -1
        if not depth:
            return Bracket(start, sign_inside.end())
        if sign_inside[0] == "]" and first is None:
            first = Bracket(start, sign_inside.end())
    return first  # Something like `[0, 1)` is in it.


def _asks(text: str, match: re.Match[str], bracket: Bracket) -> bool:
    """True if brackets say more than the words; those of `the [NAME] marker` are a mention."""
    inner = text[match.end() : bracket.end - 1]
    said = drop_gaps(inner)
    is_begun = said.startswith((":", "：", ",", ";", "(", "-", "–", "—"))
    if said == _FORM:
        return False
    # A question may be all code, which is a gap here.
    has_words = re.search(r"\w", said) or re.search(rf"[:：]\s{{0,9}}{GAP}", inner)
    return bool(has_words and (is_begun or said.endswith("?"))) and not MENTION.match(
        text, bracket.end
    )


def _read_value(text: str, words: Bracket) -> Bracket | None:
    """The words and a note on them if they are all of a block or of a labelled value."""
    before = text[max(0, words.start - MAX_LABELS) : words.start]
    line = before.rpartition("\n")[2].rpartition(" | ")[2]
    is_block = _BEFORE_BLOCK.fullmatch(text, 0, words.start) is not None
    if not is_block and not _BEFORE_VALUE.fullmatch(line):
        return None
    if _VALUE_END.match(text, words.end):
        return words
    note = _WHAT_IS_OPEN.match(text, words.end, words.end + MAX_LENGTH)
    if note is None or not _VALUE_END.match(text, note.end()):
        return None
    if is_block and note["open"] and not drop_gaps(note[0]).endswith("?"):
        return None
    return Bracket(words.start, note.end())


# Questions that a heading lists.

_QUESTIONS_HEADING = re.compile(r"[\W\d_]*Open Questions\b", re.IGNORECASE)
_NO_QUESTIONS = re.compile(
    r"[\W_]*(?:(?:none|n/?a|nenhuma?|ningun[ao]|aucune?|keine|нет)\b|[无無](?![法论論需须])|なし|없음)",
    re.IGNORECASE,
)
"""What a section begins with if nothing is open."""

_STRUCK_ITEM = re.compile(r"[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[.\][ \t]+)?~~")


def find_listed_questions(document: Document) -> tuple[Placeholder, ...]:
    """The items right under a heading `Open Questions`, in the order of their places.

    What is ticked or struck out is answered, and an item inside another one belongs to it. If the
    section begins with `None`, nothing is open.
    """
    asking = {
        index
        for index, mark in enumerate(document.outline)
        if mark.kind == "heading" and _QUESTIONS_HEADING.match(mark.text)
    }
    lines = [document.source.find_line(start) for start, _ in document.texts] if asking else []
    for index in [*asking]:
        first = bisect_right(lines, document.outline[index].line)
        if first < len(lines) and _NO_QUESTIONS.match(
            document.source.slice_first_line(*document.texts[first])
        ):
            asking.remove(index)
    found = [
        Placeholder(item.text, item.place)
        for item in (*document.plain_items, *document.items)
        if item.heading in asking
        and item.depth == 1
        and item.box not in {"x", "X"}
        and not _STRUCK_ITEM.match(
            document.source.slice_lines(item.place.line, item.place.line + 1)
        )
    ]
    return tuple(sorted(found, key=lambda one: (one.place.line, one.place.column)))
