"""Plans whose diagrams are not easy to draw."""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """A phase: what it waits for, what it takes, and how much of its checklist is done."""

    name: str
    waits_for: str = "None"
    effort: str = "1-2 hours"
    done: int = 0
    total: int = 0


def plan_text(rows: list[Row]) -> str:
    """A plan with these phases: dependencies, effort and checklists."""
    parts = ["## Phase dependencies\n\n| Phase | Depends On |\n|---|---|\n"]
    parts += [f"| {row.name} | {row.waits_for} |\n" for row in rows]
    parts += ["\n## Effort estimation\n\n| Phase | Estimated Effort |\n|---|---|\n"]
    parts += [f"| {row.name} | {row.effort} |\n" for row in rows]
    parts += ["\n## Phases\n\n"]
    for row in rows:
        if row.total:
            items = "- [x] a\n" * row.done + "- [ ] b\n" * (row.total - row.done)
            parts.append(f"### {row.name}\n\n{items}\n")
    return "".join(parts)


def _workstreams() -> list[Row]:
    """Three chains of eight phases that meet here and there, and a last one for all."""
    rows = []
    for step in range(8):
        for stream, word in enumerate(("Screens", "Services", "Platform")):
            needs = [f"{word} {step}"] if step else []
            if stream == 0 and step in {3, 6}:
                needs.append(f"Services {step}")
            if stream == 2 and step == 4:
                needs.append("Services 2")
            done = 2 if step < 2 else int(step == 2)
            rows.append(
                Row(f"{word} {step + 1}", ", ".join(needs) or "None", f"{step + 1} hours", done, 2)
            )
    return [*rows, Row("Launch", "Screens 8, Services 8, Platform 8", "2 hours", 0, 3)]


PLANS = {
    "diamond": [
        Row("Schema", "None", "1-2 hours", 3, 3),
        Row("Writers", "Schema", "4-6 hours", 2, 5),
        Row("Readers", "Schema", "2-3 hours", 0, 4),
        Row("Switch over", "Writers, Readers", "1 hour", 0, 3),
    ],
    "fan out and in": [
        Row("Inventory of modules", "None", "2-3 hours", 4, 4),
        *(Row(f"Module {n} and its tests", "Inventory", f"{n} hours", n % 4, 3) for n in range(8)),
        Row("Integration", ", ".join(f"Module {n} and its tests" for n in range(8)), "5-8 hours"),
        Row("Release", "Integration, Security sign-off", "1 hour"),
    ],
    "long edges": [
        Row("Storage engine", "None", "4-6 hours", 5, 5),
        Row("Conflict rules", "Storage", "6-8 hours", 4, 4),
        Row("Sync protocol", "Conflict rules", "8-12 hours", 2, 6),
        Row("Background worker", "Sync protocol, Storage", "4-6 hours", 0, 4),
        Row("Status in the toolbar", "Conflict rules", "1-2 hours", 1, 3),
        Row("Migration of old data", "Storage", "3-5 hours", 0, 3),
        Row("End-to-end tests", "Background worker, Status, Migration", "4-6 hours", 0, 5),
        Row("Rollout", "End-to-end tests, Storage, Store review", "2-3 hours", 0, 3),
    ],
    "three workstreams": _workstreams(),
    "cycle": [
        Row("Rules", "Catalogue", "2 hours", 0, 2),
        Row("Evaluator", "Rules", "3 hours", 0, 3),
        Row("Catalogue", "Evaluator", "2 hours", 0, 3),
        Row("Preview", "Evaluator", "1 hour", 0, 2),
        Row("Changelog", "None", "1 hour", 0, 2),
    ],
    "everything before": [
        Row("Snapshot"),
        *(
            Row(name, "All prior phases")
            for name in ("Copy", "Replication", "Comparison", "Switch")
        ),
    ],
    "no edges": [Row(name) for name in ("Setup", "Tests", "Docs", "Review", "Release", "Party")],
}
