"""The parts of a plan: what was read, with its places, and figures that follow from it.

Lines and columns count from 1, in the source file with its front matter; columns count
characters. Efforts are in hours unless a table has its own unit. A plan's outline is its headings
and tables in order; many parts refer to them by index. What the parts mean is in `docs/numbers.md`:
levels in section 1, effort in 2, dependencies in 3, critical paths in 4, checklists in 5 and
placeholders in 6.
"""

from __future__ import annotations

import re
from typing import Literal, get_args

from msgspec import Struct

HOURS = "hours"

TOLERANCE = 0.10
"""How far either end of a declared total may be from the computed one, as a share of that."""

ROUNDING = 1e-9
"""Two amounts closer than this are equal: binary fractions lose as much."""


class Estimate(Struct, frozen=True, gc=False):
    """A range of effort, `low` ≤ `high`, in hours unless its table has another unit."""

    low: float
    high: float

    @property
    def expected(self) -> float:
        """The midpoint."""
        return (self.low + self.high) / 2

    def __add__(self, other: Estimate) -> Estimate:
        return Estimate(self.low + other.low, self.high + other.high)

    def scale(self, factor: float) -> Estimate:
        """The same range, multiplied."""
        return Estimate(self.low * factor, self.high * factor)


NO_EFFORT = Estimate(0.0, 0.0)


def is_mismatch(declared: Estimate, computed: Estimate) -> bool:
    """True if a declared range differs from a computed one beyond the tolerance, at either end."""
    return any(
        abs(said - summed) > TOLERANCE * summed + ROUNDING
        for said, summed in ((declared.low, computed.low), (declared.high, computed.high))
    )


HALF_AN_HOUR = 0.5
"""Two totals that differ by no more at both ends are the same: people round."""


def are_totals_alike(declared: Estimate, computed: Estimate, unit: str) -> bool:
    """True if a declared total can be the computed one: within the tolerance, or rounded.

    Also if one of the two ranges contains the other.
    """
    ends = (declared.low - computed.low, declared.high - computed.high)
    contains = ends[0] * ends[1] <= ROUNDING
    is_rounded = unit == HOURS and max(map(abs, ends)) <= HALF_AN_HOUR + ROUNDING
    return contains or is_rounded or not is_mismatch(declared, computed)


BoxState = Literal["open", "done", "blocked", "cancelled", "in-progress", "queued"]
"""The states of a checklist item; `blocked`, `in-progress` and `queued` count as open, `cancelled`
is not counted."""

LandmarkKind = Literal["heading", "table"]

Complexity = Literal["low", "low-medium", "medium", "medium-high", "high", "very high"]
COMPLEXITIES: tuple[Complexity, ...] = get_args(Complexity)
RatingValue = Complexity | Literal["green", "yellow", "red"]


class Place(Struct, frozen=True, gc=False):
    """A position in the source file."""

    line: int
    column: int = 1


class Landmark(Struct, frozen=True, gc=False):
    """A heading or a table: what a rendered page is aligned with.

    `level` is a heading's depth and 0 for a table. `parent` is the outline index of the heading
    that encloses it.
    """

    kind: LandmarkKind
    text: str
    level: int
    line: int
    parent: int | None


class Level(Struct, frozen=True, gc=False):
    """A level marker; `value` is None if it is not one of `1`, `2`, `3`, `3+`, `phase-parent`."""

    value: str | None
    written: str
    place: Place


class Template(Struct, frozen=True, gc=False):
    """The template parts that a document was made from, and the template's version."""

    parts: tuple[str, ...]
    version: str | None


class EffortPhase(Struct, frozen=True, gc=False):
    """A row of the effort table.

    `heading` is the outline index of the phase's own heading, `row` the row's index in the table,
    and `cell` the place where its effort is written. The estimate of a `withdrawn` row is struck
    out: it is neither counted nor missing. An `included` row says that another row has its effort,
    or that its work is done.
    """

    name: str
    estimate: Estimate | None
    line: int
    heading: int | None = None
    withdrawn: bool = False
    included: bool = False
    row: int = 0
    cell: Place = Place(1)


