"""How often a build and a check do things: doing one twice fails, however fast it is."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
import pyromark
import pytest
from click.testing import CliRunner
from mkdocs.commands.build import build
from mkdocs.config import load_config

from mkdocs_speckit import audit, rendering
from mkdocs_speckit.cli import main
from mkdocs_speckit.disk.cache import Cache
from mkdocs_speckit.features.entries import measure_leading
from tests import openspec, spec_kit
from tests.builds import test_kiro_pages
from tests.conftest import MARKER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import Site

PLAN = (
    MARKER
    + """\
# Bread

- [x] Flour [NAME]

## Phase Dependencies

| Phase | Depends On |
| --- | --- |
| Dough | None |
| Oven | Dough |

## Effort

| Phase | Complexity | Effort |
| --- | --- | --- |
| Dough | Low | 1-2h |
| Oven | High | 2-3h |
| **Total** | | 9h |

### Phase 1: Dough

- [x] Knead
- [ ] Wait
"""
)
TASKS = MARKER.replace("plan-core", "tasks-core") + "# Tasks: Bread\n\n- [ ] Buy salt\n"
PAGES = {
    "bread/plan.md": PLAN,
    "bread/tasks.md": TASKS,
    "index.md": "# Home\n\nNo plan.\n",
    "about.md": "# About\n\nWhat a `SPECKIT_LEVEL` is.\n",
}
PARSED = 3
"""The two plans, and the page that speaks of the marker."""


class Counts:
    """What was done since the last time it was asked for."""

    def __init__(self) -> None:
        self.parsed = 0
        self.audited: Counter[str] = Counter()
        self.measured: Counter[str] = Counter()
        self.rendered: Counter[str] = Counter()
        self.opened: Counter[str] = Counter()


_COUNTS: list[Counts] = []
"""Those of the test that is running: a hook of Python's cannot be taken back."""


def _note_open(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open" and _COUNTS:
        path, mode, _ = arguments
        if str(path).endswith(".md") and mode and "r" in mode:
            _COUNTS[-1].opened[Path(path).name] += 1


sys.addaudithook(_note_open)


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counts]:
    """Counts parser calls, audits, figures, renders of our templates, and openings of Markdown."""
    counted = Counts()
    parse, render, audit_one = pyromark.events_with_range, jinja2.Template.render, audit.audit_plan

    def count_parse(*arguments: Any, **options: Any) -> Any:
        counted.parsed += 1
        return parse(*arguments, **options)

    def count_audit(plan: Any, *arguments: Any) -> Any:
        counted.audited[Path(plan.path).name] += 1
        return audit_one(plan, *arguments)

    def count_measure(plan: Any) -> Any:
        counted.measured[plan.path] += 1
        return measure_leading(plan)

    def count_render(template: jinja2.Template, *arguments: Any, **values: Any) -> str:
        if "mkdocs_speckit" in (template.filename or ""):
            counted.rendered[str(template.name)] += 1
        return render(template, *arguments, **values)

    monkeypatch.setattr(pyromark, "events_with_range", count_parse)
    monkeypatch.setattr(audit, "audit_plan", count_audit)
    monkeypatch.setattr("mkdocs_speckit.hosts.pages.measure_leading", count_measure)
    monkeypatch.setattr(jinja2.Template, "render", count_render)
    rendering.call_once.cache_clear()
    Cache(Path()).make_key("")  # It reads the code once, with the templates of documents.
    _COUNTS.append(counted)
    yield counted
    _COUNTS.pop()


def test_a_build_reads_and_audits_each_plan_once(
    build_site: Callable[..., Site], counts: Counts
) -> None:
    build_site(PAGES)
    assert counts.parsed == PARSED
    assert counts.audited == {"plan.md": 1, "tasks.md": 1}
    # MkDocs opens each page itself, when it comes to it.
    assert counts.opened == dict.fromkeys(["plan.md", "tasks.md", "index.md", "about.md"], 2)


def test_a_build_renders_what_is_shown_and_nothing_else(
    build_site: Callable[..., Site], counts: Counts
) -> None:
    build_site(PAGES)
    assert counts.rendered == {
        "header.html": 2,
        "documents.html": 2,
        "chain.html": 1,
        "timeline.html": 1,
        "complexity.html": 2,
        "share.html": 2,
        "computed_total.html": 1,
        "progress.html": 3,
    }


def test_a_part_that_is_off_renders_nothing(
    build_site: Callable[..., Site], counts: Counts
) -> None:
    build_site(PAGES, speckit={"show": ["placeholders", "lists"]})
    assert counts.rendered == {"documents.html": 2}


def test_a_site_without_plans_is_read_without_the_parser(
    build_site: Callable[..., Site], counts: Counts
) -> None:
    build_site({"index.md": "# Home\n", "more.md": "# More\n"})
    assert (counts.parsed, counts.audited, counts.rendered) == (0, {}, {})


