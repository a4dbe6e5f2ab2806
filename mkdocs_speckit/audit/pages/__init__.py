"""Built pages → findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_speckit.audit.rule import ignore_rules, run_rules, sort_findings
from mkdocs_speckit.audit.rules import PAGE_RULES
from mkdocs_speckit.disk.files import find_html, read_text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from pathlib import Path

    from mkdocs_speckit.audit.pages.page import BuiltPage
    from mkdocs_speckit.disk.plan_files import Progress
    from mkdocs_speckit.model.finding import Finding, Severity
    from mkdocs_speckit.model.settings import Settings


def audit_site(
    folder: Path,
    severities: Mapping[str, Severity],
    ignored_at: Callable[[Path], Collection[str]],
    settings: Settings,
    progress: Progress,
) -> list[tuple[str, tuple[Finding, ...]]]:
    """Audit the pages under a folder that show something of plans; sorted by path.

    `ignored_at` gives the rules to switch off for a file; `progress` is shown the files that are
    read. Raises OSError.
    """
    # BeautifulSoup takes long to load, and no other command needs it.
    from mkdocs_speckit.audit.pages.page import read_page  # noqa: PLC0415

    audited = []
    with progress(list(find_html(folder))) as files:
        for file in files:
            path = file.as_posix()
            page = read_page(read_text(file), path, settings)
            if page is not None:
                own = ignore_rules(severities, ignored_at(file))
                audited.append((path, audit_page(page, own)))
    return sorted(audited)


def audit_page(page: BuiltPage, severities: Mapping[str, Severity]) -> tuple[Finding, ...]:
    """All findings of a built page, in the order of their places."""
    return sort_findings(run_rules(PAGE_RULES.values(), severities, page.path, page))
