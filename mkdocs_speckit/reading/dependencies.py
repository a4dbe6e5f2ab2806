"""Dependency tables: which tables are graphs, and what each cell depends on (section 3)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from mkdocs_speckit.plan import Blocks, External, Graph, Node, SelfReference
from mkdocs_speckit.reading.cycles import cycles
from mkdocs_speckit.reading.markdown import plain_text
from mkdocs_speckit.reading.names import STATE_WORDS, Names, parse
from mkdocs_speckit.reading.quantities import without_notes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mkdocs_speckit.reading.markdown import Cell, Document, Table

MOST_EDGES = 20_000
"""How many edges of one table are read; a table with more says so."""

_DEPENDS_ON = re.compile(
    r".*\b(?:depends(?: on)?|dependenc(?:y|ies)|pre ?requisites?|prereqs?|blocked by|predecessors?)"
    r"|requires"
)
"""The headers that say what a row waits for."""

_BLOCKS = re.compile("blocks")

_NO_NODES = frozenset(["dependency", "dependencies", "library", "risk", "type"])
"""First headers of tables that list what a plan needs, and not what waits for what."""

_NAME_HEADERS = frozenset(
    "activity component deliverable description item milestone module name phase stage step task"
    " title work workstream".split()
)

_NONE = re.compile(
    r"(?:none|n/?a|nothing|nil)(?!\w).*|no|no dependenc\w+|independent|[-–—]+(?:\s*$|\s*[,;].*)",
    re.IGNORECASE | re.DOTALL,
)
_RANK = r"prior|previous|preceding|above|earlier|subsequent|later|downstream|following|below"
_THINGS = (
    r"phases?|steps?|stages?|sprints?|tasks?|components?|rows?|items?|work|workstreams?|milestones?"
)
_STATE = "|".join(sorted(STATE_WORDS))
_ALL = re.compile(
    rf"(?:all|everything|every)"
    rf"(?:\s+(?:of|the|{_RANK}|others?|remaining|rest|{_THINGS}|{_STATE}))*",
    re.IGNORECASE,
)
_NEXT_TO = re.compile(
    rf"(?:the\s+)?(?:prior|previous|preceding)\s+(?:{_THINGS})|(?:{_THINGS}\s+)?(?:above)",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r"(?:(?:after|requires?|needs?|depends on|blocked (?:by|on)|wait(?:s|ing)? for|both|either|then"
    r"|partial(?:ly)?|successful|completion of|outputs? (?:of|from)|results? (?:of|from)|end of"
    r"|all of|the|all|and|or|plus)\s+|(?:tasks?|milestones?)\s+(?=[A-Z]+-?\d))+",
    re.IGNORECASE,
)
_JOINT = re.compile(r"^(?:and|or|then|plus|&|\+)\s+", re.IGNORECASE)
_SEPARATOR = re.compile(r"[,;\n]")
_CONJUNCTION = re.compile(
    r"\s+(?:\+|&|&&|and|or|then|plus|>|\||·|•)\s+|\s*(?:→|⟶|->|=>)\s*"
    r"|(?<=[\dA-Z])[+&](?=[\dA-Z])",
    re.IGNORECASE,
)
_EDGE = re.compile(r"^[^\w(\[]+|[^\w)\]]+$")
"""Signs round a text: ticks, bullets, quotes, footnote marks."""


def graphs(document: Document) -> tuple[Graph, ...]:
    """All dependency tables of a document, in order; the first is the plan's phase graph."""
    found = []
    for table in document.tables:
        if _header(table.header[0]) in _NO_NODES or not _is_under_depend(document, table):
            continue
        if (column := _column(table, _DEPENDS_ON)) is not None:
            found.append(_graph(document, table, _DependsOn(column)))
        elif (column := _column(table, _BLOCKS)) is not None:
            graph = _graph(document, table, _Blocks(column))
            if graph.edges:
                found.append(graph)
    return tuple(found)


