"""The header under a page's title: the state of its feature, what comes next, what is left.

`level` makes it for plans with levels, `spec_kit` for features of GitHub Spec Kit, `openspec` for
changes and capabilities of OpenSpec, `kiro` for Kiro's specs; all fill in one `Header`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from mkdocs_speckit.model.formats import KIRO, OPENSPEC, SPEC_KIT
from mkdocs_speckit.model.wording import name_day, shorten_list
from mkdocs_speckit.rendering import render
from mkdocs_speckit.rendering.header.kiro import make_kiro_header
from mkdocs_speckit.rendering.header.level import make_level_header
from mkdocs_speckit.rendering.header.openspec import make_openspec_header
from mkdocs_speckit.rendering.header.parts import Caution, PageContents, name_items
from mkdocs_speckit.rendering.header.spec_kit import make_spec_kit_header

if TYPE_CHECKING:
    from mkdocs_speckit.features.documents import FeatureDocuments
    from mkdocs_speckit.rendering.header.parts import Header

NOTHING = PageContents()

MAX_OWNERS = 3
"""The number of owners that a header names."""

_MAKERS = {
    SPEC_KIT: make_spec_kit_header,
    OPENSPEC: make_openspec_header,
    KIRO: make_kiro_header,
}


def render_header(documents: FeatureDocuments, contents: PageContents = NOTHING) -> str:
    """Render the header of a feature, on the page of its document `documents.current`."""
    return render("header.html", header=make_header(documents, contents))


def make_header(documents: FeatureDocuments, contents: PageContents = NOTHING) -> Header:
    """Make the header of a page of a feature, as the feature's format has it."""
    make = _MAKERS.get(documents.current.format, make_level_header)
    return _add_history(_add_owners(make(documents, contents), documents), documents)


def _add_owners(header: Header, documents: FeatureDocuments) -> Header:
    """Name the owners of the feature, the first of many."""
    progress = documents.current.progress
    if progress is None or not progress.owners:
        return header
    label = "owner" if len(progress.owners) == 1 else "owners"
    named = f"{label}: {shorten_list(progress.owners, MAX_OWNERS)}"
    return replace(header, counts=(*header.counts, named))


def _add_history(header: Header, documents: FeatureDocuments) -> Header:
    """Say when an item was last ticked, and first of all that this was long ago."""
    burn_up = documents.burn_up
    if burn_up is None or documents.status not in {"under way", "stuck"}:
        return header
    day = burn_up.last_ticked or burn_up.first.day
    written = name_day(day, burn_up.now)
    if documents.is_idle and documents.status == "stuck":
        caution = Caution(
            f"No {name_items(documents).removesuffix('s')} has been ticked since {written}."
        )
        return replace(header, cautions=(caution, *header.cautions))
    if burn_up.last_ticked is None:
        return header
    return replace(header, counts=(*header.counts, f"last ticked {written}"))
