"""Drawings made of characters: which phases an author's arrows put before which others."""

from __future__ import annotations

import re
from bisect import bisect, bisect_left
from typing import TYPE_CHECKING, NamedTuple

from mkdocs_speckit.model.graph import find_cycles
from mkdocs_speckit.model.parts import Blocks, Drawn, External, Graph, Node, Place, SelfReference
from mkdocs_speckit.reading.dependency_cells import CellReader
from mkdocs_speckit.reading.document.markdown import plain_text
from mkdocs_speckit.reading.names import Names, parse_name
from mkdocs_speckit.reading.quantities import strip_notes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mkdocs_speckit.reading.document import Cell, CodeBlock, Document, Table

MOST_LINES = 400
"""Longer blocks are no drawings."""

_LANGUAGES = frozenset(["", "ascii", "text", "txt", "diagram", "plaintext"])
_LINE = "─━═=—–┄┈-"
_SHAFT = f"[{_LINE}┬┴┼+]{{0,20}}"
"""Of a longer one the last signs are enough: it is not looked at time and again."""

_ARROW = re.compile(rf"[{_LINE}](?:{_SHAFT}[{_LINE}])?>|{_SHAFT}[►▶▸→⟶]")
_SIGN = re.compile(rf"{_ARROW.pattern}|[│┃║├┤┌┐└┘┬┴┼]")
"""What makes a block of text a drawing."""

_FENCES = 2
_SIDE = re.compile(r"[│┃║|]|\s{3,}")
"""What parts a node from what stands beside it."""

_JOINT = re.compile(r"(?:(?<!\s)\s+(?:\+|&|and)\s+|(?:(?<!\s)\s+)?,\s*)(?![^()]{0,200}\))")
_EDGE = re.compile(rf"^[\s{_LINE}├┤┌┐└┘┬┴┼+\\/]+|[\s{_LINE}├┤┌┐└┘┬┴┼+\\/]+$")


def find_drawing(document: Document, heading: int | None) -> str:
    """The first drawing under a heading, without its fences; empty where there is none."""
    for block in _code_blocks(document, heading):
        text = document.source.slice(block.start, block.end)
        lines = text.rstrip().split("\n")
        if _SIGN.search(text) and len(lines) > _FENCES:
            return "\n".join(lines[1:-1])
    return ""


def read_arrows(document: Document, heading: int | None, names: Names) -> tuple[Drawn, ...]:
    """The pairs of nodes that drawings under a heading join with an arrow, from left to right.

    Only arrows are read that stand, in one line, between two texts that both name nodes: those
    can be read with certainty. What runs through several lines is left alone.
    """
    found: dict[tuple[int, int], Drawn] = {}
    for block in _code_blocks(document, heading):
        for pair in _pairs(document, block, names):
            found.setdefault((pair.before, pair.after), pair)
    return tuple(found.values())


def _code_blocks(document: Document, heading: int | None) -> Iterator[CodeBlock]:
    """The blocks right under a heading that are in no language."""
    blocks = document.code_blocks
    start, end = (find(blocks, _rank(heading), key=_heading_of) for find in (bisect_left, bisect))
    return (block for block in blocks[start:end] if block.language in _LANGUAGES)


def _heading_of(block: CodeBlock) -> int:
    return _rank(block.heading)


def _rank(heading: int | None) -> int:
    """What blocks are in the order of: those before the first heading come first."""
    return -1 if heading is None else heading


def _pairs(document: Document, block: CodeBlock, names: Names) -> Iterator[Drawn]:
    lines = document.source.slice(block.start, block.end).split("\n")
    if len(lines) > MOST_LINES:
        return
    first = document.source.find_line(block.start)
    for number, line in enumerate(lines, first):
        arrows = list(_ARROW.finditer(line))
        starts = [0, *(arrow.end() for arrow in arrows)]
        ends = [*(arrow.start() for arrow in arrows), len(line)]
        texts = [line[start:end] for start, end in zip(starts, ends, strict=True)]
        for index, arrow in enumerate(arrows):
            before = _nodes(_SIDE.split(_text(texts[index]))[-1], names)
            after = _nodes(_SIDE.split(_text(texts[index + 1]))[0], names)
            place = Place(number, arrow.start() + 1)
            yield from (Drawn(b, a, place) for b in before for a in after if a != b)


def _text(text: str) -> str:
    """A text between arrows, without the lines of its frame."""
    return _EDGE.sub("", text.strip().strip("│┃║|"))


def _nodes(text: str, names: Names) -> tuple[int, ...]:
    """The nodes that a text names; none where a part of it names none."""
    text = _EDGE.sub("", text)
    if found := names.find_equal(text):
        return found
    parts = [names.find_same(part) for part in _JOINT.split(text)]
    return tuple(node for part in parts for node in part) if all(parts) else ()


MOST_EDGES = 20_000
"""How many edges of one table are read; a table with more says so."""

_DEPENDS_ON = re.compile(
    r".*\b(?:depends(?: on)?|dependenc(?:y|ies)|pre ?requisites?|prereqs?|blocked by|predecessors?)"
    r"|requires"
)
"""The headers that say what a row waits for."""