def _header(cell: Cell) -> str:
    """A column's header in plain words."""
    return " ".join(re.findall(r"[^\W_]+", without_notes(cell.full_text).casefold()))


def _column(table: Table, header: re.Pattern[str]) -> int | None:
    """The first column, after the one of names, that has such a header."""
    for index, cell in enumerate(table.header[1:], 1):
        if header.fullmatch(_header(cell)):
            return index
    return None


def _is_under_depend(document: Document, table: Table) -> bool:
    return any(
        "depend" in document.outline[heading].text.casefold()
        for heading in document.headings_of(table.landmark)
    )


class _DependsOn(NamedTuple):
    """A column that says what each row waits for."""

    column: int

    def edge(self, row: int, other: int) -> tuple[int, int]:
        """The edge between a row and one that its cell names."""
        return other, row

    def everything(self, row: int, size: int) -> range:  # noqa: ARG002
        """The rows that `All` means: those above."""
        return range(row)


class _Blocks(NamedTuple):
    """A column that says what waits for each row: the same the other way round."""

    column: int

    def edge(self, row: int, other: int) -> tuple[int, int]:
        """The edge between a row and one that its cell names."""
        return row, other

    def everything(self, row: int, size: int) -> range:
        """The rows that `All` means: those below."""
        return range(row + 1, size)


def _graph(document: Document, table: Table, statement: _DependsOn | _Blocks) -> Graph:
    rows = [row for row in table.rows if row[0].full_text]
    nodes = tuple(Node(plain_text(row[0].full_text), row[0].place.line) for row in rows)
    reader = _CellReader(Names(_names(table, rows, statement.column)), len(nodes), statement)
    edges: dict[tuple[int, int], None] = {}
    external: dict[External, None] = {}
    self_references = []
    for index, row in enumerate(rows):
        cell = reader.read(row[statement.column], index)
        place = row[statement.column].place
        external.update((External(text, index, place), None) for text in cell.external)
        if cell.names_own_row:
            self_references.append(SelfReference(index, place))
        edges.update((statement.edge(index, other), None) for other in cell.nodes)
        if len(edges) >= MOST_EDGES:
            break
    return Graph(
        table.landmark,
        next((document.outline[h].text for h in document.headings_of(table.landmark)), ""),
        table.line,
        nodes,
        tuple(edges),
        # What a row blocks outside the table does not hold it up.
        tuple(external) if isinstance(statement, _DependsOn) else (),
        cycles(len(nodes), edges),
        tuple(self_references),
        tuple(_blocks(table, rows, reader)) if isinstance(statement, _DependsOn) else (),
        truncated=len(edges) >= MOST_EDGES,
    )


def _blocks(
    table: Table, rows: Sequence[tuple[Cell, ...]], reader: _CellReader
) -> Iterator[Blocks]:
    """What the rows of a table that is drawn from `Depends On` say that they block."""
    column = _column(table, _BLOCKS)
    if column is not None:
        reader = reader.turned(_Blocks(column))
        for index, row in enumerate(rows):
            cell = reader.read(row[column], index)
            if cell.nodes:
                place = row[column].place
                yield Blocks(index, tuple(cell.nodes), place, names_more=bool(cell.external))


def _names(table: Table, rows: Sequence[tuple[Cell, ...]], column: int) -> list[str]:
    """The names by which cells know the rows; beside a mere number the next column names them."""
    names = [plain_text(row[0].full_text) for row in rows]
    if column == 1 or _header(table.header[1]) not in _NAME_HEADERS:
        return names
    return [
        f"{name}: {plain_text(row[1].full_text)}" if parse(name).is_label else name
        for name, row in zip(names, rows, strict=True)
    ]


@dataclass(slots=True)
class _Reading:
    """What one cell names."""

    nodes: dict[int, None] = field(default_factory=dict)
    external: list[str] = field(default_factory=list)
    names_own_row: bool = False


