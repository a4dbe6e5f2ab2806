"""The types of `speckit.json`: its writer, its reader and its JSON Schema follow from them.

Lines and columns count from 1, in the source file with its front matter; columns count characters.
Efforts are in the unit of their table, all other figures in hours. None is written as null and
means “not known”. A key with the default UNSET may be missing: what `mkdocs-speckit export` prints
has plans alone, without addresses.

    export = read_export(b'{"version": 2, "plans": []}')
    export.plans         # []
    export.features      # UNSET
"""

from __future__ import annotations

from itertools import chain
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from mkdocs_speckit.model.formats import LEVEL
from mkdocs_speckit.model.levels import LEVELS, PHASE_PARENT
from mkdocs_speckit.model.parts import Estimate, Status
from mkdocs_speckit.model.tasks import ChangeState, Delta

if TYPE_CHECKING:
    from collections.abc import Iterable

VERSION: Literal[2] = 2

OLDEST: Literal[1] = 1
"""Version 1 was without `format`, `phases`, `feature`, `status` and `from_blocks`, and had other
words for the status of a feature."""

MAX_AMOUNT = 1e18
"""More than any plan states; sums of such amounts are still numbers."""

MAX_COUNT = 1_000_000_000

_END = r"$(?!\n)"
"""The end of a text: `$` alone matches before a last line end, too."""

_WORDS = rf"^[A-Za-z]+(?:-[A-Za-z]+)*{_END}"
"""Names that this program gives; no plan chooses them."""


def _allow(values: Iterable[str]) -> Meta:
    """The constraint that a text is one of these."""
    pattern = "|".join(value.replace("+", "[+]") for value in values)
    return Meta(pattern=f"^(?:{pattern}){_END}", extra_json_schema={"enum": [*values]})


Amount = Annotated[float, Meta(ge=0, le=MAX_AMOUNT)]
Count = Annotated[int, Meta(ge=0, le=MAX_COUNT)]
Percent = Annotated[float, Meta(ge=0, le=100)]
Position = Annotated[int, Meta(ge=1)]
LevelName = Annotated[str, _allow((*LEVELS, PHASE_PARENT))]
DeltaName = Annotated[Delta, Meta(examples=["ADDED"])]
SeverityName = Annotated[str, _allow(("error", "warning", "info"))]
FormatName = Annotated[
    str, Meta(pattern=_WORDS, examples=["level", "spec-kit", "openspec", "kiro"])
]
KindName = Annotated[str, Meta(pattern=_WORDS, examples=["plan", "tasks", "document"])]
TaskState = Literal["open", "done", "in-progress", "queued", "blocked", "withdrawn"]
UnitName = Annotated[str, Meta(pattern=_WORDS, examples=["hours"])]
RuleName = Annotated[str, Meta(pattern=_WORDS, examples=["empty-table"])]
Date = Annotated[
    str,
    Meta(
        pattern=f"^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}{_END}",
        examples=["2026-11-20"],
        extra_json_schema={"format": "date"},
    ),
]
Address = Annotated[
    str,
    Meta(description="The address of a page.", extra_json_schema={"format": "uri-reference"}),
]
NamePair = Annotated[list[str], Meta(min_length=2, max_length=2)]


class ExportedRange(Struct, frozen=True):
    """A range of effort; both ends are null where it is not known."""

    low: Amount | None
    high: Amount | None

    def __post_init__(self) -> None:
        _check_range(self)


class ExportedTotal(ExportedRange, frozen=True):
    """A sum of efforts, and the number of phases without an estimate, which it leaves out."""

    unestimated: Count


class ExportedDeclaredTotal(ExportedRange, frozen=True):
    """The total that the effort table itself states."""

    line: Position


class ExportedPhase(Struct, frozen=True):
    """A row of the effort table."""

    name: str
    low: Amount | None
    high: Amount | None
    line: Position

    def __post_init__(self) -> None:
        _check_range(self)


class ExportedEffort(Struct, frozen=True):
    """The effort table."""

    unit: Annotated[
        UnitName, Meta(description="`hours`, or the unit that the whole table has instead.")
    ]
    phases: list[ExportedPhase]
    total: Annotated[ExportedTotal, Meta(description="The sum of the estimated phases.")]
    declared: ExportedDeclaredTotal | None


