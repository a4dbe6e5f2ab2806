"""What a built page shows of a plan: texts, placeholders, ids, links and pictures, with places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from mkdocs_speckit.model.parts import Place


class Spot(Struct, frozen=True):
    """Something on a page: what it says, the tag it stands in, and the nearest heading above.

    `place` is that of the tag in the page's HTML; `heading` is empty above the first one.
    """

    text: str
    place: Place
    heading: str = ""

    @property
    def under(self) -> str:
        """` under “Effort”`, for the end of a clause; nothing above the first heading."""
        return f" under “{self.heading}”" if self.heading else ""


class Passage(Struct, frozen=True):
    """The text of one block, such as a paragraph, an item or a cell, without what is code.

    Its text has one `GAP` where an element begins or ends; what is drawn as a box stands there as
    a box between gaps.
    """

    spot: Spot
    is_item: bool


class Picture(Struct, frozen=True):
    """An image or a drawing, told by the tag it begins with."""

    spot: Spot
    has_alternative: bool


class BuiltPage(Struct, frozen=True):
    """A page with a plan, or with something that we made of plans.

    `marker` is the page's first heading where a level marker was left in the HTML. `passages` and
    `placeholders` are the author's own; `ids` and `pictures` those of the main content. `targets`
    are all ids and names that a link can lead to, and `figure_links` the fragments that links of
    our own pieces lead to.
    """

    path: str
    marker: Spot | None
    has_summary: bool
    passages: tuple[Passage, ...]
    placeholders: tuple[Spot, ...]
    ids: tuple[Spot, ...]
    targets: frozenset[str]
    figure_links: tuple[Spot, ...]
    pictures: tuple[Picture, ...]
