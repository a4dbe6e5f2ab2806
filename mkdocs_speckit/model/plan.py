"""What was read from one document: a plan, and the figures that follow from its parts."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from mkdocs_speckit.model.estimate import NO_EFFORT, Estimate
from mkdocs_speckit.model.formats import LEVEL
from mkdocs_speckit.model.parts import (
    Anchor,
    Checklist,
    Completion,
    DeclaredPath,
    Effort,
    EffortPhase,
    Graph,
    Ignore,
    Item,
    Landmark,
    Level,
    Milestone,
    Node,
    Place,
    Placeholder,
    Rating,
    TableFault,
    Template,
    UnrenderedList,
)

if TYPE_CHECKING:
    from collections.abc import Iterable


class Plan(Struct, frozen=True, kw_only=True, dict=True):
    """One document of a plan, read as `docs/numbers.md` says.

    `format` is one of those in `model/formats.py`, `kind` is what the document is in its format,
    such as `plan` or `tasks`. A format has not all parts: those that it lacks keep their defaults.
    `levels` are the level markers, the one that counts first. `unfinished` are blocks that only
    say that something is still to be said (`TBD`).
    """

    path: str
    title: str
    format: str = LEVEL
    kind: str
    levels: tuple[Level, ...] = ()
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
    declared_path: DeclaredPath | None = None
    folder_names: frozenset[str] = frozenset()
    ratings: tuple[Rating, ...] = ()
    milestones: tuple[Milestone, ...] = ()

    @property
    def level(self) -> Level | None:
        """The level marker that counts, which is the first; None in formats without levels."""
        return self.levels[0] if self.levels else None

    @property
    def known_level(self) -> str | None:
        """One of `levels.LEVELS`; None if the marker says something else, or there is none."""
        return self.levels[0].value if self.levels else None

    @property
    def place(self) -> Place:
        """Where findings about the whole document are reported."""
        return self.levels[0].place if self.levels else Place(1)

    @property
    def expects_estimates(self) -> bool:
        """True if documents of this format and kind state efforts and dependencies of phases."""
        return self.format == LEVEL and self.kind == "plan"

    def __hash__(self) -> int:
        """A part of a plan tells it apart; to go through all of it takes long."""
        return hash((self.path, self.title, self.levels))

    @cached_property
    def completion(self) -> Completion:
        """All items of the page."""
        return sum((checklist.completion for checklist in self.checklists), Completion())

    @cached_property
    def _completion_by_heading(self) -> dict[int, Completion]:
        """The items under each heading and under the headings that it encloses."""
        completions: defaultdict[int, Completion] = defaultdict(Completion)
        for checklist in self.checklists:
            if checklist.heading is not None:
                completions[checklist.heading] += checklist.completion
        for index in range(len(self.outline) - 1, -1, -1):
            parent = self.outline[index].parent
            if index in completions and parent is not None:
                completions[parent] += completions[index]
        return dict(completions)

    def phase_completion(self, phase: EffortPhase | Node) -> Completion:
        """The checklist under a phase's own heading; empty where it has none."""
        if phase.heading is None:
            return Completion()
        return self._completion_by_heading.get(phase.heading, Completion())

    @property
    def left(self) -> Estimate | None:
        """The effort that is left (section 4): a phase half ticked is half left.

        None where nothing is estimated, or where no estimated phase has a checklist to tell.
        """
        if self.effort is None or not self.effort.is_estimated:
            return None
        if self.completion.is_complete:
            return NO_EFFORT
        if not any(self.phase_completion(p).total for p in self.effort.phases if p.estimate):
            return None
        return self._left_of(self.effort.phases)

    def node_left(self, node: Node) -> Estimate | None:
        """What is left of a node, by the same rule as `left`; None where it is unestimated."""
        rows = self._rows(node)
        return self._left_of(rows) if any(row.estimate for row in rows) else None

    def _left_of(self, phases: Iterable[EffortPhase]) -> Estimate:
        """What their checklists leave of the estimated ones of some effort rows."""
        if self.completion.is_complete:
            return NO_EFFORT
        left = (
            phase.estimate.scaled(1 - self.phase_completion(phase).share)
            for phase in phases
            if phase.estimate
        )
        return sum(left, NO_EFFORT)

    def node_estimate(self, node: Node) -> Estimate | None:
        """What a node takes, in the effort table's unit: the sum of its effort rows' estimates."""
        estimates = [row.estimate for row in self._rows(node) if row.estimate]
        return sum(estimates, NO_EFFORT) if estimates else None

    def _rows(self, node: Node) -> list[EffortPhase]:
        """The effort rows that mean the same phase as a node."""
        return [self.effort.phases[index] for index in node.efforts] if self.effort else []
