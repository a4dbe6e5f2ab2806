"""Generates documents for measuring: as long and as mixed as real ones, and always the same.

Each feature has five in a folder of its own. The words are drawn from short lists: the time that
reading takes depends on headings, tables, items and boxes, and not on what they say.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

SEED = 41
IN_FEATURE = 5

_WHAT = "booking invoice ledger parcel pantry recipe schedule ticket voucher warehouse".split()
_DOES = "checks counts files lists moves orders prints sends sorts stores".split()
_HOW = "daily early in batches once per order quietly slowly twice with care".split()
_STEPS = "Setup Schema Import Storage Interface Search Export Notices Hardening Release".split()


def write_documents(folder: Path, number: int) -> None:
    """Write so many documents under a folder; fewer than that are the first of more."""
    for index in range(number):
        feature, kind = divmod(index, IN_FEATURE)
        name, text_of = _KINDS[kind]
        path = folder / f"area-{feature % 20:02}" / f"feature-{feature:04}" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        draw = Random(f"{SEED}/{feature}/{kind}")
        path.write_text("\n".join(text_of(draw, _title(feature))) + "\n", encoding="utf-8")


def _title(feature: int) -> str:
    return f"{_WHAT[feature % len(_WHAT)].title()} {feature}"


def _head(title: str, part: str) -> Iterator[str]:
    yield from ("---", f"title: {title}", f"description: About the {title.casefold()}", "---")
    yield f"<!-- SPECKIT_LEVEL: 2 -->\n<!-- SPECKIT_TEMPLATE_SOURCE: {part} | v2.0 -->\n"
    yield f"# {title}\n"


def _sentence(draw: Random) -> str:
    words = [f"The {draw.choice(_WHAT)} {draw.choice(_DOES)} each {draw.choice(_WHAT)}"]
    words += [f"and {draw.choice(_DOES)} it {draw.choice(_HOW)}" for _ in range(draw.randint(1, 4))]
    words.append(draw.choice((f"with `{draw.choice(_WHAT)}_id`", f"- **{draw.choice(_HOW)}**", "")))
    return " ".join(words).strip() + "."


def _section(draw: Random, heading: str, body: Iterable[str]) -> Iterator[str]:
    anchor = heading.casefold().replace(" ", "-")
    yield f"\n<!-- ANCHOR:{anchor} -->\n## {heading}\n"
    yield from (f"{_sentence(draw)}\n" for _ in range(2))
    yield from body
    yield f"\n<!-- /ANCHOR:{anchor} -->\n\n---"


def _items(draw: Random, number: int) -> Iterator[str]:
    for index in range(number):
        box = draw.choices("x B", (6, 3, 1))[0]
        note = " [EVIDENCE: see the log]" if box == "x" else ""
        yield f"- [{box}] T{index:03} [P{draw.randrange(3)}] {_sentence(draw)}{note}"


def _table(draw: Random, headers: tuple[str, ...], rows: int) -> Iterator[str]:
    yield f"\n| {' | '.join(headers)} |\n|{'---|' * len(headers)}"
    for index in range(rows):
        cells = [f"**{_STEPS[index % len(_STEPS)]}**"]
        cells += [f"{draw.choice(_WHAT)} {draw.choice(_DOES)}" for _ in headers[1:]]
        yield f"| {' | '.join(cells)} |"


def _plan(draw: Random, title: str) -> Iterator[str]:
    yield from _head(f"Plan: {title}", "plan-core")
    for heading in ("Summary", "Quality Gates", "Architecture", "Testing", "Rollback"):
        body = _table(draw, ("Part", "Choice", "Reason", "Owner"), draw.randint(3, 9))
        yield from _section(draw, heading, body)
    phases = _STEPS[: draw.randint(3, len(_STEPS))]
    for index, phase in enumerate(phases, 1):
        yield f"\n### Phase {index}: {phase}\n"
        yield from _items(draw, draw.randint(3, 7))
    # One of three plans has a graph: others are of the smallest level.
    if draw.random() < 1 / 3:
        yield "\n## PHASE DEPENDENCIES\n\n| Phase | Depends On | Blocks |\n|---|---|---|"
        for index, phase in enumerate(phases):
            before = ", ".join(sorted(set(draw.choices(phases[:index], k=2)))) if index else "None"
            yield f"| {phase} | {before} | - |"
    yield "\n## EFFORT ESTIMATION\n\n| Phase | Complexity | Estimated Effort |\n|---|---|---|"
    for phase in phases:
        low = draw.randint(1, 9)
        yield f"| {phase} | {draw.choice(('Low', 'Med', 'High'))} | {low}-{2 * low} hours |"


def _spec(draw: Random, title: str) -> Iterator[str]:
    yield from _head(f"Specification: {title}", "spec-core")
    for heading in ("Problem", "Scope", "Requirements", "Success", "Risks", "Edges", "Questions"):
        body = _table(draw, ("ID", "What", "Why", "Who"), draw.randint(3, 14))
        yield from _section(draw, heading, body)
    yield "\n- **Owner**: [NAME]\n- **Due**: [YYYY-MM-DD]\n"


def _tasks(draw: Random, title: str) -> Iterator[str]:
    yield from _head(f"Tasks: {title}", "tasks-core")
    for index in range(1, 8):
        yield from _section(draw, f"Phase {index}", _items(draw, draw.randint(3, 17)))


def _checklist(draw: Random, title: str) -> Iterator[str]:
    yield from _head(f"Checklist: {title}", "checklist")
    for heading in ("Before the work", "The code", "The tests", "The papers", "Afterwards"):
        yield from _section(draw, heading, _items(draw, draw.randint(3, 15)))


def _summary(draw: Random, title: str) -> Iterator[str]:
    yield from _head(f"What was built: {title}", "impl-summary-core")
    for heading in ("What was built", "How", "Decisions", "Limits"):
        body = _table(draw, ("File", "Change", "Why"), draw.randint(2, 30))
        yield from _section(draw, heading, body)
    yield "\n```text\n" + "\n".join(_sentence(draw) for _ in range(8)) + "\n```\n"


_KINDS: tuple[tuple[str, Callable[[Random, str], Iterator[str]]], ...] = (
    ("plan.md", _plan),
    ("spec.md", _spec),
    ("tasks.md", _tasks),
    ("checklist.md", _checklist),
    ("implementation-summary.md", _summary),
)


def write_changes(folder: Path, number: int) -> None:
    """Write a project of OpenSpec with so many changes, each with a capability of its own."""
    for index in range(number):
        draw = Random(f"{SEED}/{index}/change")
        requirement = f"### Requirement: {_title(index)}\n\nThe shop SHALL work.\n"
        scenario = f"\n#### Scenario: Usual\n\n- **WHEN** it opens\n- **THEN** {_sentence(draw)}\n"
        boxes = "".join(f"- [{draw.choice(' x')}] 1.{n} {_sentence(draw)}\n" for n in range(1, 9))
        what = f"## What Changes\n\n- {_sentence(draw)}\n"
        _write_all(folder / "openspec" / "changes" / f"change-{index:04}", {
            "proposal.md": f"## Why\n\n{_sentence(draw)}\n\n{what}",
            "tasks.md": f"## 1. Work\n\n{boxes}",
            f"specs/part-{index:04}/spec.md": f"## ADDED Requirements\n\n{requirement}{scenario}",
        })  # fmt: skip


def write_features(folder: Path, number: int, format_name: str) -> None:
    """Write so many small features with levels, of GitHub Spec Kit or of Kiro."""
    for index in range(number):
        draw, title = Random(f"{SEED}/{index}/{format_name}"), _title(index)
        boxes = [f"[{draw.choice(' x')}]" for _ in range(8)]
        items = [(n, box, _sentence(draw)) for n, box in enumerate(boxes, 1)]
        numbered = "".join(f"- {box} T{n:03} {text}\n" for n, box, text in items)
        match format_name:
            case "level":
                head = "<!-- SPECKIT_LEVEL: 1 -->\n"
                effort = "\n| Phase | Effort |\n|---|---|\n| Core | 4-6h |\n| Docs | 2h |\n"
                files = {"plan.md": f"{head}\n# Plan: {title}\n\n{numbered}\n## Effort\n{effort}"}
            case "GitHub Spec Kit":
                files = {"tasks.md": f"# Tasks: {title}\n\n## Phase 1: Setup\n\n{numbered}"}
            case _:
                plain = "".join(f"- {box} {n}. {text}\n" for n, box, text in items)
                files = {"tasks.md": f"# Implementation Plan\n\n{plain}"}
        inside = {"level": "", "GitHub Spec Kit": "specs", "Kiro": ".kiro/specs"}[format_name]
        _write_all(folder / inside / f"{index:03}-feature", files)


def _write_all(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
