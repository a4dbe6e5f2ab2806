"""The data that a site publishes of its plans: `speckit.json` and badges."""

from __future__ import annotations

import json
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import msgspec

from mkdocs_speckit.export import export_site
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
    """Make the files' paths in the site and their texts; `url_of` is that of `export_site`.

    The badges of a feature are in a folder with the path of its leading document's page; those of
    all features together are beside these folders.
    """
    exported = msgspec.to_builtins(export_site(name, plans, entries, url_of))
    # msgspec would not write a path whose bytes are not UTF-8.
    yield EXPORT, json.dumps(exported, ensure_ascii=False, allow_nan=False) + "\n"
    yield from _write_badges(BADGES, make_total_badges(sum_entries(entries), name))
    for entry in entries:
        folder = BADGES / PurePosixPath(entry.path).with_suffix("")
        yield from _write_badges(folder, make_entry_badges(entry))


def _write_badges(folder: PurePosixPath, badges: Mapping[str, Badge]) -> Iterator[tuple[str, str]]:
    """Write each badge as an image, and as JSON for shields.io's endpoint badges."""
    for name, badge in badges.items():
        said = {
            "schemaVersion": 1,
            "label": badge.label,
            "message": badge.message,
            "color": badge.colour,
        }
        yield str(folder / f"{name}.json"), json.dumps(said, ensure_ascii=False) + "\n"
        yield str(folder / f"{name}.svg"), draw_badge(badge) + "\n"
