"""Dependency tables, and the drawings of arrows that authors put beside them.

The rules are in `docs/numbers.md`, section 3. What a cell of such a table names is read in
`dependency_cells`. A drawing is a block of text under the same heading:

    Setup ──► Core ──┐
                     ├──► Release
    Docs ────────────┘

Only an arrow between two names in one line is read, here from *Setup* to *Core*: that is certain.
What runs through several lines is left alone.
"""

from __future__ import annotations

import re
from bisect import bisect, bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from mkdocs_speckit.model.graph import find_cycles
from mkdocs_speckit.model.parts import Blocks, Drawn, External, Graph, Node, Place, SelfReference
from mkdocs_speckit.reading.dependency_cells import CellReader
from mkdocs_speckit.reading.document.source import fold_spaces
from mkdocs_speckit.reading.names import Names, parse_name
from mkdocs_speckit.reading.quantities import strip_notes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mkdocs_speckit.reading.document import Cell, CodeBlock, Document, Table

MAX_EDGES = 20_000
"""The edges of one table that are read; a table with more says so."""

MAX_LINES = 400
"""The lines of a drawing; a longer block is not one."""

_NO_NODES = frozenset(["dependency", "dependencies", "library", "risk", "type"])
"""First headers of tables that list what a plan needs, and not what waits for what."""

_GENERAL_HEADERS = frozenset(["impact", "impact if blocked", "status", "type", "version"])
"""Headers beside which `Dependency` or `Requires` lists what a plan needs."""

_NAME_HEADERS = frozenset(
    "activity component deliverable description item milestone module name phase stage step task"
    " title work workstream".split()
)
"""Headers of a second column that names the rows, where the first one only numbers them."""


class _Statement(NamedTuple):
    """What a column says of two rows: that one waits for the other, or that it blocks the other.

    `make_edge` takes the index of a row and of one that its cell names; `find_all` takes the index
    of a row and the number of rows, and returns those that `All` means.
    """

    header: re.Pattern[str]
    make_edge: Callable[[int, int], tuple[int, int]]
    find_all: Callable[[int, int], range]


_WAITS = _Statement(
    re.compile(
        r".*\b(?:depends(?: on)?|dependenc(?:y|ies)|pre ?requisites?|prereqs?|blocked by"
        r"|predecessors?)|requires"
    ),
    lambda row, other: (other, row),
    lambda row, _size: range(row),
)
_BLOCKS = _Statement(
    re.compile("blocks"), lambda row, other: (row, other), lambda row, size: range(row + 1, size)
)

_LANGUAGES = frozenset(["", "ascii", "text", "txt", "diagram", "plaintext"])
"""The languages of fenced blocks that may be drawings."""

_LINE = "─━═=—–┄┈-"
_SHAFT = f"[{_LINE}┬┴┼+]{{0,20}}"
"""The end of an arrow's shaft. The limit keeps the search linear in the length of a line."""

_ARROW = re.compile(rf"[{_LINE}](?:{_SHAFT}[{_LINE}])?>|{_SHAFT}[►▶▸→⟶]")
_SIGN = re.compile(rf"{_ARROW.pattern}|[│┃║├┤┌┐└┘┬┴┼]")
"""What makes a block of text a drawing."""

_FENCES = 2
_SIDE = re.compile(r"[│┃║|]|\s{3,}")
"""What separates a name from what is beside it."""

_JOINT = re.compile(r"(?:(?<!\s)\s+(?:\+|&|and)\s+|(?:(?<!\s)\s+)?,\s*)(?![^()]{0,200}\))")
_EDGE = re.compile(rf"^[\s{_LINE}├┤┌┐└┘┬┴┼+\\/]+|[\s{_LINE}├┤┌┐└┘┬┴┼+\\/]+$")


def read_graphs(document: Document) -> tuple[Graph, ...]:
    """Read all dependency tables of a document, in order; the first has the plan's phases.

    A table is read from the first column that says what its rows wait for, or else from the first
    that says what they block.
    """
    graphs = []
    for table in document.tables:
        if not document.is_under(table.landmark, "depend"):
            continue
        headers = [
            " ".join(re.findall(r"[^\W_]+", strip_notes(cell.full_text).casefold()))
            for cell in table.header
        ]
        is_general = headers[0] in _NO_NODES or not _GENERAL_HEADERS.isdisjoint(headers)
        for statement in (_WAITS, _BLOCKS):
            column = _find_column(headers, statement)
            if column is not None:
                graph = _read_graph(document, table, headers, statement, column)
                if graph.edges or (statement is _WAITS and not is_general):
                    graphs.append(graph)
                break
    return tuple(graphs)


def _find_column(headers: Sequence[str], statement: _Statement) -> int | None:
    """Find the first column, after the one of names, that makes a statement."""
    columns = range(1, len(headers))
    return next((index for index in columns if statement.header.fullmatch(headers[index])), None)


