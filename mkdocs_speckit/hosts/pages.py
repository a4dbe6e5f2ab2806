"""The plans of one build of a site: what their pages show, and how they link to one another."""

from __future__ import annotations

import logging
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from mkdocs_speckit.changes.burn_up import find_idle, trace_features
from mkdocs_speckit.disk.cache import name_renderers
from mkdocs_speckit.disk.commits import HistoryError
from mkdocs_speckit.disk.files import make_relative
from mkdocs_speckit.disk.git import GitError, SlowGitError
from mkdocs_speckit.features import find_folder, group_features
from mkdocs_speckit.features.capabilities import pair_deltas
from mkdocs_speckit.features.documents import FeaturePart, choose_documents, name_documents
from mkdocs_speckit.features.entries import (
    Figures,
    add_dates,
    add_schedule,
    make_entries,
    measure_leading,
)
from mkdocs_speckit.features.links import LinkRow, link_documents, link_feature
from mkdocs_speckit.features.selection import parse_selection
from mkdocs_speckit.model.addresses import is_on_web
from mkdocs_speckit.model.formats import OPENSPEC, SPEC_KIT
from mkdocs_speckit.page import Page
from mkdocs_speckit.schedule.dates import find_beginning

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from mkdocs_speckit.disk.history import History
    from mkdocs_speckit.features import Feature
    from mkdocs_speckit.features.documents import FeatureDocuments
    from mkdocs_speckit.features.entries import Entry
    from mkdocs_speckit.model.burn_up import BurnUp
    from mkdocs_speckit.model.calendar import Beginning
    from mkdocs_speckit.model.finding import Failures, Finding
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.portfolio import Portfolio
    from mkdocs_speckit.project import Project


class SiteView(Struct, frozen=True):
    """A site as its plans need it, whatever tool builds it.

    `paths` are those of all Markdown documents, plans or not, in the site's folder of documents.
    `find_file` gives the file that the author writes; a generated page has none. `find_link` gives
    the address of the second document as a link from the first; None if there is no such page.
    `history` is that of the folder of `mkdocs.yml`. `log` logs a message at a level of
    Python's `logging`; a hint (`INFO`) is told once in a preview.
    """

    paths: tuple[str, ...]
    find_file: Callable[[str], Path | None]
    find_link: Callable[[str, str], str | None]
    history: History
    log: Callable[[int, str], None]


OVERVIEW = "the overview"
"""What messages call all features together."""

WITHOUT_HISTORY = "the plans are shown without their history and without dates"


