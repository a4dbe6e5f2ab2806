"""Rules on changes and capabilities of OpenSpec (`docs/openspec.md`, section O9).

The rules named `openspec-…` report what its own command line calls an error. What an archived
change says is history: only the rules that are about the archive, or about what the archive lost,
speak of it.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from mkdocs_speckit.audit.rule import feature_rule, rule
from mkdocs_speckit.model.formats import CHANGES, OPENSPEC
from mkdocs_speckit.model.parts import Place
from mkdocs_speckit.model.wording import format_count, shorten_list
from mkdocs_speckit.reading.specifications import REQUIREMENTS_HEADING
from mkdocs_speckit.reading.template_texts import PURPOSE_SLOT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mkdocs_speckit.audit.rule import Reports
    from mkdocs_speckit.features import Feature
    from mkdocs_speckit.model.parts import Landmark
    from mkdocs_speckit.model.plan import Plan

MAX_NAMED = 4
"""How many capabilities one message names."""

SECTION_LEVEL = 2
"""The depth of the headings over requirements."""


def _is_archived(plan: Plan) -> bool:
    return plan.change is not None and plan.change.is_archived


def _is_main_spec(plan: Plan) -> bool:
    """True for the specification of a capability, which is in no change."""
    return plan.kind == "spec" and plan.change is None


def _is_delta(plan: Plan) -> bool:
    """True for a specification that says what a change does to a capability."""
    return plan.kind == "spec" and plan.change is not None


def is_among_changes(plan: Plan) -> bool:
    """True if a document's change is where OpenSpec looks for those that are not archived."""
    change = plan.change
    return (
        change is not None
        and not change.is_archived
        and PurePosixPath(change.folder).parent.name == CHANGES
    )


@rule("warning", formats=(OPENSPEC,))
def archived_with_open_tasks(plan: Plan) -> Reports:
    """Report an archived change whose task list still has open tasks.

    The archive says that the change is finished. Whoever looks for open work does not look there,
    so what is left gets lost. The list is one finding, at its first open task.

    Bad:

        -- openspec/changes/archive/2026-03-02-sell-rolls/tasks.md --
        ## 1. Rolls

        - [x] 1.1 Bake them
        - [ ] 1.2 Write the price list

    Good:

        -- openspec/changes/archive/2026-03-02-sell-rolls/tasks.md --
        ## 1. Rolls

        - [x] 1.1 Bake them
        - [x] 1.2 Write the price list

    To fix it, tick what is done, and move what is left to a new change.
    """
    if not _is_archived(plan):
        return
    left = [task for task in plan.tasks if task.state == "open"]
    if left:
        yield (
            left[0].place,
            f"this change is archived, but {len(left):,} of its"
            f" {format_count(len(plan.tasks), 'task')} {'is' if len(left) == 1 else 'are'} open;"
            " tick what is done, and move what is left to a new change",
        )


@rule("info", formats=(OPENSPEC,))
def ready_to_archive(plan: Plan) -> Reports:
    """Report a change all of whose tasks are done, but which is not archived yet.

    Until it is archived, the specifications of the capabilities do not say what holds now, and the
    list of changes has work in it that nobody does any more.

    Bad:

        -- openspec/changes/sell-rolls/tasks.md --
        ## 1. Rolls

        - [x] 1.1 Bake them

    Good:

        -- openspec/changes/sell-rolls/tasks.md --
        ## 1. Rolls

        - [x] 1.1 Bake them
        - [ ] 1.2 Write the price list

    To fix it, archive the change: `openspec archive NAME`.
    """
    change = plan.change
    if plan.kind != "tasks" or change is None or not is_among_changes(plan):
        return
    if change.state == "ready to archive":
        done = "the task is" if len(plan.tasks) == 1 else f"all {len(plan.tasks):,} tasks are"
        yield plan.place, f"{done} done; archive the change: `openspec archive {change.name}`"


