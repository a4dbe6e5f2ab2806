"""Many plans: what each feature comes to, its parts rolled up, and what all of them come to."""

from __future__ import annotations

import re
from collections import Counter
from functools import reduce
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace

from mkdocs_speckit.model.estimate import HOURS, NO_EFFORT, Estimate
from mkdocs_speckit.model.formats import LEVEL
from mkdocs_speckit.model.levels import FILE_OF_KIND
from mkdocs_speckit.model.parts import Completion
from mkdocs_speckit.schedule import schedule_plan, schedule_remaining_plan
from mkdocs_speckit.schedule.uncertainty import estimate_finish

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mkdocs_speckit.features import Feature
    from mkdocs_speckit.model.finding import Failures, Finding
    from mkdocs_speckit.model.plan import Plan

Status = Literal["done", "under way", "not begun", "unfilled"]
"""Done when all boxes are ticked, under way when some are; unfilled when a template's placeholders
stand where the estimates should."""

NO_ITEMS = Completion()

_NUMBER = re.compile(r"^\d+[-_.]")
_KIND_IN_TITLE = re.compile(
    r"\A[\w /-]*\b(?:plan|spec|specification|tasks?|checklist|records?|summary)(?:\s*\([^()]*\))?"
    r"\s*(?::|[—–]|\s-\s)\s*(?=\S|$)",
    re.IGNORECASE,
)


class Figures(Struct, frozen=True):
    """What plans come to, in hours; None is not known.

    `unestimated` counts phases without an estimate, `remaining` is the critical path that is left.
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

    def __add__(self, other: Figures) -> Figures:
        """Both together; paths do not add up, and are those of the first."""
        return replace(
            self,
            effort=_sum(self.effort, other.effort),
            unestimated=self.unestimated + other.unestimated,
            left=_sum(self.left, other.left),
            completion=self.completion + other.completion,
            errors=self.errors + other.errors,
            warnings=self.warnings + other.warnings,
            notes=self.notes + other.notes,
            placeholders=self.placeholders + other.placeholders,
        )

    def with_parts(self, parts: Figures) -> Figures:
        """A feature's own figures with those of its parts, nothing counted twice.

        Where the whole is estimated, that estimate covers the parts.
        """
        if self.effort is None:
            return self + parts
        uncovered = replace(parts, effort=None, left=None, unestimated=0)
        return self + uncovered


class Document(Struct, frozen=True):
    """One document of a feature."""

    kind: str
    path: str
    title: str
    completion: Completion


class Entry(Struct, frozen=True):
    """A feature of the overview, or a plan that shares its folder with other plans.

    `path` is that of its leading document; `group` is the folder under which it is listed; `parent`
    is the folder of the feature that it is a part of; `changed` is the date of its last change.
    An entry of another `site` has addresses for paths. `format`
    is that of its leading document.
    """

    folder: str
    group: str
    path: str
    title: str
    level: str | None
    status: Status
    figures: Figures
    documents: tuple[Document, ...] = ()
    parent: str | None = None
    changed: str | None = None
    site: str = ""
    format: str = LEVEL

    @property
    def has_level(self) -> bool:
        """True if its format has levels; a `level` of None is then an unknown one."""
        return self.format == LEVEL

    @property
    def has_estimates(self) -> bool:
        """True if its effort or path is known, or would be stated in its format."""
        figures = self.figures
        return self.has_level or bool(figures.effort or figures.critical_path)


class Totals(Struct, frozen=True):
    """What all features come to; parts are counted with the feature that they are parts of."""

    features: int
    statuses: Mapping[Status, int]
    unestimated: int
    figures: Figures


def make_entries(
    features: Mapping[str, Feature],
    findings: Mapping[str, Sequence[Finding]],
    failures: Failures,
) -> tuple[Entry, ...]:
    """The entries of all features, by folder; parts stand after what they are parts of.

    `features` are by their folders, `findings` by documents' paths. A document or feature whose
    figures fail has no entry.
    """
    found: dict[str, list[Entry]] = {}
    for folder in sorted(features, reverse=True):  # Parts come before what they are parts of.
        feature = features[folder]
        groups = [feature.plans] if feature.is_one else [(plan,) for plan in feature.plans]
        made = []
        for plans in groups:
            with failures.catch("the overview", plans[0].path):
                made.append(_entry(feature, plans, findings))
        parts = [part for name in feature.parts for part in found[f"{folder}/{name}"]]
        if parts and made:
            whole = reduce(Figures.__add__, (part.figures for part in parts))
            rolled_up = made[0].figures.with_parts(whole)
            made[0] = replace(made[0], figures=rolled_up, status=_rolled_up(made[0], parts))
        found[folder] = made
    return tuple(entry for folder in sorted(found, key=split_folder) for entry in found[folder])


def date_entries(entries: Sequence[Entry], changed: Mapping[str, str]) -> tuple[Entry, ...]:
    """The entries with the dates of the last change of any of their documents."""
    return tuple(
        replace(
            entry,
            changed=max(
                (changed[d.path] for d in entry.documents if d.path in changed), default=None
            ),
        )
        for entry in entries
    )


def sum_entries(entries: Sequence[Entry]) -> Totals:
    """The sums over all features that are not parts of others among them."""
    folders = {(entry.site, entry.folder) for entry in entries}
    whole = [entry for entry in entries if (entry.site, entry.parent) not in folders]
    return Totals(
        len(whole),
        Counter(entry.status for entry in whole),
        sum(entry.has_estimates and entry.figures.effort is None for entry in whole),
        reduce(Figures.__add__, (entry.figures for entry in whole), Figures()),
    )


def split_folder(folder: str) -> list[str]:
    """What folders are sorted by: `bread/001` stands after `bread`, and before `bread-old`."""
    return folder.split("/")


def make_title(folder: str) -> str:
    """A folder's name as a title: `guest-checkout` is `Guest checkout`."""
    words = folder.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def shorten_title(title: str) -> str:
    """A document's title without the words that say what kind of document it is."""
    return _KIND_IN_TITLE.sub("", title, count=1) or title