class DeclaredTotal(Struct, frozen=True, gc=False):
    """The total that an effort table states.

    `row` and `column` are the indexes of its cell, from 0; `name` is the name of its row. A total
    is `of_other` things if its row says that it is not the plain sum of the rows: it has a buffer,
    leaves something out, or counts parallel work once.
    """

    estimate: Estimate
    place: Place
    row: int
    column: int
    name: str = ""
    of_other: bool = False


class Effort(Struct, frozen=True, gc=False):
    """The effort table: its phases, their sum, and the totals that it declares.

    `table` is its outline index, `column` the index of the column with the efforts. `declared` is
    the first of its totals, `other_totals` are the rest.
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
        """True if totals are declared and none of them can be the computed one.

        A first total that is `of_other` things is not compared.
        """
        if self.declared is None or self.declared.of_other or not self.is_estimated:
            return False
        stated = (self.declared.estimate, *self.other_totals)
        return not any(are_totals_alike(one, self.total, self.unit) for one in stated)

    @property
    def unestimated(self) -> int:
        """The number of phases without an estimate."""
        return sum(phase.estimate is None and not phase.withdrawn for phase in self.phases)

    @property
    def is_estimated(self) -> bool:
        """True if at least one phase has an estimate."""
        return any(phase.estimate is not None for phase in self.phases)


class Node(Struct, frozen=True, gc=False):
    """A row of a dependency table.

    `efforts` are the indexes of the effort table's phases that mean the same phase; `heading` is
    the outline index of the phase's own heading.
    """

    name: str
    line: int
    efforts: tuple[int, ...] = ()
    heading: int | None = None


class External(Struct, frozen=True, gc=False):
    """Something outside the table that the node with this index depends on.

    It may be a phase of the plan all the same, such as `Phase 2` in a table of components:
    `is_phase`, with the outline index of its `heading`, if it has one. It `is_blocked` if the plan
    marks it as blocked, or red.
    """

    text: str
    node: int
    place: Place
    is_phase: bool = False
    heading: int | None = None
    is_blocked: bool = False


class SelfReference(Struct, frozen=True, gc=False):
    """A row that names itself among its own dependencies."""

    node: int
    place: Place


class Blocks(Struct, frozen=True, gc=False):
    """The nodes that the row of `node` says it blocks.

    `names_more` is true if it also names something else, which may be a row by another name.
    """

    node: int
    nodes: tuple[int, ...]
    place: Place
    names_more: bool = False


class Drawn(Struct, frozen=True, gc=False):
    """An arrow of an author's own drawing: from the node that comes before to the one after."""

    before: int
    after: int
    place: Place


