"""A project: the folder of its configuration, its options, and its repository.

Every command and every host makes one project, then reads and audits all plans with it. So they all
give the same figures and findings of the same files.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct, field

from mkdocs_speckit.disk.cache import NO_CACHE, Cache
from mkdocs_speckit.disk.files import make_absolute
from mkdocs_speckit.disk.git import find_repository
from mkdocs_speckit.disk.templates import read_vocabularies
from mkdocs_speckit.model.calendar import Calendar
from mkdocs_speckit.model.finding import INTERNAL_ERROR, Finding
from mkdocs_speckit.model.formats import find_tool_path
from mkdocs_speckit.model.plan import Plan  # noqa: TC001 - The cache is read by this type.
from mkdocs_speckit.model.settings import Settings
from mkdocs_speckit.model.wording import correct_name
from mkdocs_speckit.options import OptionError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from mkdocs_speckit.audit.baseline import Key
    from mkdocs_speckit.disk.code_files import CodeFiles
    from mkdocs_speckit.disk.git import Repository
    from mkdocs_speckit.features.units import Unit
    from mkdocs_speckit.model.finding import Severity
    from mkdocs_speckit.model.settings import WorkingTime
    from mkdocs_speckit.options import Options


class _KeptPlan(Struct, array_like=True):
    """What a document was read as; None is one that is not a plan."""

    plan: Plan | None


class _KeptAudit(Struct, array_like=True):
    """The documents of a unit, joined, with what was found in each."""

    audited: list[tuple[Plan, tuple[Finding, ...]]]


class Project(Struct, frozen=True):
    """What all plans of a project are read and audited with.

    `root` is the folder of the configuration: paths in options are relative to it. `settings` is
    what reading needs of the options, the vocabulary of the project's templates included. The
    `calendar` turns hours into dates.
    `known` is how often the baseline lists each finding. `code` are the files of the code, if the
    options say where it is. The `cache` keeps what was made of the same documents before.
    """

    root: Path
    options: Options
    settings: Settings
    repository: Repository
    calendar: Calendar
    known: Counter[Key] = field(default_factory=Counter)
    code: CodeFiles | None = None
    cache: Cache = NO_CACHE

    def read(
        self,
        text: str,
        path: str,
        original_path: str | None = None,
        *,
        is_converted: bool = False,
    ) -> Plan | None:
        """Read a document; None if it is not a plan.

        `path` becomes the plan's path. `original_path` is the path of the document that this one
        translates: `plan.md` for `plan.de.md`. `is_converted` is true for the text of a plan with
        what it includes. Never raises.
        """
        place = self._find_place(path if original_path is None else original_path)

        def make() -> _KeptPlan:
            # A site without plans never loads what reads them, nor does one whose plans are kept.
            from mkdocs_speckit.reading import read  # noqa: PLC0415

            return _KeptPlan(
                read(text, path, self.settings, original_path=place, is_converted=is_converted)
            )

        given = text, path, place, is_converted
        return self.cache.remember(make, _KeptPlan, "a plan", *given).plan

    def _find_place(self, path: str) -> str:
        """The path of a document in its repository: folders above that say nothing of it."""
        inside = path.removeprefix(f"{self.repository.root.as_posix()}/")
        if inside != path or not Path(path).is_absolute():
            return inside
        return find_tool_path(path) or path

    def read_below(self, folder: Path, text: str, path: str) -> Plan | None:
        """Read a document by its path below a folder, which becomes the plan's path.

        The folder may be that of a tool, or inside it.
        """
        place = None if find_tool_path(path) else find_tool_path(make_absolute(folder / path))
        return self.read(text, path, place)

    def audit(
        self,
        plans: Iterable[Plan],
        shown: Mapping[str, str] | None = None,
        files: Iterable[str] = (),
        severities: Mapping[str, Severity] | None = None,
    ) -> list[tuple[Plan, tuple[Finding, ...]]]:
        """Join the documents of each feature, then audit them; in the order of their paths.

        Documents that are plans only beside a marked one, and have none, are left out, and so are
        the findings that the baseline lists.

        `shown` gives paths from `root`, which the patterns of `per_path_ignores` match, by
        `plan.path`; a plan without an entry has such a path already. `files` are the paths of all
        Markdown files, plans or not. `severities` replace those of the options.
        """
        from mkdocs_speckit.features.units import order_paths  # noqa: PLC0415

        shown, files = shown or {}, {*files}
        by_path = {plan.path: plan for plan in plans}
        paths = order_paths(files | by_path.keys())
        audited: list[tuple[Plan, tuple[Finding, ...]]] = []
        for unit in self._split_units(((path, by_path.get(path)) for path in paths), paths):
            # The file of a translation is not one of `files`.
            own = unit._replace(files=[path for path in unit.files if path in files])
            audited += self._audit(own, shown, severities)
        audited.sort(key=lambda entry: entry[0].path)
        return self._drop_known(audited, shown, self.known.copy())

    def audit_in_turn(
        self,
        read: Iterable[tuple[str, Plan | None]],
        paths: Sequence[str],
        show: Callable[[str], str],
        severities: Mapping[str, Severity] | None = None,
    ) -> Iterator[list[tuple[Plan, tuple[Finding, ...]]]]:
        """Audit documents while they are read; yields what can be compared with one another.

        The findings are those of `audit`, but not all plans are in memory. `read` and `paths` are
        those of `features.units.split_units`; `show` gives the path of a plan from `root`.
        """
        known = self.known.copy()
        for unit in self._split_units(read, paths):
            shown = {plan.path: show(plan.path) for plan in unit.plans}
            yield self._drop_known(self._audit(unit, shown, severities), shown, known)
        self.cache.save()

    def _split_units(
        self, read: Iterable[tuple[str, Plan | None]], paths: Sequence[str]
    ) -> Iterable[Unit]:
        from mkdocs_speckit.features.units import join_units, split_units  # noqa: PLC0415

        units = split_units(read, paths)
        # Git is asked once for what all plans name.
        return units if self.code is None else [join_units(units)]

    def _audit(
        self, unit: Unit, shown: Mapping[str, str], severities: Mapping[str, Severity] | None
    ) -> list[tuple[Plan, tuple[Finding, ...]]]:
        """Audit the documents of a unit, whatever the baseline lists, unless that is kept."""
        plans = unit.plans
        given = (
            plans,
            self.options.rules if severities is None else severities,
            {p.path: self._list_ignored_rules(p, shown.get(p.path, p.path)) for p in plans},
            unit.files,
            self.options.required_documents,
        )
        missing = self._find_missing_files(plans, shown)
        key = self.cache.make_key_of("findings", *given, missing)
        if key and (kept := self.cache.get(key, _KeptAudit)) is not None:
            return kept.audited
        from mkdocs_speckit.audit import audit_plans  # noqa: PLC0415

        audited = audit_plans(*given, missing_files=missing)
        found = chain.from_iterable(findings for _, findings in audited)
        if key and not any(finding.rule == INTERNAL_ERROR for finding in found):
            self.cache.put(key, _KeptAudit(audited))
        return audited

    def _drop_known(
        self,
        audited: list[tuple[Plan, tuple[Finding, ...]]],
        shown: Mapping[str, str],
        known: Counter[Key],
    ) -> list[tuple[Plan, tuple[Finding, ...]]]:
        """The plans with their findings, without those that are known, which are counted down."""
        if not known:
            return audited
        from mkdocs_speckit.audit.baseline import drop_known  # noqa: PLC0415

        found = [(shown.get(plan.path, plan.path), findings) for plan, findings in audited]
        left = drop_known(found, known, self.repository)
        return [(plan, findings) for (plan, _), (_, findings) in zip(audited, left, strict=True)]

    def _find_missing_files(
        self, plans: Iterable[Plan], shown: Mapping[str, str]
    ) -> dict[str, frozenset[str]]:
        """The files that ticked tasks say they made, and that are not there, by document."""
        if self.code is None:
            return {}
        from mkdocs_speckit.audit.made_files import list_made_files  # noqa: PLC0415

        paths = {self.root / shown.get(plan.path, plan.path): plan for plan in plans}
        named = {path: [*list_made_files(plan)] for path, plan in paths.items()}
        return {paths[path].path: files for path, files in self.code.find_missing(named).items()}

    def _list_ignored_rules(self, plan: Plan, path: str) -> frozenset[str]:
        """The rules left out for a plan; its path is relative to `root`."""
        ignored = self.options.list_ignored_rules(path)
        if plan.change is None or plan.kind != "proposal":
            return ignored
        from mkdocs_speckit.disk.changes import skips_specs  # noqa: PLC0415

        is_skipped = skips_specs((self.root / path).parent)
        return ignored | {"openspec-change-without-delta"} if is_skipped else ignored


def make_project(root: Path, options: Options, kept_in: Path | None = None) -> Project:
    """Make a project from its options; reads its own templates and its baseline.

    It keeps what it has read under the folder `kept_in`, if there is one and the options allow it.
    Raises OptionError if one of these cannot be read, or if an option names a rule that does not
    exist.
    """
    if options.rules or options.per_path_ignores:  # Only these options load the rules.
        options = _name_rules(options)
    try:
        vocabulary = read_vocabularies([root / name for name in options.templates])
    except OSError as error:
        raise OptionError(f"templates: cannot read {error.filename}: {error.strerror}") from None
    not_placeholders = tuple(map(re.compile, options.not_placeholders))
    settings = Settings(options.working_time, vocabulary, not_placeholders, tuple(options.formats))
    known = _read_baseline(root / options.baseline) if options.baseline else Counter()
    code = _find_code(root / options.code) if options.code else None
    calendar = _make_calendar(root, options.working_time)
    read_with = f"{options.working_time} {sorted(vocabulary)} {options.not_placeholders}"
    cache = Cache(kept_in if options.cache else None, f"{read_with} {options.formats}")
    return Project(root, options, settings, find_repository(root), calendar, known, code, cache)


def _find_code(folder: Path) -> CodeFiles:
    # Few projects say where their code is.
    from mkdocs_speckit.disk.code_files import CodeFiles  # noqa: PLC0415

    return CodeFiles(folder)


def _make_calendar(root: Path, time: WorkingTime) -> Calendar:
    """Make a calendar, with the holidays of its file; raises OptionError."""
    if not isinstance(time.holidays, str):
        holidays = frozenset(day.toordinal() for day in time.holidays)
        return Calendar(time.days, holidays, time.hours_per_day)
    from mkdocs_speckit.disk.holidays import CalendarError, read_holidays  # noqa: PLC0415

    path = root / time.holidays
    try:
        return Calendar(time.days, read_holidays(path), time.hours_per_day)
    except OSError as error:
        raise OptionError(f"working_time: cannot read {path}: {error.strerror}") from None
    except CalendarError as error:
        raise OptionError(f"working_time: {error}") from None


def _read_baseline(path: Path) -> Counter[Key]:
    """Read the baseline of a project; raises OptionError."""
    from mkdocs_speckit.audit.baseline import BaselineError, read_baseline  # noqa: PLC0415

    try:
        return read_baseline(path)
    except OSError as error:
        raise OptionError(f"baseline: cannot read {path}: {error.strerror}") from None
    except BaselineError as error:
        raise OptionError(f"baseline: {error}") from None


def _name_rules(options: Options) -> Options:
    """The options with each rule by its own name; raises OptionError.

    `effort` means all rules that begin so, and `all` every rule; a name that says more counts more.
    """
    rules: dict[str, Severity] = {}
    by_meaning = {name: _find_rules("rules", name) for name in options.rules}
    for name in sorted(by_meaning, key=lambda name: (-len(by_meaning[name]), name)):
        rules |= dict.fromkeys(by_meaning[name], options.rules[name])
    ignores = {
        pattern: list(chain.from_iterable(_find_rules("per_path_ignores", name) for name in names))
        for pattern, names in options.per_path_ignores.items()
    }
    return msgspec.structs.replace(options, rules=rules, per_path_ignores=ignores)


def _find_rules(option: str, name: str) -> tuple[str, ...]:
    from mkdocs_speckit.audit.rules import ALL_RULES, match_rules  # noqa: PLC0415

    found = match_rules(name)
    if not found:
        raise OptionError(f"{option}: {correct_name('rule', name, tuple(ALL_RULES))}")
    return found


def find_project(folder: Path, *, no_cache: bool = False) -> Project:
    """Find the project that a folder belongs to: the nearest configuration, from there upwards.

    Without a configuration the folder is a project with default options, which keeps nothing.
    `no_cache` switches the cache off. Raises OptionError.
    """
    # MkDocs has read its configuration itself.
    from mkdocs_speckit.disk.configuration import find_options  # noqa: PLC0415

    found = find_options(Path(os.path.abspath(folder)))  # noqa: PTH100 - resolve() follows links.
    return open_project(*found, no_cache=no_cache)


def open_project(options: Options, path: Path, *, no_cache: bool = False) -> Project:
    """Make the project of what `find_options` has found: options, and their file or a folder.

    Raises OptionError, which names the file.
    """
    if path.is_dir():
        return make_project(path, options)
    try:
        return make_project(path.parent, options, None if no_cache else path.parent)
    except OptionError as error:
        raise OptionError(f"{path}: {error}") from None
