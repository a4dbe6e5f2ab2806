"""MkDocs' own blocks (`!!!`, `???`, `===`), whose indented bodies look like code to CommonMark."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import pyromark

from mkdocs_speckit.model.parts import Landmark, Place, TableFault, UnrenderedList
from mkdocs_speckit.reading.document import BoxItem, Cell, CodeBlock, Comment, Document, Table
from mkdocs_speckit.reading.document.source import Run, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    _Handler = Callable[["_Reader", Any, int, int], None]

MAX_BLOCK_NESTING = 8
"""How deep MkDocs' indented blocks are followed; each depth is one more pass of the parser."""

_SIGNS = ("!!!", "???", "===")
"""What a block's first line has; most pages have no block, and a pattern looks at every line."""

_BLOCK_OPENER = re.compile(r"^[ \t>]*(?:!!!|\?\?\?\+?|===[!+]?)[ \t]+\S", re.MULTILINE)


def quote_bodies(text: str, hidden_lines: Callable[[str], set[int]]) -> str:
    """Turn the indented bodies of MkDocs' blocks into block quotes.

    `hidden_lines` gives the lines, from 1, of a text in which nothing is a block: code and HTML.
    Lines and, but for blank ones, columns stay where they are.
    """
    if not any(sign in text for sign in _SIGNS):
        return text
    for _ in range(MAX_BLOCK_NESTING):
        if not _BLOCK_OPENER.search(text):
            return text
        lines = text.split("\n")
        hidden = hidden_lines(text)
        if not _quote_bodies(lines, hidden):
            return text
        text = "\n".join(lines)
    return text


def _quote_bodies(lines: list[str], hidden: set[int]) -> bool:
    """Quote the bodies of the outermost blocks that are not quoted yet; say whether any was."""
    changed = False
    index = 0
    while index < len(lines):
        line = lines[index]
        index += 1
        if index in hidden or not _BLOCK_OPENER.match(line):
            continue
        column = len(line) - len(line.lstrip(" \t>"))
        end = _body_end(lines, index, column)
        for body in range(index, end):
            rest = lines[body][column:]
            quote = ">" if rest[:1] == "\t" else ">   "
            lines[body] = lines[body][:column].ljust(column) + quote + rest[len(quote) :]
        changed = changed or end > index
        index = end
    return changed


def _body_end(lines: list[str], start: int, column: int) -> int:
    """The index after the last line that is indented deeper than `column`."""
    end = start
    for index in range(start, len(lines)):
        prefix, rest = lines[index][:column], lines[index][column:]
        if not rest.strip(" \t>") and not prefix.strip(" \t>"):
            continue
        if prefix.strip(" \t>") or not rest.startswith(("    ", "\t")):
            break
        end = index + 1
    return end


OPTIONS = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_STRIKETHROUGH
INDENT = 4
"""How deep Python-Markdown wants a nested list."""

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIRST_KEY = re.compile(r"""(?:[ \t]*(?:#.*)?\n)*[\w"'-][^:\n]*:(?:\s|$)""")
_SURROGATES = range(0xD800, 0xE000)
_CONTROL = {code: "\ufffd" for code in (*range(32), 127, *_SURROGATES) if chr(code) not in "\t\n"}
_CONTROL_SIGN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LIST_LEAD = re.compile(rb"[ \t\n>]*")
_OPENING = re.compile(rb"[\[{<]")
_BOX = re.compile(rb"\[([ xXB~-])\](?=\s|$)")
_BRACKETED_DEFINITION = re.compile(
    r"^([ \t>*+-]*\[[^\[\]\n]+\]):(?=[ \t]*(?:[\[{]|<(?:YOUR_VALUE|NEEDS)))", re.MULTILINE
)
_PIPE_ROW = re.compile(r"[ \t>]*\|.*\|[ \t]*$")
_DROPPED_TAG = re.compile(
    r"</?(?:a|abbr|b|del|em|font|i|img|ins|mark|s|small|span|strong|sub|sup|u|wbr)\b",
    re.IGNORECASE,
)
_CODE_TAG = re.compile(r"</?(?:code|kbd|samp|pre|tt)\b", re.IGNORECASE)
_BREAK_TAG = re.compile(r"<br\b", re.IGNORECASE)