def test_a_build_after_an_edit_reads_audits_and_draws_the_feature_that_was_edited_alone(
    build_site: Callable[..., Site], counts: Counts, tmp_path: Path
) -> None:
    build_site(PAGES | {"cake/plan.md": PLAN.replace("Bread", "Cake")})
    path = str(tmp_path / "mkdocs.yml")
    load_config(path).plugins.on_startup(command="serve", dirty=False)
    build(load_config(path), serve_url="http://127.0.0.1:8000/")
    counts.parsed = 0
    for counter in (counts.audited, counts.rendered, counts.measured):
        counter.clear()
    build(load_config(path), serve_url="http://127.0.0.1:8000/")
    assert (counts.parsed, counts.audited, counts.rendered, counts.measured) == (0, {}, {}, {})
    tasks = tmp_path / "docs" / "bread" / "tasks.md"
    tasks.write_text(TASKS + "\n## More\n\nSalt is in the shop.\n")
    build(load_config(path), serve_url="http://127.0.0.1:8000/")
    assert counts.parsed == 1
    assert counts.audited == {"plan.md": 1, "tasks.md": 1}
    # Neither estimates nor boxes have changed.
    assert counts.measured == {}
    # Both pages of the feature are drawn again.
    drawn = {"header.html": 2, "documents.html": 2, "chain.html": 1, "timeline.html": 1}
    assert {name: n for name, n in counts.rendered.items() if name in {*drawn, *DRAWN}} == drawn
    counts.rendered.clear()
    tasks.write_text(TASKS + "- [ ] Buy more\n")
    build(load_config(path), serve_url="http://127.0.0.1:8000/")
    assert counts.parsed == 2
    # The boxes of the tasks are counted on the page of the plan, too.
    assert counts.measured == {"bread/plan.md": 1}
    assert counts.rendered["header.html"] == 2
    assert counts.rendered["documents.html"] == 2


@pytest.mark.parametrize("command", [("check", "docs"), ("export", "docs")])
def test_a_command_opens_parses_and_audits_each_document_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, counts: Counts, command: tuple[str, ...]
) -> None:
    for name, text in PAGES.items():
        path = tmp_path / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(main, command).exit_code in {0, 1}
    assert counts.parsed == PARSED
    assert counts.opened == dict.fromkeys(["plan.md", "tasks.md", "index.md", "about.md"], 1)
    assert counts.audited == {"plan.md": 1, "tasks.md": 1}
    assert counts.rendered == {}


# The same for each format, with nothing kept and with all kept from an earlier run.

DOCUMENTS = {
    "level": {path: text for path, text in PAGES.items() if path.startswith("bread/")},
    "spec-kit": spec_kit.put_into("specs/001-albums"),
    "openspec": openspec.PROJECT,
    "kiro": test_kiro_pages.spec(),
}
DRAWN = {"header.html", "chain.html", "timeline.html", "diagram.html", "matrix.html", "deltas.html"}
"""The templates of larger pieces."""


@pytest.mark.parametrize("format_name", DOCUMENTS)
def test_a_build_with_all_kept_parses_audits_and_draws_nothing(
    build_site: Callable[..., Site], counts: Counts, format_name: str
) -> None:
    pages = DOCUMENTS[format_name]
    lists = 0
    for is_warm in (False, True):
        build_site(pages)
        # Lists that Python-Markdown would not show are parsed once more.
        lists = lists if is_warm else counts.parsed - len(pages)
        assert counts.parsed == (0 if is_warm else len(pages) + lists)
        assert counts.audited.total() == (0 if is_warm else len(pages))
        assert set(counts.opened.values()) <= {2 * number for number in range(1, len(pages) + 1)}
        assert sum(counts.opened.values()) == 2 * len(pages)
        assert (DRAWN.isdisjoint(counts.rendered), not counts.rendered) == (is_warm, is_warm)
        counts.parsed = 0
        for counter in (counts.audited, counts.opened, counts.rendered):
            counter.clear()
        rendering.call_once.cache_clear()


@pytest.mark.parametrize("format_name", DOCUMENTS)
@pytest.mark.parametrize("command", ["check", "export", "next"])
def test_a_command_with_all_kept_parses_and_audits_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, counts: Counts, format_name: str, command: str
) -> None:
    pages = DOCUMENTS[format_name]
    for name, text in pages.items():
        path = tmp_path / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (tmp_path / "pyproject.toml").write_text("[tool.mkdocs-speckit]\n")
    monkeypatch.chdir(tmp_path)
    for expected in (len(pages), 0):
        assert CliRunner().invoke(main, [command, "docs"]).exit_code in {0, 1}
        assert counts.parsed == expected
        assert counts.opened.total() == len(pages)
        assert counts.audited.total() == (0 if command == "next" else expected)
        counts.parsed = 0
        counts.opened.clear()
        counts.audited.clear()
