"""Built pages → findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_speckit.audit.pages.reading import read_page
from mkdocs_speckit.audit.rule import IGNORE, leave_out, run_rules, sort_findings
from mkdocs_speckit.audit.rules.pages import PAGE_RULES, page_without_summary
from mkdocs_speckit.disk.files import find_html, make_relative, read_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from mkdocs_speckit.audit import Finding
    from mkdocs_speckit.audit.pages.page import BuiltPage
    from mkdocs_speckit.disk.plan_files import Progress
    from mkdocs_speckit.model.finding import Severity
    from mkdocs_speckit.model.settings import Settings
    from mkdocs_speckit.options import Options


def audit_site(
    folder: Path, options: Options, place: Path, settings: Settings, progress: Progress
) -> list[tuple[str, tuple[Finding, ...]]]:
    """Audit the pages under a folder that show something of plans, by path.

    `place` is the folder that the options' patterns of paths are relative to; `progress` is shown
    the files that are read. Raises OSError.
    """
    severities = dict(options.rules)
    if not options.summary:
        severities[page_without_summary.name] = IGNORE
    audited = []
    with progress(list(find_html(folder))) as files:
        for file in files:
            path = file.as_posix()
            page = read_page(read_text(file), path, settings)
            if page is not None:
                own = leave_out(severities, options.ignored_at(make_relative(file, place)))
                audited.append((path, audit_page(page, own)))
    return sorted(audited)


def audit_page(page: BuiltPage, severities: Mapping[str, Severity]) -> tuple[Finding, ...]:
    """All findings about a built page, in the order of their places."""
    return sort_findings(run_rules(PAGE_RULES.values(), severities, page.path, page))