class _CellReader:
    """Reads dependency cells against the rows of their table."""

    def __init__(self, names: Names, size: int, statement: _DependsOn | _Blocks) -> None:
        self._names = names
        self._size = size
        self._statement = statement
        self._row = 0
        self._word = ""

    def turned(self, statement: _Blocks) -> _CellReader:
        """A reader of another column of the same table."""
        return _CellReader(self._names, self._size, statement)

    def read(self, cell: Cell, row: int) -> _Reading:
        """Read a cell in the order of section 3."""
        reading = _Reading()
        text = cell.text.strip()
        self._row, self._word = row, ""
        if whole := self._names.equal(text):
            self._add(reading, whole)
        elif not _NONE.fullmatch(_bare(text)):
            for piece in _split_outside_notes(text):
                self._piece(piece, reading)
        return reading

    def _add(self, reading: _Reading, named: Iterable[int]) -> None:
        named = tuple(named)
        # Only a row that names itself alone is a slip; in a range it is left out.
        reading.names_own_row |= named == (self._row,)
        reading.nodes.update((other, None) for other in named if other != self._row)

    def _piece(self, piece: str, reading: _Reading) -> None:
        """Add the rows that a piece names, or its words where it names none."""
        piece = _JOINT.sub("", piece.strip(), count=1)
        bare = _bare(piece)
        if not bare or _NONE.fullmatch(bare) or _is_unfilled(bare):
            return
        if (whole := self._whole(piece, bare)) is not None:
            self._add(reading, whole)
        elif parts := self._parts(bare):
            for part in parts:
                self._piece(part, reading)
        elif found := self._named(_LEAD_IN.sub("", bare, count=1)) or self._named(bare):
            self._add(reading, found)
        else:
            reading.external.append(plain_text(without_notes(piece)).strip(" ."))

    def _whole(self, piece: str, bare: str) -> Iterable[int] | None:
        """The rows that a piece means before it is split any further, None where it means none."""
        if (rows := self._everything(bare)) is not None:
            return rows
        found = self._names.equal(piece) or self._others(self._names.shortened(bare))
        return found or None

    def _everything(self, bare: str) -> Iterable[int] | None:
        """The rows that `All prior phases` or `Previous phase` mean, None for other texts."""
        if _ALL.fullmatch(bare):
            return self._statement.everything(self._row, self._size)
        if _NEXT_TO.fullmatch(bare):
            return (self._row - 1,) if self._row else ()
        return None

    def _parts(self, bare: str) -> list[str]:
        """The parts round conjunctions or slashes, where any of them names a row."""
        for parts in (_CONJUNCTION.split(bare), bare.split("/")):
            if len(parts) > 1 and any(map(self._named, parts)):
                return parts
        return []

    def _named(self, text: str) -> tuple[int, ...]:
        """The rows that a text names, loosely at last; its own row only where it says so."""
        text = _EDGE.sub("", text)
        return self._exact(text) or self._others(self._names.loose(text))

    def _others(self, found: tuple[int, ...]) -> tuple[int, ...]:
        """No row looks like what it needs itself: `Testing` needs a `Test environment`."""
        return () if found == (self._row,) else found

    def _exact(self, piece: str) -> tuple[int, ...]:
        found = self._names.exact(piece, self._word)
        if (label := parse(piece).label) and label.word:
            self._word = label.word
        return found


def _bare(text: str) -> str:
    """A text without notes and without the signs round it."""
    bare = plain_text(without_notes(text))
    return bare if _NONE.fullmatch(bare) else _EDGE.sub("", bare)


def _split_outside_notes(text: str) -> Iterator[str]:
    """The pieces between separators that stand outside parentheses."""
    depth = start = 0
    for index, char in enumerate(text):
        if char in "()":
            depth = max(0, depth + (1 if char == "(" else -1))
        elif not depth and _SEPARATOR.match(char):
            yield text[start:index].strip()
            start = index + 1
    yield text[start:].strip()


def _is_unfilled(text: str) -> bool:
    """Whether a template's bracketed text stands where a name should."""
    return text.startswith("[") and text.endswith("]")
