"""The finished body of a page, which is kept for the next build.

What a page shows depends on the tree that Python-Markdown has made of its text, on what is stashed
for it, on its plan and on the options. Where all of these are as before, its body is, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from markdown import __version__

if TYPE_CHECKING:
    from markdown import Markdown
    from markdown.treeprocessors import Treeprocessor


class PaintingError(Exception):
    """A `part` of a page, such as `the header`, could not be put in, because of an `error`.

    It is here because what paints is loaded late.
    """

    def __init__(self, part: str, error: Exception) -> None:
        super().__init__(part)
        self.part, self.error = part, error


_OWN = frozenset(["markdown.postprocessors", "markdown.extensions.md_in_html"])
"""The modules of Python-Markdown's own processors that put stashed HTML back into a text."""


def is_finished_by(md: Markdown, processor: Treeprocessor) -> bool:
    """True if no other extension works on the tree, or on stashed HTML, after a processor."""
    first = next(iter(md.postprocessors), None)
    return (
        md.treeprocessors[-1] is processor
        and type(first).__module__ in _OWN
        and md.serializer is md.output_formats[md.output_format]
    )


def describe_tree(md: Markdown, root: Element) -> tuple[object, ...]:
    """What a page's body has from the converter and the tree, as data."""
    # Some texts are of a kind of Python-Markdown's own.
    elements = [
        (e.tag, e.attrib, e.text and str(e.text), e.tail and str(e.tail), len(e))
        for e in root.iter()
    ]
    raw = type(md.postprocessors[0]).__qualname__
    made_by = __version__, md.output_format, raw, md.block_level_elements
    return elements, md.htmlStash.rawHtmlBlocks, made_by


def write_body(md: Markdown, root: Element) -> str:
    """Write a tree as HTML, with all that is stashed."""
    html = md.serializer(root)
    return str(md.postprocessors[0].run(html[html.index(">") + 1 : html.rindex("<")].strip()))


def make_tree(md: Markdown, html: str) -> Element:
    """Make a tree of a finished body, which Python-Markdown copies as it is."""
    root = Element(md.doc_tag)
    root.text = md.htmlStash.store(html)
    return root
