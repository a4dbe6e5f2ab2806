"""The documents of a feature as its pages show them, and what they say of one another."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from mkdocs_speckit.features import CONTRACTS
from mkdocs_speckit.features.entries import join_statuses, make_title, name_stage
from mkdocs_speckit.model.formats import OPENSPEC
from mkdocs_speckit.model.parts import Completion
from mkdocs_speckit.model.wording import cut_text
from mkdocs_speckit.reading.checklists import COUNTED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from mkdocs_speckit.features import Feature
    from mkdocs_speckit.features.capabilities import SpecDelta
    from mkdocs_speckit.model.burn_up import BurnUp
    from mkdocs_speckit.model.calendar import Beginning
    from mkdocs_speckit.model.parts import Status
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.model.tasks import Task

    Href = Callable[[str], str | None]

NO_TASKS = Completion()

MAX_TEXT = 120
"""The number of characters of a task's text that a tooltip shows."""

BEFORE_CONTRACTS = {"research.md": "Research", "data-model.md": "Data model"}
AFTER_CONTRACTS = {"quickstart.md": "Quickstart"}
"""The documents beside a feature's plan that are linked but not read, and their names."""


DELTAS = "Deltas"
"""The name of what a change does to specifications, a document for each."""


class FeaturePart(Struct, frozen=True):
    """A part of a feature, such as one of a phase parent: how far it is, and its address."""

    title: str
    href: str | None
    status: Status
    completion: Completion


_KINDS = ("spec", "plan", "tasks", "proposal", "requirements", "bugfix", "design")


class FeatureDocuments(Struct, frozen=True, dict=True):
    """What a page knows of its feature: its own document, and the specification, plan and tasks.

    `links` are the addresses of the three as seen from the page, by their paths; one without a page
    has no link. `parts` are the features that this one is made of. `placeholders` is the number of
    them in all documents of the feature.

    A change of OpenSpec also has a proposal and a design. Its `deltas` are what it does to the
    specifications; those of a main specification are what all changes do to it.

    A spec of Kiro has `requirements` or a `bugfix`, and a `design`.

    `burn_up` is what the history says of the feature with its parts, if there is one; `beginning`
    the day from which on its hours count, if it states when work starts. It `is_idle` if nothing
    was ticked for long.
    """

    current: Plan
    spec: Plan | None = None
    plan: Plan | None = None
    tasks: Plan | None = None
    links: tuple[tuple[str, str], ...] = ()
    parts: tuple[FeaturePart, ...] = ()
    placeholders: int = 0
    proposal: Plan | None = None
    requirements: Plan | None = None
    bugfix: Plan | None = None
    design: Plan | None = None
    deltas: tuple[SpecDelta, ...] = ()
    burn_up: BurnUp | None = None
    beginning: Beginning | None = None
    is_idle: bool = False

    def find_link(self, plan: Plan | None, anchor: str = "") -> str | None:
        """The address of a place in a document; None if the document has no page."""
        if plan is None:
            return None
        if plan.path == self.current.path:
            return f"#{anchor}" if anchor else None
        address = dict(self.links).get(plan.path)
        return f"{address}#{anchor}" if address and anchor else address

    def replace_plan(self, plan: Plan) -> FeatureDocuments:
        """The same with the page's own document as it was read from its converted text."""
        if plan is self.current:
            return self
        known = {kind: getattr(self, kind) for kind in _KINDS}
        before = known.get(plan.kind)
        is_known = before is not None and before.path == plan.path
        return replace(self, current=plan, **({plan.kind: plan} if is_known else {}))

    @property
    def status(self) -> Status:
        """How far the feature is, with its parts."""
        progress = self.current.progress
        own = (
            [progress.status] if progress and (progress.completion.total or not self.parts) else []
        )
        return join_statuses([*own, *(part.status for part in self.parts)])

    @property
    def is_template(self) -> bool:
        """True if nobody has filled the feature in."""
        return self.status == "not filled in"

    @property
    def completion(self) -> Completion:
        """How many of the feature's items are done, with those of its parts."""
        progress = self.current.progress
        own = NO_TASKS if progress is None else progress.completion
        return sum((part.completion for part in self.parts), own)

    @property
    def state(self) -> str:
        """How far the feature is, in the words of the overview."""
        documents = filter(None, (self.spec, self.plan, self.tasks))
        kinds = [each.kind for each in documents]
        return self.status if self.completion.total else name_stage(self.status, kinds)

    @cached_property
    def story_completions(self) -> dict[str, Completion]:
        """The tasks of each story."""
        found: defaultdict[str, Completion] = defaultdict(Completion)
        if self.tasks is not None:
            for task in self.tasks.tasks:
                if story := self.tasks.find_story(task):
                    found[story] += COUNTED[task.state]
        return dict(found)

    @cached_property
    def citing(self) -> dict[str, list[Task]]:
        """The tasks that cite each requirement, by its id."""
        found: defaultdict[str, list[Task]] = defaultdict(list)
        for task in self.tasks.tasks if self.tasks is not None else ():
            for id_ in task.requirements:
                found[id_].append(task)
        return dict(found)

    @cached_property
    def story_links(self) -> dict[str, str]:
        """The addresses of stories in the specification, by their ids."""
        stories = self.spec.stories if self.spec is not None else ()
        links = {story.id: self.find_link(self.spec, story.anchor) for story in stories}
        return {id_: link for id_, link in links.items() if link is not None}

    @cached_property
    def _story_anchors(self) -> dict[str, str]:
        """The anchors of each story's phase, or else of its first task."""
        anchors: dict[str, str] = {}
        if self.tasks is not None:
            for phase, anchor in zip(self.tasks.phases, self.tasks.phase_anchors, strict=True):
                for story in phase.stories:
                    anchors.setdefault(story, anchor)
            for task in self.tasks.tasks:
                if task.story is not None:
                    anchors.setdefault(task.story, task.anchor)
        return anchors

    def find_story_tasks(self, story: str) -> str | None:
        """The address of a story's phase, or else of its first task; None without any."""
        anchor = self._story_anchors.get(story)
        return self.find_link(self.tasks, anchor) if anchor else None

    def link_citing(self, requirement: str) -> tuple[tuple[str, str, str | None], ...]:
        """The ids, texts and addresses of the tasks that cite a requirement."""
        return self.link_tasks(self.citing.get(requirement, ()))

    def link_tasks(self, tasks: Iterable[Task]) -> tuple[tuple[str, str, str | None], ...]:
        """The ids, texts and addresses of some tasks."""
        return tuple(
            (task.id, cut_text(task.text, MAX_TEXT), self.find_link(self.tasks, task.anchor))
            for task in tasks
        )


