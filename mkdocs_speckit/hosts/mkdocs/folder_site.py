"""A site of the plans in a folder that has no site: what `mkdocs-speckit serve` and `build` show.

It is a site of MkDocs, with a configuration that is made here. `bakery/specs` with some features
gives

    site_name: bakery
    theme: …
    plugins:
      - search
      - speckit:
          overview: index.md
          sources: [specs]

`docs_dir` is an empty folder, elsewhere: nothing is written beside the plans. What a project says
in its own configuration under `speckit` counts; its theme, navigation and other plugins do not.
"""

from __future__ import annotations

import errno
import os
import socket
import tempfile
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import yaml
from mkdocs.commands import build as mkdocs_build
from mkdocs.commands import serve as mkdocs_serve
from mkdocs.config import load_config

from mkdocs_speckit.disk.configuration import find_options
from mkdocs_speckit.disk.files import find_markdown, make_relative
from mkdocs_speckit.disk.plan_files import read_files
from mkdocs_speckit.hosts.mkdocs.sources import config_folder
from mkdocs_speckit.model.formats import describe_sought
from mkdocs_speckit.options import DEFAULTS, OptionError
from mkdocs_speckit.project import make_project

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs_speckit.disk.plan_files import Progress
    from mkdocs_speckit.project import Project

PLAN_FOLDERS = ("specs", ".opencode/specs")
"""Where tools put plans in a repository. Without one of these, all its folders are looked at."""

MAX_FILES = 5_000
"""A folder with more Markdown is more than plans."""

FIRST_PORT, PORTS = 8000, 20
"""The ports that are tried if none is named."""

MATERIAL = {
    "name": "material",
    "font": False,  # It would be asked for on the web.
    "features": ["navigation.indexes", "navigation.top", "toc.follow"],
    "palette": [
        {"media": "(prefers-color-scheme: light)", "scheme": "default"},
        {"media": "(prefers-color-scheme: dark)", "scheme": "slate"},
    ],
}
MKDOCS = {"name": "mkdocs", "color_mode": "auto", "highlightjs": False}
"""The themes: the first if it is installed. Neither asks for anything on the web."""

# Plans link to code, which is not in the site.
_VALIDATION = {
    "nav": {"omitted_files": "ignore"},
    "links": dict.fromkeys(
        ["not_found", "absolute_links", "unrecognized_links", "anchors"], "ignore"
    ),
}


class FolderSite(msgspec.Struct, frozen=True):
    """A site of the plans in some `folders`.

    `root` is the folder that its configuration could lie in. `configuration` is what would be in
    it, without `docs_dir`: paths in it are relative to `root`.
    """

    root: Path
    folders: tuple[Path, ...]
    configuration: dict[str, Any]

    def write(self) -> str:
        """The text of a `mkdocs.yml` in `root` that makes the same site."""
        return yaml.safe_dump(self.configuration, sort_keys=False, allow_unicode=True)


def find_site(folder: Path, progress: Progress) -> FolderSite:
    """Find the plans in a folder, and make their site of them.

    Raises OptionError if the project's options are wrong, if there is no plan, or if there are too
    many files; OSError if something cannot be read.
    """
    folder = folder.resolve(strict=True)
    if not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
    try:
        str(folder).encode()
    except UnicodeEncodeError:
        raise OptionError(f"{folder} has a name that is not UTF-8; rename the folder") from None
    options, path = find_options(folder)
    project = make_project(path if path.is_dir() else path.parent, options)
    folders = _find_plan_folders(folder, project, progress)
    root = project.root
    if path.is_dir():  # Nobody has said where a configuration lies.
        root = folder.parent if folder in folders else folder
    fields = msgspec.structs.asdict(options)
    own = {name: value for name, value in fields.items() if value != getattr(DEFAULTS, name)}
    sources = {"overview": "index.md", "sources": [make_relative(one, root) for one in folders]}
    return FolderSite(root, tuple(folders), {
        "site_name": root.name or "Plans",
        "theme": MATERIAL if find_spec("material") else MKDOCS,
        "validation": _VALIDATION,
        "plugins": ["search", {"speckit": msgspec.to_builtins(own) | sources}],
    })  # fmt: skip


