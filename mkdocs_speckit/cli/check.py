"""One run of the check: what is found in the plans among some files and folders."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from mkdocs_speckit.audit import audit_plans
from mkdocs_speckit.audit.baseline import drop_known
from mkdocs_speckit.disk.files import make_relative
from mkdocs_speckit.disk.plan_files import make_absolute, read_with_company
from mkdocs_speckit.reports import Report

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Mapping, Sequence

    from mkdocs_speckit.audit.baseline import Key
    from mkdocs_speckit.disk.git import Repository
    from mkdocs_speckit.disk.plan_files import PlanFiles, Progress
    from mkdocs_speckit.model.finding import Severity
    from mkdocs_speckit.model.settings import Settings
    from mkdocs_speckit.options import Options


class NoPlanError(ValueError):
    """A folder was named that has no plan; the message names it."""


class Check(Struct, frozen=True):
    """What is checked, and how.

    `paths` are files and folders; `folder` is what the patterns of the options are relative to;
    `known` is a baseline's findings, which are left out; `jobs` are the processes that read, as
    many as are worth it without it.
    """

    paths: Sequence[Path]
    options: Options
    folder: Path
    settings: Settings
    severities: Mapping[str, Severity]
    known: Counter[Key]
    repository: Repository
    progress: Progress
    jobs: int | None = None

    def report(self) -> Report:
        """Read and audit everything; raises OSError and NoPlanError."""
        read = read_with_company(self.paths, self.settings, self.progress, self.jobs)
        self._require_plans(read)
        # A folder that is named `.` has its name, too.
        shown = {make_absolute(plan.path): plan.path for plan in read.plans}
        found = audit_plans(
            [replace(plan, path=make_absolute(plan.path)) for plan in read.plans],
            self.severities,
            {path: self.options.ignored_at(make_relative(path, self.folder)) for path in shown},
            map(make_absolute, read.files),
        )
        audited = ((shown[plan.path], findings) for plan, findings in found)
        failed = ((path, (failure,)) for path, failure in read.failures)
        documents = sorted(
            (document for document in chain(audited, failed) if document[0] in read.asked),
            key=lambda document: make_absolute(document[0]),
        )
        return Report(tuple(drop_known(documents, self.known, self.repository)), self.repository)

    def _require_plans(self, read: PlanFiles) -> None:
        """Fail for a folder without any plan: whoever named it expects some to be audited."""
        paths = (*(plan.path for plan in read.plans), *(path for path, _ in read.failures))
        plans = [Path(make_absolute(path)) for path in paths]
        for folder in filter(Path.is_dir, self.paths):
            if not any(plan.is_relative_to(make_absolute(folder)) for plan in plans):
                raise NoPlanError(f"no plan in {folder}; a plan carries <!-- SPECKIT_LEVEL: 2 -->")
