"""Comparing two exports: any bytes are read or refused; an addition one way is a removal back."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import msgspec

from fuzz.promises import hold_completion, hold_range
from fuzz.target import Target
from fuzz.words import demo_documents, words_in
from mkdocs_speckit import read
from mkdocs_speckit.audit import audit_plan
from mkdocs_speckit.changes.comparison import compare, take_snapshots
from mkdocs_speckit.cli.report import CHANGES_FORMATS
from mkdocs_speckit.export import export_plans
from mkdocs_speckit.export.reader import ExportError, read_export
from mkdocs_speckit.model.wording import make_printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs_speckit.changes.comparison import Changes, Snapshot

STYLES = re.compile(r"\x1b\[(?:0|1|2|33)m")
"""The only commands to a terminal: plain, bold, dim and yellow."""


def check(data: bytes) -> None:
    """Compare the first line, the export before, with the second line, the one after."""
    first, _, second = data.partition(b"\n")
    try:
        before, after = (take_snapshots(read_export(one)) for one in (first, second or first))
    except ExportError:
        return
    for one in (*before, *after):
        _hold_snapshot(one)
    assert compare(before, before).is_empty
    there, back = compare(before, after), compare(after, before)
    assert (there.added, there.gone) == (back.gone, back.added)
    assert there.is_empty == back.is_empty
    _hold_reports(there)


def _hold_snapshot(plan: Snapshot) -> None:
    for amount in (plan.effort, plan.declared, *(phase.amount for phase in plan.phases)):
        hold_range(amount.estimate if amount else None)
    hold_range(plan.critical_path.length if plan.critical_path else None)
    hold_completion(plan.completion)


def _hold_reports(found: Changes) -> None:
    """Each report can be written and is valid in its format."""
    written = {name: write(found) for name, write in CHANGES_FORMATS.items()}
    json.loads(written["json"])
    assert "<script" not in written["markdown"].casefold()
    text = STYLES.sub("", written["text"])
    assert make_printable(text) == text


def _seeds() -> Iterator[bytes]:
    """Exports of each document of the demo site: of its first half, and of all of it."""
    for text in demo_documents():
        half = text[: text.find("\n", len(text) // 2)]
        plans = [plan for part in (half, text) if (plan := read(part, "shop/plan.md"))]
        if len(plans) > 1:
            yield b"\n".join(
                json.dumps(
                    msgspec.to_builtins(export_plans([(plan, audit_plan(plan)[:3])]))
                ).encode()
                for plan in plans
            )


TARGET = Target(
    check,
    _seeds,
    words_in(
        "mkdocs_speckit.export", "mkdocs_speckit.model.levels", "mkdocs_speckit.features.entries"
    ),
    True,
)