class PlanPages:
    """The audited plans of a site, by the paths of their documents.

    `failures` takes what fails. Git is asked for the history at once, unless the options leave that
    out. It is asked for the dates of last changes, and other sites are read, only if an overview or
    an export needs them. `portfolio` is None if the options name no other sites.
    """

    def __init__(
        self,
        project: Project,
        audited: Sequence[tuple[Plan, tuple[Finding, ...]]],
        site: SiteView,
        portfolio: Portfolio | None,
        failures: Failures,
    ) -> None:
        self._project = project
        self._site = site
        self._portfolio = portfolio
        self._features = group_features((plan for plan, _ in audited), site.paths)
        self._burn_ups = self._trace_features(failures)
        self._idle = find_idle(self._features, self._burn_ups)
        if self._idle:
            audited = [(self._mark_idle(plan), findings) for plan, findings in audited]
            self._features = group_features((plan for plan, _ in audited), site.paths)
        self._audited = {plan.path: (plan, findings) for plan, findings in audited}
        self._feature_of = {
            document.path: feature.folder
            for feature in self._features.values()
            if _has_row(feature)
            for document in name_documents(feature)
        }
        findings = {path: found for path, (_, found) in self._audited.items()}
        self._deltas = pair_deltas(plan for plan, _ in audited)
        self._entries = tuple(
            replace(entry, burn_up=self._burn_ups.get(entry.path))
            for entry in make_entries(self._features, findings, failures, self._measure)
        )
        self._failures = failures
        self._numbers_of_rules: dict[tuple[str, frozenset[str]], int] = {}
        self._missing = len({path for path, _ in failures.found})
        self._entry_of = {d.path: entry for entry in self._entries for d in entry.documents}
        self._by_folder = {entry.folder: entry for entry in self._entries}
        self._parts: defaultdict[str | None, list[Entry]] = defaultdict(list)
        for entry in self._entries:
            self._parts[entry.parent].append(entry)

    def _trace_features(self, failures: Failures) -> dict[str, BurnUp]:
        """What the history says of each feature, by the path of its leading document."""
        if "history" not in self._project.options.show or not self._features:
            return {}
        with failures.catch("the history", OVERVIEW):
            history, find_file = self._site.history, self._site.find_file
            try:
                return trace_features(self._project, history, self._features, find_file)
            except HistoryError as error:
                self._site.log(logging.INFO, f"{WITHOUT_HISTORY}: {error}")
            except SlowGitError as error:
                self._site.log(logging.WARNING, f"{error}; {WITHOUT_HISTORY}")
            except GitError as error:  # Whoever uses no git needs no hint.
                self._site.log(logging.DEBUG, f"{WITHOUT_HISTORY}: {error}")
        return {}

    def _mark_idle(self, plan: Plan) -> Plan:
        """The plan with the status of a feature in which nothing was ticked for long."""
        progress = plan.progress
        if progress is None or progress.status != "under way" or plan.folder not in self._idle:
            return plan
        return replace(plan, progress=replace(progress, status="stuck"))

    def _measure(self, plan: Plan) -> Figures:
        """The figures that a leading document decides, unless they are kept."""
        cache = self._project.cache
        return cache.remember(lambda: measure_leading(plan), Figures, "the figures", plan)

    @property
    def number_of_features(self) -> int:
        """How many features the site has, without those that are parts of others."""
        return len(self._parts.get(None, ()))

    def make_page(self, path: str, *, is_preview: bool = False) -> Page | None:
        """Make what is shown on a page; None if it is not a plan."""
        failures = self._failures.on(path)
        if path not in self._audited:
            links = self._link_documents(path)
            return Page(None, failures, is_preview, links) if failures or links else None
        plan, findings = self._audited[path]
        entry = self._entry_of.get(path)
        if entry is None:
            return Page(plan, findings + failures, is_preview, rules=self._count_rules(plan))
        whole = self._by_folder.get(entry.parent or "")
        parts = self._parts.get(entry.folder, [])
        href = self._link_from(path)
        links = self._link_documents(path) or link_feature(entry, whole, parts, href, path)
        documents = self._choose_documents(plan, href)
        linked = {part.folder.rpartition("/")[2]: _link_part(part, href) for part in parts}
        return Page(
            plan,
            findings + failures,
            is_preview,
            links,
            linked,
            documents,
            rules=self._count_rules(plan),
            is_first=entry.path == path,
        )

    def _count_rules(self, plan: Plan) -> int:
        """The number of rules that have checked a document."""
        options, ignored = self._project.options, frozenset[str]()
        if options.per_path_ignores:
            file = self._site.find_file(plan.path)
            shown = make_relative(file, self._project.root) if file else plan.path
            ignored = options.list_ignored_rules(shown)
        key = plan.format, ignored
        if key not in self._numbers_of_rules:

            def count() -> int:
                # The rules are loaded only where something has to be audited.
                from mkdocs_speckit.audit import count_rules  # noqa: PLC0415

                return count_rules(plan, options.rules, ignored)

            given = plan.format, options.rules, ignored
            number = self._project.cache.remember(count, int, "the number of rules", *given)
            self._numbers_of_rules[key] = number
        return self._numbers_of_rules[key]

    def _choose_documents(self, plan: Plan, href: Callable[[str], str | None]) -> FeatureDocuments:
        """What a page knows of the feature of one of its plans, linked by `href`."""
        feature = self._features[plan.folder]
        # Several plans in one folder: its parts are those of the first, as in the overview.
        has_parts = feature.is_one or plan.path == feature.plans[0].path
        inside = self._parts.get(plan.folder, ()) if has_parts else ()
        parts = [_link_part(part, href) for part in inside]
        plans = feature.plans if feature.is_one else (plan,)
        leading = feature.leading.path if feature.is_one else plan.path
        documents = choose_documents(plans, plan, href, parts, self._deltas.get(plan.folder, ()))
        return replace(
            documents,
            burn_up=self._burn_ups.get(leading),
            is_idle=plan.folder in self._idle,
            beginning=self._find_beginning(plan),
        )

    def _find_beginning(self, plan: Plan) -> Beginning | None:
        """The day from which on the hours of a feature count, if it states when work starts."""
        if plan.progress is None or plan.progress.starts is None:
            return None
        return find_beginning(plan, self._project.calendar, self._now)

    @cached_property
    def _now(self) -> int | None:
        """The day of the repository's last commit; None if it is not known."""
        try:
            return self._site.history.find_now()
        except SlowGitError as error:
            self._site.log(logging.WARNING, f"{error}; {WITHOUT_HISTORY}")
            return None

    def _link_documents(self, path: str) -> LinkRow | None:
        """The row of documents on a page of a feature that names them; None on any other."""
        feature = self._features.get(self._feature_of.get(path, ""))
        if feature is None:
            return None
        return link_documents(name_documents(feature), self._link_from(path), path)

    def join_again(self, plan: Plan | None) -> Plan | None:
        """Join a plan that was read from a converted text with the other documents of its feature.

        None if it is not a plan among them.
        """
        if plan is None:
            return None
        feature = self._features.get(plan.folder)
        others = [other for other in feature.plans if other.path != plan.path] if feature else []
        # Few pages are changed by other plugins.
        from mkdocs_speckit.features.joining import join_documents  # noqa: PLC0415

        joined = join_documents([*others, plan])
        return next((self._mark_idle(one) for one in joined if one.path == plan.path), None)

    def export_page(self, path: str) -> dict[str, Any] | None:
        """Export what theme authors get of a page; None if it is not a plan."""
        if path not in self._entry_of:
            return None
        # Few themes ask for it.
        from mkdocs_speckit.export import export_page  # noqa: PLC0415

        plan, findings = self._audited[path]
        counted = plan.progress.tasks if plan.progress is not None else None
        tasks, _ = self._audited.get(counted or "", (None, ()))
        return export_page(plan, findings, self._entry_of[path], tasks)

    def find_feature_title(self, path: str) -> str | None:
        """The title of the one feature that all plans in a document's folder belong to."""
        folder = find_folder(path)
        feature, entry = self._features.get(folder), self._by_folder.get(folder)
        return entry.title if feature and feature.is_one and entry else None

    def draw_overview(self, attributes: str, path: str) -> str:
        """Draw an overview on a page, narrowed by a comment's attributes; raises SelectionError."""
        chosen = parse_selection(attributes).choose(self._dated_entries + self._foreign_entries)
        href = self._link_from(path)
        documents = self._find_documents([entry for entry in chosen if not entry.site], href)
        paths = {entry.path for entry in chosen}
        paths.update(document.path for entry in chosen for document in entry.documents)
        links = {path: href(path) for path in sorted(paths)}

        def render() -> str:
            # What draws is loaded only where something has to be drawn.
            from mkdocs_speckit.rendering.overview import render_overview  # noqa: PLC0415

            return render_overview(chosen, documents, links.get, self._missing)

        given = name_renderers(), chosen, list(documents.values()), links, self._missing
        return self._project.cache.remember(render, str, "an overview", *given)

    def export_site(
        self, name: str, url_of: Callable[[str], str], failures: Failures
    ) -> Iterator[tuple[str, str]]:
        """Export all plans of the site of this name: files' paths in the site, and their texts.

        `url_of` gives the address of a document's page; `failures` takes what fails.
        """
        from mkdocs_speckit.export.dates import (  # noqa: PLC0415
            MILESTONES,
            has_events,
            write_calendar,
        )
        from mkdocs_speckit.export.site_files import make_site_files  # noqa: PLC0415

        features = self._find_documents(self._dated_entries, lambda _: None)
        yield from make_site_files(name, self._audited.values(), features, url_of, failures)
        if has_events(features):
            yield MILESTONES, write_calendar(features, name, self._now)

    def _find_documents(
        self, entries: Iterable[Entry], href: Callable[[str], str | None]
    ) -> dict[Entry, FeatureDocuments]:
        """The documents of the site's own features, as a page that is not one of them has them."""
        return {entry: self._choose_documents(self._find_plan(entry), href) for entry in entries}

    def _find_plan(self, entry: Entry) -> Plan:
        """The document whose header says most of a feature: its tasks, or the leading one."""
        paths = [entry.path]
        if entry.format in {SPEC_KIT, OPENSPEC}:
            paths = [d.path for d in entry.documents if d.kind == "tasks"] + paths
        return self._audited[paths[0]][0]

    def _link_from(self, start: str) -> Callable[[str], str | None]:
        """What gives the links from one page; addresses on other sites stay what they are."""
        return lambda path: path if is_on_web(path) else self._site.find_link(start, path)

    @cached_property
    def _foreign_entries(self) -> tuple[Entry, ...]:
        """The features of other sites."""
        if self._portfolio is None:
            return ()
        entries, failures = self._portfolio.read(self._project.options.portfolio)
        for failure in failures:
            self._site.log(logging.WARNING, failure)
        return entries

    @cached_property
    def _dated_entries(self) -> tuple[Entry, ...]:
        """The site's own features, with the dates of their last change."""
        found = {path: self._site.find_file(path) for path in self._audited}
        paths = {file.resolve(): path for path, file in found.items() if file is not None}
        dates: dict[Path, str] = {}
        try:
            dates = self._site.history.find_last_changes(paths)
        except SlowGitError as error:
            self._site.log(logging.WARNING, f"{error}; {WITHOUT_HISTORY}")
        entries = add_dates(self._entries, {paths[path]: date for path, date in dates.items()})
        plans = {path: plan for path, (plan, _) in self._audited.items()}
        is_dated = any(p.progress is not None and p.progress.starts for p in plans.values())
        now = self._now if is_dated else None
        return add_schedule(entries, plans, self._project.calendar, now)


