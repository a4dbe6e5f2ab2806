"""States of a site's plans, made of texts, for tests of comparisons."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mkdocs_speckit.changes.comparison import Changes, PlanChange, Snapshot, compare, take_snapshots
from mkdocs_speckit.export.reader import read_export
from tests.conftest import exported, plan_of

if TYPE_CHECKING:
    from collections.abc import Iterable

State = tuple[Snapshot, ...]


def plan_text(
    phases: Iterable[tuple[str, str, str]], rest: str = "", title: str = "Passkeys"
) -> str:
    """A plan of phases, each with its effort and what it waits for."""
    phases = list(phases)
    efforts = "".join(f"| {name} | {effort} |\n" for name, effort, _ in phases)
    waits = "".join(f"| {name} | {needs} |\n" for name, _, needs in phases)
    return (
        f"# {title}\n\n## Effort\n\n| Phase | Effort |\n|---|---|\n{efforts}\n"
        f"## Phase dependencies\n\n| Phase | Depends On |\n|---|---|\n{waits}\n{rest}\n"
    )


def state(texts: dict[str, str]) -> State:
    """The plans with these texts, by their paths."""
    return snapshots_of(exported(*(plan_of(text, path) for path, text in texts.items())))


def snapshots_of(exported: object) -> State:
    """The plans of an export's JSON."""
    return take_snapshots(read_export(json.dumps(exported).encode()))


def compared(before: dict[str, str], after: dict[str, str]) -> Changes:
    """What changed between two states."""
    return compare(state(before), state(after))


def changed(before: str, after: str) -> PlanChange:
    """What changed in one plan, where something must have."""
    (change,) = compared({"plan.md": before}, {"plan.md": after}).changed
    return change