def _find_plan_folders(folder: Path, project: Project, progress: Progress) -> list[Path]:
    """Find the folders that plans are in: those of tools, or the outermost ones, or the folder."""
    known = [folder / name for name in PLAN_FOLDERS if (folder / name).is_dir()]
    if found := [one for one in known if _find_plans(one, project, progress)]:
        return found
    plans = _find_plans(folder, project, progress)
    if not plans:
        raise OptionError(f"no plan in {folder}; {describe_sought(project.options.formats)}")
    tops = {folder / plan.relative_to(folder).parts[0] for plan in plans}
    return sorted(tops) if all(map(Path.is_dir, tops)) else [folder]


def _find_plans(folder: Path, project: Project, progress: Progress) -> list[Path]:
    """Find the plans under a folder."""
    files = list(islice(find_markdown(folder), MAX_FILES + 1))
    if len(files) > MAX_FILES:
        raise OptionError(
            f"{folder} has more than {MAX_FILES:,} Markdown files; name the folder of the plans"
        )
    read = read_files({file: file.as_posix() for file in files}, project.read, progress)
    return [Path(plan.path) for plan, _ in project.audit(read.plans)]


def build_site(site: FolderSite, site_dir: Path) -> None:
    """Build the site into a folder.

    Raises OptionError if the folder holds something else or lies among the plans, MkDocsException
    and OSError.
    """
    site_dir = site_dir.resolve()
    if any(site_dir.is_relative_to(folder) for folder in site.folders):
        raise OptionError(f"{site_dir} is among the plans; name another folder with --site-dir")
    if site_dir.is_dir() and any(site_dir.iterdir()) and not (site_dir / "sitemap.xml").is_file():
        raise OptionError(
            f"{site_dir} has files of something else, which a build would remove; name another"
            " folder with --site-dir"
        )
    site_dir.mkdir(parents=True, exist_ok=True)  # Before anything is read that takes its time.
    with _configured(site) as file:
        config = load_config(file, site_dir=str(site_dir))
        config.plugins.on_startup(command="build", dirty=False)
        try:
            mkdocs_build.build(config)
        finally:
            config.plugins.on_shutdown()


def serve_site(site: FolderSite, port: int, *, open_in_browser: bool) -> None:
    """Serve the site until it is interrupted, and build it again when a plan changes.

    Raises OptionError, MkDocsException and OSError.
    """
    with _configured(site) as file:
        mkdocs_serve.serve(file, open_in_browser=open_in_browser, dev_addr=f"127.0.0.1:{port}")


def find_port(port: int | None) -> int:
    """The port, if it is free; without one, the first that is.

    Raises OptionError if none is, and OSError for a port that is not for everybody.
    """
    ports = range(FIRST_PORT, FIRST_PORT + PORTS) if port is None else [port]
    for one in ports:
        with socket.socket() as tried:
            # As a server does: a port whose connections have just ended is free.
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind(("127.0.0.1", one))
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise
                continue
            return one
    which = f"port {port} is" if port else f"the ports {ports[0]} to {ports[-1]} are"
    raise OptionError(f"{which} in use; name another with --port")


@contextmanager
def _configured(site: FolderSite) -> Iterator[str]:
    """A configuration of the site for MkDocs, in a temporary folder; gives its path."""
    with tempfile.TemporaryDirectory(prefix="mkdocs-speckit-") as folder:
        docs = Path(folder, "docs")
        docs.mkdir()
        file = Path(folder, "mkdocs.yml")
        file.write_text(site.write(), encoding="utf-8")
        token = config_folder.set(site.root)
        try:
            yield str(file)
        finally:
            config_folder.reset(token)
