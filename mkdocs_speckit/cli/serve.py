"""`mkdocs-speckit serve`: show the plans in a folder as a site, while they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mkdocs_speckit.cli.folder import config_option, folder_argument, opened_site
from mkdocs_speckit.hosts.mkdocs.folder_site import find_port, serve_site

if TYPE_CHECKING:
    from pathlib import Path


@click.command("serve")
@folder_argument
@click.option(
    "--port", type=click.IntRange(1, 65535), help="Default: the first free one from 8000."
)
@click.option("--open", "open_in_browser", is_flag=True, help="Open the site in the browser.")
@config_option
def run(folder: Path, port: int | None, *, open_in_browser: bool, config: bool) -> None:
    """Show the plans in FOLDER as a site, and again whenever a file changes.

    FOLDER is the current folder by default. If it has `specs` or `.opencode/specs`, the plans are
    those in there; else they are looked for in all its folders. No mkdocs.yml is needed, and
    nothing is written beside the plans. Ctrl-C ends it.
    """
    with opened_site(folder, config=config) as site:
        serve_site(site, find_port(port), open_in_browser=open_in_browser)
