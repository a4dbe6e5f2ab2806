"""`mkdocs-speckit site`: audit the pages of a built site."""

from __future__ import annotations

from pathlib import Path

import click

from mkdocs_speckit.audit.pages import audit_site
from mkdocs_speckit.audit.rules.pages import page_without_summary
from mkdocs_speckit.cli.report import format_option, print_report
from mkdocs_speckit.cli.terminal import PASSED_OVER, fail, show_progress, warn
from mkdocs_speckit.disk.configuration import find_bare_site
from mkdocs_speckit.disk.files import make_relative
from mkdocs_speckit.disk.git import find_repository
from mkdocs_speckit.options import OptionError
from mkdocs_speckit.project import find_project
from mkdocs_speckit.reports import Report


@click.command("site")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@format_option
def run(folder: Path, format_name: str | None) -> None:
    """Audit the pages of the built site in DIR, as its readers get them.

    Any generator may have made the site. Only pages that show a plan, or something made of plans,
    are read, and of these only the main content.

    The exit code is 0 if there are no errors and no warnings, 1 if there are some, and 2 if the
    input cannot be read. The options are those of the nearest mkdocs.yml or pyproject.toml.
    """
    if not folder.is_dir():
        fail(f"{folder} is not a folder; pass the folder of the built site")
    try:
        project = find_project(Path.cwd())
        severities = dict(project.options.rules)
        if "summary" not in project.options.show:
            severities[page_without_summary.name] = "ignore"
        audited = audit_site(
            folder,
            severities,
            lambda file: project.options.list_ignored_rules(make_relative(file, project.root)),
            project.settings,
            show_progress,
        )
    except OptionError as error:
        fail(str(error))
    except OSError as error:
        fail(f"cannot read {error.filename}: {error.strerror}")
    if not audited:
        if (bare := find_bare_site(Path.cwd())) is not None:
            warn(f"{bare.name} has the plugin, which {PASSED_OVER}")
        fail(
            f"no page in {folder} shows a plan: none has a summary or the comment"
            " <!-- SPECKIT_LEVEL: 2 -->; a minifier that removes comments hides plans"
        )
    print_report(Report(tuple(audited), find_repository(Path.cwd())), format_name)
