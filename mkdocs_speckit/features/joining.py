"""What the documents of a feature say of one another (`docs/numbers.md`, sections 1 and 5).

Each document is read on its own. Then those of a folder are joined:

1. A document without a level marker belongs to the feature of a marked one beside it, and takes its
   level; alone it is not a plan. So it is in formats that know some documents by their text or
   folder, and others only beside these.
2. Each document knows the progress of its feature: that of the tasks document, if it has items. Of
   several plans in a folder each is a feature of its own.
3. A phase takes the boxes under the heading of the tasks document that means it.

For example, with `### Phase 2: Core` and `### Phase 3: Docs` in the plan, and in the tasks

    ## Phase 2: Core                       ## Phase 3: Documentation
    - [x] T004 Registration                - [ ] T006 The guide
    - [ ] T005 Recovery codes

*Core* is 1 of 2 by its name. *Docs* is 0 of 1, by its label as well, as both documents number the
same phases.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import chain
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from msgspec.structs import replace

from mkdocs_speckit.features import Feature, group_features
from mkdocs_speckit.features.counting import (
    count_feature,
    find_tasks,
    group_documents,
    list_counted,
    split_group,
)
from mkdocs_speckit.model.formats import LEVEL
from mkdocs_speckit.model.parts import Completion, FeatureProgress, PhaseBoxes, Place
from mkdocs_speckit.reading.matching import find_phase_headings
from mkdocs_speckit.reading.names import PHASE_WORDS, Names, parse_name
from mkdocs_speckit.schedule.states import find_next_item, find_status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mkdocs_speckit.model.parts import EffortPhase, Item, Landmark, Node
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.model.tasks import ChangeState
    from mkdocs_speckit.reading.names import Label, Name

Key = TypeVar("Key")


def join_documents(plans: Iterable[Plan]) -> list[Plan]:
    """Join the documents of each folder and format, in the order of their paths.

    Those that no format is certain of are left out (`counting.group_documents`).
    """
    joined = []
    for group in group_documents(plans):
        joined += _join_feature(group)
    return sorted(joined, key=lambda plan: plan.path)


def _join_feature(plans: Sequence[Plan]) -> list[Plan]:
    """Give each document of a folder its level, and join those of one feature."""
    (feature,) = group_features(plan for plan in plans if not plan.is_sibling).values()
    own = tuple(replace(level, place=Place(1)) for level in feature.leading.levels[:1])
    documents = [replace(plan, levels=own) if plan.is_sibling else plan for plan in plans]
    split = split_group(documents)
    return [one for part in split for one in _join_documents(part, feature.folder)]


def _join_documents(documents: Sequence[Plan], folder: str) -> list[Plan]:
    """Join the documents of one feature."""
    tasks = find_tasks(documents)
    completion = count_feature(documents, tasks)
    leading = Feature(folder, tuple(documents)).leading
    status = find_status(leading, documents, completion)
    stated = (plan.starts.day for plan in (leading, *documents) if plan.starts is not None)
    starts = next(filter(None, stated), None)
    path = tasks.path if tasks else None
    owners: dict[str, str] = {}  # `@Ana` and `@ana` are one.
    for name in chain.from_iterable(plan.all_owners for plan in documents):
        owners.setdefault(name.casefold(), name)
    named = tuple(owners.values())
    progress = FeatureProgress(folder, completion, path, status, starts=starts, owners=named)
    joined = [_add_progress(_add_state(plan, tasks), tasks, progress) for plan in documents]
    if progress.completion.is_complete:
        return joined
    candidates = [find_next_item(plan) for plan in joined if plan.kind in ("plan", "tasks")]
    counted = list_counted(documents, tasks)
    to_do = [item for plan in counted for item in plan.items if item.is_to_do]
    candidates += sorted(to_do, key=lambda item: item.state != "in-progress")[:1]
    progress = replace(progress, next_item=next(filter(None, candidates), None))
    return [replace(plan, progress=progress) for plan in joined]


def _add_state(plan: Plan, tasks: Plan | None) -> Plan:
    """Give a document of a change the state of the change (`docs/openspec.md`, O6)."""
    if plan.change is None:
        return plan
    state: ChangeState = "proposed"
    if plan.change.is_archived:
        state = "archived"
    elif tasks is not None:
        state = "ready to archive" if tasks.completion.is_complete else "in progress"
    return replace(plan, change=replace(plan.change, state=state))


_TAG = re.compile(r"\[(P\d)\]$")
"""The priority at the end of a heading, which is not a part of the phase's name."""


