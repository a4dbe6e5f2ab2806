"""The parts of a plan: what was read, each with its place, and the figures that follow from it.

Lines and columns count from 1, in the source file with its front matter; columns count
characters. Efforts are in hours unless a table has another unit of its own.
"""

from __future__ import annotations

from typing import Literal, get_args

from msgspec import Struct

from mkdocs_speckit.model.estimate import NO_EFFORT, Estimate, is_mismatch

BoxState = Literal["open", "done", "blocked", "cancelled"]
"""The states of a checklist item; `blocked` counts as open, `cancelled` counts nowhere."""

LandmarkKind = Literal["heading", "table"]

Complexity = Literal["low", "low-medium", "medium", "medium-high", "high"]
COMPLEXITIES: tuple[Complexity, ...] = get_args(Complexity)
RatingValue = Complexity | Literal["green", "yellow", "red"]


class Place(Struct, frozen=True):
    """A position in the source file."""

    line: int
    column: int = 1


class Landmark(Struct, frozen=True):
    """A heading or a table: what a rendered page is aligned with.

    `level` is a heading's depth and 0 for a table; `parent` is the index, in the plan's outline,
    of the heading that encloses it.
    """

    kind: LandmarkKind
    text: str
    level: int
    line: int
    parent: int | None


class Level(Struct, frozen=True):
    """A level marker (section 1); `value` is None where it is none of `1`, `2`, `3`, `3+`."""

    value: str | None
    written: str
    place: Place


class Template(Struct, frozen=True):
    """The template parts that a document was made from, and the template version."""

    parts: tuple[str, ...]
    version: str | None


class EffortPhase(Struct, frozen=True):
    """A row of the effort table; `heading` is the outline index of the phase's own heading.

    `withdrawn` rows had their estimate struck out: they are neither counted nor missing. `row` is
    the row's index in the table; an `included` row says that another one has its effort. `cell` is
    where its effort stands.
    """

    name: str
    estimate: Estimate | None
    line: int
    heading: int | None = None
    withdrawn: bool = False
    included: bool = False
    row: int = 0
    cell: Place = Place(1)


class DeclaredTotal(Struct, frozen=True):
    """The total that the table itself states, in which row and column of it, from 0.

    `name` is its row's. A total `of_other` says that it is no plain sum of the rows: it has a
    buffer, leaves something out, or counts what runs in parallel once.
    """

    estimate: Estimate
    place: Place
    row: int
    column: int
    name: str = ""
    of_other: bool = False


class Effort(Struct, frozen=True):
    """The effort table (section 2): its phases, what they sum to and what it declares.

    `table` is the outline index of the table, `column` the index of the column with the efforts.
    `declared` is the first of its totals, `other_totals` are the rest.
    """

    unit: str
    phases: tuple[EffortPhase, ...]
    declared: DeclaredTotal | None
    line: int
    table: int
    column: int
    reversed_ranges: tuple[Place, ...] = ()
    several_quantities: tuple[Place, ...] = ()
    other_units: tuple[Place, ...] = ()
    other_totals: tuple[Estimate, ...] = ()

    @property
    def total(self) -> Estimate:
        """The sum of the lows and the sum of the highs of the estimated phases."""
        estimates = [phase.estimate for phase in self.phases if phase.estimate is not None]
        return sum(estimates, NO_EFFORT)

    @property
    def is_mismatched(self) -> bool:
        """Whether none of the stated totals is the computed one, within the tolerance.

        A total that says that it is of something else is not compared.
        """
        if self.declared is None or self.declared.of_other or not self.is_estimated:
            return False
        stated = (self.declared.estimate, *self.other_totals)
        return all(is_mismatch(estimate, self.total) for estimate in stated)

    @property
    def unestimated(self) -> int:
        """How many phases have no estimate."""
        return sum(phase.estimate is None and not phase.withdrawn for phase in self.phases)

    @property
    def is_estimated(self) -> bool:
        """Whether at least one phase has an estimate."""
        return any(phase.estimate is not None for phase in self.phases)


class Node(Struct, frozen=True):
    """A row of a dependency table.

    `efforts` are the indexes of the effort table's phases that mean the same phase; `heading` is
    the outline index of the phase's own heading.
    """

    name: str
    line: int
    efforts: tuple[int, ...] = ()
    heading: int | None = None


class External(Struct, frozen=True):
    """Something outside the table that the node with this index depends on."""

    text: str
    node: int
    place: Place


