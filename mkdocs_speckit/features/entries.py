"""The entries of an overview: the figures of each feature and of its parts, and their totals.

Figures roll up: those of `bread/001-dough` are also counted in `bread`, and once in the totals.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import reduce
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from mkdocs_speckit.features import KINDS, join_folder
from mkdocs_speckit.model.burn_up import add_burn_ups
from mkdocs_speckit.model.formats import LEVEL
from mkdocs_speckit.model.parts import HOURS, NO_EFFORT, Completion, Estimate, Status
from mkdocs_speckit.schedule import schedule_plan, schedule_remaining_plan
from mkdocs_speckit.schedule.dates import find_dates
from mkdocs_speckit.schedule.states import find_status
from mkdocs_speckit.schedule.uncertainty import estimate_remaining_finish

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from mkdocs_speckit.features import Feature
    from mkdocs_speckit.model.burn_up import BurnUp
    from mkdocs_speckit.model.calendar import Calendar, Dates
    from mkdocs_speckit.model.finding import Failures, Finding
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.model.tasks import ProposedChange

BEGUN: frozenset[Status] = frozenset(["done", "under way"])

NO_ITEMS = Completion()

_NUMBER = re.compile(r"^\d+[-_.]")
_KIND_IN_TITLE = re.compile(
    r"\A[\w /-]*\b(?:plan|spec|specification|tasks?|checklist|records?|summary)(?:\s*\([^()]*\))?"
    r"\s*(?::|[—–]|\s-\s)\s*(?=\S|$)",
    re.IGNORECASE,
)


class Figures(Struct, frozen=True):
    """The figures of plans, in hours; None is not known.

    `unestimated` counts phases without an estimate, and `open_unestimated` those among them that
    are not done; `left` is the effort that is left, `remaining` the critical path that is left,
    `p80` the time by which all is done with a probability of 80 %.
    """

    effort: Estimate | None = None
    unestimated: int = 0
    left: Estimate | None = None
    completion: Completion = NO_ITEMS
    critical_path: Estimate | None = None
    remaining: Estimate | None = None
    p80: float | None = None
    errors: int = 0
    warnings: int = 0
    notes: int = 0
    placeholders: int = 0
    open_unestimated: int = 0
    questions: int = 0

    def __add__(self, other: Figures) -> Figures:
        """Add both; paths do not add up, so they are those of the first."""
        return replace(
            self,
            effort=_add_known(self.effort, other.effort),
            unestimated=self.unestimated + other.unestimated,
            open_unestimated=self.open_unestimated + other.open_unestimated,
            left=_add_known(self.left, other.left),
            completion=self.completion + other.completion,
            errors=self.errors + other.errors,
            warnings=self.warnings + other.warnings,
            notes=self.notes + other.notes,
            placeholders=self.placeholders + other.placeholders,
            questions=self.questions + other.questions,
        )

    def add_parts(self, parts: Figures) -> Figures:
        """Add the figures of a feature's parts to its own, and count nothing twice.

        An estimate of the whole covers the parts.
        """
        if self.effort is None:
            return self + parts
        return self + replace(parts, effort=None, left=None, unestimated=0, open_unestimated=0)


class FeatureDocument(Struct, frozen=True):
    """One document of a feature; of another site `path` is its address."""

    kind: str
    path: str
    title: str
    completion: Completion


class Entry(Struct, frozen=True):
    """A feature of the overview, or a plan that shares its folder with other plans.

    `path` and `format` are those of its leading document; `group` is the folder under which it is
    listed; `parent` is the folder of the feature that it is a part of; `changed` is the date of its
    last change. In OpenSpec's format it is a `change`, or the main specification of a `capability`.
    `burn_up` is what the history says of it, with its parts; `dates` are known if it states when
    work starts, `owners` those that it or its items have.

    An entry of another `site` has addresses instead of paths. It is not linked if that site's
    export does not say where its pages are.
    """

    folder: str
    group: str
    path: str
    title: str
    level: str | None
    status: Status
    figures: Figures
    documents: tuple[FeatureDocument, ...] = ()
    parent: str | None = None
    changed: str | None = None
    site: str = ""
    format: str = LEVEL
    is_linked: bool = True
    change: ProposedChange | None = None
    capability: str = ""
    burn_up: BurnUp | None = None
    dates: Dates | None = None
    owners: tuple[str, ...] = ()

    @property
    def has_level(self) -> bool:
        """True if its format has levels; a `level` of None is then an unknown one."""
        return self.format == LEVEL

    @property
    def has_estimates(self) -> bool:
        """True if its effort or path is known, or would be stated in its format."""
        return self.has_level or bool(self.figures.effort or self.figures.critical_path)

    @property
    def state(self) -> str:
        """What the overview says: the status, or how far documents are that have no items yet.

        Of a change it is the state of that.
        """
        if self.change is not None:
            return self.change.state
        if self.figures.completion.total:
            return self.status
        return name_stage(self.status, [document.kind for document in self.documents])


class Totals(Struct, frozen=True):
    """The sums over all features; a part counts with the feature that it is a part of.

    `states` are what the overview says of them (`Entry.state`). `unestimated` are the features
    without an estimate; `open_unestimated` those of which nobody can tell what is left, although
    something is. Features whose format has no estimates are in neither. `burn_up` is what the
    history says of all of them together.
    """

    features: int
    statuses: Mapping[Status, int]
    states: Mapping[str, int]
    unestimated: int
    open_unestimated: int
    figures: Figures
    burn_up: BurnUp | None = None


def measure_leading(plan: Plan) -> Figures:
    """The figures of a feature that its leading document alone decides."""
    effort = plan.effort
    is_counted = effort is not None and effort.unit == HOURS and effort.is_estimated
    schedule, remaining = schedule_plan(plan), schedule_remaining_plan(plan)
    likely = estimate_remaining_finish(plan)
    return Figures(
        effort=effort.total if effort and is_counted else None,
        unestimated=effort.unestimated if effort else 0,
        open_unestimated=plan.open_unestimated,
        left=plan.left if is_counted else None,
        critical_path=schedule.length if schedule else None,
        remaining=remaining.length if remaining else None,
        p80=likely.p80 if likely else None,
    )


def make_entries(
    features: Mapping[str, Feature],
    findings: Mapping[str, Sequence[Finding]],
    failures: Failures,
    measure: Callable[[Plan], Figures] = measure_leading,
) -> tuple[Entry, ...]:
    """Make the entries of all features, by folder; parts come after what they are parts of.

    `features` are by their folders, `findings` by documents' paths. A document or feature whose
    figures fail has no entry. `measure` gives the figures of a leading document.
    """
    found: dict[str, list[Entry]] = {}
    for folder in sorted(features, reverse=True):  # Parts come before what they are parts of.
        feature = features[folder]
        groups = [feature.plans] if feature.is_one else [(plan,) for plan in feature.plans]
        made = []
        for plans in groups:
            with failures.catch("the feature’s figures", plans[0].path):
                made.append(_make_entry(feature, plans, findings, measure))
        parts = [part for name in feature.parts for part in found[join_folder(folder, name)]]
        if parts and made:
            whole = reduce(Figures.__add__, (part.figures for part in parts))
            own = made[0].figures.completion.total > 0
            status = join_statuses([made[0].status] * own + [part.status for part in parts])
            made[0] = replace(made[0], figures=made[0].figures.add_parts(whole), status=status)
        found[folder] = made
    return tuple(entry for folder in sorted(found, key=split_folder) for entry in found[folder])


def add_dates(entries: Sequence[Entry], changed: Mapping[str, str]) -> tuple[Entry, ...]:
    """Add to each entry the date on which one of its documents last changed."""
    return tuple(
        replace(
            entry,
            changed=max(
                (changed[d.path] for d in entry.documents if d.path in changed), default=None
            ),
        )
        for entry in entries
    )


def add_schedule(
    entries: Iterable[Entry], plans: Mapping[str, Plan], calendar: Calendar, now: int | None
) -> tuple[Entry, ...]:
    """Add to each entry when it is done; `plans` are the joined documents by their paths."""
    dated = []
    for entry in entries:
        known = [plans[one.path] for one in entry.documents if one.path in plans]
        plan = next((plan for plan in known if plan.kind == "plan"), None) or plans[entry.path]
        dates = find_dates(plan, calendar, now)
        dated.append(entry if dates is None else replace(entry, dates=dates))
    return tuple(dated)


def sum_entries(entries: Sequence[Entry]) -> Totals:
    """Sum up all features that are not parts of others among them."""
    folders = {(entry.site, entry.folder) for entry in entries}
    whole = [entry for entry in entries if (entry.site, entry.parent) not in folders]
    return Totals(
        len(whole),
        Counter(entry.status for entry in whole),
        Counter(entry.state for entry in whole),
        sum(entry.has_estimates and entry.figures.effort is None for entry in whole),
        sum(
            entry.has_estimates and entry.status != "done" and entry.figures.left is None
            for entry in whole
        ),
        reduce(Figures.__add__, (entry.figures for entry in whole), Figures()),
        add_burn_ups(entry.burn_up for entry in whole if entry.burn_up is not None),
    )


def split_folder(folder: str) -> list[str]:
    """Split a folder's path to sort by: `bread/001` comes after `bread`, before `bread-old`."""
    return folder.split("/")


