"""A plan: what was read from one document, and figures that follow from its parts."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from mkdocs_speckit.model.formats import LEVEL
from mkdocs_speckit.model.parts import (
    NO_EFFORT,
    Anchor,
    Checklist,
    Completion,
    DeclaredPath,
    Effort,
    EffortPhase,
    Estimate,
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
    """One document, as its format reads it.

    `format` is a key of `model/formats.py`; `kind` is what the document is in that format, such as
    `plan` or `tasks`. Parts that the format does not have keep their defaults. The first of the
    `levels` counts. `unfinished` are blocks that only say that something is missing (`TBD`).
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
        """A plan is told by its path, title and level; to hash all of its parts takes long."""
        return hash((self.path, self.title, self.levels))

    @cached_property
    def completion(self) -> Completion:
        """The items of all checklists."""
        return sum((checklist.completion for checklist in self.checklists), Completion())

    @cached_property
    def _completion_by_heading(self) -> dict[int, Completion]:
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

    def find_completion(self, phase: EffortPhase | Node) -> Completion:
        """The items under a phase's own heading; zero of zero if it has none."""
        if phase.heading is None:
            return Completion()
        return self._completion_by_heading.get(phase.heading, Completion())

    @property
    def left(self) -> Estimate | None:
        """The effort that is left: of a phase that is half ticked, half its estimate.

        In the effort table's unit (`docs/numbers.md`, section 4). None if nothing is estimated, or
        if no estimated phase has a checklist, so that nobody can tell.
        """
        if self.effort is None or not self.effort.is_estimated:
            return None
        if self.completion.is_complete:
            return NO_EFFORT
        if not any(self.find_completion(p).total for p in self.effort.phases if p.estimate):
            return None
        return self._sum_left(self.effort.phases)

    def estimate_left(self, node: Node) -> Estimate | None:
        """The effort of a node that is left, by the rule of `left`; None if it is unestimated."""
        rows = self._find_rows(node)
        return self._sum_left(rows) if any(row.estimate for row in rows) else None

    def _sum_left(self, phases: Iterable[EffortPhase]) -> Estimate:
        """The sum of estimates, each without the share that is ticked under its heading."""
        if self.completion.is_complete:
            return NO_EFFORT
        left = (
            phase.estimate.scale(1 - self.find_completion(phase).share)
            for phase in phases
            if phase.estimate
        )
        return sum(left, NO_EFFORT)

    def estimate_node(self, node: Node) -> Estimate | None:
        """The sum of the estimates of a node's effort rows, in the unit of their table."""
        estimates = [row.estimate for row in self._find_rows(node) if row.estimate]
        return sum(estimates, NO_EFFORT) if estimates else None

    def _find_rows(self, node: Node) -> list[EffortPhase]:
        """The effort rows that mean the same phase as a node."""
        return [self.effort.phases[index] for index in node.efforts] if self.effort else []