def parse_markdown(text: str, path: str = "", original_path: str = "") -> Document:
    """Read Markdown; any text is readable.

    Line ends may be of any kind, a BOM is passed over. Bytes that are no UTF-8 are expected as
    lone surrogates (`errors="surrogateescape"`).
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    undecodable: tuple[Place, ...] = ()
    # Control characters, too, are shown as what they are: no text.
    if _CONTROL_SIGN.search(text):
        undecodable = tuple(_undecodable(text))
        text = text.translate(_CONTROL)
    front_matter = ""
    if (match := _FRONT_MATTER.match(text)) and _FIRST_KEY.match(match[1] or ""):
        front_matter = match[1]
        text = "\n" * match[0].count("\n") + text[match.end() :]
    # `- [Option]: [Why]` is two bracketed texts, not a link definition (section 6).
    if "]:" in text:  # Few pages have one; the pattern looks at every line.
        text = _BRACKETED_DEFINITION.sub(r"\1;", text)
    text = quote_bodies(text, _code_and_html_lines)
    return _Reader(Source(text), front_matter, undecodable).read(path, original_path)


def _undecodable(text: str) -> Iterator[Place]:
    """The first undecodable byte of each line that has any."""
    for number, line in enumerate(text.split("\n"), 1):
        if match := _SURROGATE.search(line):
            yield Place(number, match.start() + 1)


def plain_text(text: str) -> str:
    """One line of text, runs of white space folded."""
    return " ".join(text.split())


def _code_and_html_lines(text: str) -> set[int]:
    """The lines, from 1, of fenced code and of HTML blocks."""
    source = Source(text)
    lines: set[int] = set()
    for event, span in pyromark.events_with_range(text, options=OPTIONS):
        match event:
            case {"Start": {"CodeBlock": {"Fenced": _}}} | {"Start": "HtmlBlock"}:
                lines.update(range(source.line(span["start"]), source.line(span["end"] - 1) + 1))
    return lines


class _OpenList(NamedTuple):
    """A list that has begun; `unrendered` is what it is to be reported as if it has boxes."""

    indent: int
    unrendered: UnrenderedList | None
    items_before: int


class _Reader:
    """Walks the parser's events once and collects what a Document holds."""

    def __init__(self, source: Source, front_matter: str, undecodable: tuple[Place, ...]) -> None:
        self._source = source
        self._undecodable = undecodable
        self._front_matter = front_matter
        self._outline: list[Landmark] = []
        self._open_headings: list[int] = []
        self._tables: list[Table] = []
        self._items: list[BoxItem] = []
        self._runs: list[Run] = []
        self._texts: list[tuple[int, int]] = []
        self._comments: list[Comment] = []
        self._code_blocks: list[CodeBlock] = []
        self._table_faults: list[TableFault] = []
        self._stretches: list[tuple[int, int]] = []
        self._plain: list[str] = []
        self._struck_plain: list[int] = []
        self._struck = 0
        self._silent = 0
        self._row: list[Cell] = []
        self._rows: list[tuple[Cell, ...]] = []
        self._item_opens = False
        self._open_box: tuple[str, Place] | None = None
        self._in_code_tag = False
        self._open_comments: list[tuple[str, Place]] = []
        self._last_text_line = 0
        self._lists: list[_OpenList] = []
        self._unrendered_lists: list[UnrenderedList] = []

    def read(self, path: str, original_path: str) -> Document:
        """Walk all events."""
        text = self._source.bytes.decode()
        for event, span in pyromark.events_with_range(text, options=OPTIONS):
            start, end = span["start"], span["end"]
            if isinstance(event, str):
                self._sign(event, start, end)
            elif "Text" in event:  # Most events are one of these three.
                self._text(event["Text"], start, end)
            elif "Start" in event:
                self._start(event["Start"], start, end)
            elif "End" in event:
                self._end(event["End"], start, end)
            elif "Code" in event:
                self._code(event["Code"])
            elif "InlineHtml" in event:
                self._inline_html(event["InlineHtml"], start, end)
        self._flush()
        self._end_comments(None)
        return Document(
            path,
            original_path,
            self._front_matter,
            tuple(self._outline),
            tuple(self._tables),
            tuple(self._items),
            tuple(self._runs),
            tuple(self._comments),
            tuple(self._code_blocks),
            tuple(sorted(self._table_faults, key=lambda fault: fault.place.line)),
            self._undecodable,
            tuple(self._unrendered_lists),
            tuple(self._texts),
            self._source,
        )

    def _sign(self, event: str, start: int, end: int) -> None:
        """A rule, or a line's end."""
        if event == "Rule":
            self._start_block(event)
        else:
            self._text(" ", start, end)

    def _start(self, body: Any, start: int, end: int) -> None:
        tag = body if isinstance(body, str) else next(iter(body))
        if tag not in _INLINE:
            self._start_block(tag)
            if self._open_comments and tag != "HtmlBlock":
                self._end_comments(
                    (self._source.line(start), self._source.line(max(start, end - 1)))
                )
        if tag in self._STARTS:
            self._STARTS[tag](self, body, start, end)

    def _end(self, body: Any, start: int, end: int) -> None:
        tag = body if isinstance(body, str) else next(iter(body))
        if tag not in _INLINE:
            self._flush()
        if tag in self._ENDS:
            self._ENDS[tag](self, body, start, end)

    def _start_block(self, tag: str) -> None:
        self._flush()
        self._plain.clear()
        self._struck_plain.clear()
        if tag not in ("Paragraph", "Item"):
            self._item_opens = False

    def _code(self, text: str) -> None:
        self._item_opens = False
        self._add_plain(text)

    def _end_comments(self, next_block: tuple[int, int] | None) -> None:
        """The block in these lines is the next one of the comments before it."""
        self._comments += (Comment(*comment, next_block) for comment in self._open_comments)
        self._open_comments.clear()

    def _flush(self) -> None:
        """A block begins or ends: the text before it is over."""
        self._in_code_tag = False
        box_length = 0
        if self._open_box is not None:
            box, place = self._open_box
            self._open_box, box_length = None, len("[ ]")
            text = self._plain_text()[box_length:].lstrip()
            self._items.append(BoxItem(box, self._heading, place, text))
        if self._stretches:
            start, end = self._stretches[0][0], self._stretches[-1][1]
            self._texts.append((start, end))
            if _OPENING.search(self._source.bytes, start + box_length, end):
                self._runs.append(Run(self._source, self._stretches))
            self._stretches = []

    def _text(self, text: str, start: int, end: int) -> None:
        if self._silent:
            return
        if self._item_opens:
            self._item_opens = False
            is_escaped = self._source.bytes[start - 1 : start] == b"\\"
            if not is_escaped and (box := _BOX.match(self._source.bytes, start)):
                self._open_box = box[1].decode(), self._source.place(start)
        self._add_plain(text)
        if not self._in_code_tag:
            self._stretches.append((start, end))

    def _add_plain(self, text: str) -> None:
        if self._struck:
            self._struck_plain.append(len(self._plain))
        self._plain.append(text)

    def _inline_html(self, html: str, start: int, end: int) -> None:
        self._item_opens = False
        if html.startswith("<!--"):
            self._comment_between(start, end)
        elif _BREAK_TAG.match(html):
            self._add_plain("\n")
        elif _CODE_TAG.match(html):
            self._in_code_tag = not html.startswith("</")
        elif not _DROPPED_TAG.match(html):
            self._add_plain(html)

    @property
    def _heading(self) -> int | None:
        return self._open_headings[-1] if self._open_headings else None

    def _plain_text(self) -> str:
        return plain_text("".join(self._plain))

    def _end_heading(self, tag: dict[str, str], start: int, _end: int) -> None:
        level = int(tag["Heading"][1:])
        while self._open_headings and self._outline[self._open_headings[-1]].level >= level:
            self._open_headings.pop()
        line = self._source.line(start)
        self._outline.append(Landmark("heading", self._plain_text(), level, line, self._heading))
        self._open_headings.append(len(self._outline) - 1)

    def _end_paragraph(self, _tag: str, start: int, end: int) -> None:
        if self._source.bytes.find(b"|", start, end) >= 0:
            self._look_for_broken_table(start, end)
        self._last_text_line = self._source.line(end - 1)

    def _look_for_broken_table(self, start: int, end: int) -> None:
        lines = self._source.slice(start, end).rstrip("\n").split("\n")
        rows = sum(1 for _ in takewhile(_PIPE_ROW.match, reversed(lines)))
        if rows > 1:
            before = "".join(f"{line}\n" for line in lines[:-rows]) + lines[-rows].partition("|")[0]
            place = self._source.place(start + len(before.encode()))
            self._table_faults.append(TableFault("broken", place))

    def _start_list(self, _tag: object, start: int, end: int) -> None:
        # The parser begins a nested list where its parent's text begins, or at the line end before.
        start = self._source.after(_LIST_LEAD, start, end)
        place, indent = self._source.place(start), self._source.indent(start)
        unrendered = None
        if not self._lists and self._last_text_line == place.line - 1:
            unrendered = UnrenderedList("follows text", place)
        elif self._lists and indent - self._lists[-1].indent < INDENT:
            unrendered = UnrenderedList("shallow", place)
        self._lists.append(_OpenList(indent, unrendered, len(self._items)))

    def _end_list(self, _tag: object, _start: int, _end: int) -> None:
        ended = self._lists.pop()
        if ended.unrendered and len(self._items) > ended.items_before:
            self._unrendered_lists.append(ended.unrendered)

    def _start_item(self, _tag: str, _start: int, _end: int) -> None:
        self._item_opens = True

    def _start_code(self, tag: dict[str, Any], start: int, end: int) -> None:
        self._start_silence(tag, start, end)
        match tag["CodeBlock"]:
            case {"Fenced": language}:
                block = CodeBlock(language.strip().casefold(), self._heading, start, end)
                self._code_blocks.append(block)

    def _start_silence(self, _tag: object, _start: int, _end: int) -> None:
        self._silent += 1

    def _end_silence(self, _tag: object, _start: int, _end: int) -> None:
        self._silent -= 1

    def _start_html(self, tag: str, start: int, end: int) -> None:
        self._start_silence(tag, start, end)
        self._comment_between(start, end)

    def _comment_between(self, start: int, end: int) -> None:
        """Note the comments of a stretch of HTML."""
        find = self._source.bytes.find
        opening = find(b"<!--", start, end)
        while opening >= 0 and (closing := find(b"-->", opening + 4, end)) >= 0:
            text = self._source.slice(opening + 4, closing)
            self._open_comments.append((text, self._source.place(opening)))
            opening = find(b"<!--", closing, end)

    def _start_strike(self, _tag: str, _start: int, _end: int) -> None:
        self._struck += 1

    def _end_strike(self, _tag: str, _start: int, _end: int) -> None:
        self._struck -= 1

    def _start_row(self, _tag: str, _start: int, _end: int) -> None:
        self._row = []

    def _end_cell(self, _tag: str, start: int, end: int) -> None:
        full = kept = _cell_text("".join(self._plain))
        if self._struck_plain:
            struck = set(self._struck_plain)
            kept = _cell_text("".join(t for i, t in enumerate(self._plain) if i not in struck))
        self._row.append(Cell(kept, full, self._source, start, end))

    def _end_row(self, _tag: str, start: int, end: int) -> None:
        # The parser takes a line of text right below a table for a row.
        if self._source.bytes.find(b"|", start, end) >= 0:
            self._rows.append(tuple(self._row))

    def _end_table(self, _tag: object, start: int, end: int) -> None:
        header, *rows = self._rows
        line = self._source.line(start)
        if not rows:
            self._table_faults.append(TableFault("empty", header[0].place))
        if not self._lists and self._last_text_line == line - 1:
            self._table_faults.append(TableFault("follows text", self._source.place(start)))
        text = " | ".join(cell.full_text for cell in header)
        self._outline.append(Landmark("table", text, 0, line, self._heading))
        self._tables.append(Table(len(self._outline) - 1, header, tuple(rows), line))
        self._rows = []
        self._last_text_line = self._source.line(end - 1)  # Python-Markdown reads on till a blank.

    # Of the class: a reader that held its own methods would stay till the next collection.
    _STARTS: ClassVar[dict[str, _Handler]] = {
        "Item": _start_item,
        "List": _start_list,
        "CodeBlock": _start_code,
        "HtmlBlock": _start_html,
        "TableHead": _start_row,
        "TableRow": _start_row,
        "Strikethrough": _start_strike,
    }
    _ENDS: ClassVar[dict[str, _Handler]] = {
        "Heading": _end_heading,
        "List": _end_list,
        "Paragraph": _end_paragraph,
        "CodeBlock": _end_silence,
        "HtmlBlock": _end_silence,
        "TableCell": _end_cell,
        "TableHead": _end_row,
        "TableRow": _end_row,
        "Table": _end_table,
        "Strikethrough": _end_strike,
    }


_INLINE = {"Emphasis", "Strong", "Strikethrough", "Link", "Image", "Superscript", "Subscript"}


def _cell_text(text: str) -> str:
    """A cell's text: white space folded, line breaks (`<br>`) kept."""
    if "\n" not in text:
        return plain_text(text)
    return "\n".join(filter(None, map(plain_text, text.split("\n"))))
