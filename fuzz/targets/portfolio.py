"""Exports of other sites: any bytes are read or refused, and nothing in them is live on a page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import msgspec
from bs4 import BeautifulSoup
from msgspec import UNSET

from fuzz.promises import hold_completion, hold_range
from fuzz.target import Target
from fuzz.words import demo_documents, words_in
from mkdocs_speckit import read
from mkdocs_speckit.audit import audit_plans
from mkdocs_speckit.export import export_plans, export_site
from mkdocs_speckit.export.reader import ExportError, read_valid_parts
from mkdocs_speckit.features import group_features
from mkdocs_speckit.features.entries import make_entries, sum_entries
from mkdocs_speckit.model.addresses import is_on_web
from mkdocs_speckit.model.finding import Failures
from mkdocs_speckit.portfolio import read_site
from mkdocs_speckit.portfolio.fetching import Fetched
from mkdocs_speckit.rendering.overview import render_overview

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs_speckit.features.entries import Entry, Figures

ADDRESS = "https://bakery.example/docs/speckit.json"
DANGEROUS = frozenset(["script", "iframe", "object", "embed", "form", "base", "link", "meta"])


def check(data: bytes) -> None:
    """Read a fetched file; check its figures, and the overview that shows it."""
    try:
        site = read_site(Fetched(ADDRESS, data))
    except ExportError:
        return
    export, _ = read_valid_parts(data)
    if export.features is UNSET:
        shown = [document.path for entry in site.entries for document in entry.documents]
        assert len(shown) == len(export.plans), "a document is left out"
    for entry in site.entries:
        _hold_figures(entry.figures)
        for document in entry.documents:
            hold_completion(document.completion)
    _hold_page(site.entries)


def _hold_figures(figures: Figures) -> None:
    for estimate in (figures.effort, figures.left, figures.critical_path, figures.remaining):
        hold_range(estimate)
    hold_completion(figures.completion)


def _hold_page(shown: tuple[Entry, ...]) -> None:
    """The overview has a row for each feature, and its links lead only to the web."""
    page = BeautifulSoup(render_overview(shown, {}, lambda path: path), "html.parser")
    folders = {entry.folder for entry in shown}
    whole = [entry for entry in shown if entry.parent not in folders]
    assert sum_entries(shown).features == len(whole)
    assert whole or not shown, "parts are counted with what they are parts of"
    for tag in page.find_all(True):
        assert tag.name not in DANGEROUS, tag
        assert not any(name.startswith("on") for name in tag.attrs), tag
        for name in ("href", "xlink:href", "src"):
            address = str(tag.get(name, "#speckit-"))
            assert address.startswith("#speckit-") or is_on_web(address), tag


def _seeds() -> Iterator[bytes]:
    """Exports of each document of the demo site, as a site and the command line write them."""
    for text in demo_documents():
        plan = read(text, "shop/plan.md")
        if plan is not None and plan.is_certain:
            plans = audit_plans([plan])
            shown = make_entries(group_features([plan]), {plan.path: plans[0][1][:2]}, Failures())
            for export in (
                export_site("Shop", [(plan, ())], shown, lambda path: path),
                export_plans(plans),
            ):
                yield json.dumps(msgspec.to_builtins(export)).encode()


TARGET = Target(
    check,
    _seeds,
    words_in("mkdocs_speckit.export", "mkdocs_speckit.features.entries"),
    True,
)