def make_title(folder: str) -> str:
    """Make a title of a folder's name: `guest-checkout` is `Guest checkout`."""
    words = folder.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def shorten_title(title: str) -> str:
    """Shorten a document's title by the words that say what kind of document it is."""
    return _KIND_IN_TITLE.sub("", title, count=1) or title


def join_statuses(statuses: Collection[Status]) -> Status:
    """The status of a feature by those of its parts, and its own if it has items."""
    found = {*statuses}
    if len(found) == 1:
        return found.pop()
    return "stuck" if "stuck" in found else "under way" if found & BEGUN else "not started"


def name_stage(status: Status, kinds: Collection[str]) -> str:
    """Name how far a feature without items is: `specified`, then `planned`.

    `kinds` are those of its documents.
    """
    if status != "not started":
        return status
    return "planned" if "plan" in kinds else "specified" if "spec" in kinds else status


def _make_entry(
    feature: Feature,
    plans: Sequence[Plan],
    findings: Mapping[str, Sequence[Finding]],
    measure: Callable[[Plan], Figures],
) -> Entry:
    leading = feature.leading if feature.is_one else plans[0]
    completion = sum((plan.completion for plan in plans), Completion())
    if feature.is_one and leading.progress is not None:
        completion = leading.progress.completion
    severities = Counter(f.severity for plan in plans for f in findings.get(plan.path, ()))
    is_archived = leading.change is not None and leading.change.is_archived
    figures = measure(leading)
    figures = replace(
        figures,
        left=NO_EFFORT if completion.is_complete else figures.left,
        completion=completion,
        errors=severities["error"],
        warnings=severities["warning"],
        notes=severities["info"],
        placeholders=sum(len(plan.placeholders) for plan in plans),
        # Nobody is to answer those of a change in the archive.
        questions=0 if is_archived else sum(len(plan.questions) for plan in plans),
    )
    # What joined the documents knows the history, too.
    known = leading.progress
    status = known.status if known is not None else find_status(leading, plans, completion)

    # A title that says nothing of the feature is replaced by the folder's name without its number.
    title = shorten_title(leading.title)
    says_nothing = leading.has_unfilled_title or _KIND_IN_TITLE.fullmatch(f"{leading.title}: ")
    if leading.change is not None and leading.change.name:
        title = make_title(leading.change.name)
    elif leading.capability:
        title = leading.capability
    elif says_nothing and feature.is_one and feature.name:
        title = make_title(_NUMBER.sub("", feature.name))

    # A part is listed where the whole that it is a part of is.
    whole = feature
    while whole.parent is not None:
        whole = whole.parent
    group = str(PurePosixPath(whole.folder).parent) if feature.is_one else feature.folder

    order = ("requirements", "bugfix", *KINDS)
    by_kind = sorted(plans, key=lambda p: order.index(p.kind) if p.kind in order else len(order))
    return Entry(
        feature.folder,
        group,
        leading.path,
        title,
        leading.known_level,
        status,
        figures,
        tuple(
            FeatureDocument(p.kind, p.path, p.capability or p.title, p.completion) for p in by_kind
        ),
        feature.parent.folder if feature.parent else None,
        format=leading.format,
        change=leading.change,
        capability=(leading.change is None and leading.capability) or "",
        owners=leading.progress.owners if leading.progress else (),
    )


def _add_known(one: Estimate | None, other: Estimate | None) -> Estimate | None:
    """Add what is known of two; None where neither is."""
    if one is None or other is None:
        return one or other
    return one + other
