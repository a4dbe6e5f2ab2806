"""What the header of a page says, for tests that ask for its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag


class HeaderWords(NamedTuple):
    """The words of a header; `facts` are by their labels."""

    state: str
    counts: list[str]
    chip: str
    links: list[str]
    phases: list[str]
    facts: dict[str, str]
    notes: list[str]
    cautions: list[str]


def read_header(page: BeautifulSoup | Tag) -> HeaderWords:
    """Read the one header of a page."""
    (header,) = page.select(".speckit-header")
    state, *counts = words(header, ".speckit-top > span:not(.speckit-top-links, .speckit-chip)")
    return HeaderWords(
        state,
        counts,
        words(header, ".speckit-chip")[0],
        words(header, ".speckit-top-links a"),
        words(header, ".speckit-segment .speckit-hidden"),
        dict(zip(words(header, "dt"), words(header, "dd"), strict=True)),
        words(header, "p.speckit-quiet"),
        words(header, ".speckit-caution"),
    )


def words(soup: BeautifulSoup | Tag, selector: str) -> list[str]:
    """The texts of elements, each in one line."""
    return [" ".join(element.get_text().split()) for element in soup.select(selector)]


class OverviewWords(NamedTuple):
    """The words of an overview: its sums, and the rows of each group by the group's heading.

    A row has the title, the state, what is next, the progress, and what is left, those of them that
    there are.
    """

    sums: list[str]
    groups: dict[str, list[list[str]]]

    @property
    def rows(self) -> list[list[str]]:
        return [row for rows in self.groups.values() for row in rows]


def read_overview(page: BeautifulSoup | Tag) -> OverviewWords:
    """Read the one overview of a page."""
    (overview,) = page.select(".speckit-overview")
    groups = {
        summary.get_text(): [_read_row(row) for row in summary.find_parent("details").select("li")]  # type: ignore[union-attr]
        for summary in overview.select("summary")
    }
    return OverviewWords(words(overview, ".speckit-sum > *, .speckit-sums > p"), groups)


def _read_row(row: Tag) -> list[str]:
    for narrow in row.select(".speckit-narrow"):
        narrow.extract()
    parts = (
        ".speckit-row-title > :first-child",
        ".speckit-row-state",
        ".speckit-what > .speckit-quiet",
        ".speckit-how-far > .speckit-quiet",
        ".speckit-left > strong",
        ".speckit-left > .speckit-quiet",
        ".speckit-day",
    )
    found = [" ".join(words(row, part)) for part in parts]
    return [text for text in found if text]