def choose_documents(
    plans: Iterable[Plan],
    current: Plan,
    href: Href,
    parts: Sequence[FeaturePart] = (),
    deltas: Sequence[SpecDelta] = (),
) -> FeatureDocuments:
    """Choose the documents of a feature that the page of one of them, `current`, shows.

    They are of its format. Of several of one kind it is the page's own, or else the first; the task
    list is the one by which progress counts. `deltas` are those of `FeatureDocuments`.
    """
    plans = [plan for plan in plans if plan.format == current.format]
    found: dict[str, Plan] = {current.kind: current}
    for plan in plans:
        is_counted = plan.progress is not None and plan.progress.tasks == plan.path
        if is_counted or plan.kind not in found:
            found[plan.kind] = plan
    kept = {kind: found[kind] for kind in _KINDS if kind in found}
    linked = [*kept.values()]
    for delta in deltas:
        linked += filter(None, (delta.plan, delta.main))
    addresses = {path: href(path) for path in dict.fromkeys(plan.path for plan in linked)}
    links = tuple((path, address) for path, address in addresses.items() if address is not None)
    placeholders = sum(len(plan.placeholders) for plan in plans)
    return FeatureDocuments(
        current,
        links=links,
        parts=tuple(parts),
        placeholders=placeholders,
        deltas=tuple(deltas),
        **kept,  # type: ignore[arg-type]
    )


class NamedDocument(Struct, frozen=True):
    """A document of a feature by the name under which it is linked.

    `completion` is that of its boxes; `group` is the name of those that it belongs to.
    """

    name: str
    path: str
    completion: Completion = NO_TASKS
    group: str = ""


def name_documents(feature: Feature) -> list[NamedDocument]:
    """Name the documents of a feature, in the order in which they are written.

    The feature is one of GitHub Spec Kit's, or a change of OpenSpec's.
    """
    if feature.leading.format == OPENSPEC:
        return list(_name_openspec(feature))
    names = {"spec": "Spec", "plan": "Plan", "tasks": "Tasks"}
    found = [
        NamedDocument(name, plan.path, plan.completion if kind == "tasks" else NO_TASKS)
        for kind, name in names.items()
        for plan in feature.plans
        if plan.kind == kind
    ]
    found += [
        NamedDocument(_make_name(plan.path), plan.path, plan.completion)
        for plan in feature.plans
        if plan.kind == "checklist"
    ]
    return [*found, *_name_companions(feature)]


def _name_openspec(feature: Feature) -> Iterator[NamedDocument]:
    names = {"proposal": "Proposal", "design": "Design", "tasks": "Tasks"}
    for kind, name in names.items():
        for plan in feature.plans:
            if plan.kind == kind:
                yield NamedDocument(name, plan.path, plan.completion)
    for plan in feature.plans:
        if plan.kind == "spec":
            yield NamedDocument(plan.capability or plan.title, plan.path, group=DELTAS)


def _name_companions(feature: Feature) -> Iterator[NamedDocument]:
    """The documents that are linked but not read."""
    known = {plan.path for plan in feature.plans}
    others = [path for path in feature.paths if path not in known]
    folder = "" if feature.folder == "." else f"{feature.folder}/"
    for file, name in BEFORE_CONTRACTS.items():
        if folder + file in others:
            yield NamedDocument(name, folder + file)
    contracts = [path for path in others if path.startswith(f"{folder}{CONTRACTS}/")]
    if len(contracts) == 1:
        yield NamedDocument("Contract", contracts[0])
    else:
        for path in contracts:
            yield NamedDocument(_make_name(path), path, group="Contracts")
    for file, name in AFTER_CONTRACTS.items():
        if folder + file in others:
            yield NamedDocument(name, folder + file)


def _make_name(path: str) -> str:
    return make_title(PurePosixPath(path).stem)
