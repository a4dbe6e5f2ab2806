"""Dependencies that sentences state: `US2 depends on US1`, `Setup → Core`, `T003 before T005`.

The rules are in `docs/spec-kit.md`, section S4. An example, of a list with the phases *Setup*,
*Core*, *User Story 1* and *Polish*:

    ## Dependencies

    - **Setup**: No dependencies
    - **Core (Phase 2)**: Depends on Setup - BLOCKS all user stories. T003 depends on T002
    - **Polish**: After all user stories; independent of the guide

1. The first item has no verb. In the second, what is before the colon names *Core*.
2. `Depends on` is a verb; what follows up to the dash names *Setup*, so *Core* waits for it.
3. `BLOCKS` states the other direction: the phase of each story waits for *Core*.
4. `T003 depends on T002` names its own subject, tasks alone: T003 waits for T002.
5. `After` says that *Polish* waits for the phase of *User Story 1*. The next clause has no verb.

A sentence that names nothing is left alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise, product
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from mkdocs_speckit.model.parts import Drawn, Graph, SelfReference
from mkdocs_speckit.model.tasks import TaskReference
from mkdocs_speckit.reading.dependencies import (
    MAX_EDGES,
    find_drawing,
    make_phase_graph,
    read_arrows,
)
from mkdocs_speckit.reading.phase_names import Named, PhaseNames, mask_notes, normalise
from mkdocs_speckit.reading.task_lists import is_task
from mkdocs_speckit.reading.translations import (
    AFTER,
    BACKWARD,
    BLOCKING,
    CJK,
    DEPENDENCY_HEADING,
    FORWARD,
    NEGATION,
    OTHER_HEADING,
    PARALLEL_HEADING,
    SUGGESTED,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mkdocs_speckit.model.parts import PhaseBoxes, Place
    from mkdocs_speckit.model.tasks import Task
    from mkdocs_speckit.reading.document import Document, Table

MAX_LENGTH = 1000
"""How many characters of an item are read: nobody states a dependency in more."""

# Where dependencies are stated.


class Section(NamedTuple):
    """What the items under a heading say: `phase` is the phase that the heading is inside.

    Where `takes_ids_alone`, what they say counts only between the ids of tasks.
    """

    phase: int | None = None
    takes_ids_alone: bool = False


class Statements(NamedTuple):
    """What a task list states: the graph of its phases, and its tasks with what they wait for."""

    graph: Graph | None
    tasks: tuple[Task, ...]
    named: tuple[TaskReference, ...]


def read_statements(
    document: Document,
    tasks: Sequence[Task],
    sources: Sequence[str],
    phases: Sequence[PhaseBoxes],
) -> Statements:
    """Read all that a task list states of the dependencies of its phases and tasks.

    `sources` are the lines of each task, as written.
    """
    reader = _StatementReader(PhaseNames(phases, tasks))
    sections = _find_sections(document, phases)
    named: list[TaskReference] = []
    for item in (*document.plain_items, *document.items):
        section = sections.get(item.heading)
        if section and not (item.box and is_task(item)):
            text = normalise(item.text[:MAX_LENGTH])
            named += (TaskReference(one, item.place) for one in reader.names.read_ids(text))
            reader.read_item(text, item.place, section)
    for table in document.tables:
        section = sections.get(document.outline[table.landmark].parent)
        if section and not section.takes_ids_alone:
            reader.read_table(table)
    for task, source in zip(tasks, sources, strict=True):
        reader.read_task(task, source)
    waits_for = reader.task_edges
    after = (tuple(waits_for.get(task.id.casefold(), ())) for task in tasks)
    return Statements(
        _make_graph(document, phases, reader, sections),
        tuple(replace(t, after=ids) if ids else t for t, ids in zip(tasks, after, strict=True)),
        tuple(named),
    )


def _make_graph(
    document: Document,
    phases: Sequence[PhaseBoxes],
    reader: _StatementReader,
    sections: Mapping[int | None, Section],
) -> Graph | None:
    """Make the graph of the phases, with the author's own drawing; None if nothing is stated."""
    if not reader.phase_edges and not reader.self_references:
        return None
    headings = [heading for heading in sections if heading is not None]
    first = min(headings)
    names, phase_of = reader.names.list_rows()
    drawn: dict[tuple[int, int], Drawn] = {}
    drawing = ""
    for heading in headings:
        drawing = drawing or find_drawing(document, heading)
        for arrow in read_arrows(document, heading, names):
            pair = phase_of[arrow.before], phase_of[arrow.after]
            if pair[0] != pair[1]:
                drawn.setdefault(pair, Drawn(*pair, arrow.place))
    return replace(
        make_phase_graph(document, first, phases, reader.phase_edges),
        self_references=tuple(reader.self_references),
        drawn=tuple(drawn.values()),
        drawing=drawing,
    )


