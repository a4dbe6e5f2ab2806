"""The data that a site has of its plans besides its pages: `speckit.json` and badges."""

from __future__ import annotations

import json
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from mkdocs_speckit.export import export_badge, export_site
from mkdocs_speckit.export.badges import draw_badge, make_entry_badges, make_total_badges
from mkdocs_speckit.features.entries import sum_entries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from mkdocs_speckit.export.badges import Badge
    from mkdocs_speckit.features.entries import Entry
    from mkdocs_speckit.model.finding import Finding
    from mkdocs_speckit.model.plan import Plan

EXPORT = "speckit.json"

BADGES = PurePosixPath("speckit/badges")


def make_site_files(
    name: str,
    plans: Iterable[tuple[Plan, Sequence[Finding]]],
    entries: Sequence[Entry],
    url_of: Callable[[str], str],
) -> Iterator[tuple[str, str]]:
    """The files' paths in the site and their texts; `url_of` is that of `site_json`.

    A feature's badges are in a folder that is called as the page of its leading document, those of
    all features together lie beside these folders.
    """
    exported = export_site(name, plans, entries, url_of)
    yield EXPORT, json.dumps(exported, ensure_ascii=False, allow_nan=False) + "\n"
    yield from _badges(BADGES, make_total_badges(sum_entries(entries), name))
    for entry in entries:
        yield from _badges(
            BADGES / PurePosixPath(entry.path).with_suffix(""), make_entry_badges(entry)
        )


def _badges(folder: PurePosixPath, badges: Mapping[str, Badge]) -> Iterator[tuple[str, str]]:
    for name, content in badges.items():
        text = json.dumps(export_badge(content), ensure_ascii=False) + "\n"
        yield str(folder / f"{name}.json"), text
        yield str(folder / f"{name}.svg"), draw_badge(content) + "\n"
