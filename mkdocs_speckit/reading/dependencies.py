"""Dependency tables: which tables are graphs, and what each cell depends on (section 3)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mkdocs_speckit.plan import External, Graph, Node, SelfReference
from mkdocs_speckit.reading.cycles import cycles
from mkdocs_speckit.reading.markdown import plain_text
from mkdocs_speckit.reading.names import Names, parse
from mkdocs_speckit.reading.quantities import without_notes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mkdocs_speckit.reading.markdown import Cell, Document, Table

MOST_EDGES = 20_000
"""How many edges of one table are read; a table with more says so."""

DEPENDS_ON_HEADERS = frozenset(
    "depends on|dependencies|depends|prerequisites|prerequisite|blocked by|predecessors"
    "|predecessor".split("|")
)
BLOCKS_HEADER = "blocks"

_NONE = re.compile(r"(?:none|n/?a|nothing|[-–—]+)(?!\w)\W*|none\b.*", re.IGNORECASE | re.DOTALL)
_RANK = r"prior|previous|preceding|above|earlier|subsequent|later|downstream|following|below"
_THINGS = (
    r"phases?|steps?|stages?|sprints?|tasks?|components?|rows?|items?|work|workstreams?|milestones?"
)
_ALL = re.compile(
    rf"(?:all|everything|every)(?:\s+(?:of|the|{_RANK}|others?|remaining|rest|{_THINGS}))*",
    re.IGNORECASE,
)
_NEXT_TO = re.compile(
    rf"(?:the\s+)?(?:prior|previous|preceding)\s+(?:{_THINGS})|(?:{_THINGS}\s+)?(?:above)",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r"^(?:after|requires?|needs|and|completion of|outputs? (?:of|from)|results? (?:of|from)|end of"
    r"|the|all)\s+",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"[,;\n]")
_CONJUNCTION = re.compile(r"\s+(?:\+|&|and|or)\s+", re.IGNORECASE)


def graphs(document: Document) -> tuple[Graph, ...]:
    """All dependency tables of a document, in order; the first is the plan's phase graph."""
    found = []
    for table in document.tables:
        column = _column(table, DEPENDS_ON_HEADERS)
        reads_blocks = column is None
        if column is None:
            column = _column(table, frozenset([BLOCKS_HEADER]))
        if column is not None and _is_under_depend(document, table):
            found.append(_graph(document, table, column, reads_blocks))
    return tuple(found)


def _column(table: Table, headers: frozenset[str]) -> int | None:
    """The first column, after the one of names, that has one of these headers."""
    for index, cell in enumerate(table.header[1:], 1):
        if plain_text(without_notes(cell.text)).casefold().strip(" :") in headers:
            return index
    return None


def _is_under_depend(document: Document, table: Table) -> bool:
    return any(
        "depend" in document.outline[heading].text.casefold()
        for heading in document.headings_of(table.landmark)
    )


def _graph(document: Document, table: Table, column: int, reads_blocks: bool) -> Graph:
    rows = [row for row in table.rows if row[0].full_text]
    nodes = tuple(Node(plain_text(row[0].full_text), row[0].place.line) for row in rows)
    reader = _CellReader(Names([node.name for node in nodes]), len(nodes))
    edges: dict[tuple[int, int], None] = {}
    external: dict[External, None] = {}
    self_references = []
    for index, row in enumerate(rows):
        cell = reader.read(row[column], index, below=reads_blocks)
        external.update((External(text, index), None) for text in cell.external)
        if cell.names_own_row:
            self_references.append(SelfReference(index, row[column].place))
        for other in cell.nodes:
            edges[(index, other) if reads_blocks else (other, index)] = None
        if len(edges) >= MOST_EDGES:
            break
    return Graph(
        table.landmark,
        next((document.outline[h].text for h in document.headings_of(table.landmark)), ""),
        table.line,
        nodes,
        tuple(edges),
        () if reads_blocks else tuple(external),
        cycles(len(nodes), edges),
        tuple(self_references),
        truncated=len(edges) >= MOST_EDGES,
    )


@dataclass(slots=True)
class _Reading:
    """What one cell names."""

    nodes: dict[int, None] = field(default_factory=dict)
    external: list[str] = field(default_factory=list)
    names_own_row: bool = False


class _CellReader:
    """Reads dependency cells against the rows of their table."""

    def __init__(self, names: Names, size: int) -> None:
        self._names = names
        self._size = size

    def read(self, cell: Cell, row: int, *, below: bool) -> _Reading:
        """Read a cell in the order of section 3; `below` where `All` means the rows below."""
        reading = _Reading()
        text = cell.text.strip()
        bare = without_notes(text).strip()
        if not bare or _NONE.fullmatch(bare):
            return reading
        self._row, self._below, self._word = row, below, ""
        whole = self._names.equal(text)
        for named in [whole] if whole else self._pieces(text):
            if isinstance(named, str):
                reading.external.append(named)
            else:
                # Only a row that names itself alone is a slip; in a range it is left out.
                reading.names_own_row |= named == (row,)
                reading.nodes.update((other, None) for other in named if other != row)
        return reading

    def _everything(self, text: str) -> tuple[int, ...] | None:
        """The rows that `All prior phases` or `Previous phase` mean, None for other texts."""
        bare = plain_text(without_notes(text))
        if _ALL.fullmatch(bare):
            return tuple(range(self._row + 1, self._size) if self._below else range(self._row))
        if _NEXT_TO.fullmatch(bare):
            return (self._row - 1,) if self._row else ()
        return None

    def _pieces(self, text: str) -> Iterator[tuple[int, ...] | str]:
        for piece in _split_outside_notes(text):
            yield from self._piece(piece)

    def _piece(self, piece: str) -> Sequence[tuple[int, ...] | str]:
        """The rows that a piece names, or its words where it names none."""
        bare = plain_text(without_notes(piece)).strip(" .")
        if not bare or _NONE.fullmatch(bare) or _is_unfilled(bare):
            return []
        found = self._everything(piece)
        if found is None:
            found = self._names.equal(piece) or self._names.shortened(bare) or None
        if found is not None:
            return [found]
        for parts in (_CONJUNCTION.split(bare), bare.split("/")):
            if len(parts) > 1 and any(map(self._named, parts)):
                return [found for part in parts for found in self._piece(part)]
        without_lead_in = _LEAD_IN.sub("", bare, count=1)
        return [self._exact(piece) or self._named(without_lead_in) or self._named(bare) or bare]

    def _named(self, text: str) -> tuple[int, ...]:
        return self._exact(text) or self._names.loose(text)

    def _exact(self, piece: str) -> tuple[int, ...]:
        found = self._names.exact(piece, self._word)
        if (label := parse(piece).label) and label.word:
            self._word = label.word
        return found


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