@rule("warning", formats=(OPENSPEC,))
def purpose_placeholder(plan: Plan) -> Reports:
    """Report a capability whose purpose is still the sentence that the archive wrote.

    `openspec archive` cannot know what a new capability is for. It writes that somebody should.
    Readers of the specification then learn only where it came from.

    Bad:

        -- openspec/specs/counter/spec.md --
        # Counter

        ## Purpose

        TBD - created by archiving change sell-rolls. Update Purpose after archive.

        ## Requirements

    Good:

        -- openspec/specs/counter/spec.md --
        # Counter

        ## Purpose

        To sell what is baked.

        ## Requirements

    To fix it, write in a sentence or two what the capability is for.
    """
    for placeholder in plan.placeholders if _is_main_spec(plan) else ():
        if PURPOSE_SLOT.fullmatch(placeholder.text):
            yield (
                placeholder.place,
                "this purpose is the sentence that the archive wrote; write what the capability"
                f" {plan.capability} is for",
            )


@feature_rule("warning", formats=(OPENSPEC,))
def capability_without_delta(plan: Plan, feature: Feature) -> Reports:
    """Report capabilities that a proposal lists, but for which its change has no delta.

    The specification of such a capability stays as it is when the change is archived. Names are
    read from the items under `## Capabilities`. All of a proposal are one finding.

    Bad:

        -- openspec/changes/sell-rolls/proposal.md --
        ## Capabilities

        ### Modified Capabilities

        - `counter`: sells rolls
        - `oven`: bakes rolls

        -- openspec/changes/sell-rolls/specs/counter/spec.md --
        ## ADDED Requirements

    Good:

        -- openspec/changes/sell-rolls/proposal.md --
        ## Capabilities

        ### Modified Capabilities

        - `counter`: sells rolls

        -- openspec/changes/sell-rolls/specs/counter/spec.md --
        ## ADDED Requirements

    To fix it, write the delta in the change's folder `specs`, or remove the capability from the
    list.
    """
    if plan.change is None:
        return
    deltas = _list_names(one.capability for one in feature.plans if _is_delta(one))
    missing = {one.name: one for one in plan.listed_capabilities if one.name not in deltas}
    if missing:
        yield (
            next(iter(missing.values())).place,
            f"this change has no delta for {shorten_list([*missing], MAX_NAMED)}, which its"
            " proposal lists; write specs/CAPABILITY/spec.md, or remove the name from the list",
        )


@feature_rule("warning", formats=(OPENSPEC,))
def delta_not_in_proposal(plan: Plan, feature: Feature) -> Reports:
    """Report a delta for a capability that the change's proposal does not list.

    People agree to a change by its proposal. They do not expect that it changes another capability,
    too. Only proposals that list capabilities under `## Capabilities` are compared.

    Bad:

        -- openspec/changes/sell-rolls/proposal.md --
        ## Capabilities

        ### Modified Capabilities

        - `counter`: sells rolls

        -- openspec/changes/sell-rolls/specs/counter/spec.md --
        ## ADDED Requirements

        -- openspec/changes/sell-rolls/specs/oven/spec.md --
        ## ADDED Requirements

    Good:

        -- openspec/changes/sell-rolls/proposal.md --
        ## Capabilities

        ### Modified Capabilities

        - `counter`: sells rolls
        - `oven`: bakes rolls

        -- openspec/changes/sell-rolls/specs/counter/spec.md --
        ## ADDED Requirements

        -- openspec/changes/sell-rolls/specs/oven/spec.md --
        ## ADDED Requirements

    To fix it, list the capability in the proposal, or remove the delta.
    """
    proposal = feature.find_only("proposal", OPENSPEC)
    if not _is_delta(plan) or proposal is None or not proposal.listed_capabilities:
        return
    listed = {one.name for one in proposal.listed_capabilities}
    if listed.isdisjoint(_list_names([plan.capability])):
        yield (
            plan.place,
            f"the proposal does not list the capability {plan.capability}; list it there under"
            " Capabilities, or remove this delta",
        )


def _list_names(capabilities: Iterable[str | None]) -> set[str]:
    """The names under which a proposal may list these: `kitchen/oven` may be `oven`."""
    return {name for path in capabilities if path for name in (path, path.rpartition("/")[2])}