class Graph(Struct, frozen=True, gc=False):
    """A dependency table, or what a list of sentences says of the dependencies of phases.

    `table` is its outline index, or that of the list's heading. `edges` are pairs of node indexes,
    (prerequisite, dependent); those of them that a column `Blocks` states are `from_blocks`, and
    `blocks` is that column, if there is one to compare it with. Each of the `cycles` lists node
    indexes in the order of its edges. `drawing` is the author's own drawing under the same heading,
    as written. `truncated` is true if the table has too many edges and not all were read.
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
    from_blocks: tuple[tuple[int, int], ...] = ()
    drawn: tuple[Drawn, ...] = ()
    drawing: str = ""
    truncated: bool = False


class Completion(Struct, frozen=True, gc=False):
    """How many checklist items are done, of how many that count; some open ones are blocked."""

    done: int = 0
    total: int = 0
    blocked: int = 0

    def __add__(self, other: Completion) -> Completion:
        return Completion(
            self.done + other.done, self.total + other.total, self.blocked + other.blocked
        )

    @property
    def share(self) -> float:
        """The share that is done, from 0 to 1; 0 if there is nothing to do."""
        return self.done / self.total if self.total else 0.0

    @property
    def is_complete(self) -> bool:
        """True if there was something to do and all of it is done."""
        return 0 < self.total == self.done


class Item(Struct, frozen=True, gc=False):
    """A checklist item.

    `text` is its first paragraph, `source` everything from there to the next item or heading, as
    written. `priority` is `P0`, `P1` or `P2`, its own or that of a heading above.
    """

    state: BoxState
    text: str
    source: str
    heading: int | None
    place: Place
    priority: str | None = None

    @property
    def is_to_do(self) -> bool:
        """True if it counts, is not done, and nothing blocks it."""
        return self.state in {"open", "in-progress", "queued"}


_NOTE = re.compile(r"[(（].*")
_AFTER_FIRST_WORDS = re.compile(r"(?:[&/,:+]|\band\b|\s[–—-]\s).*")


def list_names(title: str) -> tuple[str, ...]:
    """The names of a phase, from the longest to the shortest.

    *Polish & Cleaning* and *Polish* of `Polish & Cleaning (optional)`.
    """
    full = _NOTE.sub("", title).strip() or title
    short = _AFTER_FIRST_WORDS.sub("", full).strip()
    return (full, short) if short not in {"", full} else (full,)


class PhaseBoxes(Struct, frozen=True, gc=False):
    """A phase's heading in its plan, and its boxes.

    `heading` is the outline index of the heading; None for a phase that only has a row in a table,
    on this `line`. `completion` are the boxes that count. They are in the file `document`, under
    the heading `named` there; both are empty without boxes. `own` are those under the plan's own
    heading: they do not count where the feature's tasks document has boxes of the phase. One that
    `is_numbered` is called `Phase 2: …`, or has another word for it. `first_open` is the first open
    item of these boxes that is not blocked.

    In a task list, `label` is the number or code in the heading, and `own_title` the title without
    the number of a story that it begins with: `Sign in`, or nothing. `stories` are the ids of the
    user stories that the phase is for, and `is_mvp` is true if it says so. `optional` are its tasks
    that may be left out, which `completion` does not count. A phase may be a part of a wider one,
    whose index in the plan's phases is its `parent`; its tasks count in both. All wider ones come
    first.
    """

    title: str
    line: int
    heading: int | None
    completion: Completion
    document: str = ""
    named: str = ""
    own: Completion = Completion()
    is_numbered: bool = False
    priority: str = ""
    first_open: Item | None = None
    label: str = ""
    own_title: str = ""
    stories: tuple[str, ...] = ()
    is_mvp: bool = False
    optional: Completion = Completion()
    parent: int | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """What a phase of a task list is called, from the longest to the shortest name.

        *US1 Sign in* and *US1* of `User Story 1 - Sign in`, *Foundational* of `Foundational
        (Blocking Prerequisites)`, *Polish & Cleaning*, *Polish* of `Polish & Cleaning`.
        """
        if len(self.stories) == 1:
            (story,) = self.stories
            full = f"{story} {_NOTE.sub('', self.own_title)}".strip()
            return (full, story) if full != story else (story,)
        if self.stories:
            return list_names(self.title)[0], ", ".join(self.stories)
        code = "" if self.label.isdigit() else self.label
        return tuple(dict.fromkeys([*list_names(self.title), *filter(None, [code])]))


Status = Literal["done", "under way", "not started", "stuck", "not filled in"]
"""How far a feature is. Done if all boxes are ticked, stuck if an item or a dependency is blocked,
under way if some are ticked; not filled in if it has a template's placeholders and no estimate, or
a template's title where the format has no estimates."""


class StatedStart(Struct, frozen=True, gc=False):
    """The day on which work starts, as the front matter states it; `day` is a `date.toordinal`.

    It is None if what is written is not a date.
    """

    written: str
    day: int | None
    place: Place


