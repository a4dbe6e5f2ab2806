"""`mkdocs-speckit build`: build a site of the plans in a folder."""

from __future__ import annotations

from pathlib import Path

import click

from mkdocs_speckit.cli.folder import config_option, folder_argument, opened_site
from mkdocs_speckit.hosts.mkdocs.folder_site import build_site


@click.command("build")
@folder_argument
@click.option(
    "--site-dir",
    type=click.Path(path_type=Path),
    default="site",
    show_default=True,
    help="The folder of the site. What is in it is replaced.",
)
@config_option
def run(folder: Path, site_dir: Path, *, config: bool) -> None:
    """Build a site of the plans in FOLDER, by default the current folder.

    If it has `specs` or `.opencode/specs`, the plans are those in there; else they are looked for
    in all its folders. No mkdocs.yml is needed, and nothing is written beside the plans.
    """
    with opened_site(folder, config=config) as site:
        build_site(site, site_dir)
        click.echo(f"{site_dir / 'index.html'}", err=True)