def _add_progress(plan: Plan, tasks: Plan | None, progress: FeatureProgress) -> Plan:
    """Give a document its feature's progress, and its phases their boxes."""
    has_phases = plan.kind == "plan" or plan.effort is not None or bool(plan.graphs)
    if plan.format != LEVEL or not has_phases:
        return replace(plan, progress=progress)
    headings = find_phase_headings(plan.outline)
    titles = [plan.outline[index].text for index in headings]
    nodes = plan.graphs[0].nodes if plan.graphs else ()
    table: list[EffortPhase | Node] = [*(plan.effort.phases if plan.effort else ()), *nodes]
    rows = [row for row in table if row.heading is None]
    of_headings: dict[int, _NamedBoxes] = {}
    of_rows: dict[int, _NamedBoxes] = {}
    if tasks is not None and tasks is not plan:
        finder = _HeadingFinder(plan, tasks)
        found = finder.find_all(titles)
        found_for_rows = finder.find_all([row.name for row in rows])
        count = _BoxCounter(tasks, chain(found.values(), found_for_rows.values()))
        of_headings, of_rows = count.add_up(found), count.add_up(found_for_rows)

    phases = []
    first_own = _find_first_open(plan)
    for number, (index, text) in enumerate(zip(headings, titles, strict=True)):
        own = plan.own_completions.get(index, Completion())
        document, boxes = "", _NamedBoxes("", own, first_own.get(index))
        if tasks is not None and number in of_headings:
            document, boxes = tasks.path, of_headings[number]
        elif own.total:
            document, boxes = plan.path, _NamedBoxes(text, own, first_own.get(index))
        label, tag = parse_name(text).label, _TAG.search(text)
        phases.append(
            PhaseBoxes(
                _TAG.sub("", text).rstrip(),
                plan.outline[index].line,
                index,
                boxes.completion,
                PurePosixPath(document).name,
                boxes.heading,
                own,
                is_numbered=label is not None and label.word in PHASE_WORDS,
                priority=tag[1] if tag else "",
                first_open=boxes.first_open,
            )
        )
    row_boxes = tuple(
        PhaseBoxes(
            rows[number].name,
            rows[number].line,
            None,
            boxes.completion,
            PurePosixPath(tasks.path).name if tasks else "",
            boxes.heading,
            first_open=boxes.first_open,
        )
        for number, boxes in of_rows.items()
    )
    return replace(plan, progress=progress, phases=tuple(phases), row_boxes=row_boxes)


def _find_first_open(plan: Plan) -> dict[int, Item]:
    """The first open item under each heading, those under the headings inside it included."""
    first: dict[int, Item] = {}
    for item in plan.items:
        heading = item.heading if item.is_to_do else None
        while heading is not None:
            first.setdefault(heading, item)
            heading = plan.outline[heading].parent
    return first


class _NamedBoxes(NamedTuple):
    """Boxes, the heading that they are under, and the first open item among them."""

    heading: str
    completion: Completion
    first_open: Item | None


class _BoxCounter:
    """Counts the boxes of phases in a tasks document.

    `claimed` are the headings that mean phases. A box belongs to the nearest one above it.
    """

    def __init__(self, tasks: Plan, claimed: Iterable[tuple[int, ...]]) -> None:
        self._outline = tasks.outline
        self._claimed = set(chain.from_iterable(claimed))
        self._completions: defaultdict[int | None, Completion] = defaultdict(Completion)
        self._first_open: dict[int | None, Item] = {}
        for checklist in tasks.checklists:
            self._completions[self._find_owner(checklist.heading)] += checklist.completion
        for item in tasks.items:
            if item.is_to_do:
                self._first_open.setdefault(self._find_owner(item.heading), item)

    def _find_owner(self, heading: int | None) -> int | None:
        """The nearest heading that means a phase; None if none does."""
        while heading is not None and heading not in self._claimed:
            heading = self._outline[heading].parent
        return heading

    def add_up(self, found: Mapping[int, tuple[int, ...]]) -> dict[int, _NamedBoxes]:
        """Add up the boxes under the headings of each phase; phases without boxes are left out."""
        boxes = {}
        for number, headings in found.items():
            completion = sum((self._completions[heading] for heading in headings), Completion())
            if completion.total:
                first = next(filter(None, map(self._first_open.get, headings)), None)
                boxes[number] = _NamedBoxes(self._outline[headings[0]].text, completion, first)
        return boxes


_BRACKETED = re.compile(r"\[[^\[\]]{0,100}\]")


def _parse_heading(text: str) -> Name:
    """Take a heading apart, without the tags in brackets that only one document may have."""
    name = parse_name(_BRACKETED.sub("", text))
    return name if name.title else parse_name(text)


