"""Cards of written documents, for tests of what they say and how they look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_speckit.export.cards import Card, make_card
from mkdocs_speckit.features import group_features
from mkdocs_speckit.features.documents import choose_documents
from mkdocs_speckit.features.entries import make_entries
from mkdocs_speckit.features.joining import join_documents
from mkdocs_speckit.model.finding import Failures
from mkdocs_speckit.reading import read

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mkdocs_speckit.features.documents import FeaturePart

MARKER = "<!-- SPECKIT_LEVEL: 2 -->\n"

BREAD = f"""\
# Plan: Bread

{MARKER}
## Phases

### Phase 1: Dough

- [x] Knead
- [x] Rest

### Phase 2: Oven

- [x] Heat
- [ ] Bake

### Phase 3: Sale

- [ ] Sell
"""
ESTIMATES = """
## Effort

| Phase | Effort |
|-------|--------|
| Dough | 2-4h   |
| Oven  | 4h     |
| Sale  | 1-3h   |
"""
ORDER = """
## Phase dependencies

| Phase | Depends On |
|-------|------------|
| Dough | None       |
| Oven  | Dough      |
| Sale  | Oven       |
"""


def card_of(documents: Mapping[str, str] | str, parts: Sequence[FeaturePart] = ()) -> Card:
    """The card of the feature of these documents; the last leads, a text alone is a plan."""
    if isinstance(documents, str):
        documents = {"plan.md": documents}
    read_ones = [read(text, f"specs/001-bread/{name}") for name, text in documents.items()]
    plans = join_documents(plan for plan in read_ones if plan is not None)
    (entry,) = make_entries(group_features(plans), {}, Failures())
    last = next(plan for plan in plans if plan.path.endswith([*documents][-1]))
    return make_card(entry, choose_documents(plans, last, lambda _: None, parts))
