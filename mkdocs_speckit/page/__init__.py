"""A plan's page: its pieces are put into the tree that Python-Markdown made of the text.

`painting` puts in all of them: new ones (`pieces`), changes to what the author wrote (`elements`,
`placeholder_marks`). `elements` finds the heading or table that a piece belongs to. `body` is the
finished page, which is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import astuple, replace

from mkdocs_speckit.model.finding import Failure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mkdocs_speckit.features.documents import FeatureDocuments, FeaturePart
    from mkdocs_speckit.features.links import LinkRow
    from mkdocs_speckit.model.finding import Finding
    from mkdocs_speckit.model.plan import Plan


class Page(Struct, frozen=True):
    """What is shown on a page: its plan, the findings, and links to the feature's other documents.

    `plan` is None if it could not be read; then a finding says so. `is_preview` is true where only
    the author sees the page. `links` is the row of links to the feature's documents, if it has one.
    `parts` are those of the feature, by the names of their folders. `documents` are those of the
    feature, for the header. `written` is the plan in whose lines the findings are, where the page
    shows a text that others have changed. `rules` is the number of rules that have checked it.
    `is_first` is true for the first page of a feature, which shows its burn-up.
    """

    plan: Plan | None
    findings: tuple[Finding, ...]
    is_preview: bool = False
    links: LinkRow | None = None
    parts: Mapping[str, FeaturePart] = {}
    documents: FeatureDocuments | None = None
    written: Plan | None = None
    rules: int = 0
    is_first: bool = False

    def list_shown(self) -> tuple[object, ...]:
        """All that is shown, each plan by itself: the cache makes one digest for all its pages."""
        documents = () if self.documents is None else astuple(self.documents)
        return *astuple(replace(self, documents=None)), *documents

    @property
    def failed_parts(self) -> list[str]:
        """The parts of the plugin that have failed on the page so far."""
        return [finding.part for finding in self.findings if isinstance(finding, Failure)]