class ExportedGraph(Struct, frozen=True):
    """A dependency table."""

    heading: str
    line: Position
    nodes: list[str]
    edges: Annotated[
        list[NamePair], Meta(description="Pairs of a prerequisite and what depends on it.")
    ]
    external: Annotated[
        list[NamePair],
        Meta(description="Pairs of something outside the table and the node that waits for it."),
    ]
    cycles: list[list[str]]
    from_blocks: (
        Annotated[
            list[NamePair],
            Meta(description="Those of the edges that the column `Blocks` states."),
        ]
        | UnsetType
    ) = UNSET

    def __post_init__(self) -> None:
        waiting = ([node] for _, node in self.external)
        if self.from_blocks and not {*map(tuple, self.edges)}.issuperset(
            map(tuple, self.from_blocks)
        ):
            raise ValueError("has `from_blocks` that are not among its edges")
        if not set(self.nodes).issuperset(
            chain.from_iterable((*self.edges, *self.cycles, *waiting))
        ):
            raise ValueError("names a node that is not one of its nodes")


class ExportedPath(Struct, frozen=True):
    """The chain without float of the first graph, in hours."""

    phases: list[str]
    low: Amount | None
    high: Amount | None

    def __post_init__(self) -> None:
        _check_range(self)


class ExportedChecklist(Struct, frozen=True):
    """The items under one heading."""

    heading: str
    line: Position
    done: Count
    total: Count

    def __post_init__(self) -> None:
        _check_completion(self)


class ExportedCompletion(Struct, frozen=True):
    """How many items are done, of how many."""

    done: Count
    total: Count

    def __post_init__(self) -> None:
        _check_completion(self)


class ExportedTemplate(Struct, frozen=True):
    """What the document was made from."""

    parts: list[str]
    version: str | None


class ExportedPlaceholder(Struct, frozen=True):
    """Template text that nobody has replaced; its position is that of its opening bracket."""

    line: Position
    column: Position
    text: str


class ExportedFinding(Struct, frozen=True):
    """What a rule reports."""

    rule: RuleName
    severity: SeverityName
    line: Position
    column: Position
    message: str


class ExportedPlanPhase(Struct, frozen=True, kw_only=True):
    """A phase that has a heading, with its boxes; a key that its format lacks is left out."""

    title: str
    line: Position
    done: Count
    total: Count
    label: str | UnsetType = UNSET
    boxes: Annotated[str, Meta(description="The name of the file that has them.")] | UnsetType = (
        UNSET
    )
    stories: list[str] | UnsetType = UNSET
    priority: str | UnsetType = UNSET
    optional: ExportedCompletion | UnsetType = UNSET

    def __post_init__(self) -> None:
        _check_completion(self)


class ExportedProgress(Struct, frozen=True):
    """How much of a feature is done: of its tasks, or without any of all its items."""

    folder: str
    done: Count
    total: Count

    def __post_init__(self) -> None:
        _check_completion(self)


class ExportedStatus(Struct, frozen=True):
    """What a document says of its own state, in its own words and in percent."""

    stated: str | None
    percent: Percent | None


class ExportedTask(Struct, frozen=True, kw_only=True):
    """A numbered item of a task list; a key that the item or its format lacks is left out."""

    id: str | UnsetType = UNSET
    line: Position
    text: str
    done: bool
    cancelled: bool
    state: (
        Annotated[TaskState, Meta(description="`withdrawn` is the same as cancelled.")] | UnsetType
    ) = UNSET
    optional: bool | UnsetType = UNSET
    parallel: bool
    story: str | UnsetType = UNSET
    phase: (
        Annotated[str, Meta(description="The label of its phase, or its title without one.")]
        | UnsetType
    ) = UNSET
    parent: Annotated[str, Meta(description="The task that it is a part of.")] | UnsetType = UNSET
    files: list[str]
    after: Annotated[list[str], Meta(description="The tasks that it waits for.")]
    requirements: Annotated[
        list[str],
        Meta(description="The ids that it cites; `*` stands for all requirements."),
    ]
    requirements_in_words: list[str] | UnsetType = UNSET
    owners: list[str] | UnsetType = UNSET


class ExportedStory(Struct, frozen=True):
    """A user story of a specification."""

    id: str
    title: str
    priority: str | None
    scenarios: Count
    line: Position