class _HeadingFinder:
    """Finds the headings of a tasks document that mean a phase of the plan."""

    def __init__(self, plan: Plan, tasks: Plan) -> None:
        outline = tasks.outline
        phases = find_phase_headings(outline)
        self._names = {
            i: _parse_heading(mark.text) for i, mark in enumerate(outline) if mark.kind == "heading"
        }
        self._by_words = _group((name.full_words, i) for i, name in self._names.items())
        self._by_number = _group(
            ((name.label.first, name.label.last), i)
            for i, name in self._names.items()
            if name.label is not None
        )
        outermost = _list_outermost(outline, phases)
        inside = {i for i in self._names if _is_inside(outline, i, set(outermost))}
        self._by_title = _group(
            (name.title, i) for i, name in self._names.items() if name.title and i not in inside
        )
        self._phases, self._phase_names = phases, Names([outline[i].text for i in phases])
        # The labels whose word numbers the same phases in both documents.
        here = _group_labels(outline, outermost)
        there = _group_labels(
            plan.outline, _list_outermost(plan.outline, find_phase_headings(plan.outline))
        )
        words = {label.word for label in here} & {label.word for label in there}
        same = {
            word
            for word in words
            if {one for one in here if one.word == word}
            == {one for one in there if one.word == word}
        }
        self._by_label = {
            label: headings[0]
            for label, headings in here.items()
            if label.word in same and len(headings) == len(there[label]) == 1
        }

    def find_all(self, names: Sequence[str]) -> dict[int, tuple[int, ...]]:
        """Find the headings of each phase, by the phase's index: by name, or by label alone."""
        parsed = [_parse_heading(text) for text in names]
        alike = Counter(title for title, _ in {(name.title, name.label) for name in parsed})
        found: dict[int, tuple[int, ...]] = {}
        for number, (text, name) in enumerate(zip(names, parsed, strict=True)):
            by_name = self._by_words.get(name.full_words) or self._find_alike(name)
            if not by_name and alike[name.title] == 1:
                by_name = _keep_single(self._by_title.get(name.title, ()))
            if not by_name and name.label is None:
                same = _keep_single(self._phase_names.find_same(text))
                by_name = tuple(self._phases[index] for index in same)
            if 0 < len(by_name) <= MAX_COMPARED:
                found[number] = by_name
        taken = set(chain.from_iterable(found.values()))
        for number, name in enumerate(parsed):
            heading = None if name.label is None else self._by_label.get(name.label)
            if number not in found and heading is not None and heading not in taken:
                found[number] = (heading,)
        return found

    def _find_alike(self, name: Name) -> tuple[int, ...]:
        """Find the headings with the number of a name and a similar title, or without a title."""
        if name.label is None:
            return ()
        numbered = self._by_number.get((name.label.first, name.label.last), ())
        return tuple(
            heading for heading in numbered[:MAX_COMPARED] if _are_same(name, self._names[heading])
        )


def _keep_single(found: tuple[int, ...]) -> tuple[int, ...]:
    """What was found if it is one, or else nothing."""
    return found if len(found) == 1 else ()


MAX_COMPARED = 20
"""No more headings with one number are compared with a phase; a name of more says nothing."""


def _are_same(one: Name, other: Name) -> bool:
    """True if two names with one number mean one phase: `2: Core` and `2: The core library`."""
    if one.label is None or other.label is None:
        return False
    if not one.title or not other.title:
        return one.label.word == other.label.word
    if one.label.word != other.label.word and not {one.label.word, other.label.word} <= PHASE_WORDS:
        return False
    short, long = sorted((one.title, other.title), key=len)
    return bool(Names([" ".join(long)]).find(" ".join(short)))


def _list_outermost(outline: Sequence[Landmark], phases: Sequence[int]) -> list[int]:
    """The headings of phases with a label that are in no other such heading."""
    found: set[int] = set()
    for index in phases:
        if parse_name(outline[index].text).label and not _is_inside(outline, index, found):
            found.add(index)
    return sorted(found)


def _is_inside(outline: Sequence[Landmark], index: int, headings: set[int]) -> bool:
    """True if one of these headings encloses a landmark."""
    parent = outline[index].parent
    while parent is not None and parent not in headings:
        parent = outline[parent].parent
    return parent is not None


def _group_labels(
    outline: Sequence[Landmark], headings: Sequence[int]
) -> dict[Label, tuple[int, ...]]:
    """The headings by their labels."""
    labels = ((parse_name(outline[index].text).label, index) for index in headings)
    return _group((label, index) for label, index in labels if label is not None)


def _group(pairs: Iterable[tuple[Key, int]]) -> dict[Key, tuple[int, ...]]:
    """The indexes with each key, in order."""
    found: defaultdict[Key, list[int]] = defaultdict(list)
    for key, index in pairs:
        found[key].append(index)
    return {key: tuple(indexes) for key, indexes in found.items()}
