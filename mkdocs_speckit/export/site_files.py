"""The files of a site's export: its plans as data, and a badge and a card of each feature."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import msgspec

from mkdocs_speckit.export import EXPORT, export_site, keep_valid
from mkdocs_speckit.export.badges import (
    BADGES,
    draw_badge,
    find_badge_folders,
    make_entry_badges,
    make_total_badges,
)
from mkdocs_speckit.export.cards import SCHEMES, draw_card, make_card
from mkdocs_speckit.features.entries import sum_entries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import PurePosixPath

    from mkdocs_speckit.export.badges import Badge
    from mkdocs_speckit.features.documents import FeatureDocuments
    from mkdocs_speckit.features.entries import Entry
    from mkdocs_speckit.model.finding import Failures, Finding
    from mkdocs_speckit.model.plan import Plan


def make_site_files(
    name: str,
    plans: Iterable[tuple[Plan, Sequence[Finding]]],
    features: Mapping[Entry, FeatureDocuments],
    url_of: Callable[[str], str],
    failures: Failures,
) -> Iterator[tuple[str, str]]:
    """Make the files' paths in the site and their texts; `url_of` is that of `export_site`.

    `features` have the documents that their headers are made of. `failures` takes what is left out
    because it is not valid or fails. The badges and cards of a feature are in a folder of its own
    (`badges.find_badge_folders`); the badges of all features together are beside these folders.
    """
    entries = list(features)
    exported = keep_valid(export_site(name, plans, entries, url_of), failures)
    # msgspec would not write a path whose bytes are not UTF-8.
    yield (
        EXPORT,
        json.dumps(msgspec.to_builtins(exported), ensure_ascii=False, allow_nan=False) + "\n",
    )
    yield from _write_badges(BADGES, make_total_badges(sum_entries(entries), name))
    folders = find_badge_folders(entry.path for entry in entries)
    for entry, documents in features.items():
        folder = folders[entry.path]
        yield from _write_badges(folder, make_entry_badges(entry))
        drawn: dict[str, str] = {}
        with failures.catch("the card", entry.path):
            card = make_card(entry, documents)
            drawn = {scheme: draw_card(card, colours) for scheme, colours in SCHEMES.items()}
        for scheme, svg in drawn.items():
            yield str(folder / f"card-{scheme}.svg"), f"{svg}\n"


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
