"""What task lists and specifications state: tasks, user stories, requirements, changes.

The parts of formats that number their tasks or name their requirements: GitHub Spec Kit
(`docs/spec-kit.md`), OpenSpec (`docs/openspec.md`) and Kiro (`docs/kiro.md`). Places are as in
`model/parts.py`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from mkdocs_speckit.model.parts import BoxState, Completion, Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs_speckit.model.graph import Edge

NO_CRITERIA = Completion()

ONE_ID = r"T-?\d{2,4}(?:\.\d{1,3}|[A-Za-z])?(?!\w)"
"""A pattern of the number of a task: `T012`, `T-012`, `T028b`."""

KINDS_OF_REQUIREMENTS = "N?FR|SC"
KINDS_OF_LEVEL = f"REQ|{KINDS_OF_REQUIREMENTS}"
"""What ids of requirements begin with: in GitHub Spec Kit, and in plans with a level."""

ONE_REQUIREMENT = rf"(?:{KINDS_OF_REQUIREMENTS})-\d{{1,4}}[a-z]?(?!\w)"
"""A pattern of the id of a requirement or a success criterion: `FR-001`, `SC-002`."""

NUMBER = r"\d{1,4}[a-zA-Z]?(?:\.\d{1,4}[a-zA-Z]?){0,5}"
"""A pattern of a number with several levels: `2`, `2.1`, `27A.3`, `6.1a`."""

TASK_ID = re.compile(
    rf"(?<![\w-])(?P<first>{ONE_ID})(?:\s?(?:[–—-]|\bto\b|\bthrough\b)\s?(?P<last>T?-?\d{{2,8}})(?![\w.]))?"
)
"""The number of a task in a text, or a range of numbers."""

TASK = "T…"
"""What stands for the number of a task in texts that are compared: numbers move."""

EVERY_REQUIREMENT = "*"
"""What stands for the ids of all requirements, where a task cites all of them."""

MAX_RANGE = 200
"""A range of more numbers is not written out: nobody means so many."""

_RANGE = re.compile(r"T(\d+)\N{EN DASH}T(\d+)")
_WORD = re.compile(r"\w+")


class Task(Struct, frozen=True, gc=False):
    """An item of a task list, such as `- [ ] T012 [P] [US1] Create User in src/user.py`.

    `id` is the number as others cite it, `T012` or `2.1`; an item for several has them all,
    `T029–T034`. It is empty for a task without a number. `text` is what follows the number and
    the tags. `phase` is an index of the plan's phases. `files` are the paths that it names, `after`
    the ids of the tasks that it waits for, and `requirements` the ids that it cites, or
    `EVERY_REQUIREMENT`; what it says of requirements without an id is `requirements_in_words`.
    `criteria` are the boxes without a number under it.

    In lists of several levels, `parent` is the id of the task that it is a part of; one that
    `is_heading` has parts and no work of its own, so that it does not count. One that `is_optional`
    may be left out, and counts apart. One that `is_checkpoint` asks to look at what is done so far.
    """

    id: str
    state: BoxState
    text: str
    place: Place
    heading: int | None = None
    is_parallel: bool = False
    story: str | None = None
    phase: int | None = None
    files: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    requirements: tuple[str, ...] = ()
    criteria: Completion = NO_CRITERIA
    parent: str | None = None
    is_optional: bool = False
    is_heading: bool = False
    is_checkpoint: bool = False
    requirements_in_words: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        """The id of the task's item in its page: `t012`, that of the first of several, or empty."""
        return self.id.partition("\N{EN DASH}")[0].casefold()

    @property
    def ids(self) -> tuple[str, ...]:
        """Each of its ids: of `T029–T031` these are three."""
        if match := _RANGE.fullmatch(self.id):
            numbers = range(int(match[1]), int(match[2]) + 1)
            if 0 < len(numbers) <= MAX_RANGE:
                return tuple(f"T{number:0{len(match[1])}}" for number in numbers)
        return tuple(self.id.split("\N{EN DASH}"))

    @property
    def is_done(self) -> bool:
        """True if its box is ticked."""
        return self.state == "done"

    @property
    def is_counted(self) -> bool:
        """True unless it is cancelled, or only the heading of its parts."""
        return self.state != "cancelled" and not self.is_heading

    @property
    def is_required(self) -> bool:
        """True if it counts and may not be left out."""
        return self.is_counted and not self.is_optional


