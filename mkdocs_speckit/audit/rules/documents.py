"""Rules on the documents of a feature: which there are, and which sections they have."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from mkdocs_speckit.audit.rule import feature_rule, rule
from mkdocs_speckit.model import levels
from mkdocs_speckit.model.levels import NUMBERED_FOLDER
from mkdocs_speckit.model.wording import join_words
from mkdocs_speckit.reading.comments import ABOVE

if TYPE_CHECKING:
    from mkdocs_speckit.audit.rule import Reports
    from mkdocs_speckit.features import Feature
    from mkdocs_speckit.model.parts import Anchor
    from mkdocs_speckit.model.plan import Plan


@feature_rule("warning")
def missing_document(plan: Plan, feature: Feature) -> Reports:
    """Report a folder without all the documents that its plan's level asks for.

    Level 1 asks for `spec.md`, `plan.md` and `tasks.md`; level 2 for a `checklist.md`, too; level 3
    for a `decision-record.md`. When all boxes of the tasks are ticked, an
    `implementation-summary.md` is due. A folder that is divided into numbered folders of plans
    needs only a spec or a plan. Folders whose plans have names of their own are left alone.

    A reader who opens the plan looks for them beside it.

    To fix it, write the document, or correct the level.
    """
    level = plan.known_level
    if plan is not feature.leading or level is None or not feature.has_usual_names:
        return
    due = [kind for kind in levels.list_required_documents(level) if not _has(feature, kind)]
    if feature.parts:
        due = ["spec"] if {"spec", "plan"} <= {*due} else []
    if due:
        files = join_words([levels.FILE_OF_KIND[kind] for kind in due])
        yield plan.place, f"level {level} asks for {files} beside this; write what is missing"
    done = [other for other in feature.plans if other.kind == "tasks"]
    if (
        done
        and all(tasks.completion.is_complete for tasks in done)
        and not _has(feature, "summary")
    ):
        yield (
            plan.place,
            "all tasks are done; sum up what was built in"
            f" {levels.FILE_OF_KIND['summary']} beside this",
        )


def _has(feature: Feature, kind: str) -> bool:
    return levels.FILE_OF_KIND[kind] in feature.files or any(p.kind == kind for p in feature.plans)


@rule("info")
def missing_section(plan: Plan) -> Reports:
    """Report a document without a section that the template of its kind and level has.

    What nobody wrote down, such as how to roll back, nobody has thought of either. A section
    counts as there when some heading has its word: `Rollback` is as good as `7. ROLLBACK PLAN`.

    To fix it, write the section, or lower the level.
    """
    level = plan.known_level
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
            f"no heading for {join_words(missing)}, which a {_KIND.get(plan.kind, plan.kind)}"
            f" of level {level} has; write what is missing, or correct the level",
        )


_KIND = {"decision-record": "decision record", "tasks": "task list"}
"""What a kind of document is called in a sentence, where not by its name."""


@feature_rule("ignore")
def folder_name(plan: Plan, feature: Feature) -> Reports:
    """Report a folder of plans whose name is not a number and a short name.

    Off unless a project sets its severity: most sites name their folders otherwise.

    Bad: `features/Guest Checkout/`

    Good: `features/004-guest-checkout/`

    To fix it, rename the folder to three digits, a dash, and words in small letters with dashes.
    """
    if plan is feature.leading and feature.name and not NUMBERED_FOLDER.fullmatch(feature.name):
        yield (
            plan.place,
            f"the folder “{feature.name}” is not named as 001-short-name; rename it",
        )


@feature_rule("warning")
def phase_links(plan: Plan, feature: Feature) -> Reports:
    """Report a plan in numbered parts, each a folder of its own, whose documents do not say so.

    Whoever reads the whole must find the parts, and whoever reads a part must find the whole. A
    document names a part by its folder's name, and the whole by a path such as `../plan.md` or by
    its folder's name.

    To fix it, list the parts' folders in the plan or spec, and put a link to the plan above into
    each part.
    """
    if plan is not feature.leading:
        return
    named = frozenset[str]().union(*(other.folder_names for other in feature.plans))
    for part in feature.parts:
        if part not in named:
            yield (
                plan.place,
                f"no document here names the part in the folder {part}; list it with a link",
            )
    if feature.parent is not None and not named & {ABOVE, feature.parent.name}:
        yield (
            plan.place,
            "no document here names the plan above,"
            f" ../{PurePosixPath(feature.parent.leading.path).name}, of which it is a part; link to"
            " it",
        )


@rule("info")
def missing_template_source(plan: Plan) -> Reports:
    """Report a document that does not say which template it was made from.

    What kind of document it is follows from its file name alone then.

    Good:

        <!-- SPECKIT_TEMPLATE_SOURCE: plan-core | v2.2 -->

    To fix it, add the comment under the level marker.
    """
    if plan.level is not None and plan.template is None:
        yield (
            plan.place,
            "the document does not say which template it was made from; add"
            " <!-- SPECKIT_TEMPLATE_SOURCE: … -->",
        )


@rule("warning")
def unbalanced_anchor(plan: Plan) -> Reports:
    """Report an anchor that begins and does not end, or ends and did not begin.

    Tools that take sections by their anchors get the rest of the document, or nothing.

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
                    f" ended; write <!-- /ANCHOR:{anchor.name} --> there if that is its end, or add"
                    " the end before it",
                )
            opened[anchor.name] = anchor
        elif opened.pop(anchor.name, None) is None:
            yield (
                anchor.place,
                f"the anchor “{anchor.name}” ends here, and began nowhere; add"
                f" <!-- ANCHOR:{anchor.name} --> where it begins, or take this out",
            )
    for name, anchor in opened.items():
        yield anchor.place, _never_ends(name)


def _never_ends(name: str) -> str:
    return f"the anchor “{name}” never ends; add <!-- /ANCHOR:{name} --> where it does"


@rule("warning")
def invalid_encoding(plan: Plan) -> Reports:
    """Report bytes that are no UTF-8, once a line.

    Generators refuse such a page, and what these bytes mean nobody knows.

    To fix it, save the file as UTF-8.
    """
    for place in plan.undecodable:
        yield place, "this line has bytes that are no UTF-8; save the file as UTF-8"


@rule("warning")
def unused_ignore(plan: Plan) -> Reports:  # noqa: ARG001
    """Report a comment that silences nothing, or names a rule that there is not.

    Such a comment outlived what it was for, and would hide the next slip in its place.

    Bad:

        <!-- speckit: ignore unfilled-placeholder -->
        All is written here.

    Good:

        <!-- speckit: ignore unfilled-placeholder -->
        Write [NAME] for the name.

    To fix it, take the comment out, or name the rule that is meant.
    """
    # What a comment silences is known only after all rules have run: see audit/suppression.py.
    yield from ()
