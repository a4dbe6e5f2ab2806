"""The lines of a document that are text: of paragraphs, items and cells, as they are written.

What depends on how lines are indented, or on what a paragraph has at the beginning of a line, is
read from these. An example:

    - [ ] 2. Bake          the first line is indented by 0, the second one by 2 columns
      - 2.1 is enough
    ```
    2.2 is code
    ```

Code, comments and headings are left out, and so are code and comments inside a line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mkdocs_speckit.reading.document.source import TAB

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs_speckit.reading.document import Document

_HIDDEN = re.compile(r"`[^`]{1,300}`|<!--.{0,300}?-->")
_LEAD = re.compile(r"[ \t>]{0,200}")


class TextLine(NamedTuple):
    """A line: its number, the columns that its text is indented by, and the text as written.

    `start` is the index of the text in the line. `is_first` is true of the first line of a
    paragraph, an item or another block.
    """

    number: int
    indent: int
    start: int
    text: str
    is_first: bool


def read_text_lines(document: Document) -> Iterator[TextLine]:
    """Read the lines of a document that are text, in order."""
    source = document.source
    headings = {mark.line for mark in document.outline if mark.kind == "heading"}
    last = 0
    for start, end in document.texts:
        first = source.find_line(start)
        for number in range(max(first, last + 1), source.find_line(max(start, end - 1)) + 1):
            last = number
            if number in headings:
                continue
            line = source.slice_lines(number, number + 1).rstrip("\n")
            lead = _LEAD.match(line)
            begin = lead.end() if lead else 0
            text = _HIDDEN.sub(lambda hidden: " " * len(hidden[0]), line[begin:])
            yield TextLine(number, measure_indent(line[:begin]), begin, text, number == first)


def measure_indent(lead: str) -> int:
    """The columns that the blanks and signs of quotes before a line's text take."""
    return len(lead.expandtabs(TAB))