@rule("warning", formats=(OPENSPEC,))
def delta_under_plain_requirements(plan: Plan) -> Reports:
    """Report a delta with requirements under `## Requirements`, which does not say what changes.

    OpenSpec takes only what is under `## ADDED Requirements`, `## MODIFIED Requirements`,
    `## REMOVED Requirements` or `## RENAMED Requirements`. It passes over the others, and they get
    into no specification.

    Bad:

        -- openspec/changes/sell-rolls/specs/counter/spec.md --
        ## Requirements

        ### Requirement: Warm rolls

        #### Scenario: Morning

    Good:

        -- openspec/changes/sell-rolls/specs/counter/spec.md --
        ## ADDED Requirements

        ### Requirement: Warm rolls

        #### Scenario: Morning

    To fix it, say in the heading what becomes of the requirements.
    """
    plain = [one for one in plan.requirements if one.delta is None] if _is_delta(plan) else []
    if plain:
        line = plain[0].place.line
        headings = [mark.line for mark in plan.outline if mark.level == SECTION_LEVEL]
        heading = max((one for one in headings if one < line), default=line)
        number = format_count(len(plain), "requirement")
        yield (
            Place(heading),
            f"this heading does not say what becomes of {number}, so OpenSpec passes over"
            f" {'it' if len(plain) == 1 else 'them'}; write “## ADDED Requirements”, or MODIFIED or"
            " REMOVED",
        )


@rule("ignore", formats=(OPENSPEC,))
def archived_with_open_questions(plan: Plan) -> Reports:
    """Report an archived change with open questions.

    The rule is off unless a project sets its severity, because most projects leave the questions in
    the design after they have answered them elsewhere. The questions of a document are one finding.

    Bad:

        -- openspec/changes/archive/2026-03-02-sell-rolls/design.md --
        ## Open Questions

        - Gas or wood?

    Good:

        -- openspec/changes/archive/2026-03-02-sell-rolls/design.md --
        ## Open Questions

        None. We took wood.

    To fix it, write how each question was answered, and begin the section with `None`.
    """
    if _is_archived(plan) and plan.questions:
        yield (
            plan.questions[0].place,
            "this change is archived with"
            f" {format_count(len(plan.questions), 'open question')}; write how they were answered",
        )


@feature_rule("warning", formats=(OPENSPEC,))
def openspec_change_without_delta(plan: Plan, feature: Feature) -> Reports:
    """Report a change without a delta: it has no requirement that it adds, modifies or removes.

    `openspec validate` calls this an error. The finding is at the proposal; archived changes,
    folders without a proposal, and changes whose `.openspec.yaml` says `skip_specs: true` are not
    reported.

    Bad:

        -- openspec/changes/sell-rolls/proposal.md --
        ## Why

        Guests ask for rolls.

    Good:

        -- openspec/changes/sell-rolls/proposal.md --
        ## Why

        Guests ask for rolls.

        -- openspec/changes/sell-rolls/specs/counter/spec.md --
        ## ADDED Requirements

        ### Requirement: Warm rolls

        #### Scenario: Morning

    To fix it, write in `specs/CAPABILITY/spec.md` which requirements the change adds, modifies or
    removes.
    """
    if plan.kind == "proposal" and is_among_changes(plan):
        deltas = [one for one in feature.plans if _is_delta(one)]
        if not any(one.requirements or one.renamed for one in deltas):
            yield (
                plan.place,
                "this change has no requirement that it adds, modifies or removes; write some under"
                " “## ADDED Requirements” in specs/CAPABILITY/spec.md",
            )


@rule("warning", formats=(OPENSPEC,), together=3)
def openspec_requirement_without_scenario(plan: Plan) -> Reports:
    """Report a requirement without a scenario, unless it is removed.

    `openspec validate` calls this an error: nobody can test whether the requirement is met. Three
    or more in a document are one finding, which names their lines. Archived changes are not
    reported.

    Bad:

        -- openspec/specs/counter/spec.md --
        ## Requirements

        ### Requirement: Warm rolls

        The counter SHALL keep rolls warm.

    Good:

        -- openspec/specs/counter/spec.md --
        ## Requirements

        ### Requirement: Warm rolls

        The counter SHALL keep rolls warm.

        #### Scenario: Morning

        - **WHEN** a guest comes at six
        - **THEN** the rolls are warm

    To fix it, write a scenario under a heading `#### Scenario: NAME`.
    """
    for requirement in () if _is_archived(plan) else plan.requirements:
        if requirement.delta != "REMOVED" and not requirement.scenarios:
            yield (
                requirement.place,
                f"“{requirement.id}” has no scenario; write one under a heading"
                " “#### Scenario: NAME”",
            )


