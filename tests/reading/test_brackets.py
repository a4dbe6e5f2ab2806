"""Which bracketed texts are placeholders: lines as they stand in templates and in filled plans."""

from __future__ import annotations

import pytest

from tests.conftest import plan_of


def found(line: str) -> list[str]:
    return [placeholder.text for placeholder in plan_of(line + "\n").placeholders]


@pytest.mark.parametrize(
    ("line", "texts"),
    [
        ("**As a** [kind of user], **I want** [thing] so that [benefit].", 3),
        ("1. **Given** [state], **When** [action], **Then** [outcome]", 3),
        ("Likelihood: [H/M/L]", 1),
        ("Result: [PASS/FAIL]", 1),
        ("Priority: [P0/P1/P2]", 1),
        ("- [ ] T004 [Implement feature 1] (src/a.py)", 1),
        ("- [ ] T010 [W-A] [Core component 1]", 1),
        ("### US-001: [Title] (Priority: P0)", 1),
        ("- [First decision], [Second decision]", 2),
        ("Score: [X/10]", 1),
        ("Time: [HH:MM:SS], version [X.Y.Z]", 2),
        ("- **Can**: [certain ability, e.g., search]", 1),
        ("- **Owner**: [name]", 1),
        ("- [What is broken? 2-3 sentences on the pain.]", 1),
        ("[Task A] and [Task B] can run together", 2),
        ("- [Active-voice rationale for the choice]", 1),
        ("- [Drawback 1]", 1),
        ("- [x] T004 [Implement core feature 1]", 1),
        ("System MUST [certain ability, e.g., search]", 1),
        ("**Given** [a state], when [an action], then [an outcome]", 3),
        ("- [x] T1 Built the importer\n  Owner: [name]", 1),
        ("As a [Kind of user], I want [Thing to bake]", 2),
        ("As a [Hotel guest], I want [Free Parking]", 2),
        ("Options: [Auth: Y, Cache: N]", 1),
        ("- [Name of the module]: what it does", 1),
        ("Count: [N]", 1),
        ("[[Wiki]] of [NAME]", 1),
        ("Owners: [[NAME], [DATE]]", 2),
        ("Time: [e.g., [2] hours], [DATE]", 2),
        (f"{'It is baked. ' * 40}Owner: [NAME]", 1),
    ],
)
def test_placeholders(line: str, texts: int) -> None:
    assert len(found(line)) == texts


@pytest.mark.parametrize(
    "line",
    [
        "| Status | [Yes] |",
        "- **Complexity**: [Med]",
        "- **Status**: [Green]",
        "- **Action**: [Modify]",
        "- **Pattern**: [Clean Architecture]",
        "- **Phase**: [In Progress]",
        "- [x] CHK-012 [P0] N/A - [No database]",
        "- [x] CHK-013 Result: [All 14 tests pass]",
        "- [x] CHK-014 Reviewed by: [Anna Meyer]",
        "- [x] T077 [Not needed]",
        "- [x] T078 [No change]",
        "- **Commit**: [Commit abc123]",
        "Uses ${{ secrets.TOKEN }} in the workflow",
        "Replaced [NAME] placeholders everywhere",
        "All [PLACEHOLDER] markers removed",
        "<code>[NAME]</code> and <kbd>[DATE]</kbd>",
        "Continue? [Y/n]",
        "- [Spec Guide]\n\n[Spec Guide]: <https://x.y>",
        "- **Due**: [Jan 5, 2026]",
        "- **Source**: [Smith 2020]",
        "- **UI**: [React 18]",
        "- **When**: [Week 2]",
        "- **Class**: [AuthService]",
        "- [x] T031 [P0] Move tokens [E:log.md] [2-4h]",
        "- Read items[NAME] and [[NAME]]",
        "- [x] T1 Tested [EVIDENCE: log of [DATE], tests]",
        "- [x] T1 Tested [E: log of [DATE], tests]",
        "When [SAVE ALL] is clicked",
        "- See [NAME](the other page), ![NAME] and [NAME](https://x.y 'z)",
        "- **Rank**: [P1/Important]",
        "- **Auth**: [Auth: Y]",
        "- **[Story]**: Which user story this task belongs to",
        "- [Backend]: Add the endpoint",
        "- [FEATURE] Add dark mode",
        "The groups [Admin], [Auditor] and [Viewer] exist",
        "When [Save] is clicked, Then [Toast] is shown",
        "- **Tools**: [Jest, Playwright]",
        "- **See**: [Task 14]",
        "- **Logo**: ![Company Logo]",
    ],
)
def test_none(line: str) -> None:
    assert found(line) == []


def test_one_of_several_equal_texts_knows_which_it_is() -> None:
    """The third stands where it is no placeholder; what stands in code counts for nothing."""
    plan = plan_of(
        "- **Owner**: [name]\n- **Deputy**: [*name*]\n- `[name]` items[name]\n- **Why**: [reason]\n"
    )
    assert [(p.plain, p.occurrence, p.occurrences) for p in plan.placeholders] == [
        ("[name]", 0, 3),
        ("[name]", 1, 3),
        ("[reason]", 0, 1),
    ]