class FeatureProgress(Struct, frozen=True):
    """How much of a feature is done.

    `completion` is that of its tasks document if it has one with items, else that of all its
    documents; `status` follows from it. `tasks` is the path of that document; None without one.
    `next_item` is what to do next (`schedule.states.find_next_item`), `starts` the day on which
    work starts, if a document states it. `owners` are those of its documents and their items.
    """

    folder: str
    completion: Completion
    tasks: str | None = None
    status: Status = "not started"
    next_item: Item | None = None
    starts: int | None = None
    owners: tuple[str, ...] = ()

    @property
    def is_done(self) -> bool:
        """True if all tasks are done; then every phase is, whatever the plan's boxes say."""
        return self.tasks is not None and self.completion.is_complete


class Checklist(Struct, frozen=True, gc=False):
    """The items under one heading; `heading` is its outline index, None before the first."""

    heading: int | None
    text: str
    line: int
    completion: Completion


CODE_ELEMENTS = frozenset(["code", "pre", "script", "style", "kbd", "samp", "math", "svg"])
"""The HTML elements whose text is never a placeholder."""


class Placeholder(Struct, frozen=True, gc=False):
    """Text of a template that nobody has replaced yet, at the place of its opening bracket.

    `plain` is its text without code and tags in it. The document may have the same text where it
    is not a placeholder: `occurrence` is this one's index among all `occurrences` outside code.
    `plain` is empty for a placeholder in front matter, which no page shows.
    """

    text: str
    place: Place
    plain: str = ""
    occurrence: int = 0
    occurrences: int = 0


class Ignore(Struct, frozen=True, gc=False):
    """A comment that silences rules, in some lines or in the whole file."""

    rules: tuple[str, ...]
    place: Place
    first_line: int
    last_line: int
    is_for_file: bool = False


class Anchor(Struct, frozen=True, gc=False):
    """One of the pair `<!-- ANCHOR:name -->` and `<!-- /ANCHOR:name -->`."""

    name: str
    is_end: bool
    place: Place


class Rating(Struct, frozen=True, gc=False):
    """A cell that rates what its row is about, `name`.

    `table` is an outline index, `row` and `column` count from 0. `is_blocked` is true if the cell
    says so, or `Red`; other words, such as `Missing`, are only shown as red.
    """

    table: int
    row: int
    column: int
    value: RatingValue
    name: str = ""
    is_blocked: bool = False


StateOfStatus = Literal["done", "not begun"]


class StatedStatus(Struct, frozen=True, gc=False):
    """What a document says of its own state, at the place of its text, else of its percentage.

    `text` and `percent`, from 0 to 100, are None if it does not say them. `state` is what the text
    means; None for one that is compared with nothing.
    """

    text: str | None
    percent: float | None
    place: Place
    state: StateOfStatus | None = None


class DeclaredPath(Struct, frozen=True, gc=False):
    """The length of the critical path that a plan itself states."""

    estimate: Estimate
    place: Place


class Milestone(Struct, frozen=True, gc=False):
    """A row of the milestones table whose target can be read with certainty.

    `written` is the target as written. `nodes` are the indexes, in the first graph, of the phases
    that it ends with: those that the target names, or else the milestone's name. `hours` is the
    target in hours of work from the start; None if the target is a phase.
    """

    name: str
    written: str
    line: int
    nodes: tuple[int, ...] = ()
    hours: float | None = None


class TableFault(Struct, frozen=True, gc=False):
    """A table that cannot be read.

    A `broken` one is not a table in Markdown, an `empty` one has no rows, and one that
    `follows text` is a table for GitHub but not for Python-Markdown.
    """

    fault: Literal["broken", "empty", "follows text"]
    place: Place


class UnrenderedList(Struct, frozen=True, gc=False):
    """A checklist that Python-Markdown does not show as a list, at the place of its first item.

    It `follows text`, or it is `shallow`: a list or a further paragraph in it is indented too
    little.
    """

    cause: Literal["follows text", "shallow"]
    place: Place
