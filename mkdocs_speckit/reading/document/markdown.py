"""Markdown → Document. Only this module and `lists` know the parser, pyromark.

pyromark gives a flat list of events, each with the byte offsets that it spans. For
`- [x] see **x**` these are: start of a list, start of an item, text `[`, text `x`, text `] see `,
start of strong, text `x`, end of strong, end of the item, end of the list. `_EventReader` goes
through them once.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING, Any, NamedTuple

import pyromark

from mkdocs_speckit.model.parts import Landmark, Place, TableFault, UnrenderedList
from mkdocs_speckit.reading.document import Cell, CodeBlock, Comment, Document, ListItem, Table
from mkdocs_speckit.reading.document.source import Run, SourceText, fold_spaces

if TYPE_CHECKING:
    from collections.abc import Callable

_OPTIONS = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_STRIKETHROUGH

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIRST_KEY = re.compile(r"""(?:[ \t]*(?:#.*)?\n)*[\w"'-][^:\n]*:(?:\s|$)""")

_SURROGATES = range(0xD800, 0xE000)
_CONTROL = {code: "\ufffd" for code in (*range(32), 127, *_SURROGATES) if chr(code) not in "\t\n"}
_CONTROL_SIGN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_SURROGATE = re.compile("[\ud800-\udfff]")

_BRACKETED_DEFINITION = re.compile(
    r"^([ \t>*+-]*\[[^\[\]\n]+\]):(?=[ \t]*(?:[\[{]|<(?:YOUR_VALUE|NEEDS)))", re.MULTILINE
)


def parse_markdown(
    text: str, path: str = "", original_path: str = "", *, is_converted: bool = False
) -> Document:
    """Parse Markdown; any text can be parsed.

    Line ends may be of any kind, and a byte order mark is skipped. Bytes that are not UTF-8 are
    expected as lone surrogates (`errors="surrogateescape"`). For the others see `Document`.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    undecodable: list[Place] = []
    if _CONTROL_SIGN.search(text):
        for number, line in enumerate(text.split("\n"), 1):
            if match := _SURROGATE.search(line):  # Only the first one on a line is reported.
                undecodable.append(Place(number, match.start() + 1))
        text = text.translate(_CONTROL)
    # Front matter becomes blank lines, so that the lines after it keep their numbers.
    front_matter = ""
    if (match := _FRONT_MATTER.match(text)) and _FIRST_KEY.match(match[1] or ""):
        front_matter = match[1]
        text = "\n" * match[0].count("\n") + text[match.end() :]
    # `- [Option]: [Why]` is two bracketed texts, not a link definition (`docs/numbers.md`,
    # section 6). Few pages have one, and the pattern looks at every line.
    if "]:" in text:
        text = _BRACKETED_DEFINITION.sub(r"\1;", text)
    reader = _EventReader(SourceText(quote_block_bodies(text)))
    reader.read_events()
    return Document(
        path=path,
        original_path=original_path,
        front_matter=front_matter,
        outline=tuple(reader.outline),
        tables=tuple(reader.tables),
        items=tuple(reader.items),
        plain_items=tuple(reader.plain_items),
        runs=tuple(reader.runs),
        comments=tuple(reader.comments),
        code_blocks=tuple(reader.code_blocks),
        table_faults=tuple(sorted(reader.table_faults, key=lambda fault: fault.place.line)),
        undecodable=tuple(undecodable),
        unrendered_lists=tuple(reader.unrendered_lists),
        texts=tuple(reader.texts),
        struck=tuple(reader.struck),
        source=reader.source,
        is_converted=is_converted,
    )


MAX_BLOCK_NESTING = 8
"""How deep MkDocs' indented blocks are followed; each depth is one more pass of the parser."""

_BLOCK_SIGNS = ("!!!", "???", "===")
_BLOCK_OPENER = re.compile(r"^[ \t>]*(?:!!!|\?\?\?\+?|===[!+]?)[ \t]+\S", re.MULTILINE)


def quote_block_bodies(text: str) -> str:
    """Turn the indented bodies of MkDocs' blocks (`!!!`, `???`, `===`) into block quotes.

    For CommonMark such a body is code. Lines stay where they are, and so do columns, except on
    blank lines:

        !!! note                            !!! note
            Read the [plan].       →        >   Read the [plan].
    """
    # Most pages have no block, and the pattern looks at every line.
    if not any(sign in text for sign in _BLOCK_SIGNS):
        return text
    for _ in range(MAX_BLOCK_NESTING):
        if not _BLOCK_OPENER.search(text):
            return text
        # Quote the bodies of the outermost blocks that are not quoted yet.
        lines = text.split("\n")
        hidden = _find_code_and_html(text)
        has_quoted = False
        index = 0
        while index < len(lines):
            line = lines[index]
            index += 1
            if index in hidden or not _BLOCK_OPENER.match(line):
                continue
            column = len(line) - len(line.lstrip(" \t>"))
            end = _find_body_end(lines, index, column)
            for body in range(index, end):
                rest = lines[body][column:]
                quote = ">" if rest[:1] == "\t" else ">   "
                lines[body] = lines[body][:column].ljust(column) + quote + rest[len(quote) :]
            has_quoted = has_quoted or end > index
            index = end
        if not has_quoted:
            return text
        text = "\n".join(lines)
    return text


def _find_code_and_html(text: str) -> set[int]:
    """The numbers of the lines in fenced code and HTML blocks, where nothing opens a block."""
    source = SourceText(text)
    found: set[int] = set()
    for event, span in pyromark.events_with_range(text, options=_OPTIONS):
        match event:
            case {"Start": {"CodeBlock": {"Fenced": _}}} | {"Start": "HtmlBlock"}:
                first, last = source.find_line(span["start"]), source.find_line(span["end"] - 1)
                found.update(range(first, last + 1))
    return found


def _find_body_end(lines: list[str], start: int, column: int) -> int:
    """The index after the last line, from `start` on, that is indented deeper than `column`."""
    end = start
    for index in range(start, len(lines)):
        prefix, rest = lines[index][:column], lines[index][column:]
        if not rest.strip(" \t>") and not prefix.strip(" \t>"):
            continue
        if prefix.strip(" \t>") or not rest.startswith(("    ", "\t")):
            break
        end = index + 1
    return end


MIN_LIST_INDENT = 4
"""How much deeper than its parent Python-Markdown wants a nested list."""

_INLINE = {"Emphasis", "Strong", "Strikethrough", "Link", "Image", "Superscript", "Subscript"}

LIST_LEAD = re.compile(rb"[ \t\n>]*")
_OPENING = re.compile(rb"[\[{<]|NEEDS CLARIFICATION|\bTXX")
_BOX = re.compile(rb"\[([ xXB~-])\](?=\s|$)")
_PIPE_ROW = re.compile(r"[ \t>]*\|.*\|[ \t]*$")
_DROPPED_TAG = re.compile(
    r"</?(?:a|abbr|b|del|em|font|i|img|ins|mark|s|small|span|strong|sub|sup|u|wbr)\b",
    re.IGNORECASE,
)
_CODE_TAG = re.compile(r"</?(?:code|kbd|samp|pre|tt)\b", re.IGNORECASE)
_BREAK_TAG = re.compile(r"<br\b", re.IGNORECASE)


class _OpenList(NamedTuple):
    """A list that has begun; `unrendered` is to be reported if the list has boxes."""

    indent: int
    unrendered: UnrenderedList | None
    items_before: int


class _EventReader:
    """Goes through the parser's events once and collects what a Document holds."""

    def __init__(self, source: SourceText) -> None:
        self.source = source
        self.outline: list[Landmark] = []
        self.tables: list[Table] = []
        self.items: list[ListItem] = []
        self.plain_items: list[ListItem] = []
        self.runs: list[Run] = []
        self.texts: list[tuple[int, int]] = []
        self.struck: list[tuple[int, int]] = []
        self.comments: list[Comment] = []
        self.code_blocks: list[CodeBlock] = []
        self.table_faults: list[TableFault] = []
        self.unrendered_lists: list[UnrenderedList] = []
        # The text of the current block: as written, and without Markdown.
        self._stretches: list[tuple[int, int]] = []
        self._plain: list[str] = []
        self._struck_plain: set[int] = set()
        """The indexes of the pieces of `_plain` that are struck out."""
        # What encloses the current event.
        self._open_headings: list[int] = []
        self._lists: list[_OpenList] = []
        self._struck = 0
        self._silent = 0
        self._in_code_tag = False
        # What has begun and is not complete yet.
        self._item_opens = False
        self._item_start: int | None = None
        self._item_line = 0
        self._open_box: tuple[str, Place] | None = None
        self._row: list[Cell] = []
        self._rows: list[tuple[Cell, ...]] = []
        self._open_comments: list[tuple[str, Place]] = []
        self._last_text_line = -1
        """The last line of the paragraph or table before, which runs on without a blank line."""

    def read_events(self) -> None:
        """Go through all events."""
        text = self.source.bytes.decode()
        add_text, begin, finish = self._add_text, self._start, self._end
        for event, span in pyromark.events_with_range(text, options=_OPTIONS):
            start, end = span["start"], span["end"]
            if isinstance(event, str):
                if event == "Rule":
                    self._begin_block(event)
                else:  # A line's end, soft or hard.
                    add_text(" ", start, end)
            elif "Text" in event:  # Most events are one of these three.
                add_text(event["Text"], start, end)
            elif "Start" in event:
                begin(event["Start"], start, end)
            elif "End" in event:
                finish(event["End"], start, end)
            elif "Code" in event:
                self._item_opens = False
                self._add_plain(event["Code"])
            elif "InlineHtml" in event:
                html = event["InlineHtml"]
                self._item_opens = False
                if html.startswith("<!--"):
                    self._add_comments(start, end)
                elif _BREAK_TAG.match(html):
                    self._add_plain("\n")
                elif _CODE_TAG.match(html):
                    self._in_code_tag = not html.startswith("</")
                elif not _DROPPED_TAG.match(html):
                    self._add_plain(html)
        self._end_block()
        self._close_comments(None)

    def _start(self, body: Any, start: int, end: int) -> None:
        """A block or a stretch of inline markup begins; `body` is its name, or has it as key."""
        tag = body if isinstance(body, str) else next(iter(body))
        if tag in _INLINE:
            if tag == "Strikethrough":
                self._struck += 1
                self.struck.append((start, end))
            return
        self._begin_block(tag)
        if self._open_comments and tag != "HtmlBlock":
            find_line = self.source.find_line
            self._close_comments((find_line(start), find_line(max(start, end - 1))))
        match tag:
            case "TableCell":  # Half of the blocks of most plans.
                pass
            case "Item":
                self._item_opens = True
                self._item_start = self.source.skip(LIST_LEAD, start, end)
                self._item_line = self.source.find_line(self._item_start)
            case "Paragraph" if self._lists:
                self._check_paragraph(start)
            case "TableHead" | "TableRow":
                self._row = []
            case "List":
                # The parser begins a nested list where its parent's text begins, or at the line
                # end before.
                start = self.source.skip(LIST_LEAD, start, end)
                place, indent = self.source.locate(start), self.source.measure_indent(start)
                unrendered = None
                if not self._lists and self._last_text_line == place.line - 1:
                    unrendered = UnrenderedList("follows text", place)
                elif self._lists and indent - self._lists[-1].indent < MIN_LIST_INDENT:
                    unrendered = UnrenderedList("shallow", place)
                self._lists.append(_OpenList(indent, unrendered, len(self.items)))
            case "CodeBlock":
                self._silent += 1
                match body["CodeBlock"]:
                    case {"Fenced": language}:
                        language = language.strip().casefold()
                        self.code_blocks.append(CodeBlock(language, self._heading, start, end))
            case "HtmlBlock":
                self._silent += 1
                self._add_comments(start, end)

    def _end(self, body: Any, start: int, end: int) -> None:
        """A block or a stretch of inline markup ends; `body` is its name, or has it as key."""
        tag = body if isinstance(body, str) else next(iter(body))
        if tag in _INLINE:
            self._struck -= tag == "Strikethrough"
            return
        self._end_block()
        match tag:
            case "TableCell":
                full, kept = self._fold_plain(_fold_cell)
                self._row.append(Cell(kept, full, self.source, start, end))
            case "Paragraph":
                if self.source.bytes.find(b"|", start, end) >= 0:
                    self._find_broken_table(start, end)
                self._last_text_line = self.source.find_line(end - 1)
            case "TableHead" | "TableRow":
                # The parser takes a line of text right below a table for a row.
                if self.source.bytes.find(b"|", start, end) >= 0:
                    self._rows.append(tuple(self._row))
            case "List":
                ended = self._lists.pop()
                if ended.unrendered and len(self.items) > ended.items_before:
                    self.unrendered_lists.append(ended.unrendered)
            case "Heading":
                level = int(body["Heading"][1:])
                while self._open_headings and self.outline[self._open_headings[-1]].level >= level:
                    self._open_headings.pop()
                text, line = fold_spaces("".join(self._plain)), self.source.find_line(start)
                self.outline.append(Landmark("heading", text, level, line, self._heading))
                self._open_headings.append(len(self.outline) - 1)
            case "CodeBlock" | "HtmlBlock":
                self._silent -= 1
            case "Table":
                self._end_table(start, end)

    def _check_paragraph(self, start: int) -> None:
        """A list is not shown if a further paragraph of an item is not indented enough."""
        list_ = self._lists[-1]
        if list_.unrendered or self.source.find_line(start) == self._item_line:
            return
        if self.source.measure_indent(start) - list_.indent < MIN_LIST_INDENT:
            unrendered = UnrenderedList("shallow", self.source.locate(start))
            self._lists[-1] = list_._replace(unrendered=unrendered)

    @property
    def _heading(self) -> int | None:
        """The outline index of the heading that the current event is under."""
        return self._open_headings[-1] if self._open_headings else None

    def _begin_block(self, tag: str) -> None:
        """Begin the text of a new block."""
        if self._stretches or self._plain or self._open_box is not None:
            self._end_block()
        self._in_code_tag = False
        self._plain.clear()
        self._struck_plain.clear()
        if tag not in ("Paragraph", "Item"):
            self._item_opens = False

    def _end_block(self) -> None:
        """A block begins or ends: complete the text before it."""
        self._in_code_tag = False
        box_length = 0
        if self._open_box is not None:
            box, place = self._open_box
            self._open_box, box_length = None, len("[ ]")
            text, kept = (each[box_length:].lstrip() for each in self._fold_plain(fold_spaces))
            self.items.append(ListItem(box, self._heading, place, text, len(self._lists), kept))
            self._item_start = None
        elif self._item_start is not None and self._plain:
            place, (text, kept) = (
                self.source.locate(self._item_start),
                self._fold_plain(fold_spaces),
            )
            item = ListItem("", self._heading, place, text, len(self._lists), kept)
            self.plain_items.append(item)
            self._item_start = None
        if self._stretches:
            start, end = self._stretches[0][0], self._stretches[-1][1]
            self.texts.append((start, end))
            # Only what may be a placeholder or a question is looked at in runs: few blocks have a
            # bracket, and fewer have the words that are one without.
            if _OPENING.search(self.source.bytes, start + box_length, end):
                self.runs.append(Run(self.source, self._stretches))
            self._stretches = []

    def _add_text(self, text: str, start: int, end: int) -> None:
        """Add text that is written between two byte offsets; the first of an item may be a box."""
        if self._silent:
            return
        if self._item_opens:
            self._item_opens = False
            is_escaped = self.source.bytes[start - 1 : start] == b"\\"
            if not is_escaped and (box := _BOX.match(self.source.bytes, start)):
                self._open_box = box[1].decode(), self.source.locate(start)
        self._add_plain(text)
        if not self._in_code_tag:
            self._stretches.append((start, end))

    def _add_plain(self, text: str) -> None:
        """Add to what readers of the block see."""
        if self._struck:
            self._struck_plain.add(len(self._plain))
        self._plain.append(text)

    def _fold_plain(self, fold: Callable[[str], str]) -> tuple[str, str]:
        """The text of the current block: all of it, and what is not struck out."""
        full = kept = fold("".join(self._plain))
        if self._struck_plain:
            pieces = enumerate(self._plain)
            kept = fold("".join(text for i, text in pieces if i not in self._struck_plain))
        return full, kept

    def _add_comments(self, start: int, end: int) -> None:
        """Note the comments in HTML between two byte offsets."""
        find = self.source.bytes.find
        opening = find(b"<!--", start, end)
        while opening >= 0 and (closing := find(b"-->", opening + 4, end)) >= 0:
            text = self.source.slice(opening + 4, closing)
            self._open_comments.append((text, self.source.locate(opening)))
            opening = find(b"<!--", closing, end)

    def _close_comments(self, next_block: tuple[int, int] | None) -> None:
        """Complete the comments for which these lines are the next block."""
        self.comments += (Comment(*comment, next_block) for comment in self._open_comments)
        self._open_comments.clear()

    def _find_broken_table(self, start: int, end: int) -> None:
        """Report lines at the end of a paragraph that look like rows of a table."""
        lines = self.source.slice(start, end).rstrip("\n").split("\n")
        rows = sum(1 for _ in takewhile(_PIPE_ROW.match, reversed(lines)))
        if rows > 1:
            before = "".join(f"{line}\n" for line in lines[:-rows]) + lines[-rows].partition("|")[0]
            place = self.source.locate(start + len(before.encode()))
            self.table_faults.append(TableFault("broken", place))

    def _end_table(self, start: int, end: int) -> None:
        header, *rows = self._rows
        line = self.source.find_line(start)
        if not rows:
            self.table_faults.append(TableFault("empty", header[0].place))
        if not self._lists and self._last_text_line == line - 1:
            self.table_faults.append(TableFault("follows text", self.source.locate(start)))
        text = " | ".join(cell.full_text for cell in header)
        self.outline.append(Landmark("table", text, 0, line, self._heading))
        self.tables.append(Table(len(self.outline) - 1, header, tuple(rows), line))
        self._rows = []
        # Python-Markdown reads a table on to the next blank line.
        self._last_text_line = self.source.find_line(end - 1)


def _fold_cell(text: str) -> str:
    """A cell's text with white space folded and line breaks (`<br>`) kept."""
    if "\n" not in text:
        return fold_spaces(text)
    return "\n".join(filter(None, map(fold_spaces, text.split("\n"))))
