"""What a built page shows of a plan: texts, placeholders, ids, links and images, with places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from mkdocs_speckit.model.parts import Place


class Spot(Struct, frozen=True, gc=False):
    """Something on a page: its text, the place of its tag in the HTML, and the heading above it.

    `heading` is the text of the nearest heading; it is empty above the first one.
    """

    text: str
    place: Place
    heading: str = ""

    @property
    def under(self) -> str:
        """` under “Effort”`, as a part of a message; empty above the first heading."""
        return f" under “{self.heading}”" if self.heading else ""


class Passage(Struct, frozen=True, gc=False):
    """The text of one block, such as a paragraph, a list item or a cell, without code.

    The text has a `GAP` wherever an element begins or ends. A drawn box is a box in the text, such
    as `[x]`, with a gap on either side.
    """

    spot: Spot
    is_item: bool


class Illustration(Struct, frozen=True, gc=False):
    """An image or a drawing; `spot.text` is what messages call it."""

    spot: Spot
    has_alternative: bool


class BuiltPage(Struct, frozen=True):
    """A page with a plan, or with something that the plugin made of plans.

    `marker` is the page's first heading, if the HTML contains a level marker. `passages` and
    `placeholders` are the author's; `ids` and `illustrations` are those of the main content.
    `figure_links` are the fragments that links in diagrams and timelines lead to, and `targets` all
    ids and names on the page that a link can lead to.
    """

    path: str
    marker: Spot | None
    has_summary: bool
    passages: tuple[Passage, ...]
    placeholders: tuple[Spot, ...]
    ids: tuple[Spot, ...]
    targets: frozenset[str]
    figure_links: tuple[Spot, ...]
    illustrations: tuple[Illustration, ...]
