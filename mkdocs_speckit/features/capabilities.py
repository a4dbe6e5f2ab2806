"""Which changes of OpenSpec touch which capabilities, and what they do to them.

A change and a capability are of one project if their folders `changes` and `specs` lie beside each
other (`docs/openspec.md`, O1 and O6). What a change modifies is compared with the requirement of
the main specification as it is now, word by word:

    The counter SHALL sell bread.   →   The counter SHALL sell bread and rolls.

has the parts `The counter SHALL sell bread`, the added ` and rolls`, and `.`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from msgspec import Struct

from mkdocs_speckit.features import find_project
from mkdocs_speckit.model.formats import OPENSPEC

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mkdocs_speckit.model.parts import Place
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.model.tasks import Requirement

MAX_LINES = 200
MAX_WORDS = 400
"""Longer texts, and more words of a line, are not compared: to do so takes their square."""

_WORD = re.compile(r"\w+|\s+|[^\w\s]")

DeltaKind = Literal["added", "modified", "removed", "renamed"]
DELTA_KINDS: tuple[DeltaKind, ...] = get_args(DeltaKind)


class SpecDelta(Struct, frozen=True):
    """A document that says what a change does to a capability, and the main specification of it.

    `main` is None if there is none, as of a new capability.
    """

    plan: Plan
    main: Plan | None


class Delta(Struct, frozen=True):
    """What a change does to one requirement.

    `place` is where the document says so. `now` is the requirement of the main specification that
    it is about; None if there is none. Of a renamed one, `name` is the new name and `before` the
    old one.
    """

    kind: DeltaKind
    name: str
    place: Place
    requirement: Requirement | None = None
    now: Requirement | None = None
    before: str = ""


def pair_deltas(plans: Iterable[Plan]) -> dict[str, tuple[SpecDelta, ...]]:
    """Pair the deltas of a site with main specifications.

    They are by the folders of changes and of main specifications, each in the order of the paths.
    """
    specs = [plan for plan in plans if plan.format == OPENSPEC and plan.kind == "spec"]
    main: dict[tuple[str | None, str | None], Plan] = {
        (find_project(plan), plan.capability): plan for plan in specs if plan.change is None
    }
    found: defaultdict[str, list[SpecDelta]] = defaultdict(list)
    for plan in specs:
        if plan.change is not None:
            paired = SpecDelta(plan, main.get((find_project(plan), plan.capability)))
            found[plan.folder].append(paired)
            if paired.main is not None:
                found[paired.main.folder].append(paired)
    return {folder: tuple(deltas) for folder, deltas in found.items()}


def list_deltas(delta: SpecDelta) -> Iterator[Delta]:
    """What a document does to each requirement, in the order of its text; renamed ones last."""
    plan = delta.plan
    now = {one.id: one for one in reversed(delta.main.requirements)} if delta.main else {}
    old_names = {one.after: one.before for one in plan.renamed}
    kinds: Mapping[str | None, DeltaKind] = {
        "ADDED": "added",
        "MODIFIED": "modified",
        "REMOVED": "removed",
    }
    for one in plan.requirements:
        if kind := kinds.get(one.delta):
            known = now.get(one.id) or now.get(old_names.get(one.id, ""))
            yield Delta(kind, one.id, one.place, one, known)
    for renaming in plan.renamed:
        known = now.get(renaming.before) or now.get(renaming.after)
        yield Delta("renamed", renaming.after, renaming.place, now=known, before=renaming.before)


# What differs.


class Part(NamedTuple):
    """A part of a line: `same`, `added` or `removed`."""

    kind: str
    text: str


Line = tuple[Part, ...]


def compare_texts(before: str, after: str) -> tuple[Line, ...] | None:
    """The lines that differ, each in parts. None if there are too many lines.

    Blank lines, and what is bold, do not count. A line that is replaced by one that is like it is
    one line with both.
    """
    old, new = _list_lines(before), _list_lines(after)
    if max(len(old), len(new)) > MAX_LINES:
        return None
    found: list[Line] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "replace" and b - a == d - c:
            for one, other in zip(old[a:b], new[c:d], strict=True):
                found += _compare_lines(one, other)
        elif kind != "equal":
            found += [(Part("removed", line),) for line in old[a:b]]
            found += [(Part("added", line),) for line in new[c:d]]
    return tuple(found)


def _list_lines(text: str) -> list[str]:
    return [line for written in text.split("\n") if (line := written.replace("**", "").strip())]


def _compare_lines(before: str, after: str) -> Iterator[Line]:
    """One line with what differs in it; two if they have little in common."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    if max(len(old), len(new)) <= MAX_WORDS:
        matcher = SequenceMatcher(None, old, new, autojunk=False)
        if matcher.ratio() > 1 / 2:
            yield tuple(_join_parts(old, new, matcher))
            return
    yield (Part("removed", before),)
    yield (Part("added", after),)


def _join_parts(
    old: Sequence[str], new: Sequence[str], matcher: SequenceMatcher[str]
) -> Iterator[Part]:
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            yield Part("same", "".join(old[a:b]))
            continue
        if a < b:
            yield Part("removed", "".join(old[a:b]))
        if c < d:
            yield Part("added", "".join(new[c:d]))
