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
from typing import TYPE_CHECKING

from mkdocs_speckit.model.graph import find_cycles, find_neighbours, keep_acyclic
from mkdocs_speckit.model.parts import Blocks, Drawn, External, Graph, Node, Place, SelfReference
from mkdocs_speckit.reading.dependency_cells import CellReader
from mkdocs_speckit.reading.document.source import fold_spaces
from mkdocs_speckit.reading.names import Names, parse_name, split_words
from mkdocs_speckit.reading.quantities import strip_notes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mkdocs_speckit.model.graph import Edge
    from mkdocs_speckit.model.parts import PhaseBoxes
    from mkdocs_speckit.reading.dependency_cells import CellReading
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


_WAITS = re.compile(
    r".*\b(?:depends(?: on)?|dependenc(?:y|ies)|pre ?requisites?|prereqs?|blocked by"
    r"|predecessors?)|requires"
)
_BLOCKS = re.compile("blocks")

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

    A table is read from the first column that says what its rows wait for, and from the first that
    says what they block, where the other one cannot say it.
    """
    graphs = []
    for table in document.tables:
        if not document.is_under(table.landmark, "depend"):
            continue
        headers = [
            " ".join(re.findall(r"[^\W_]+", strip_notes(cell.full_text).casefold()))
            for cell in table.header
        ]
        waits, blocks = _find_column(headers, _WAITS), _find_column(headers, _BLOCKS)
        if waits is None and blocks is None:
            continue
        is_general = headers[0] in _NO_NODES or not _GENERAL_HEADERS.isdisjoint(headers)
        graph = _read_graph(document, table, headers, waits, blocks)
        if graph.edges or (waits is not None and not is_general):
            graphs.append(graph)
    return tuple(graphs)


def _find_column(headers: Sequence[str], header: re.Pattern[str]) -> int | None:
    """Find the first column, after the one of names, with such a header."""
    columns = range(1, len(headers))
    return next((index for index in columns if header.fullmatch(headers[index])), None)


def _read_graph(
    document: Document,
    table: Table,
    headers: Sequence[str],
    waits: int | None,
    blocks: int | None,
) -> Graph:
    """Read a table's rows as nodes, and the cells of the columns `waits` and `blocks` as edges."""
    rows = [row for row in table.rows if row[0].full_text]
    nodes = tuple(Node(fold_spaces(row[0].full_text), row[0].place.line) for row in rows)
    texts = [node.name for node in nodes]
    nouns = headers[0]
    if 1 not in (waits, blocks) and not _NAME_HEADERS.isdisjoint(headers[1].split()):
        # A row `| 1 | Setup |` has the name `1: Setup`.
        nouns += f" {headers[1]}"
        texts = [
            f"{text}: {fold_spaces(row[1].full_text)}" if parse_name(text).is_label else text
            for text, row in zip(texts, rows, strict=True)
        ]
    heading = document.outline[table.landmark].parent
    title = "" if heading is None else document.outline[heading].text
    names = Names(texts, {word.removesuffix("s") for word in split_words(f"{nouns} {title}")})

    waiting, waits_are_cut = _read_column(rows, waits, CellReader(names, len(rows), "above"))
    blocking, blocks_are_cut = _read_column(rows, blocks, CellReader(names, len(rows), "below"))
    said = tuple(
        Blocks(index, tuple(cell.nodes), row[blocks or 0].place, bool(cell.external))
        for index, (cell, row) in enumerate(zip(blocking, rows, strict=False))
        if cell.nodes
    )
    blocked = [(block.node, other) for block in said for other in block.nodes]
    edges = [(other, index) for index, cell in enumerate(waiting) for other in cell.nodes]
    if waits is None:
        from_blocks = blocked
    else:
        # A row that says itself what it waits for, or that it waits for nothing, is left alone.
        unread = {i for i, c in enumerate(waiting) if c.external and not c.nodes}
        from_blocks = keep_acyclic(
            len(rows), edges, [edge for edge in blocked if edge[1] in unread]
        )
    places = [row[waits or 0].place for row in rows]
    external = {
        External(text, index, places[index]): None
        for index, texts in enumerate(_leave_out_products(waiting, from_blocks, names))
        for text in texts
    }
    edges += from_blocks
    return Graph(
        table=table.landmark,
        heading=title,
        line=table.line,
        nodes=nodes,
        edges=tuple(edges),
        external=tuple(external),
        cycles=find_cycles(len(nodes), edges),
        self_references=tuple(
            SelfReference(index, places[index])
            for index, cell in enumerate(waiting)
            if cell.names_own_row
        ),
        blocks=() if waits is None else said,
        from_blocks=tuple(from_blocks),
        drawn=read_arrows(document, heading, names),
        drawing=find_drawing(document, heading),
        truncated=waits_are_cut or blocks_are_cut,
    )


def _read_column(
    rows: Sequence[tuple[Cell, ...]], column: int | None, reader: CellReader
) -> tuple[list[CellReading], bool]:
    """Read a column's cells, until there are too many edges; the second value is true if so."""
    found: list[CellReading] = []
    if column is None:
        return found, False
    count = 0
    for index, row in enumerate(rows):
        if count >= MAX_EDGES:
            return found, True
        found.append(reader.read(row[column], index))
        count += len(found[-1].nodes)
    return found, False


def _leave_out_products(
    waiting: Sequence[CellReading], from_blocks: Iterable[Edge], names: Names
) -> Iterator[list[str]]:
    """Yield what each row waits for outside the table, without the products of what blocks it.

    A product shares a word with the name of a row: `Survey notes` is one of *External survey*.
    """
    before, _ = find_neighbours(from_blocks)
    for index, cell in enumerate(waiting):
        words = {text: set(split_words(text)) for text in cell.external}
        known = set().union(*words.values())
        shared = set().union(*(known & names.get_telling_words(row) for row in before[index]))
        yield [text for text in cell.external if shared.isdisjoint(words[text])]


def make_phase_graph(
    document: Document, heading: int, phases: Sequence[PhaseBoxes], edges: Iterable[Edge]
) -> Graph:
    """Make the graph of phases whose order sentences state, with the author's own drawing.

    It is shown at a heading, an outline index. `edges` are pairs of indexes of the phases.
    """
    kept = tuple(sorted(edges))[:MAX_EDGES]
    mark = document.outline[heading]
    return Graph(
        table=heading,
        heading=mark.text,
        line=mark.line,
        nodes=tuple(Node(phase.names[0], phase.line, heading=phase.heading) for phase in phases),
        edges=kept,
        external=(),
        cycles=find_cycles(len(phases), kept),
        drawing=find_drawing(document, heading),
        truncated=len(kept) >= MAX_EDGES,
    )


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
