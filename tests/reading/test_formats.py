"""A format that has no level, no efforts and no graph, from its text to everything shown of it."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import TYPE_CHECKING

import msgspec
import pytest
from bs4 import BeautifulSoup

from mkdocs_speckit.audit import audit_plan, audit_plans
from mkdocs_speckit.changes.comparison import take_snapshots
from mkdocs_speckit.export import export_entry, export_plans
from mkdocs_speckit.export.badges import make_entry_badges
from mkdocs_speckit.features import group_features
from mkdocs_speckit.features.documents import choose_documents
from mkdocs_speckit.features.entries import make_entries, sum_entries
from mkdocs_speckit.features.joining import join_documents
from mkdocs_speckit.model import formats as checks
from mkdocs_speckit.model.finding import Failures
from mkdocs_speckit.model.formats import LEVEL, may_be_plan
from mkdocs_speckit.model.plan import Plan
from mkdocs_speckit.options import Options
from mkdocs_speckit.reading import formats, read
from mkdocs_speckit.reading.checklists import read_checklists, read_items
from mkdocs_speckit.rendering.header import render_header
from mkdocs_speckit.rendering.overview import render_overview
from mkdocs_speckit.reports.changes import describe_state
from tests.conftest import plan_of
from tests.headers import read_header, read_overview

if TYPE_CHECKING:
    from mkdocs_speckit.features.entries import Entry
    from mkdocs_speckit.model.finding import Severity
    from mkdocs_speckit.model.settings import Settings
    from mkdocs_speckit.reading.document import Document

TEXT = "# Chores\n\n- [x] sweep\n- [ ] wash\n"
PATH = "home/chores.md"


def recognise_toy(document: Document) -> str | None:
    return "plan" if document.original_path.endswith("chores.md") and document.items else None


def read_toy(document: Document, kind: str, settings: Settings) -> Plan:  # noqa: ARG001
    return Plan(
        path=document.path,
        title=document.title,
        kind=kind,
        format="toy",
        outline=document.outline,
        checklists=read_checklists(document, read_items(document)),
        items=read_items(document),
    )


@pytest.fixture(autouse=True)
def _toy(monkeypatch: pytest.MonkeyPatch) -> None:
    toy = SimpleNamespace(NAME="toy", recognise=recognise_toy, read=read_toy)
    monkeypatch.setitem(checks.CHECKS, "toy", lambda path, _: path.endswith("chores.md"))
    monkeypatch.setattr("mkdocs_speckit.reading.FORMATS", (*checks.FORMATS, "toy"))
    load = formats.load_format
    monkeypatch.setattr(
        "mkdocs_speckit.reading.formats.load_format",
        lambda name: toy if name == "toy" else load(name),
    )


def toy_plan(path: str = PATH) -> Plan:
    plan = read(TEXT, path)
    assert plan is not None
    return plan


def toy_entry(*plans: Plan) -> Entry:
    failures = Failures()
    entry, *_ = make_entries(group_features(plans), {}, failures)
    assert not failures.found
    return entry


def test_every_format_has_a_check_of_its_name() -> None:
    assert [formats.load_format(name).NAME for name in checks.FORMATS] == [*checks.FORMATS]
    assert checks.CHECKS.keys() == {*checks.FORMATS, "toy"}


def test_documents_are_ruled_out_without_being_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mkdocs_speckit.reading.document.markdown.parse_markdown", None)
    assert not may_be_plan("home/index.md", TEXT)
    assert read(TEXT, "home/index.md") is None


def test_the_first_format_that_recognises_a_document_reads_it() -> None:
    assert toy_plan().format == "toy"
    assert read("# Chores\n", PATH) is None
    marked = read(f"<!-- SPECKIT_LEVEL: 2 -->\n\n{TEXT}", PATH)
    assert marked is not None
    assert (marked.format, marked.known_level) == (LEVEL, "2")


def test_a_translation_is_recognised_by_its_original() -> None:
    plan = read(TEXT, "home/chores.de.md", original_path=PATH)
    assert plan is not None
    assert (plan.path, plan.format) == ("home/chores.de.md", "toy")


def test_only_rules_for_the_format_speak() -> None:
    every_rule: dict[str, Severity] = {**Options().rules, "folder-name": "warning"}
    assert audit_plan(toy_plan()) == ()
    [(_, found)] = audit_plans([toy_plan("My Home/chores.md")], every_rule)
    assert found == ()


def test_the_header_shows_progress_alone() -> None:
    (plan,) = join_documents([toy_plan()])
    html = render_header(choose_documents([plan], plan, lambda _: None))
    header = read_header(BeautifulSoup(html, "html.parser"))
    assert (header.state, header.counts, header.chip) == ("Under way", ["1 of 2 items"], "toy")
    assert header.facts == {"Next": "wash", "Left": "1 item"}


def test_the_overview_says_nothing_of_efforts() -> None:
    (plan,) = join_documents([toy_plan()])
    entry = toy_entry(plan)
    documents = {entry: choose_documents([plan], plan, lambda _: None)}
    html = render_overview([entry], documents, lambda path: path)
    overview = read_overview(BeautifulSoup(html, "html.parser"))
    assert overview.rows == [["Chores", "Under way", "Next: wash", "1 of 2", "1 item"]]
    assert not re.search("level|estimated| h\\b|P80|≥", html)
    assert entry.status == "under way"
    assert sum_entries([entry]).unestimated == 0


def test_beside_other_plans_nobody_misses_its_estimates() -> None:
    toy, other = toy_entry(toy_plan()), toy_entry(plan_of("# Plan\n", "away/plan.md"))
    assert sum_entries([toy, other]).unestimated == 1


def test_badges_and_data_say_nothing_of_level_and_effort() -> None:
    plan = toy_plan()
    entry = toy_entry(plan)
    assert list(make_entry_badges(entry)) == ["progress"]
    exported = export_plans([(plan, ())])
    [data] = msgspec.to_builtins(exported)["plans"]
    assert "level" not in data
    assert (data["format"], data["effort"], data["dependencies"]) == ("toy", None, [])
    feature = msgspec.to_builtins(export_entry(entry))
    assert "level" not in feature
    assert feature["format"] == "toy"
    [snapshot] = take_snapshots(exported)
    assert describe_state(snapshot) == "done 1 of 2"
