"""Rules on the documents of a feature: which there are, and which sections they have."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from mkdocs_speckit.audit.rule import feature_rule, rule
from mkdocs_speckit.audit.rules.openspec import is_among_changes
from mkdocs_speckit.model import levels
from mkdocs_speckit.model.formats import FORMATS, KIRO, LEVEL, OPENSPEC
from mkdocs_speckit.model.levels import NUMBERED_FOLDER
from mkdocs_speckit.model.wording import cut_text, join_words, shorten_list
from mkdocs_speckit.reading.comments import FOLDER_ABOVE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mkdocs_speckit.audit.rule import Reports
    from mkdocs_speckit.features import Feature
    from mkdocs_speckit.model.parts import Anchor
    from mkdocs_speckit.model.plan import Plan

MAX_WRITTEN = 40
"""The number of characters of a value that a message shows."""

MAX_NAMED = 4
"""How many parts one message names."""


@rule("warning", formats=FORMATS)
def invalid_start(plan: Plan) -> Reports:
    """Report a `starts` in the front matter that is not a date.

    Dates on the page count from that day. Without it, the page shows hours alone.

    To fix it, write the date as `2026-03-02`.
    """
    if plan.starts is not None and plan.starts.day is None:
        written = cut_text(plan.starts.written, MAX_WRITTEN)
        yield (
            plan.starts.place,
            f"starts is “{written}”, which is not a date; write it as 2026-03-02",
        )


@feature_rule(
    "warning", formats=(LEVEL, KIRO, OPENSPEC), severities={KIRO: "info", OPENSPEC: "info"}
)
def missing_document(plan: Plan, feature: Feature) -> Reports:
    """Report a folder that lacks a document that its plan's level requires.

    Level 1 requires `spec.md`, `plan.md` and `tasks.md`. Level 2 also requires `checklist.md`,
    unless the tasks have a section on verification or `CHK` items. Level 3 also requires
    `decision-record.md`, if a document of the folder has a section on decisions. When all boxes of
    the tasks are ticked, `implementation-summary.md` is required, too. The option
    `required_documents` sets other files.

    A folder that is divided into numbered folders with plans needs only a spec or a plan. A phase
    parent needs only such folders. A folder is not checked if its documents have other names, or if
    its plan or spec still has the title of its template.

    A spec of Kiro has a design and tasks beside its requirements, and a change of OpenSpec has
    tasks. There the rule is a note, because these are written one after another.

    Readers of the plan look for these documents beside it.

    To fix it, write the document, or correct the level.
    """
    if plan.format in {KIRO, OPENSPEC}:
        find = _find_missing_in_spec if plan.format == KIRO else _find_missing_in_change
        yield from find(plan, feature)
        return
    is_template = any(placeholder.text in plan.title for placeholder in plan.placeholders)
    if plan is not feature.leading or not feature.has_usual_names or is_template:
        return
    level = plan.required_level
    if plan.is_phase_parent and not feature.parts:
        yield (
            plan.place,
            "this phase parent has no plans in numbered folders below it; write them, or correct"
            " the level",
        )
    if level is None:
        return
    if level in feature.required:
        due = [file for file in feature.required[level] if file not in feature.files]
    else:
        kinds = levels.list_required_documents(level)
        due = [levels.FILE_OF_KIND[kind] for kind in kinds if not _has(feature, kind)]
        due = [file for file in due if not _is_dispensable(feature, file)]
        if feature.parts:
            due = ["spec.md"] if {"spec.md", "plan.md"} <= {*due} else []
    facts = []
    if due:
        facts.append(f"this folder has no {join_words(due, 'or')}, which level {level} requires")
    if plan.progress and plan.progress.is_done and not _has(feature, "summary"):
        summary = levels.FILE_OF_KIND["summary"]
        facts.append(
            f"no {summary}, although all tasks are done"
            if due
            else f"all tasks are done, but this folder has no {summary}"
        )
    if facts:
        remedy = "write what is missing" + (", or correct the level" if due else "")
        yield plan.place, f"{', and '.join(facts)}; {remedy}"


def _find_missing_in_spec(plan: Plan, feature: Feature) -> Reports:
    """Report at the requirements of a spec of Kiro what is not there yet."""
    if plan.kind not in {"requirements", "bugfix"}:
        return
    kinds = {one.kind for one in feature.plans}
    due = [f"{kind}.md" for kind in ("design", "tasks") if kind not in kinds]
    due = [file for file in due if file not in feature.files]
    if due:
        yield plan.place, f"this spec has no {join_words(due, 'or')}; write what is missing"


def _find_missing_in_change(plan: Plan, feature: Feature) -> Reports:
    """Report at the proposal of an active change of OpenSpec that it has no tasks."""
    has_tasks = any(one.tasks for one in feature.plans)
    if plan.kind == "proposal" and is_among_changes(plan) and not has_tasks:
        yield plan.place, "this change has no tasks; write them in tasks.md"


def _has(feature: Feature, kind: str) -> bool:
    return levels.FILE_OF_KIND[kind] in feature.files or any(p.kind == kind for p in feature.plans)


_VERIFICATION = re.compile(r"\bverif|\bchecklist\b", re.IGNORECASE)
_CHECK = re.compile(r"\bCHK-?\d")
_DECISION = re.compile(r"\bADR\b|\bdecision", re.IGNORECASE)


def _is_dispensable(feature: Feature, file: str) -> bool:
    """True if a feature has what the file is for elsewhere, or has nothing to write in it."""
    tasks = [plan for plan in feature.plans if plan.kind == "tasks"]
    if file == levels.FILE_OF_KIND["checklist"]:
        return _has_heading(tasks, _VERIFICATION) or any(
            _CHECK.search(item.text) for plan in tasks for item in plan.items
        )
    if file == levels.FILE_OF_KIND["decision-record"]:
        return not _has_heading(feature.plans, _DECISION)
    return False


def _has_heading(plans: Iterable[Plan], pattern: re.Pattern[str]) -> bool:
    marks = (mark for plan in plans for mark in plan.outline if mark.kind == "heading")
    return any(pattern.search(mark.text) for mark in marks)


@rule("info")
def missing_section(plan: Plan) -> Reports:
    """Report a document that lacks a section that the template for its kind and level has.

    If nobody wrote down how to roll back, for example, nobody may have thought about it. A section
    is found if any heading contains its word: `Rollback` is as good as `7. ROLLBACK PLAN`.

    To fix it, write the section, or lower the level.
    """
    level = plan.required_level
    if level is None:
        return
    headings = [mark.text.casefold() for mark in plan.outline if mark.kind == "heading"]
    missing = [
        f"“{section.name}”"
        for section in levels.list_required_sections(plan.kind, level)
        if not any(word in heading for heading in headings for word in section.words)
    ]
    if missing:
        yield (
            plan.place,
            f"a {_KIND.get(plan.kind, plan.kind)} of level {level} should have"
            f" {'a section' if len(missing) == 1 else 'sections'} for {join_words(missing)};"
            " write what is missing, or correct the level",
        )


_KIND = {"decision-record": "decision record", "tasks": "task list"}
"""What a kind of document is called in a sentence, if not by its name."""


@feature_rule("ignore")
def folder_name(plan: Plan, feature: Feature) -> Reports:
    """Report a folder of plans whose name is not a number and a short name.

    The rule is off unless a project sets its severity, because most sites name their folders
    differently.

    Bad: `features/Guest Checkout/`

    Good: `features/004-guest-checkout/`

    To fix it, rename the folder to three digits, a dash, and lowercase words with dashes.
    """
    if plan is feature.leading and feature.name and not NUMBERED_FOLDER.fullmatch(feature.name):
        yield (
            plan.place,
            f"the folder name “{feature.name}” does not have the form 001-short-name; rename the"
            " folder",
        )


@feature_rule("info")
def phase_links(plan: Plan, feature: Feature) -> Reports:
    """Report a plan with parts in numbered folders, if plan and parts do not mention each other.

    Readers of the plan need a way to its parts, and readers of a part need a way to the plan. The
    plugin's pages link them, but elsewhere readers have only the documents. A document mentions a
    part if it has the name of the part's folder. It mentions the plan if it has a path such as
    `../plan.md`, or the name of the plan's folder. Both findings are reported in the plan, once for
    all parts.

    To fix it, link to the folder of each part in the plan or spec, and to the plan in each part.
    """
    if plan is not feature.leading or not feature.parts:
        return
    named = _list_folder_names(feature.plans)
    missing = [part for part in feature.parts if part not in named]
    if missing:
        yield (
            plan.place,
            f"no document in this folder mentions {_name_parts(missing)}; link to"
            f" {'it' if len(missing) == 1 else 'them'}",
        )
    ways_back = {FOLDER_ABOVE, feature.name}
    silent = [
        part for part, plans in feature.parts.items() if not ways_back & _list_folder_names(plans)
    ]
    if silent:
        yield (
            plan.place,
            f"{_name_parts(silent)} {'does' if len(silent) == 1 else 'do'} not mention this plan;"
            f" link to ../{PurePosixPath(plan.path).name} there",
        )


def _list_folder_names(plans: Iterable[Plan]) -> frozenset[str]:
    return frozenset[str]().union(*(plan.folder_names for plan in plans))


def _name_parts(parts: Sequence[str]) -> str:
    return ("the part " if len(parts) == 1 else "the parts ") + shorten_list(parts, MAX_NAMED)


@rule("info")
def missing_template_source(plan: Plan) -> Reports:
    """Report a document that does not say which template it was made from.

    Without this comment, only the file name says what kind of document this is. Only documents with
    the usual names are reported, because others are not made from a template.

    Good:

        <!-- SPECKIT_TEMPLATE_SOURCE: plan-core | v2.2 -->

    To fix it, add the comment under the level marker.
    """
    if plan.level is not None and plan.template is None and plan.kind in levels.FILE_OF_KIND:
        yield (
            plan.place,
            "the document does not say which template it was made from; add"
            " <!-- SPECKIT_TEMPLATE_SOURCE: … -->",
        )


@rule("warning")
def unbalanced_anchor(plan: Plan) -> Reports:
    """Report an anchor that has a beginning and no end, or an end and no beginning.

    Tools that extract a section by its anchor get the rest of the document, or nothing.

    Bad:

        <!-- ANCHOR:summary -->

        Text.

    Good:

        <!-- ANCHOR:summary -->

        Text.

        <!-- /ANCHOR:summary -->

    To fix it, add the missing half of the pair.
    """
    opened: dict[str, Anchor] = {}
    for anchor in plan.anchors:
        if not anchor.is_end:
            if anchor.name in opened:
                yield (
                    opened[anchor.name].place,
                    f"the anchor “{anchor.name}” begins again in line {anchor.place.line} before it"
                    f" ends; write <!-- /ANCHOR:{anchor.name} --> there if it should end there, or"
                    " add its end before that line",
                )
            opened[anchor.name] = anchor
        elif opened.pop(anchor.name, None) is None:
            yield (
                anchor.place,
                f"the anchor “{anchor.name}” ends here but never begins; add"
                f" <!-- ANCHOR:{anchor.name} --> where it should begin, or remove this comment",
            )
    for name, anchor in opened.items():
        message = f"the anchor “{name}” never ends; add <!-- /ANCHOR:{name} --> where it should end"
        yield anchor.place, message


@rule("warning", formats=FORMATS, together=2)
def invalid_encoding(plan: Plan) -> Reports:
    """Report each line with bytes that are not UTF-8.

    Generators reject such a page, and nobody can tell which characters were meant. Several lines of
    a document are one finding, which names them.

    To fix it, save the file as UTF-8.
    """
    for place in plan.undecodable:
        yield place, "this line has bytes that are not UTF-8; save the file as UTF-8"


@rule("warning", formats=FORMATS)
def unused_ignore(plan: Plan) -> Reports:  # noqa: ARG001
    """Report a comment that silences nothing, or names a rule that does not exist.

    Such a comment is left over from something that was fixed, and would hide the next mistake
    there.

    Bad:

        <!-- speckit: ignore unfilled-placeholder -->
        All is written here.

    Good:

        <!-- speckit: ignore unfilled-placeholder -->
        Write [NAME] for the name.

    To fix it, remove the comment, or correct the name of the rule.
    """
    # What a comment silences is known only after all rules have run: see `audit.drop_silenced`.
    yield from ()
