"""A plan: what was read from one document, and figures that follow from its parts."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from itertools import chain
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from msgspec import Struct

from mkdocs_speckit.model.formats import CHECKLISTS, LEVEL, SPEC_KIT
from mkdocs_speckit.model.levels import PHASE_PARENT
from mkdocs_speckit.model.parts import (
    NO_EFFORT,
    Anchor,
    Checklist,
    Completion,
    DeclaredPath,
    Effort,
    EffortPhase,
    Estimate,
    FeatureProgress,
    Graph,
    Ignore,
    Item,
    Landmark,
    Level,
    Milestone,
    Node,
    PhaseBoxes,
    Place,
    Placeholder,
    Rating,
    StatedStart,
    StatedStatus,
    TableFault,
    Template,
    UnrenderedList,
)
from mkdocs_speckit.model.tasks import (
    ListedCapability,
    ProposedChange,
    Renaming,
    Requirement,
    StatedTotal,
    StatedWaves,
    Story,
    Task,
    TaskReference,
)

if TYPE_CHECKING:
    from collections.abc import Iterable


MIN_UNFILLED = 5
"""With fewer placeholders a document is not a draft that nobody has begun."""


class Plan(Struct, frozen=True, kw_only=True, dict=True):
    """One document, as its format reads it.

    `format` is a key of `model/formats.py`; `kind` is what the document is in that format, such as
    `plan` or `tasks`. Parts that the format does not have keep their defaults. The first of the
    `levels` counts; a document without a marker has the level of the marked one beside it. One that
    is not `is_certain` is a plan only beside one that is. `otherwise` is the same document as
    another format reads it, for where the documents beside it are of that one. `unfinished` are
    blocks that only say that something is missing (`TBD`).

    A task list has `tasks`; its `checklists` and `items` are these alone, and its `criteria` the
    boxes without a number. Tasks that may be left out are `optional`, and not in these two.
    `named_tasks` are the tasks that its statements about dependencies name, `stated_totals` the
    numbers of tasks that it states. A specification has `stories` and `requirements`; `questions`
    are its open ones, as written. `named_requirements` are the ids of requirements anywhere in the
    text of either. A plan has `gates`, its rows of the project's principles that pass. A document
    of OpenSpec may belong to a `change`; a specification says what a `capability` must do, known by
    its path. `renamed` are the requirements that a change renames, `listed_capabilities` those
    that a proposal says the change is about.

    `owners` are those that it states of itself, `item_owners` those of items, by their lines.

    `features.join_documents` adds what other documents of the feature say: the boxes of the
    `phases` that have a heading and of those that have a row alone (`row_boxes`), and the feature's
    `progress`. Without it a plan has its own boxes alone.
    """

    path: str
    title: str
    format: str = LEVEL
    kind: str
    levels: tuple[Level, ...] = ()
    is_certain: bool = True
    template: Template | None = None
    outline: tuple[Landmark, ...] = ()
    effort: Effort | None = None
    graphs: tuple[Graph, ...] = ()
    checklists: tuple[Checklist, ...] = ()
    placeholders: tuple[Placeholder, ...] = ()
    table_faults: tuple[TableFault, ...] = ()
    undecodable: tuple[Place, ...] = ()
    items: tuple[Item, ...] = ()
    ignores: tuple[Ignore, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    unfinished: tuple[Placeholder, ...] = ()
    unrendered_lists: tuple[UnrenderedList, ...] = ()
    stated_levels: tuple[Level, ...] = ()
    status: StatedStatus | None = None
    starts: StatedStart | None = None
    owners: tuple[str, ...] = ()
    item_owners: tuple[tuple[int, tuple[str, ...]], ...] = ()
    declared_path: DeclaredPath | None = None
    folder_names: frozenset[str] = frozenset()
    ratings: tuple[Rating, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    phases: tuple[PhaseBoxes, ...] = ()
    row_boxes: tuple[PhaseBoxes, ...] = ()
    progress: FeatureProgress | None = None
    tasks: tuple[Task, ...] = ()
    criteria: Completion = Completion()
    optional: Completion = Completion()
    named_tasks: tuple[TaskReference, ...] = ()
    waves: StatedWaves | None = None
    stories: tuple[Story, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    questions: tuple[Placeholder, ...] = ()
    stated_totals: tuple[StatedTotal, ...] = ()
    named_requirements: frozenset[str] = frozenset()
    gates: tuple[Checklist, ...] = ()
    change: ProposedChange | None = None
    capability: str | None = None
    renamed: tuple[Renaming, ...] = ()
    listed_capabilities: tuple[ListedCapability, ...] = ()
    otherwise: Plan | None = None

    @property
    def level(self) -> Level | None:
        """The level marker that counts, which is the first; None in formats without levels."""
        return self.levels[0] if self.levels else None

    @property
    def known_level(self) -> str | None:
        """One of `levels.LEVELS`, or `PHASE_PARENT`; None if the marker says something else."""
        return self.levels[0].value if self.levels else None

    @property
    def is_phase_parent(self) -> bool:
        """True if the document only maps the folders below its own."""
        return self.known_level == PHASE_PARENT

    @property
    def required_level(self) -> str | None:
        """One of `levels.LEVELS`: what it asks for is asked of the document; None asks nothing."""
        return None if self.is_phase_parent else self.known_level

    @property
    def is_sibling(self) -> bool:
        """True if only another document of the feature makes this one a plan."""
        return not self.is_certain

    @cached_property
    def folder(self) -> str:
        """The folder of the feature that it belongs to; that of `x/checklists/ux.md` is `x`."""
        if self.change is not None:
            return self.change.folder
        parent = PurePosixPath(self.path).parent
        is_inside = self.format == SPEC_KIT and parent.name == CHECKLISTS
        return str(parent.parent if is_inside else parent)

    @cached_property
    def phase_anchors(self) -> tuple[str, ...]:
        """Ids of the headings of the `phases`, `phase-3`, each once.

        A phase without a label has its place in the list: `phase-no-5`.
        """
        found: dict[str, None] = {}
        for number, phase in enumerate(self.phases, 1):
            anchor = f"phase-{phase.label.casefold()}"
            is_taken = not phase.label or anchor in found
            found[f"phase-no-{number}" if is_taken else anchor] = None
        return tuple(found)

    def find_story(self, task: Task) -> str:
        """The id of a task's story, or of the only one that its phase is for; else empty."""
        if task.story:
            return task.story
        stories = self.phases[task.phase].stories if task.phase is not None else ()
        return stories[0] if len(stories) == 1 else ""

    @property
    def has_unfilled_title(self) -> bool:
        """True if the title is still a template's."""
        return any(placeholder.text in self.title for placeholder in self.placeholders)

    @property
    def is_untouched(self) -> bool:
        """True for a draft that nobody has begun.

        Its title and as many as `MIN_UNFILLED` places are still a template's, nothing is ticked,
        and nothing is estimated.
        """
        is_begun = self.completion.done or (self.effort is not None and self.effort.is_estimated)
        is_unfilled = len(self.placeholders) >= MIN_UNFILLED and self.has_unfilled_title
        return is_unfilled and not is_begun

    @property
    def place(self) -> Place:
        """Where findings about the whole document are reported."""
        return self.levels[0].place if self.levels else Place(1)

    @property
    def expects_estimates(self) -> bool:
        """True if documents of this format and kind state efforts and dependencies of phases."""
        return self.format == LEVEL and self.kind == "plan"

    @cached_property
    def requirement_ids(self) -> frozenset[str]:
        """The ids of its requirements: every change of a capability is compared with them."""
        return frozenset(requirement.id for requirement in self.requirements)

    @property
    def all_owners(self) -> tuple[str, ...]:
        """Its owners and those of its items."""
        of_items = chain.from_iterable(owners for _, owners in self.item_owners)
        return (*self.owners, *of_items)

    def __hash__(self) -> int:
        """A plan is told by its path, title and level; to hash all of its parts takes long."""
        return hash((self.path, self.title, self.levels))

    @cached_property
    def completion(self) -> Completion:
        """The items of all checklists."""
        return sum((checklist.completion for checklist in self.checklists), Completion())

    @cached_property
    def own_completions(self) -> dict[int, Completion]:
        """The items under each heading, those under the headings inside it included."""
        completions: defaultdict[int, Completion] = defaultdict(Completion)
        for checklist in self.checklists:
            if checklist.heading is not None:
                completions[checklist.heading] += checklist.completion
        for index in range(len(self.outline) - 1, -1, -1):
            parent = self.outline[index].parent
            if index in completions and parent is not None:
                completions[parent] += completions[index]
        return dict(completions)

    @cached_property
    def _boxes(self) -> dict[tuple[str, int], PhaseBoxes]:
        """The boxes of phases, by their headings and by the lines of their rows."""
        found = {("heading", p.heading): p for p in self.phases if p.heading is not None}
        by_line = [*(p for p in self.phases if p.heading is None), *self.row_boxes]
        return found | {("line", phase.line): phase for phase in by_line}

    def find_boxes(self, phase: EffortPhase | Node) -> PhaseBoxes | None:
        """The boxes of a phase of a table, in the feature's tasks document or here; None if none.

        See `docs/numbers.md`, section 5.
        """
        if phase.heading is None:
            return self._boxes.get(("line", phase.line))
        own = self.own_completions.get(phase.heading)
        name = self.outline[phase.heading].text
        alone = PhaseBoxes(name, phase.line, phase.heading, own) if own else None
        return self._boxes.get(("heading", phase.heading), alone)

    def find_completion(self, phase: EffortPhase | Node) -> Completion:
        """The boxes of a phase that count; zero of zero if it has none."""
        boxes = self.find_boxes(phase)
        return boxes.completion if boxes else Completion()

    def is_done(self, phase: EffortPhase | Node) -> bool:
        """True if a phase's boxes are all ticked, or all of the feature's tasks are done."""
        is_done = self.progress is not None and self.progress.is_done
        return is_done or self.find_completion(phase).is_complete

    def share_done(self, phase: EffortPhase | Node) -> float:
        """The share of a phase that is done, from 0 to 1."""
        return 1.0 if self.has_finished else self.find_completion(phase).share

    @property
    def has_finished(self) -> bool:
        """True if nothing is left: all tasks of the feature are done, or all boxes without any."""
        if self.progress is not None and self.progress.tasks is not None:
            return self.progress.is_done
        return self.completion.is_complete

    @property
    def left(self) -> Estimate | None:
        """The effort that is left: of a phase that is half ticked, half its estimate.

        In the effort table's unit (`docs/numbers.md`, section 4). None if nothing is estimated, or
        if no estimated phase has a checklist, so that nobody can tell.
        """
        if self.effort is None or not self.effort.is_estimated:
            return None
        if self.has_finished:
            return NO_EFFORT
        if not any(self.find_completion(p).total for p in self.effort.phases if p.estimate):
            return None
        return self._sum_left(self.effort.phases)

    def estimate_left(self, node: Node) -> Estimate | None:
        """The effort of a node that is left, by the rule of `left`; None if it is unestimated."""
        rows = self._find_rows(node)
        return self._sum_left(rows) if any(row.estimate for row in rows) else None

    def _sum_left(self, phases: Iterable[EffortPhase]) -> Estimate:
        """The sum of estimates, each without the share that is done."""
        left = (
            phase.estimate.scale(1 - self.share_done(phase)) for phase in phases if phase.estimate
        )
        return sum(left, NO_EFFORT)

    @cached_property
    def open_unestimated(self) -> int:
        """The number of open phases without an estimate: with any, what is left is a lower bound.

        These are rows of the effort table, and numbered headings with open items that no row means.
        """
        if self.effort is None or self.has_finished:
            return 0
        rows = [row for row in self.effort.phases if row.estimate is None and not row.withdrawn]
        meant = {row.heading for row in self.effort.phases}
        headings = 0
        for phase in self.phases:
            heading = phase.heading
            while heading is not None and heading not in meant:
                heading = self.outline[heading].parent
            is_open = phase.completion.done < phase.completion.total
            headings += phase.is_numbered and is_open and heading is None
        return sum(not self.is_done(row) for row in rows) + headings

    def estimate_node(self, node: Node) -> Estimate | None:
        """The sum of the estimates of a node's effort rows, in the unit of their table."""
        estimates = [row.estimate for row in self._find_rows(node) if row.estimate]
        return sum(estimates, NO_EFFORT) if estimates else None

    def _find_rows(self, node: Node) -> list[EffortPhase]:
        """The effort rows that mean the same phase as a node."""
        return [self.effort.phases[index] for index in node.efforts] if self.effort else []