def _find_sections(document: Document, phases: Sequence[PhaseBoxes]) -> dict[int | None, Section]:
    """The headings under which dependencies are stated, by their outline indexes."""
    numbers = {phase.heading: number for number, phase in enumerate(phases)}
    found: dict[int | None, Section] = {}
    for index, mark in enumerate(document.outline):
        if mark.kind == "heading" and (section := _find_section(document, index, numbers)):
            found[index] = section
    return found


def _find_section(
    document: Document, heading: int, numbers: Mapping[int | None, int]
) -> Section | None:
    """Find what the items right under a heading say; None if nothing about dependencies."""
    is_stated = is_parallel = False
    for index in document.list_headings(heading):
        text = document.outline[index].text
        if OTHER_HEADING.search(text):
            return None
        is_parallel |= PARALLEL_HEADING.match(text) is not None
        if index in numbers:
            return Section(numbers[index]) if is_stated and not is_parallel else None
        is_stated |= DEPENDENCY_HEADING.search(text) is not None
    return Section(takes_ids_alone=is_parallel) if is_stated or is_parallel else None


# What one item says.

_VERB = re.compile(
    rf"(?P<on>{FORWARD.pattern})|(?P<after>{AFTER.pattern})|(?P<blocks>{BLOCKING.pattern})"
    r"|(?P<before>\b(?:before|antes de|avant)\b)",
    re.IGNORECASE,
)
"""Any of them; `before` is read between tasks alone."""

_CLAUSE_END = re.compile(
    r"\s[-–—]+\s|;|[.:](?=\s|$)|→|⟶|->|\b(?:but|can|so|then|if|when|for|parallel|independent\w*"
    r"|blocks?|may|must|will|should|pero|mas|mais|puede|pode|peut|kann|aber)\b|可",
    re.IGNORECASE,
)
"""What ends the text that a verb rules."""

_OTHER_CLAUSE = re.compile(rf",\s?(?=[^,]{{0,60}}[{CJK}])")
"""A comma before a text in which there are letters of Japanese, Chinese or Korean."""

_CAN = re.compile(r"can|may|must|will|should|puede|pode|peut|kann|可", re.IGNORECASE)
"""Ends before which a new subject stands: `after Setup, all stories can start`."""

_SENTENCE = re.compile(r"\s[-–—]+\s|;|\.(?=\s|$)|\bbut\b")
_COLON = re.compile(r":")
_DASH = re.compile(r"\s[-–—]+\s")
_LAST_JOINT = re.compile(r",|\band\b", re.IGNORECASE)
_LABEL = re.compile(r"\b(?:US\d|Phase \w{1,3}\b|WP\d|T\d{2,4}\b)")
_TOPIC = re.compile(r"\s*(?:は|은|는|모두|전부)(?:\s+|(?<=は))")
_WAITS_HEADER = re.compile(
    r"depends? on|dependenc|prerequisite|requires|blocked by|dépend|depen|依存|의존|依赖|abhäng",
    re.IGNORECASE,
)
_BLOCKS_HEADER = re.compile(r"^\s*blocks\b", re.IGNORECASE)
_ADVICE = re.compile(r"[^.,;]{0,12}?(?:推奨|推荐|建议|권장|望ましい)")
MAX_BEHIND = 20
"""How many characters behind a verb may say that it is only advice."""

MAX_BEFORE = 30
"""How many characters before a verb in a task may negate it."""

_AUXILIARY = re.compile(
    r"(?:\b(?:all|both|each|can|may|must|will|only|starts?|begins?|runs?|proceed|be|is|are"
    r"|immediately|started|in|parallel|completes?|work|and|then|it|they|also|directly"
    r"|pueden?|podem?|empezar|comenzar|começar|iniciar|peut|peuvent|commencer|kann|können"
    r"|beginnen|s[oó]lo|solo|apenas|todas|todos|tous|toutes|seulement|nur)"
    r"|都|均|所有|全部|皆|仅|只|并且|并|且|需要|需|可以|可|すべて|全て|모두)\s*\Z",
    re.IGNORECASE,
)
"""The last word between a subject and its verb: `US1 and US2 can start after`."""