class ExportedRequirement(Struct, frozen=True, kw_only=True):
    """A requirement or a success criterion of a specification."""

    id: Annotated[str, Meta(description="Its id, or its name where requirements have none.")]
    line: Position
    delta: Annotated[DeltaName, Meta(description="What a change does to it.")] | UnsetType = UNSET
    scenarios: Annotated[list[str], Meta(description="The names of its scenarios.")] | UnsetType = (
        UNSET
    )
    criteria: Annotated[list[str], Meta(description="Their ids.")] | UnsetType = UNSET
    tasks: (
        Annotated[
            list[str],
            Meta(description="The tasks that cite it: their ids, or their texts without an id."),
        ]
        | UnsetType
    ) = UNSET


class ExportedChange(Struct, frozen=True):
    """The change that a document belongs to, in the format of OpenSpec."""

    name: str
    state: Annotated[ChangeState, Meta(description="How far it is, by its tasks.")]
    archived: Annotated[
        Date | None, Meta(description="The date of its archive; null where there is none.")
    ]


class ExportedPlan(Struct, frozen=True, kw_only=True):
    """One document."""

    path: Annotated[
        str, Meta(description="The file's path, relative to the folder that was exported.")
    ]
    title: str
    kind: KindName
    format: FormatName
    level: (
        Annotated[LevelName | None, Meta(description="Null where the marker's value is unknown.")]
        | UnsetType
    ) = UNSET
    template: ExportedTemplate | None
    effort: ExportedEffort | None
    dependencies: list[ExportedGraph]
    critical_path: ExportedPath | None
    checklists: list[ExportedChecklist]
    completion: Annotated[ExportedCompletion, Meta(description="All items of the document.")]
    optional: (
        Annotated[ExportedCompletion, Meta(description="The tasks that may be left out.")]
        | UnsetType
    ) = UNSET
    phases: list[ExportedPlanPhase] | UnsetType = UNSET
    feature: ExportedProgress | UnsetType = UNSET
    owners: (
        Annotated[list[str], Meta(description="The owners that it states of itself.")] | UnsetType
    ) = UNSET
    status: ExportedStatus | None = None
    placeholders: list[ExportedPlaceholder]
    tasks: list[ExportedTask] | UnsetType = UNSET
    criteria: (
        Annotated[ExportedCompletion, Meta(description="The boxes that are not tasks.")] | UnsetType
    ) = UNSET
    phase_dependencies: (
        Annotated[
            list[NamePair],
            Meta(description="Pairs of a phase and one that waits for it, by label or title."),
        ]
        | UnsetType
    ) = UNSET
    stories: list[ExportedStory] | UnsetType = UNSET
    requirements: list[ExportedRequirement] | UnsetType = UNSET
    renamed: (
        Annotated[
            list[NamePair], Meta(description="Names of requirements before and after a change.")
        ]
        | UnsetType
    ) = UNSET
    change: ExportedChange | UnsetType = UNSET
    questions: list[ExportedPlaceholder] | UnsetType = UNSET
    findings: list[ExportedFinding]
    url: Address | UnsetType = UNSET

    def __post_init__(self) -> None:
        _check_format(self)


class ExportedDocument(Struct, frozen=True):
    """A document of a feature."""

    kind: str
    path: str
    title: str
    completion: ExportedCompletion
    url: Address | UnsetType = UNSET


class ExportedFindingCounts(Struct, frozen=True):
    """The number of findings of each severity."""

    error: Count
    warning: Count
    info: Count


class ExportedPoint(Struct, frozen=True):
    """The items of a feature after the last commit of a day."""

    day: Date
    done: Count
    total: Count


class ExportedForecast(Struct, frozen=True):
    """When the feature is done at its pace: in 8 of 10 cases between these two days."""

    earliest: Date
    latest: Date


class ExportedEnds(Struct, frozen=True):
    """The days on which the feature is done by its low and by its high estimates."""

    earliest: Date
    latest: Date


class ExportedBurnUp(Struct, frozen=True):
    """The items of a feature over time, from the history of its documents."""

    now: Annotated[Date, Meta(description="The last day, mostly that of the last commit.")]
    points: Annotated[
        list[ExportedPoint],
        Meta(min_length=1, description="The days after which one of the figures was another one."),
    ]
    forecast: ExportedForecast | None


