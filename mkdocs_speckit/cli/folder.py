"""What `serve` and `build` share: the folder, its site, and what MkDocs says meanwhile."""

from __future__ import annotations

import logging
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from mkdocs.exceptions import MkDocsException

from mkdocs_speckit.cli.terminal import fail, print_for_machines, show_progress
from mkdocs_speckit.hosts.mkdocs.folder_site import find_site
from mkdocs_speckit.model.wording import fold_line
from mkdocs_speckit.options import OptionError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs_speckit.hosts.mkdocs.folder_site import FolderSite

folder_argument = click.argument(
    "folder", default=".", type=click.Path(path_type=Path), metavar="[FOLDER]"
)
config_option = click.option(
    "--config", is_flag=True, help="Print a mkdocs.yml that makes this site, and end."
)


@contextmanager
def opened_site(folder: Path, *, config: bool) -> Iterator[FolderSite]:
    """The site of a folder; with `config`, its configuration is printed, and the command ends.

    What goes wrong inside, too, ends the command with one line and the exit code 2.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_is_shown)
    logging.getLogger("mkdocs").addHandler(handler)
    logging.getLogger("mkdocs").setLevel(logging.INFO)
    try:
        site = find_site(folder, show_progress, is_kept=config)
        if config:
            print_for_machines(f"# {fold_line(_explain(site))}\n{site.write()}")
            sys.exit()
        yield site
    except OptionError as error:
        fail(str(error))
    except MkDocsException as error:
        fail(str(error) or "the site could not be built")
    except UnicodeError:
        fail(f"{folder} has a name in it that is not UTF-8; rename the file or the folder")
    except OSError as error:
        fail(f"{error.filename}: {error.strerror}" if error.filename else str(error))
    finally:
        logging.getLogger("mkdocs").removeHandler(handler)


def _is_shown(record: logging.LogRecord) -> bool:
    """True for warnings, and for what the server says: its address, and that files have changed."""
    return record.levelno >= logging.WARNING or record.name == "mkdocs.livereload"


def _explain(site: FolderSite) -> str:
    """Say where a configuration belongs."""
    file = site.root / "mkdocs.yml"
    docs = site.configuration["docs_dir"]
    if file.exists():
        return f"{file} is there already: take from this what it lacks."
    return f"Keep this as {file} and make a folder {docs} beside it, for pages of your own."