MAX_WORD = 40
"""How many characters at the end of a text are searched for such a word."""

_ARROW = re.compile(r"\s*(?:→|⟶|-{1,2}>|=>)\s*")
_LAST = re.compile(r"\s*(?:(?:is|are|comes?|goes|runs?) )?last\b", re.IGNORECASE)
_PAIRWISE = re.compile(r"\brespectively\b", re.IGNORECASE)
_EVERYTHING = re.compile(
    r"\s*(?:(?:everything|all|all (?:other|later|following) phases|todo|tudo|tout|alles)\b|全部)"
    r"[ .]*",
    re.IGNORECASE,
)
_NO_EDGE = re.compile(
    rf"{NEGATION.pattern}|\b(?:may|integrates?|links?|builds?|benefits?|extends?)\b", re.IGNORECASE
)
_TASK_WAITS = re.compile(
    r"\((?:[^()]{0,60}?[;,] ?)?(?:after|requires|needs|blocked by|depends on)\b([^()]*)\)"
    r"|\bdepends on:?\s+([^.;()]*)",
    re.IGNORECASE,
)


class _StatementReader:
    """Reads what items, tables and tasks state, one after the other."""

    def __init__(self, names: PhaseNames) -> None:
        self.names = names
        self.phase_edges: dict[tuple[int, int], None] = {}
        self.task_edges: defaultdict[str, dict[str, None]] = defaultdict(dict)
        self.self_references: list[SelfReference] = []
        self._task_edge_count = 0

    @property
    def is_full(self) -> bool:
        """True if there are so many edges that no more are read."""
        return len(self.phase_edges) >= MAX_EDGES or self._task_edge_count >= MAX_EDGES

    def read_item(self, text: str, place: Place, section: Section) -> None:
        """Read an item of a list under a heading about dependencies."""
        subject, rest = Named(), text
        if section.phase is not None:
            subject = Named((section.phase,))
            if _VERB.search(mask_notes(text)) is None and not BACKWARD.search(text):
                self._add_phase_edges(self.names.find_listed(text), subject.phases)
                return
        elif section.takes_ids_alone:
            colon = _COLON.search(mask_notes(text))
            if colon and not self.names.read_ids(text[: colon.start()]):
                rest = text[colon.end() :]
        else:
            subject, rest = self._split_subject(text)
        for sentence in _split_sentences(rest):
            if not self._read_chain(sentence, place):
                self._read_sentence(sentence, subject, place, section.takes_ids_alone)

    def _split_subject(self, text: str) -> tuple[Named, str]:
        """Split `US2: Depends on US1` into what the item is about and what it says of that."""
        masked = mask_notes(text)
        for sign in (_COLON, _DASH, _ARROW):
            match = sign.search(masked)
            if match is None or _VERB.search(masked, 0, match.start()):
                continue
            subject = self.names.find_named(text[: match.start()])
            if subject is None:
                continue
            rest = text[match.end() :]
            # `Phase 2 -> after Phase 1`, but not `Setup → Core`
            if sign is not _ARROW or _VERB.match(rest.lstrip()) or BACKWARD.search(rest):
                return subject, rest
        return Named(), text

    def _read_chain(self, text: str, place: Place) -> bool:
        """Read `Setup → Core → US1, US2` or `T004 → T005`; False if the text is not a chain."""
        masked = mask_notes(text)
        if not _ARROW.search(masked):
            return False
        if SUGGESTED.search(masked):
            return True
        # `Models: T004 → T005`; what is before the colon names nothing.
        colon = _COLON.search(masked)
        if colon and self.names.is_of_ids(_ARROW.sub(" ", text[colon.end() :])):
            text, masked = text[colon.end() :], masked[colon.end() :]
        links, start = [], 0
        for arrow in _ARROW.finditer(masked):
            links.append(text[start : arrow.start()])
            start = arrow.end()
        last = text[start:]
        # The last one may be the subject of a verb: `Setup → Core block everything`.
        verb = _VERB.search(mask_notes(last))
        links.append(last[: verb.start()] if verb else last)
        named = [self.names.find_named(_open_parentheses(link)) for link in links]
        if None in named:
            return False
        chain = [one for one in named if one is not None]
        for before, after in pairwise(chain):
            if before.tasks and after.tasks:
                self._add_task_edges(before.tasks, after.tasks)
            elif before.phases and after.phases:
                self._add_phase_edges(before.phases, after.phases)
        if verb:
            self._read_sentence(last, chain[-1], place)
        return True

    def _read_sentence(
        self, text: str, subject: Named, place: Place, takes_ids_alone: bool = False
    ) -> None:
        """Read each verb of a sentence, with its own subject or that of the item."""
        masked = mask_notes(text)
        if last := _LAST.search(masked):
            before = text[: last.start()]
            named = self.names.find_named(before) if before.strip() else subject
            for phase in named.phases if named and not takes_ids_alone else ():
                self._add_phase_edges(range(phase), [phase])
        verbs = list(_VERB.finditer(masked))
        before = text[: verbs[0].start()] if verbs else ""
        for number, verb in enumerate(verbs):
            following = verbs[number + 1].start() if number + 1 < len(verbs) else len(text)
            start = verb.end() + masked.startswith(":", verb.end())
            end = _CLAUSE_END.search(masked, start, following)
            rest, behind = text[start:following], ""
            if end:
                # A word such as `should` is a part of what comes before the next verb.
                is_word = end[0].isalpha()
                rest = text[start : end.start()]
                behind = text[end.start() if is_word else end.end() : following]
                listed, comma, _ = rest.partition(",")
                if comma and _CAN.fullmatch(end[0]) and not rest.rstrip().endswith(","):
                    rest = listed
            elif following < len(text):
                # `US1 depends on Setup and US2 depends on US1`: the last name begins anew.
                parts = _LAST_JOINT.split(rest)
                if len(parts) > 1 and self.names.find_named(parts[-1]):
                    rest, behind = rest[: len(rest) - len(parts[-1])], parts[-1]
            rest = self._cut_clause(rest)
            own = self._find_subject(before, subject, takes_ids_alone)
            kind = verb.lastgroup or ""
            is_stated = own is not None and (not takes_ids_alone or self.names.is_of_ids(rest))
            if own is not None and is_stated and (kind != "before" or own.tasks):
                self._add(own, rest, kind, place, is_pairwise=_PAIRWISE.search(text) is not None)
                subject = subject if any(subject) else own
            before = behind
        if not takes_ids_alone:
            self._read_backward(text, masked, subject, place)

    def _cut_clause(self, rest: str) -> str:
        """What a verb rules, up to a comma after which something else begins.

        Only in texts without spaces; elsewhere a comma mostly goes on with a list.
        """
        for comma in _OTHER_CLAUSE.finditer(mask_notes(rest)):
            part = rest[comma.end() :].partition(",")[0]
            if self.names.find_named(part) is None:
                return rest[: comma.start()]
        return rest

    def _find_subject(self, before: str, subject: Named, takes_ids_alone: bool) -> Named | None:
        """Find what a verb is about: what stands before it, or else what its item is about.

        None if the verb is negated, or if something else is there.
        """
        masked = mask_notes(before)
        if NEGATION.search(masked):
            return None
        if takes_ids_alone:
            named = self.names.find_named(before)
            return named if named and named.tasks else None
        bare = before
        while word := _AUXILIARY.search(masked, max(0, len(masked) - MAX_WORD)):
            masked = masked[: word.start()]
            bare = before[: word.start()]
        for text in (bare, bare.rpartition(",")[2]):
            if not text.strip(" ,:*_"):
                return subject if any(subject) else None
            if named := self.names.find_named(text):
                return named
        # `US2's importer needs Setup` is about something else.
        return subject if any(subject) and not _LABEL.search(mask_notes(bare)) else None

    def _read_backward(self, text: str, masked: str, subject: Named, place: Place) -> None:
        """Read verbs that follow what they are about: `US1 は Phase 2 完了後`."""
        start = 0
        for verb in BACKWARD.finditer(masked):
            rest = text[start : verb.start()]
            start = verb.end()
            own = subject
            if topics := list(_TOPIC.finditer(rest)):
                own = self.names.find_named(rest[: topics[-1].start()]) or subject
                rest = rest[topics[-1].end() :]
            behind = masked[verb.end() : verb.end() + MAX_BEHIND]
            if not any(own) or NEGATION.search(mask_notes(rest)) or _ADVICE.match(behind):
                continue
            if own.tasks:
                self._add(own, rest, verb.lastgroup or "", place)
                continue
            found = self.names.find_last(rest)
            for phase in own.phases:
                pair = (found, [phase]) if verb.lastgroup == "on" else ([phase], found)
                self._add_phase_edges(*pair)

    def _add(
        self, subject: Named, rest: str, kind: str, place: Place, *, is_pairwise: bool = False
    ) -> None:
        """Add what a verb says of its subject; `kind` is `on`, or the other way `blocks`."""
        if self.is_full:
            return
        # `Depends on Setup, not on US1`
        rest = ",".join(part for part in rest.split(",") if not NEGATION.search(mask_notes(part)))
        if subject.tasks:
            ids = self.names.read_ids(mask_notes(rest))
            is_waiting = kind in {"on", "after"}
            pair = (ids, subject.tasks) if is_waiting else (subject.tasks, ids)
            if is_pairwise and len(ids) == len(subject.tasks):
                for before, after in zip(*pair, strict=True):
                    self._add_task_edges([before], [after])
            else:
                self._add_task_edges(*pair)
            return
        for phase in subject.phases:
            if kind == "on":
                found = self.names.find_in(rest, phase)
                self._add_phase_edges(found, [phase])
                if list(found) == [phase] and len(subject.phases) == 1:
                    self.self_references.append(SelfReference(phase, place))
            elif kind == "after":
                self._add_phase_edges(self.names.find_listed(rest), [phase])
            elif _EVERYTHING.fullmatch(rest):
                self._add_phase_edges([phase], range(phase + 1, self.names.size))
            else:
                self._add_phase_edges([phase], self.names.find_in(rest, phase))

    def _add_phase_edges(self, befores: Iterable[int], afters: Iterable[int]) -> None:
        for before, after in product(befores, afters):
            if before != after and not self.is_full:
                self.phase_edges[before, after] = None

    def _add_task_edges(self, befores: Sequence[str], afters: Sequence[str]) -> None:
        """Add edges between tasks; one task alone may wait for itself, which the audit reports."""
        for before, after in product(befores, afters):
            if (before != after or len(afters) == 1) and not self.is_full:
                self.task_edges[after.casefold()][before] = None
                self._task_edge_count += 1

    def read_table(self, table: Table) -> None:
        """Read a table whose rows say what they wait for, or what they block."""
        headers = [cell.full_text for cell in table.header]
        for kind, header in (("on", _WAITS_HEADER), ("blocks", _BLOCKS_HEADER)):
            column = next((n for n, text in enumerate(headers) if n and header.search(text)), None)
            if column is None:
                continue
            for row in table.rows:
                named = (self.names.find_named(normalise(cell.text)) for cell in row[:column])
                subject = next(filter(None, named), None)
                rest = normalise(row[column].text[:MAX_LENGTH])
                end = _CLAUSE_END.search(mask_notes(rest))
                rest = rest[: end.start()] if end else rest
                if subject and not _NO_EDGE.search(mask_notes(rest)):
                    self._add(subject, rest, kind, row[column].place)

    def read_task(self, task: Task, source: str) -> None:
        """Read what a task says that it waits for: `(depends on T012, T013)`."""
        for match in _TASK_WAITS.finditer(source):
            if not NEGATION.search(source, max(0, match.start() - MAX_BEFORE), match.start()):
                ids = self.names.read_ids(match[1] or match[2] or "")
                self._add_task_edges(ids, [task.id])


def _split_sentences(text: str) -> Iterator[str]:
    """The sentences of a text; signs in parentheses end none."""
    start = 0
    for end in _SENTENCE.finditer(mask_notes(text)):
        yield text[start : end.start()]
        start = end.end()
    yield text[start:]


def _open_parentheses(text: str) -> str:
    """A link of a chain without parentheses around all of it: `(US3 ∥ US4)`."""
    bare = text.strip()
    is_whole = bare.startswith("(") and bare.endswith(")") and ")" not in bare[:-1]
    return bare[1:-1] if is_whole else bare
