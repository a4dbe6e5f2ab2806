"""Rules on checklists."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from mkdocs_speckit.audit.rule import rule
from mkdocs_speckit.model.formats import FORMATS
from mkdocs_speckit.model.graph import find_neighbours
from mkdocs_speckit.model.parts import ROUNDING, Completion, Place
from mkdocs_speckit.model.wording import (
    cut_text,
    format_completion,
    format_number,
    shorten_list,
)

if TYPE_CHECKING:
    from mkdocs_speckit.audit.rule import Reports
    from mkdocs_speckit.model.parts import Node
    from mkdocs_speckit.model.plan import Plan

_EVIDENCE = re.compile(
    r"\[(?:evidence|e|source|file|test|commit|screenshot|deferred|artifact|note)\s*:"
    r"|(?<!no )\bevidence\b[*_\s]*[:=(—–-]|\b(?:with|has)\s+(?:\w+\s+)?evidence\b"
    r"|\((?:evidence|verified|tested|confirmed|see|n/a)\b"
    r"|\bcommit\s+`?[0-9a-f]{7,40}\b",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"^(?>.*?\S\s[—–-]{1,2}\s).*(?:[\d`/]|\b(?:see|verified|tested|confirmed)\b)",
    re.IGNORECASE | re.MULTILINE,
)
MAX_NAMED = 4
"""How many open phases one message names."""

MAX_STATUS = 40
"""How much of a stated status a message quotes."""

_OTHER_PRIORITY = re.compile(r"\[P\d(?:[^\w\[\]][^\[\]]*)?\]")
_READY = re.compile(r"[\d.\s]*definition of ready\b", re.IGNORECASE)
_DONE = re.compile(r"[\d.\s]*definition of done\b", re.IGNORECASE)
_REMEDIES = {"follows text": "put a blank line before it", "shallow": "indent it by four spaces"}


@rule("warning")
def done_out_of_order(plan: Plan) -> Reports:
    """Report a phase whose checklist is complete while one that it depends on is not.

    Either the boxes or the dependency are wrong. If the feature has a task list, only the boxes of
    that list are compared. When all tasks are done, nothing is reported.

    Bad:

        ## Phases

        ### Phase 1: Setup
        - [ ] a

        ### Phase 2: Core
        - [x] b

        ## Dependencies

        | Phase | Depends On |
        |-------|------------|
        | Setup | None       |
        | Core  | Setup      |

    Good:

        ## Phases

        ### Phase 1: Setup
        - [x] a

        ### Phase 2: Core
        - [x] b

        ## Dependencies

        | Phase | Depends On |
        |-------|------------|
        | Setup | None       |
        | Core  | Setup      |

    To fix it, tick what is done, or remove the dependency if it is not real.
    """
    progress = plan.progress
    if progress is not None and progress.is_done:
        return
    for graph in plan.graphs:
        before, _ = find_neighbours(graph.edges)
        completions = [_find_counted(plan, node) for node in graph.nodes]
        for index, later in enumerate(graph.nodes):
            if not completions[index].is_complete:
                continue
            open_ones = [
                f"“{graph.nodes[earlier].name}” ({format_completion(completions[earlier])} done)"
                for earlier in before[index]
                if completions[earlier].total and not completions[earlier].is_complete
            ]
            if open_ones:
                yield (
                    Place(later.line),
                    f"“{later.name}” is complete, but it depends on"
                    f" {shorten_list(open_ones, MAX_NAMED)}; tick what is done, or correct the"
                    " dependency",
                )


def _find_counted(plan: Plan, node: Node) -> Completion:
    """The boxes of a phase that are compared: those of the feature's tasks, if it has any."""
    boxes = plan.find_boxes(node)
    tasks = plan.progress.tasks if plan.progress else None
    if boxes is None or (tasks is not None and boxes.document != PurePosixPath(tasks).name):
        return Completion()
    return boxes.completion


MAX_APART = 0.25
"""How far two shares of what is done may be apart."""


@rule("warning")
def plan_behind_tasks(plan: Plan) -> Reports:
    """Report a plan whose own boxes differ from the feature's tasks by more than 25 points.

    The task list counts, so the plan's boxes mislead its readers.

    To fix it, tick in the plan what is done, or turn its boxes into a plain list.
    """
    own, progress = plan.completion, plan.progress
    if plan.kind != "plan" or progress is None or progress.tasks is None or not own.total:
        return
    if abs(own.share - progress.completion.share) > MAX_APART + ROUNDING:
        yield (
            plan.place,
            f"{format_completion(own)} boxes of this plan are ticked, but"
            f" {format_completion(progress.completion)} in {PurePosixPath(progress.tasks).name},"
            " which counts; tick what is done, or turn the plan’s boxes into a plain list",
        )