class SelfReference(Struct, frozen=True):
    """A row that names itself among what it depends on."""

    node: int
    place: Place


class Blocks(Struct, frozen=True):
    """What a row says that it blocks: `nodes` are indexes; compared with the edges, not drawn.

    `names_more` says that it names other things, too, which may be rows by another name.
    """

    node: int
    nodes: tuple[int, ...]
    place: Place
    names_more: bool = False


class Drawn(Struct, frozen=True):
    """An arrow of an author's own drawing: from the node that comes before to the one after."""

    before: int
    after: int
    place: Place


class Graph(Struct, frozen=True):
    """A dependency table (section 3); edges are (prerequisite, dependent) pairs of node indexes.

    `table` is the outline index of its table; `cycles` are lists of node indexes, each in the
    order of its edges; `drawing` is the author's own drawing under the same heading, as it is
    written; `truncated` says that not all of its rows' edges are read.
    """

    table: int
    heading: str
    line: int
    nodes: tuple[Node, ...]
    edges: tuple[tuple[int, int], ...]
    external: tuple[External, ...]
    cycles: tuple[tuple[int, ...], ...]
    self_references: tuple[SelfReference, ...] = ()
    blocks: tuple[Blocks, ...] = ()
    drawn: tuple[Drawn, ...] = ()
    drawing: str = ""
    truncated: bool = False


class Completion(Struct, frozen=True):
    """How many checklist items are done, of how many that count."""

    done: int = 0
    total: int = 0

    def __add__(self, other: Completion) -> Completion:
        return Completion(self.done + other.done, self.total + other.total)

    @property
    def share(self) -> float:
        """The done part, from 0 to 1; 0 where there is nothing to do."""
        return self.done / self.total if self.total else 0.0

    @property
    def is_complete(self) -> bool:
        """Whether there was something to do and all of it is done."""
        return 0 < self.total == self.done


class Checklist(Struct, frozen=True):
    """The items under one heading; `heading` is its outline index, None before the first."""

    heading: int | None
    text: str
    line: int
    completion: Completion


class Placeholder(Struct, frozen=True):
    """Text of a template that nobody has replaced; its place is its opening bracket's.

    `plain` is its text without the code and tags in it. The same may stand in a document without
    being a placeholder: `occurrence` says which of its `occurrences` outside code this is, from 0.
    In the front matter there is none.
    """

    text: str
    place: Place
    plain: str = ""
    occurrence: int = 0
    occurrences: int = 0


class Item(Struct, frozen=True):
    """A checklist item; `priority` is `P0`, `P1` or `P2`, its own or its heading's (section 5).

    `text` is its first paragraph, `source` all that is written from it to the next item or heading.
    """

    state: BoxState
    text: str
    source: str
    heading: int | None
    place: Place
    priority: str | None = None


class Ignore(Struct, frozen=True):
    """A comment that silences rules: in the lines that it covers, or in the whole file."""

    rules: tuple[str, ...]
    place: Place
    first_line: int
    last_line: int
    is_for_file: bool = False


class Anchor(Struct, frozen=True):
    """One of the pair `<!-- ANCHOR:name -->` and `<!-- /ANCHOR:name -->`."""

    name: str
    is_end: bool
    place: Place


class Rating(Struct, frozen=True):
    """A word of a scale in a cell; `table` is its outline index, the others count from 0."""

    table: int
    row: int
    column: int
    value: RatingValue


class DeclaredPath(Struct, frozen=True):
    """What a `CRITICAL PATH` section states as its total."""

    estimate: Estimate
    place: Place


class Milestone(Struct, frozen=True):
    """A row of the milestones table whose target can be read with certainty.

    `written` is the target as it stands there. `nodes` are the indexes, in the first graph, of the
    phases that it ends with: those that the target names, or else the milestone. `hours` is the
    target itself, in hours of work from the start, None where it is a phase.
    """

    name: str
    written: str
    line: int
    nodes: tuple[int, ...] = ()
    hours: float | None = None


class TableFault(Struct, frozen=True):
    """A table that cannot be read.

    `broken` is no table at all to Markdown, `empty` has no rows, and what `follows text` is one to
    GitHub and none to Python-Markdown.
    """

    fault: Literal["broken", "empty", "follows text"]
    place: Place


class UnrenderedList(Struct, frozen=True):
    """A checklist that Python-Markdown shows as no list: it `follows text`, or is `shallow`.

    A shallow one is nested by too few spaces. Its place is its first item's.
    """

    cause: Literal["follows text", "shallow"]
    place: Place
