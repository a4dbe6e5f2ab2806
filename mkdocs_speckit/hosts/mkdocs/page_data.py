"""What theme authors get of a page (`page.speckit`), made when they ask for it: few themes do."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from mkdocs.structure.pages import Page

if TYPE_CHECKING:
    from collections.abc import Callable

    Data = dict[str, Any] | None


class PageWithData(Page):
    """A page of MkDocs with its data."""

    make_data: Callable[[], Data]

    @cached_property
    def speckit(self) -> Data:
        """The page's plan and its feature; None if it is not a plan."""
        return self.make_data()

    def __getstate__(self) -> dict[str, object]:
        """A copy has the data themselves: what makes them cannot be pickled."""
        state = {**vars(self), "speckit": self.speckit}
        del state["make_data"]
        return state


def give_data(page: Page, make_data: Callable[[], Data]) -> None:
    """Give a page its data; a page of another plugin's own kind gets them at once."""
    if type(page) in {Page, PageWithData}:
        page.__class__ = PageWithData
        vars(page).pop("speckit", None)
        page.make_data = make_data  # type: ignore[attr-defined]
    else:
        page.speckit = make_data()  # type: ignore[attr-defined]