def find_task_edges(tasks: Sequence[Task]) -> list[Edge]:
    """The dependencies of tasks on others, as pairs of their indexes: prerequisite, dependent.

    Of several tasks with one id, others depend on the first.
    """
    index_of: dict[str, int] = {}
    for index, task in enumerate(tasks):
        for number in task.ids:
            index_of.setdefault(number.casefold(), index)
    return [
        (index_of[number.casefold()], index)
        for index, task in enumerate(tasks)
        for number in task.after
        if index_of.get(number.casefold(), index) != index
    ]


class TaskReference(Struct, frozen=True, gc=False):
    """The id of a task that a statement about dependencies names; there may be no such task."""

    id: str
    place: Place


class StatedWaves(Struct, frozen=True):
    """The order of tasks as waves: the ids in each, and the outline index of their heading."""

    heading: int | None
    waves: tuple[tuple[str, ...], ...]


class Story(Struct, frozen=True, gc=False):
    """A user story of a specification; `scenarios` is the number of its acceptance scenarios.

    `heading` is the outline index of its heading.
    """

    id: str
    title: str
    priority: str | None
    scenarios: int
    place: Place
    heading: int

    @property
    def anchor(self) -> str:
        """An id of the story's heading in its page: `us3`."""
        return self.id.casefold()


Delta = Literal["ADDED", "MODIFIED", "REMOVED"]


class Criterion(Struct, frozen=True, gc=False):
    """An acceptance criterion of a requirement by its number, such as `2.1`."""

    id: str
    text: str
    place: Place

    @property
    def anchor(self) -> str:
        """An id of the criterion in its page: `2.1`."""
        return self.id.casefold()


class Requirement(Struct, frozen=True):
    """A requirement or a success criterion of a specification, such as `FR-001` or `SC-002`.

    `heading` is the outline index of its own heading; None if it has none.

    In OpenSpec's format the id is its name, and also its `text`; `scenarios` are the names of its
    scenarios. `delta` is what a change does to it; None if the specification only states it.
    `source` is what is written below its heading, with the scenarios. In Kiro's format the `text`
    is its title, and it may have a user `story` and `criteria`.
    """

    id: str
    text: str
    place: Place
    delta: Delta | None = None
    scenarios: tuple[str, ...] = ()
    source: str = ""
    heading: int | None = None
    story: str = ""
    criteria: tuple[Criterion, ...] = ()

    @property
    def anchor(self) -> str:
        """An id of the requirement in its page, a slug of its name: `sign-in-by-mail`."""
        return "-".join(_WORD.findall(self.id.casefold()))


class Renaming(Struct, frozen=True, gc=False):
    """The name of a requirement before and after a change, at the place of the new name."""

    before: str
    after: str
    place: Place


class ListedCapability(Struct, frozen=True, gc=False):
    """A capability that a proposal lists as one that the change adds, modifies or removes."""

    name: str
    place: Place


ChangeState = Literal["proposed", "in progress", "ready to archive", "archived"]
"""How far a change is: without tasks, with open ones, with all ticked, or in the archive."""


class ProposedChange(Struct, frozen=True):
    """The change of OpenSpec's that a document belongs to.

    `folder` is its folder, and `name` the folder's name without the date of the archive. `archived`
    is that date, as in `2026-03-02`; None if it is not known. `state` is "proposed" until
    `features.join_documents` has found the change's tasks.
    """

    folder: str
    name: str
    is_archived: bool = False
    archived: str | None = None
    state: ChangeState = "proposed"


class StatedTotal(Struct, frozen=True, gc=False):
    """The number of all its tasks that a task list states."""

    number: int
    place: Place
