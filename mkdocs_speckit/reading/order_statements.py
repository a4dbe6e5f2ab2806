"""Dependencies that sentences state between numbers: `Section 4 depends on sections 2 and 3`.

The rules are in `docs/openspec.md`, section O4. An example, of a list with the sections 1 to 4,
the second of which has the tasks 2.1, 2.2 and 2.3:

    ## Dependencies

    - Sections 2 (oven) and 3 depend on Section 1, which is small
    - Tasks 2.2 and 2.3 can run in parallel after 2.1
    - Section 1 must complete before all others
    - Section 4: depends on Section 3
    - 2.2, 2.3 → 3.1 (bread)

1. A statement begins with its labels. After `depend on` the first label counts, and those behind a
   comma or `and`. What is in parentheses is a note.
2. `after` is a verb as well; what is between it and the labels says nothing.
3. `must complete before` states the other direction: 2, 3 and 4 wait for 1.
4. With a colon between the labels and the verb it is something else.
5. In a chain each link waits for the one before. Nothing waits here, as task 3.1 does not exist.

A sentence without one of these forms is left alone. Each is taken apart into tokens first: the
second one is a label, a joint, a label, words, a verb (`on`) and a label.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise, product, zip_longest
from typing import TYPE_CHECKING, NamedTuple

from mkdocs_speckit.reading.dependencies import MAX_EDGES
from mkdocs_speckit.reading.names import PHASE_WORDS
from mkdocs_speckit.reading.phase_names import mask_notes, normalise
from mkdocs_speckit.reading.translations import (
    AFTER,
    BACKWARD,
    BLOCKING,
    CJK,
    FORWARD,
    NEGATION,
    SECTION_WORDS,
    SUGGESTED,
    TASK_WORDS,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from mkdocs_speckit.reading.document import Document

Pair = tuple[str, str]
"""A label and the label of what waits for it."""

MAX_LENGTH = 1000
"""How many characters of a sentence are read: nobody states a dependency in more."""

MAX_NOTE = 60
"""A longer note does not name labels alone."""

MAX_PARTICLES = 3
"""How many letters may be between labels and a verb that follows them: `阶段 1 全部完成后`."""

MAX_RANGE = 200
"""A range of more labels is a mistake."""


class OrderStatements(NamedTuple):
    """What sentences state: pairs of phases by their labels, and pairs of tasks by their ids.

    A pair is a prerequisite and what waits for it. Each is there once, in the order of the text.
    """

    phases: tuple[Pair, ...] = ()
    tasks: tuple[Pair, ...] = ()


def find_order_sections(
    document: Document, words: re.Pattern[str], level: int | None = None
) -> list[int]:
    """Find the headings that contain one of these words and have no boxes, by outline indexes.

    Boxes under a heading inside it count as well: what has boxes is work. With a `level`, only the
    headings of that level are looked at.
    """
    working = {above for item in document.items for above in document.list_headings(item.heading)}
    return [
        index
        for index, mark in enumerate(document.outline)
        if mark.kind == "heading"
        and mark.level == (level or mark.level)
        and index not in working
        and words.search(mark.text)
    ]


def read_order_statements(
    document: Document, headings: Collection[int], phases: Sequence[str], tasks: Sequence[str]
) -> OrderStatements:
    """Read what sentences under some headings, or under headings inside these, state.

    `phases` are the labels of the phases, each its number alone (`2`), and `tasks` the ids of the
    tasks, both in the document's order; empty ones are skipped. `Phase 2`, `Section 2`, `group 2`
    mean a phase, or else a task; `Task 2` and `2` mean a task, or else a phase; `2.x` is like
    `Section 2`. A statement between a phase and a task is left alone.
    """
    reader = _Reader(_Labels(phases, tasks))
    for sentence, may_be_chain in _list_sentences(document, headings):
        if reader.count < MAX_EDGES:
            reader.read_sentence(sentence, may_be_chain=may_be_chain)
    return OrderStatements(tuple(reader.edges["phase"]), tuple(reader.edges["task"]))


# Where statements are.

_MARKUP = re.compile(r"[*`]+|(?<!\w)_+|_+(?!\w)|~~[^~]{1,200}~~")
_SENTENCE_END = re.compile(r"[;。]|\.(?=\s|$)")
_RUNS_ON = re.compile(
    r"(?:[,+&(]|\b(?:and|on|after|before|by|for|in|blocks?|requires?|needs?))\Z", re.IGNORECASE
)
"""How a line ends that goes on in the next one, whatever that begins with."""


def _list_sentences(document: Document, headings: Collection[int]) -> Iterator[tuple[str, bool]]:
    """The sentences of the paragraphs and items under some headings, and if it may be a chain.

    A chain states nothing where its heading, or the line that introduces it, calls it an order.
    """
    lines = [mark.line for mark in document.outline]
    inside: list[bool] = []
    for index, mark in enumerate(document.outline):
        inside.append(index in headings or (mark.parent is not None and inside[mark.parent]))
    cells = {row[0].place.line for table in document.tables for row in table.rows if row}
    introduced: tuple[int, bool] | None = None
    for start, end in document.texts if any(inside) else ():
        line = document.source.find_line(start)
        index = bisect_right(lines, line) - 1
        is_title = index >= 0 and lines[index] == line
        is_text = index >= 0 and inside[index] and not is_title and line not in cells
        if not is_text or document.is_struck(start):
            continue
        heading = next(document.list_headings(index))
        title = document.outline[heading].text
        is_order = SUGGESTED.search(title) is not None and "depend" not in title.casefold()
        for text in _join_lines(document.source.slice(start, end)):
            if text.endswith(":"):
                introduced = heading, SUGGESTED.search(text) is not None
                continue
            may_be_chain = not is_order and introduced != (heading, True)
            masked, begin = mask_notes(text), 0
            for stop in [*(found.start() for found in _SENTENCE_END.finditer(masked)), len(text)]:
                yield text[begin : min(stop, begin + MAX_LENGTH)], may_be_chain
                begin = stop + 1


def _join_lines(text: str) -> list[str]:
    """The lines of a block without markup; one that begins no statement goes on with another."""
    joined: list[str] = []
    for line in text.split("\n"):
        bare = normalise(_MARKUP.sub("", line).strip(" \t>")).strip()
        before = joined[-1] if joined else ":"
        if before.endswith(":") or (_LABEL.match(bare) and not _RUNS_ON.search(before)):
            joined.append(bare)
        else:
            joined[-1] += f" {bare}"
    return joined


# Labels.

_OTHER_WORDS = "|".join(f"{word}s?" for word in sorted(PHASE_WORDS - {"task"}))
PHASE_WORD = rf"(?:tasks? )?(?:{SECTION_WORDS}|{_OTHER_WORDS})"
"""A word for a phase, before its number; part of a pattern."""

_NUMBER = (
    r"(?:\d{1,4}(?:\.\d{1,4}){0,5}(?:\.x|[a-z])?|[A-Z]{1,3}-?\d{1,4}[a-z]?|(?-i:[A-Z])(?!['’.-]\w))"
    r"(?![\w%]|\.\d)"
)
_LABEL = re.compile(
    rf"(?<![^\W{CJK}])(?<!\.)(?:(?:(?P<of_phase>{PHASE_WORD})|(?P<of_task>{TASK_WORDS}))\s?#?)?"
    rf"(?P<first>{_NUMBER})"
    rf"(?:\s?(?:[-–—]|\b(?:to|through)\b|至|到)\s?(?:(?:{PHASE_WORD}|{TASK_WORDS})\s?)?"
    rf"(?P<last>{_NUMBER}))?",
    re.IGNORECASE,
)
"""`Section 2`, `sections 2-4`, `3.1`, `2.x`, `T001`, `Phase B`."""

Label = tuple[str, str]
"""What a label means: `phase` or `task`, and its name."""


class _Labels:
    """The labels of phases and the ids of tasks that sentences may name.

    Names with as many points are beside one another: `1`, `2` and `1.1`, `1.2`, `2.1`.
    """

    def __init__(self, phases: Sequence[str], tasks: Sequence[str]) -> None:
        self._rows: dict[tuple[str, int], list[Label]] = {}
        self._places: dict[Label, int] = {}
        self._names: dict[Label, Label] = {}
        for kind, names in (("phase", phases), ("task", tasks)):
            for name in filter(None, names):
                key = kind, name.casefold()
                if key not in self._places:
                    row = self._rows.setdefault((kind, name.count(".")), [])
                    self._places[key] = len(row)
                    self._names[key] = kind, name
                    row.append((kind, name))

    def find(self, kind: str, first: str, last: str | None) -> list[Label]:
        """Find what a number or a range means: names of its kind, or else of the other one."""
        start = self._find_one(kind, first)
        if start is None or last is None:
            return [start] if start else []
        end = self._find_one(kind, last)
        row, place = self._find_row(start)
        if end is None or self._find_row(end)[0] is not row:
            return []
        found = row[place : self._find_row(end)[1] + 1]
        return found if len(found) <= MAX_RANGE else []

    def _find_one(self, kind: str, number: str) -> Label | None:
        name = number.casefold()
        kinds = ["task", "phase"] if kind == "task" else ["phase", "task"]
        if name.endswith(".x"):  # All of a section; of `1.2.x` nobody knows if it is one.
            name = name.removesuffix(".x")
            kinds = [] if "." in name else ["phase", "task"]
        return next(filter(None, (self._names.get((one, name)) for one in kinds)), None)

    def _find_row(self, label: Label) -> tuple[list[Label], int]:
        """The labels beside a label, itself included, and its place among them."""
        kind, name = label
        return self._rows[kind, name.count(".")], self._places[kind, name.casefold()]

    def list_beside(self, label: Label, direction: str) -> list[Label]:
        """The labels beside a label: those `above`, those `below`, or all with an empty text."""
        row, place = self._find_row(label)
        return {"above": row[:place], "below": row[place + 1 :]}.get(direction, row)


# Tokens.

_BEFORE = r"\b(?:must|needs? to|ha(?:s|ve) to)\s(?:(?!not\b)[a-z]{1,15}\s){0,4}before\b"
_BESIDE = (
    r"\b(?:all|any|each|every)(?: of)?(?: the)?\s"
    r"(?:(?P<above>previous|prior|preceding|above|earlier)|(?P<others>others?)"
    r"|(?P<below>following|subsequent|later|remaining))\b"
    r"(?: section (?P<section>\d{1,4})(?![\w.]))?"
    rf"(?: (?:(?P<wholes>{PHASE_WORD})|{TASK_WORDS}|work)\b)?"
)
"""`all previous tasks`, `all prior section 3 tasks`, `all other sections`."""

_TOKEN = re.compile(
    rf"(?P<note>\0+)|(?P<beside>{_BESIDE})"
    rf"|(?P<blocking>{_BEFORE}|{BLOCKING.pattern})|(?P<before>\bbefore\b)"
    rf"|(?P<waiting>\bmust follow\b|{FORWARD.pattern}|{AFTER.pattern})"
    rf"|(?P<backward>(?! ?BLOCK)(?-i:{BACKWARD.pattern})|(?P<ahead>之前|前に(?:完了|終)))"
    rf"|(?P<denied>{NEGATION.pattern}|\b(?:may|might|could|independent\w*|prefer\w*)\b)"
    r"|(?P<end>\b(?:but|so|then|if|when|while|because|since|unless|until|except|which|that"
    r"|to(?= be\b))\b|:)"
    r"|(?P<or>\b(?:either|or)\b)"
    r"|(?P<arrow>→|⟶|-{1,2}>|=>)|(?P<dash>(?<=\s)[-–—]+(?=\s))"
    r"|(?P<joint>[,+&/]|(?<!\w)(?:and|both|also|the|y|e|et|und|и)(?!\w)|[和与と및와과])"
    rf"|(?P<label>{_LABEL.pattern})"
    r"|(?P<start>\b(?:(?:can|will) (?:be )?(?:start(?:ed)?|beg[iu]n)|starts?|begins?)\b)"
    r"|(?P<subject>\b(?:can(?:not)?|must|should|will|runs?|follows?|ha(?:s|ve)|do(?:es)?|on"
    r"|(?:is|are)(?! (?:all |both )?(?:complete|done|finished|ready|merged|stable|implemented"
    r"|in place|landed|tested|available|working)))\b)"
    rf"|(?P<word>[{CJK}]|[^\W{CJK}]+)",
    re.IGNORECASE,
)
"""The parts of a sentence. A `subject` is a verb that makes what is before it a new subject, and so
does a `start`, but not in `before Section 3 can start`."""


class _Token(NamedTuple):
    """A part of a sentence: its kind, a group of `_TOKEN`; of a label also what it means."""

    kind: str
    match: re.Match[str]
    labels: tuple[Label, ...] = ()


# What a sentence states.

_VERBS = frozenset(["waiting", "blocking", "before"])
_RULED = frozenset(["word", "note", "joint", "label", "beside", "start"])
"""What a verb rules, up to anything else."""

_BETWEEN = frozenset(["word", "note", "joint", "dash", "arrow", "start", "subject", "end"])
"""What may be between the labels of a statement and its verb; a colon may not."""


class _Reader:
    """Reads sentences one after the other, and collects the `edges` of each kind.

    `count` is the number of labels that were joined or looked through so far.
    """

    def __init__(self, labels: _Labels) -> None:
        self._labels = labels
        self.edges: dict[str, dict[Pair, None]] = {"phase": {}, "task": {}}
        self.count = 0

    def read_sentence(self, text: str, *, may_be_chain: bool) -> None:
        """Read a chain of labels, or else each statement that the sentence makes."""
        tokens = self._split(text)
        links = self._read_chain(tokens)
        if links and may_be_chain:
            for before, after in pairwise(links):
                self._add(before, after)
        start: int | None = None if links else 0
        while start is not None:
            start = self._read_statement(tokens, start)

    def _split(self, text: str) -> list[_Token]:
        """The tokens of a sentence; a number that is not a label where it is is a word."""
        tokens: list[_Token] = []
        found = list(_TOKEN.finditer(mask_notes(text)))
        kind = ""
        for match, following in zip_longest(found, found[1:]):
            if match.lastgroup == "note":
                tokens.append(_Token("note", match, self._read_note(text[slice(*match.span())])))
                continue
            if match.lastgroup != "label":
                tokens.append(_Token(match.lastgroup or "", match))
                continue
            word = "phase" if match["of_phase"] else "task" if match["of_task"] else ""
            is_listed = _is_listed(tokens)
            kind = word or (kind if is_listed else "task")
            labels = self._labels.find(kind, match["first"], match["last"])
            is_bare = not word and (match["first"].isdigit() or len(match["first"]) == 1)
            may_be_bare = is_listed or not tokens or tokens[-1].kind in {*_VERBS, "arrow"}
            is_counting = following is not None and following.lastgroup in {"word", "label"}
            is_label = word or (labels and not (is_bare and (is_counting or not may_be_bare)))
            tokens.append(_Token("label" if is_label else "word", match, tuple(labels)))
        return tokens

    def _read_chain(self, tokens: Sequence[_Token]) -> list[list[Label]]:
        """Read the links of `1.1, 1.2 → 2.1: the oven`; none if a link is not of labels alone."""
        links: list[list[Label]] = []
        place = 0
        while True:
            link, end = _take_list(tokens, place)
            if end == place:
                return []
            links.append(link)
            place = end + 1
            if end == len(tokens) or tokens[end].kind != "arrow":
                break
        is_whole = end == len(tokens) or tokens[end].kind in {"dash", "end"}
        return links if is_whole and len(links) > 1 else []

    def _read_statement(self, tokens: Sequence[_Token], start: int) -> int | None:
        """Read the statement that begins with a token; returns where one begins behind it."""
        subject, place = _take_list(tokens, start)
        first = place
        named: list[Label] | None = None  # Those before a verb that follows what it rules.
        behind = place
        while place < len(tokens) and tokens[place].kind not in {*_VERBS, "backward"}:
            if tokens[place].kind == "label" and named is None:
                named, place = _take_list(tokens, place)
                behind = place
            elif tokens[place].kind in _BETWEEN and tokens[place].match[0] != ":":
                place += 1
            else:
                return None
        if place == len(tokens) or first == start:
            return None
        verb = tokens[place]
        if verb.kind == "backward":
            is_denied = any(token.kind == "denied" for token in tokens[place:])
            if not is_denied and place - behind <= MAX_PARTICLES:
                is_waiting = not (verb.match["blocks"] or verb.match["ahead"])
                self._add(*((named or [], subject) if is_waiting else (subject, named or [])))
            return None
        is_apart = any(token.kind not in {"note", "dash", "arrow"} for token in tokens[first:place])
        # `Section 2 can be done before Section 3`
        if named is not None or (verb.kind == "before" and is_apart):
            return None
        return self._read_objects(tokens, place, subject)

    def _read_note(self, note: str) -> tuple[Label, ...]:
        """What a note in parentheses names, if it is of labels alone: `(task 3)`."""
        inner = note.strip(" ()")
        tokens = self._split(inner) if len(inner) <= MAX_NOTE and "(" not in inner else []
        labels, end = _take_list(tokens, 0)
        return tuple(labels) if end == len(tokens) else ()

    def _read_objects(
        self, tokens: Sequence[_Token], verb: int, subject: Sequence[Label]
    ) -> int | None:
        """Read the labels that a verb rules; returns where another statement begins."""
        place = verb + 1
        if place < len(tokens) and tokens[place].match[0] == ":":
            place += 1
        found: list[_Token] = []
        following = None
        is_next = True  # A label here counts.
        while place < len(tokens) and tokens[place].kind in _RULED:
            token = tokens[place]
            if token.kind in {"label", "beside"}:
                if _begins_statement(tokens, place, tokens[verb].kind):
                    following = place
                    break
                if is_next:
                    found.append(token)
                is_next = False
            elif token.kind == "joint":
                is_next = True
            elif token.kind in {"word", "start"}:
                is_next = is_next and not found
            place += 1
        if place < len(tokens) and tokens[place].kind == "or":
            return None  # One of several, and nobody knows which.
        notes = [token for token in tokens[verb:place] if token.kind == "note" and token.labels]
        for token in found or notes[:1]:
            for one in subject:
                named = self._list_beside(token.match, one, subject) or token.labels
                is_waiting = tokens[verb].kind == "waiting"
                self._add(*((named, [one]) if is_waiting else ([one], named)))
        return following

    def _list_beside(
        self, match: re.Match[str], one: Label, subject: Sequence[Label]
    ) -> list[Label]:
        """What `all previous tasks` means for one of the labels of a statement."""
        is_part = "." in one[1]
        # Nobody lists all tasks of all other sections by `before any other work`.
        if match.lastgroup != "beside" or (is_part and (match["wholes"] or not match["above"])):
            return []
        direction = "above" if match["above"] else "below" if match["below"] else ""
        found = self._labels.list_beside(one, direction)
        self.count += len(found)
        section = f"{match['section']}." if match["section"] else ""
        return [one for one in found if one not in subject and one[1].startswith(section)]

    def _add(self, befores: Sequence[Label], afters: Sequence[Label]) -> None:
        """Add the edges between labels of one kind."""
        for (kind, before), (other, after) in product(befores, afters):
            self.count += 1
            if kind == other and before != after and self.count <= MAX_EDGES:
                self.edges[kind][before, after] = None


def _is_listed(tokens: Sequence[_Token]) -> bool:
    """True if the tokens end in a label and a joint: what follows goes on with a list."""
    place = len(tokens)
    while place and tokens[place - 1].kind == "joint":
        place -= 1
    is_joined = place < len(tokens)
    while place and tokens[place - 1].kind == "note":
        place -= 1
    return is_joined and bool(place) and tokens[place - 1].kind == "label"


def _take_list(tokens: Sequence[_Token], place: int) -> tuple[list[Label], int]:
    """The labels from a place on that joints join, without their notes, and where they end."""
    labels: list[Label] = []
    end = place
    while place < len(tokens) and tokens[place].kind == "label":
        labels += tokens[place].labels
        end = place = _skip(tokens, place + 1, "note")
        place = _skip(tokens, place, "joint")
        if place == end:
            break
    return list(dict.fromkeys(labels)), end


def _skip(tokens: Sequence[_Token], place: int, kind: str) -> int:
    while place < len(tokens) and tokens[place].kind == kind:
        place += 1
    return place


def _begins_statement(tokens: Sequence[_Token], place: int, verb: str) -> bool:
    """True if a label behind a verb of a kind is the subject of another one: `…, 4.1 can start`."""
    behind = _skip(tokens, place + 1, "note")
    kinds = {*_VERBS, "subject", *(["start"] if verb == "waiting" else [])}
    return behind < len(tokens) and tokens[behind].kind in kinds
