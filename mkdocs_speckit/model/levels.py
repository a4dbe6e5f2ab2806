"""The levels and what each asks for: documents, their sections, the usual size of a plan."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping

MARKER = "SPECKIT_LEVEL"
"""The key of a level marker: `<!-- SPECKIT_LEVEL: 2 -->` (`docs/numbers.md`, section 1)."""

TEMPLATE_SOURCE = "SPECKIT_TEMPLATE_SOURCE"
"""The key of the comment that names the template of a document."""

LEVELS = ("1", "2", "3", "3+")
"""From the smallest to the largest; each asks for all that the levels before it ask for."""

PHASE_PARENT = "phase-parent"
"""The level of a spec that only maps the folders below its own; it asks for nothing else."""

MEANING = {
    "1": "Core",
    "2": "Core + verification",
    "3": "Core + verification + architecture",
    "3+": "Level 3 + governance",
    PHASE_PARENT: "Map of its child folders",
}

FILE_OF_KIND = {
    "spec": "spec.md",
    "plan": "plan.md",
    "tasks": "tasks.md",
    "checklist": "checklist.md",
    "decision-record": "decision-record.md",
    "summary": "implementation-summary.md",
}
"""The file names of a feature's documents by kind, in the order in which they are written."""

NUMBERED_FOLDER = re.compile(r"\d{3}-[a-z0-9]+(?:[-.][a-z0-9]+)*")
"""The name of a feature's folder, `004-guest-checkout`; inside another such folder, of a part."""

_DOCUMENTS = {"1": ("spec", "plan", "tasks"), "2": ("checklist",), "3": ("decision-record",)}
"""The kinds that each level adds."""


class Section(Struct, frozen=True):
    """A section that a document must have: a heading with one of these words, in any case."""

    name: str
    words: tuple[str, ...]


class UsualSize(Struct, frozen=True):
    """The usual range of a number of phases or tasks; None if it has no limit."""

    least: int | None
    most: int | None


def _section(name: str, *words: str) -> Section:
    return Section(name, words or (name.casefold(),))


_SECTIONS: Mapping[str, Mapping[str, tuple[Section, ...]]] = {
    "plan": {
        "1": (
            _section("Summary", "summary", "overview", "goal"),
            _section("Quality Gates", "quality gate", "definition of"),
            _section("Architecture", "architecture", "design", "approach"),
            _section("Implementation Phases", "phase", "implementation", "steps", "sprint"),
            _section("Testing Strategy", "test", "verification"),
            _section("Dependencies", "depend"),
            _section("Rollback Plan", "rollback", "roll back", "revert"),
        ),
        "2": (
            _section("Phase Dependencies", "phase depend", "dependency graph", "dependency matrix"),
            _section("Effort Estimation", "effort", "estimat"),
            _section("Enhanced Rollback", "enhanced rollback", "rollback procedure"),
        ),
        "3": (
            _section("Dependency Graph", "dependency graph", "dependency matrix"),
            _section("Critical Path"),
            _section("Milestones", "milestone"),
            _section("Architecture Decision Record", "decision", "adr"),
        ),
        "3+": (
            _section("AI Execution Framework", "ai execution", "ai protocol"),
            _section("Workstream Coordination", "workstream"),
            _section("Communication Plan", "communication"),
        ),
    },
    "spec": {
        "1": (
            _section("Metadata"),
            _section("Problem & Purpose", "problem", "purpose", "overview", "background", "goal"),
            _section("Scope"),
            _section("Requirements", "requirement"),
            _section("Success Criteria", "success", "acceptance"),
            _section("Risks & Dependencies", "risk"),
            _section("Open Questions", "question"),
        ),
        "2": (
            _section("Non-Functional Requirements", "non-functional", "nonfunctional", "nfr"),
            _section("Edge Cases", "edge case"),
            _section("Complexity Assessment", "complexity"),
        ),
        "3": (
            _section("Executive Summary", "executive summary"),
            _section("Risk Matrix", "risk matrix"),
            _section("User Stories", "user stor"),
        ),
        "3+": (
            _section("Approval Workflow", "approval"),
            _section("Compliance Checkpoints", "compliance"),
            _section("Stakeholder Matrix", "stakeholder"),
            _section("Change Log", "change log", "changelog"),
        ),
    },
    "tasks": {"1": (_section("Completion Criteria", "completion", "definition of done"),)},
    "checklist": {
        "1": (
            _section("Verification Protocol", "protocol"),
            _section("Verification Summary", "summary"),
        ),
        "3+": (_section("Sign-off", "sign-off", "sign off", "signoff", "approval"),),
    },
    "decision-record": {
        "1": (
            _section("Context", "context"),
            _section("Decision", "decision"),
            _section("Consequences", "consequence"),
        )
    },
}

USUAL_PHASES = {
    "1": UsualSize(None, 6),
    "2": UsualSize(2, 15),
    "3": UsualSize(3, 30),
    "3+": UsualSize(3, None),
}
"""How many phases a plan of each level usually has."""

USUAL_TASKS = {
    "1": UsualSize(None, 30),
    "2": UsualSize(5, 100),
    "3": UsualSize(10, 250),
    "3+": UsualSize(20, None),
}
"""How many tasks a feature of each level usually has."""


def describe_level(level: str | None) -> str:
    """What a level is called beside other words: `level 2`, `phase parent`, `unknown level`."""
    if level == PHASE_PARENT:
        return "phase parent"
    return f"level {level}" if level else "unknown level"


def list_required_documents(level: str) -> tuple[str, ...]:
    """The kinds of documents that a feature of a level has before any work is done."""
    return tuple(kind for lower in list_levels(level) for kind in _DOCUMENTS.get(lower, ()))


def list_required_sections(kind: str, level: str) -> tuple[Section, ...]:
    """The sections of a document of a kind and level; empty for a kind without a template."""
    by_level = _SECTIONS.get(kind, {})
    return tuple(section for lower in list_levels(level) for section in by_level.get(lower, ()))


def list_levels(level: str) -> tuple[str, ...]:
    """The levels whose requirements a level has: all up to itself, the smallest first."""
    return LEVELS[: LEVELS.index(level) + 1]