@rule("info")
def status_mismatch(plan: Plan) -> Reports:
    """Report a stated status that contradicts the boxes.

    Examples are `Complete` with open boxes, `Draft` or `Planned` with all boxes ticked, or a
    `completion_pct` that is 25 points off. The tasks of the feature count. If it has no tasks, the
    boxes of all its documents count. A checklist is compared with its own boxes. Other words, such
    as `In Progress`, are not compared.

    Bad:

        | Field  | Value    |
        |--------|----------|
        | Owner  | Ada      |
        | Status | Complete |

        - [x] one
        - [ ] two

    Good:

        | Field  | Value       |
        |--------|-------------|
        | Owner  | Ada         |
        | Status | In Progress |

        - [x] one
        - [ ] two

    To fix it, correct the status, or tick what is done.
    """
    status, counted, where = plan.status, plan.completion, ""
    if plan.progress is not None and (plan.kind != "checklist" or not counted.total):
        counted, where = plan.progress.completion, " of the feature"
    if status is None or not counted.total:
        return
    stated = f"“{cut_text(status.text, MAX_STATUS)}”" if status.text else ""
    said = ""
    if status.state == "done" and not counted.is_complete:
        said = f"the status is {stated}, but only"
    elif status.state == "not begun" and counted.is_complete:
        said = f"the status is {stated}, but"
    elif status.percent is not None and (
        abs(status.percent / 100 - counted.share) >= MAX_APART - ROUNDING
    ):
        said = f"completion_pct is {format_number(status.percent)}, but"
    if said:
        yield (
            status.place,
            f"{said} {format_completion(counted)} boxes{where} are ticked; correct the one that is"
            " wrong",
        )


@rule("warning")
def done_before_ready(plan: Plan) -> Reports:
    """Report a complete Definition of Done while the Definition of Ready has open items.

    Either the work was ready when it began, or it is not done. When all tasks of the feature are
    done, nothing is reported.

    Bad:

        ## Definition of Ready
        - [ ] a

        ## Definition of Done
        - [x] b

    Good:

        ## Definition of Ready
        - [x] a

        ## Definition of Done
        - [x] b

    To fix it, tick what is ready, or untick what is not done.
    """
    if plan.progress is not None and plan.progress.is_done:
        return
    ready = [c for c in plan.checklists if _READY.match(c.text)]
    done = [c for c in plan.checklists if _DONE.match(c.text)]
    is_done = bool(done) and sum((c.completion for c in done), Completion()).is_complete
    for checklist in ready:
        if is_done and not checklist.completion.is_complete:
            yield (
                Place(checklist.line),
                f"the Definition of Done is complete, but the Definition of Ready has only"
                f" {format_completion(checklist.completion)} done; tick what is ready",
            )


@rule("info", together=2)
def missing_evidence(plan: Plan) -> Reports:
    """Report a ticked P0 or P1 item of a checklist document that names no evidence.

    Reviewers cannot tell if someone has checked the item or only clicked. Evidence is one of these:
    a bracket such as `[Test: …]`; `Evidence:`, also in a line below the item; `(see …)` or `(tested
    …)`; the word `commit` with a hash; a figure, a path or a command after a dash. Several items of
    a document are one finding, which names their lines.

    Bad:

        - [x] CHK-010 [P0] Code passes lint

    Good:

        - [x] CHK-010 [P0] Code passes lint [EVIDENCE: build 214]

    To fix it, name the evidence: `[EVIDENCE: …]`, `[Test: …]`, `[Commit: …]`.
    """
    if plan.kind != "checklist":
        return
    for item in plan.items:
        if item.state == "done" and item.priority in ("P0", "P1"):
            if _EVIDENCE.search(item.source) or _NOTE.search(item.source):
                continue
            yield (
                item.place,
                f"this {item.priority} item is ticked without evidence; name the evidence, such as"
                " [EVIDENCE: build 214]",
            )


@rule("info", together=2)
def missing_priority(plan: Plan) -> Reports:
    """Report an item of a checklist document without a priority.

    Nobody can tell if the item blocks a release. Several items of a document are one finding,
    which names their lines.

    Bad:

        - [ ] CHK-010 Code passes lint

    Good:

        - [ ] CHK-010 [P0] Code passes lint

    To fix it, add `[P0]`, `[P1]` or `[P2]` to the item, or move it under a heading that begins with
    its priority.
    """
    if plan.kind == "checklist":
        for item in plan.items:
            if item.priority is None and not _OTHER_PRIORITY.search(item.text):
                yield item.place, "this item has no priority; add [P0], [P1] or [P2]"


@rule("info", formats=FORMATS, together=2)
def items_not_rendered(plan: Plan) -> Reports:
    """Report a checklist that GitHub shows as a list, but Python-Markdown does not.

    Python-Markdown needs a blank line before a list. It needs four spaces before a nested list, or
    before another paragraph of an item. Without them it shows `[ ]` in running text, or all items
    on one level. The plugin shows such lists as GitHub does, unless `lists` is not in its option
    `show`. Other tools do not. Several lists of a document that need the same correction are one
    finding, which names their lines.

    Bad:

        Before we begin:
        - [ ] one

    Good:

        Before we begin:

        - [ ] one

    To fix it, add the blank line, or indent the nested list by four spaces.
    """
    for unrendered in plan.unrendered_lists:
        remedy = _REMEDIES[unrendered.cause]
        yield unrendered.place, f"Python-Markdown does not show this list as GitHub does; {remedy}"