def _link_part(part: Entry, href: Callable[[str], str | None]) -> FeaturePart:
    return FeaturePart(part.title, href(part.path), part.status, part.figures.completion)


def _has_row(feature: Feature) -> bool:
    """True if the documents of a feature are named in a row: of Spec Kit, and of a change."""
    leading = feature.leading
    is_change = leading.format == OPENSPEC and leading.change is not None
    return feature.is_one and (leading.format == SPEC_KIT or is_change)


def is_same(written: str, text: str) -> bool:
    """True if readers see the same text; comments and blanks are not seen."""
    return written == text or _read_words(written) == _read_words(text)


def _read_words(text: str) -> list[str]:
    first, *others = text.split("<!--")
    return " ".join([first, *(other.partition("-->")[2] for other in others)]).split()


def add_front_matter(source: str, written: str, text: str) -> str:
    """Put before a converted text what its source has before the text as it was written."""
    return (source.rpartition(written)[0] if written else source) + text


def update_page(page: Page | None, plan: Plan | None) -> Page | None:
    """Give a page the plan that is read from its converted text, as this is what readers see.

    Findings stay those of the written text, whose lines the author knows. A page that was not a
    plan becomes one by what it includes, unless that is several plans: their figures under one
    title would be wrong.
    """
    if page is None:
        return Page(plan, ()) if plan is not None and len(plan.levels) <= 1 else None
    is_kept = plan is not None or page.failed_parts or page.links
    return replace(page, plan=plan, written=page.plan) if is_kept else None