def _entry(
    feature: Feature, plans: Sequence[Plan], findings: Mapping[str, Sequence[Finding]]
) -> Entry:
    leading = feature.leading if feature.is_one else plans[0]
    figures = _figures(leading, plans, findings)
    order = [*FILE_OF_KIND]
    by_kind = sorted(plans, key=lambda p: order.index(p.kind) if p.kind in order else len(order))
    return Entry(
        feature.folder,
        _group(feature) if feature.is_one else feature.folder,
        leading.path,
        _title(leading, feature),
        leading.known_level,
        _status(leading, figures),
        figures,
        tuple(Document(p.kind, p.path, p.title, p.completion) for p in by_kind),
        feature.parent.folder if feature.parent else None,
        format=leading.format,
    )


def _group(feature: Feature) -> str:
    """The folder that holds a feature's, or that of the whole that it is a part of."""
    while feature.parent is not None:
        feature = feature.parent
    return str(PurePosixPath(feature.folder).parent)


def _figures(
    leading: Plan, plans: Sequence[Plan], findings: Mapping[str, Sequence[Finding]]
) -> Figures:
    completion = sum((plan.completion for plan in plans), Completion())
    severities = Counter(f.severity for plan in plans for f in findings.get(plan.path, ()))
    effort = leading.effort
    is_counted = effort is not None and effort.unit == HOURS and effort.is_estimated
    timed, remaining = schedule_plan(leading), schedule_remaining_plan(leading)
    likely = estimate_finish(timed) if timed else None
    return Figures(
        effort.total if effort and is_counted else None,
        effort.unestimated if effort else 0,
        NO_EFFORT if completion.is_complete else leading.left if is_counted else None,
        completion,
        timed.length if timed else None,
        remaining.length if remaining else None,
        likely.p80 if likely else None,
        severities["error"],
        severities["warning"],
        severities["info"],
        sum(len(plan.placeholders) for plan in plans),
    )


def _status(leading: Plan, figures: Figures) -> Status:
    if figures.completion.is_complete:
        return "done"
    if figures.completion.done:
        return "under way"
    is_unestimated = leading.format == LEVEL and figures.effort is None
    return "unfilled" if figures.placeholders and is_unestimated else "not begun"


def _rolled_up(whole: Entry, parts: Sequence[Entry]) -> Status:
    """The status of a feature with its parts: done when all of it is."""
    statuses = {whole.status, *(part.status for part in parts)}
    if len(statuses) == 1:
        return whole.status
    return "under way" if statuses & {"done", "under way"} else "not begun"


def _title(leading: Plan, feature: Feature) -> str:
    """A feature's title; where that says nothing of it, its folder's name without the number."""
    is_unfilled = any(placeholder.text in leading.title for placeholder in leading.placeholders)
    says_nothing = is_unfilled or _KIND_IN_TITLE.fullmatch(f"{leading.title}: ")
    if says_nothing and feature.is_one and feature.name:
        return make_title(_NUMBER.sub("", feature.name))
    return shorten_title(leading.title)


def _sum(one: Estimate | None, other: Estimate | None) -> Estimate | None:
    """What is known of two; None where nothing is."""
    if one is None or other is None:
        return one or other
    return one + other