@feature_rule("warning", formats=(OPENSPEC,))
def openspec_modified_names_nothing(plan: Plan, feature: Feature) -> Reports:
    """Report a requirement that a change modifies or renames, but the capability does not have.

    `openspec archive` stops there. The name must be letter by letter that of the heading in the
    capability's specification. A requirement may have the name that the same delta gives it. If
    there is no specification of the capability, nothing is compared. Archived changes are not
    reported.

    Bad:

        -- openspec/specs/counter/spec.md --
        ## Requirements

        ### Requirement: Warm rolls

        #### Scenario: Morning

        -- openspec/changes/sell-buns/specs/counter/spec.md --
        ## MODIFIED Requirements

        ### Requirement: Hot rolls

        #### Scenario: Morning

    Good:

        -- openspec/specs/counter/spec.md --
        ## Requirements

        ### Requirement: Warm rolls

        #### Scenario: Morning

        -- openspec/changes/sell-buns/specs/counter/spec.md --
        ## MODIFIED Requirements

        ### Requirement: Warm rolls

        #### Scenario: Morning

    To fix it, write the name as it is in the specification, or say that the change adds it.
    """
    main = feature.main_specs.get(plan.capability or "")
    if not _is_delta(plan) or _is_archived(plan) or main is None:
        return
    known, renamed = main.requirement_ids, {one.after for one in plan.renamed}
    missing = [
        (one.id, one.place)
        for one in plan.requirements
        if one.delta == "MODIFIED" and one.id not in known and one.id not in renamed
    ]
    # One that has its new name already was renamed before the change is archived.
    missing += [
        (one.before, one.place) for one in plan.renamed if known.isdisjoint((one.before, one.after))
    ]
    for name, place in missing:
        yield (
            place,
            f"the capability {plan.capability} has no requirement “{name}”; write the name as it is"
            " there, or move the requirement to “## ADDED Requirements”",
        )


@rule("warning", formats=(OPENSPEC,))
def openspec_delta_heading_in_main_spec(plan: Plan) -> Reports:
    """Report a heading such as `## ADDED Requirements` in the specification of a capability.

    `openspec validate` calls this an error: the specification says what holds, and only a change
    says what is added, modified or removed. The command line counts no requirement below such a
    heading.

    Bad:

        -- openspec/specs/counter/spec.md --
        ## ADDED Requirements

        ### Requirement: Warm rolls

        #### Scenario: Morning

    Good:

        -- openspec/specs/counter/spec.md --
        ## Requirements

        ### Requirement: Warm rolls

        #### Scenario: Morning

    To fix it, write `## Requirements`, and delete what the capability no longer does.
    """
    for mark in plan.outline if _is_main_spec(plan) else ():
        if _has_delta(mark):
            yield (
                Place(mark.line),
                f"“{mark.text}” is a heading for changes; write “## Requirements”, and delete what"
                " does not hold",
            )


def _has_delta(mark: Landmark) -> bool:
    """True if a heading says what a change does to the requirements below."""
    heading = REQUIREMENTS_HEADING.fullmatch(mark.text) if mark.level == SECTION_LEVEL else None
    return heading is not None and heading["delta"] is not None


@rule("warning", formats=(OPENSPEC,))
def openspec_renamed_to_itself(plan: Plan) -> Reports:
    """Report a requirement that a change renames, but whose new name is the old one.

    `openspec archive` stops there, because the capability has a requirement of the new name.
    Archived changes are not reported.

    Bad:

        -- openspec/changes/sell-rolls/specs/counter/spec.md --
        ## RENAMED Requirements

        - FROM: `### Requirement: Bread`
        - TO: `### Requirement: Bread`

    Good:

        -- openspec/changes/sell-rolls/specs/counter/spec.md --
        ## RENAMED Requirements

        - FROM: `### Requirement: Bread`
        - TO: `### Requirement: Loaves`

    To fix it, write the new name, or remove the two lines.
    """
    for one in () if _is_archived(plan) else plan.renamed:
        if one.before == one.after:
            yield (
                one.place,
                f"“{one.after}” is the old name, too; write the new one, or remove both lines",
            )