_NO_NODES = frozenset(["dependency", "dependencies", "library", "risk", "type"])
"""First headers of tables that list what a plan needs, and not what waits for what."""

_NAME_HEADERS = frozenset(
    "activity component deliverable description item milestone module name phase stage step task"
    " title work workstream".split()
)

_GENERAL_HEADERS = frozenset(["impact", "impact if blocked", "status", "type", "version"])
"""Headers beside which `Dependency` or `Requires` lists what a plan needs."""


class _Statement(NamedTuple):
    """What a column says of two rows: that one waits for the other, or blocks it.

    `edge` turns a row and one that its cell names into an edge; `everything` are the rows that
    `All` means in a row of a table of some size.
    """

    header: re.Pattern[str]
    edge: Callable[[int, int], tuple[int, int]]
    everything: Callable[[int, int], range]


_WAITS = _Statement(_DEPENDS_ON, lambda row, other: (other, row), lambda row, _size: range(row))
_BLOCKS = _Statement(
    re.compile("blocks"), lambda row, other: (row, other), lambda row, size: range(row + 1, size)
)


def read_graphs(document: Document) -> tuple[Graph, ...]:
    """All dependency tables of a document, in order; the first is the plan's phase graph."""
    found = []
    for table in document.tables:
        if not document.is_under(table.landmark, "depend"):
            continue
        for statement in (_WAITS, _BLOCKS):
            column = _column(table, statement)
            if column is not None:
                graph = _graph(document, table, statement, column)
                if graph.edges or (statement is _WAITS and not _is_general(table)):
                    found.append(graph)
                break
    return tuple(found)


def _is_general(table: Table) -> bool:
    """Whether a table lists what a plan needs, and not what waits for what."""
    headers = [_header(cell) for cell in table.header]
    return headers[0] in _NO_NODES or not _GENERAL_HEADERS.isdisjoint(headers)


def _header(cell: Cell) -> str:
    """A column's header in plain words."""
    return " ".join(re.findall(r"[^\W_]+", strip_notes(cell.full_text).casefold()))


def _column(table: Table, statement: _Statement) -> int | None:
    """The first column, after the one of names, that makes a statement."""
    for index, cell in enumerate(table.header[1:], 1):
        if statement.header.fullmatch(_header(cell)):
            return index
    return None


def _graph(document: Document, table: Table, statement: _Statement, column: int) -> Graph:
    rows = [row for row in table.rows if row[0].full_text]
    heading = document.outline[table.landmark].parent
    nodes = tuple(Node(plain_text(row[0].full_text), row[0].place.line) for row in rows)
    names = Names(_names(table, rows))
    reader = CellReader(names, lambda row: statement.everything(row, len(rows)))
    edges: dict[tuple[int, int], None] = {}
    external: dict[External, None] = {}
    self_references = []
    is_truncated = False
    for index, row in enumerate(rows):
        if is_truncated := len(edges) >= MOST_EDGES:
            break
        cell, place = reader.read(row[column], index), row[column].place
        external.update((External(text, index, place), None) for text in cell.external)
        if cell.names_own_row:
            self_references.append(SelfReference(index, place))
        edges.update((statement.edge(index, other), None) for other in cell.nodes)
    is_drawn_from_blocks = statement is _BLOCKS
    return Graph(
        table.landmark,
        next((document.outline[h].text for h in document.list_headings(table.landmark)), ""),
        table.line,
        nodes,
        tuple(edges),
        # What a row blocks outside the table does not hold it up.
        () if is_drawn_from_blocks else tuple(external),
        find_cycles(len(nodes), edges),
        tuple(self_references),
        () if is_drawn_from_blocks else tuple(_blocks(table, rows, names)),
        read_arrows(document, heading, names),
        find_drawing(document, heading),
        truncated=is_truncated,
    )


def _blocks(table: Table, rows: Sequence[tuple[Cell, ...]], names: Names) -> Iterator[Blocks]:
    """What the rows of a table that is drawn from `Depends On` say that they block.

    No more pairs of phases are read than edges.
    """
    column = _column(table, _BLOCKS)
    if column is None:
        return
    reader = CellReader(names, lambda row: _BLOCKS.everything(row, len(rows)))
    pairs = 0
    for index, row in enumerate(rows):
        if pairs >= MOST_EDGES:
            return
        cell = reader.read(row[column], index)
        if nodes := tuple(node for node in cell.nodes if node not in cell.loose):
            pairs += len(nodes)
            names_more = bool(cell.external or cell.loose)
            yield Blocks(index, nodes, row[column].place, names_more)


def _names(table: Table, rows: Sequence[tuple[Cell, ...]]) -> list[str]:
    """The names by which cells know the rows; beside a mere number the next column names them."""
    names = [plain_text(row[0].full_text) for row in rows]
    if _header(table.header[1]) not in _NAME_HEADERS:
        return names
    return [
        f"{name}: {plain_text(row[1].full_text)}" if parse_name(name).is_label else name
        for name, row in zip(names, rows, strict=True)
    ]