class ExportedFeature(Struct, frozen=True, kw_only=True):
    """The documents of one folder, with the figures of its parts included."""

    folder: str
    title: str
    path: Annotated[str, Meta(description="The path of its leading document.")]
    format: FormatName
    level: (
        Annotated[LevelName | None, Meta(description="Null where the marker's value is unknown.")]
        | UnsetType
    ) = UNSET
    status: Status
    effort: ExportedTotal
    left: ExportedRange
    completion: ExportedCompletion
    findings: ExportedFindingCounts
    placeholders: Count
    questions: (
        Annotated[Count, Meta(description="The open questions of a format that marks them.")]
        | UnsetType
    ) = UNSET
    critical_path: ExportedRange
    remaining: Annotated[ExportedRange, Meta(description="The critical path that is left.")]
    p80: Annotated[
        Amount | None,
        Meta(description="By when it is done with a probability of 80 %, in hours of work."),
    ]
    documents: Annotated[list[ExportedDocument], Meta(min_length=1)]
    parent: Annotated[
        str | None, Meta(description="The folder of the feature that it is a part of.")
    ]
    group: Annotated[str, Meta(description="The folder under which it is listed.")] | UnsetType = (
        UNSET
    )
    changed: (
        Annotated[
            Date | None,
            Meta(description="The date of the last commit that changed one of its documents."),
        ]
        | UnsetType
    ) = UNSET
    owners: (
        Annotated[list[str], Meta(description="The owners that its documents and items state.")]
        | UnsetType
    ) = UNSET
    starts: (
        Annotated[
            Date | None, Meta(description="The day on which work starts, if a document states it.")
        ]
        | UnsetType
    ) = UNSET
    ends: (
        Annotated[ExportedEnds | None, Meta(description="Null where they are not known.")]
        | UnsetType
    ) = UNSET
    burn_up: (
        Annotated[
            ExportedBurnUp | None,
            Meta(description="Null where the history is not known."),
        ]
        | UnsetType
    ) = UNSET
    url: Address | UnsetType = UNSET

    def __post_init__(self) -> None:
        _check_format(self)
        above = str(PurePosixPath(self.folder).parent)
        # A feature in itself would be counted nowhere.
        if self.parent is not None and (self.parent != above or self.parent == self.folder):
            raise ValueError("has a `parent` that is not the folder above its `folder`")


class ExportedStatusCounts(Struct, frozen=True, rename=lambda name: name.replace("_", " ")):
    """The number of features of each status; a status that no feature has is left out."""

    done: Count | UnsetType = UNSET
    under_way: Count | UnsetType = UNSET
    stuck: Count | UnsetType = UNSET
    not_started: Count | UnsetType = UNSET
    not_filled_in: Count | UnsetType = UNSET


class ExportedTotals(Struct, frozen=True):
    """The sums over all features; a part counts with the feature that it is a part of."""

    features: Count
    statuses: ExportedStatusCounts
    unestimated: Annotated[Count, Meta(description="The number of features without an estimate.")]
    effort: ExportedTotal
    left: ExportedRange
    completion: ExportedCompletion
    findings: ExportedFindingCounts
    placeholders: Count


class Export(Struct, frozen=True):
    """Plans as they were read from their Markdown, sorted by path.

    Lines and columns count from 1 in the source file, front matter included; columns count
    characters. The `speckit.json` of a site also has the site's name, its features, their totals,
    and the addresses of its pages: absolute, or relative to the file's own address.
    """

    version: Literal[2]
    plans: list[ExportedPlan]
    site: Annotated[str, Meta(description="The site's name.")] | UnsetType = UNSET
    features: list[ExportedFeature] | UnsetType = UNSET
    totals: ExportedTotals | UnsetType = UNSET


def find_estimate(part: ExportedRange | ExportedPhase | ExportedPath | None) -> Estimate | None:
    """The range of a part of an export; None where it is not known."""
    if part is None or part.low is None or part.high is None:
        return None
    return Estimate(part.low, part.high)


def _check_range(part: ExportedRange | ExportedPhase | ExportedPath) -> None:
    if (part.low is None) != (part.high is None):
        raise ValueError("has only one of `low` and `high`")
    if part.low is not None and part.high is not None and part.low > part.high:
        raise ValueError("has a `low` that is greater than its `high`")


def _check_format(part: ExportedPlan | ExportedFeature) -> None:
    if (part.level is UNSET) == (part.format == LEVEL):
        raise ValueError(f"must have a `level` if its `format` is {LEVEL}, and only then")


def _check_completion(
    part: ExportedChecklist | ExportedCompletion | ExportedPlanPhase | ExportedProgress,
) -> None:
    if part.done > part.total:
        raise ValueError("has a `done` that is greater than its `total`")