def _read_graph(
    document: Document, table: Table, headers: Sequence[str], statement: _Statement, column: int
) -> Graph:
    """Read a table's rows as nodes, and their cells in one column as edges."""
    rows = [row for row in table.rows if row[0].full_text]
    nodes = tuple(Node(fold_spaces(row[0].full_text), row[0].place.line) for row in rows)
    texts = [node.name for node in nodes]
    if headers[1] in _NAME_HEADERS:
        # A row `| 1 | Setup |` has the name `1: Setup`.
        texts = [
            f"{text}: {fold_spaces(row[1].full_text)}" if parse_name(text).is_label else text
            for text, row in zip(texts, rows, strict=True)
        ]
    names = Names(texts)

    reader = CellReader(names, lambda row: statement.find_all(row, len(rows)))
    edges: dict[tuple[int, int], None] = {}
    external: dict[External, None] = {}
    self_references = []
    is_truncated = False
    for index, row in enumerate(rows):
        if is_truncated := len(edges) >= MAX_EDGES:
            break
        cell, place = reader.read(row[column], index), row[column].place
        edges.update((statement.make_edge(index, other), None) for other in cell.nodes)
        if statement is _WAITS:  # What a row blocks outside the table does not hold it up.
            external.update((External(text, index, place), None) for text in cell.external)
        if cell.names_own_row:
            self_references.append(SelfReference(index, place))

    heading = document.outline[table.landmark].parent
    return Graph(
        table=table.landmark,
        heading="" if heading is None else document.outline[heading].text,
        line=table.line,
        nodes=nodes,
        edges=tuple(edges),
        external=tuple(external),
        cycles=find_cycles(len(nodes), edges),
        self_references=tuple(self_references),
        blocks=tuple(_read_blocks(rows, headers, names)) if statement is _WAITS else (),
        drawn=read_arrows(document, heading, names),
        drawing=find_drawing(document, heading),
        truncated=is_truncated,
    )


def _read_blocks(
    rows: Sequence[tuple[Cell, ...]], headers: Sequence[str], names: Names
) -> Iterator[Blocks]:
    """Read what the rows of a table with a column `Depends On` say that they block.

    Rows that a cell names in other words than their own are left out. No more pairs of rows are
    read than edges.
    """
    column = _find_column(headers, _BLOCKS)
    if column is None:
        return
    reader = CellReader(names, lambda row: _BLOCKS.find_all(row, len(rows)))
    pairs = 0
    for index, row in enumerate(rows):
        if pairs >= MAX_EDGES:
            return
        cell = reader.read(row[column], index)
        if nodes := tuple(node for node in cell.nodes if node not in cell.loose):
            pairs += len(nodes)
            names_more = bool(cell.external or cell.loose)
            yield Blocks(index, nodes, row[column].place, names_more)


def find_drawing(document: Document, heading: int | None) -> str:
    """Find the first drawing under a heading, without its fences; empty if there is none."""
    for block in _find_code_blocks(document, heading):
        text = document.source.slice(block.start, block.end)
        lines = text.rstrip().split("\n")
        if _SIGN.search(text) and len(lines) > _FENCES:
            return "\n".join(lines[1:-1])
    return ""


def read_arrows(document: Document, heading: int | None, names: Names) -> tuple[Drawn, ...]:
    """Read the pairs of nodes that drawings under a heading join with an arrow, left to right."""
    found: dict[tuple[int, int], Drawn] = {}
    for block in _find_code_blocks(document, heading):
        lines = document.source.slice(block.start, block.end).split("\n")
        if len(lines) > MAX_LINES:
            continue
        for number, line in enumerate(lines, document.source.find_line(block.start)):
            # The texts between arrows, without the lines of a frame around them.
            texts = [_EDGE.sub("", text.strip().strip("│┃║|")) for text in _ARROW.split(line)]
            for arrow, (left, right) in zip(_ARROW.finditer(line), pairwise(texts), strict=True):
                place = Place(number, arrow.start() + 1)
                befores = _find_nodes(_SIDE.split(left)[-1], names)
                afters = _find_nodes(_SIDE.split(right)[0], names)
                for pair in ((b, a) for b in befores for a in afters if a != b):
                    found.setdefault(pair, Drawn(*pair, place))
    return tuple(found.values())


def _find_code_blocks(document: Document, heading: int | None) -> Sequence[CodeBlock]:
    """Find the blocks directly under a heading that are not code in some language."""

    def rank_heading(heading: int | None) -> int:
        return -1 if heading is None else heading  # The blocks before the first heading come first.

    blocks, rank = document.code_blocks, rank_heading(heading)
    start = bisect_left(blocks, rank, key=lambda block: rank_heading(block.heading))
    end = bisect(blocks, rank, lo=start, key=lambda block: rank_heading(block.heading))
    return [block for block in blocks[start:end] if block.language in _LANGUAGES]


def _find_nodes(text: str, names: Names) -> tuple[int, ...]:
    """Find the nodes that a text names; nothing if a part of it names no node."""
    text = _EDGE.sub("", text)
    if found := names.find_equal(text):
        return found
    parts = [names.find_same(part) for part in _JOINT.split(text)]
    return tuple(node for part in parts for node in part) if all(parts) else ()
