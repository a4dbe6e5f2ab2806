"""A site of the plans in a folder that has no site: what `mkdocs-speckit serve` and `build` show.

It is a site of MkDocs, with a configuration that is made here. `bakery/specs` with some features
gives

    site_name: bakery
    docs_dir: docs
    theme: …
    plugins:
      - search
      - speckit:
          overview: index.md
          sources: [specs]

While it is built, `docs_dir` is an empty folder elsewhere: nothing is written beside the plans.
What a project says in its own configuration under `speckit` counts; its theme, navigation and
other plugins do not.
"""

from __future__ import annotations

import errno
import os
import socket
import tempfile
from contextlib import contextmanager
from copy import deepcopy
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import yaml
from mkdocs.commands import build as mkdocs_build
from mkdocs.commands import serve as mkdocs_serve
from mkdocs.config import load_config
from mkdocs.utils import get_theme_names

from mkdocs_speckit.disk.configuration import find_options
from mkdocs_speckit.disk.files import find_markdown, make_relative
from mkdocs_speckit.disk.plan_files import WantedFile, read_files
from mkdocs_speckit.features.joining import join_documents
from mkdocs_speckit.hosts.mkdocs.sources import config_folder
from mkdocs_speckit.model.addresses import hide_secrets
from mkdocs_speckit.model.formats import KIRO_FOLDER, OPENSPEC, describe_sought
from mkdocs_speckit.options import DEFAULTS, VARIABLE, OptionError
from mkdocs_speckit.project import open_project

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mkdocs_speckit.disk.plan_files import Progress
    from mkdocs_speckit.project import Project

PLAN_FOLDERS = ("specs", ".opencode/specs", OPENSPEC, "/".join(KIRO_FOLDER))
"""Where tools put plans in a repository."""

MAX_FILES = 5_000
"""A folder with more Markdown is more than plans."""

DOCS_DIRS = ("docs", "pages", "site-pages")
"""What the folder of a site's own pages may be called."""

MARKER = ".mkdocs-speckit"
"""The file that says that this command has made a folder."""

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
    it: paths in it are relative to `root`.
    """

    root: Path
    folders: tuple[Path, ...]
    configuration: dict[str, Any]

    def write(self) -> str:
        """The text of a `mkdocs.yml` in `root` that makes the same site, without secrets."""
        shown = _hide_secrets(self.configuration["plugins"])
        return _dump(self.configuration | {"plugins": shown})


def find_site(folder: Path, progress: Progress, *, is_kept: bool = False) -> FolderSite:
    """Find the plans in a folder, and make their site of them.

    If its configuration `is_kept`, the folder of its own pages has to lie beside the plans.

    Raises OptionError if the project's options are wrong, if there is no plan, or if there are too
    many files; OSError if something cannot be read.
    """
    folder = folder.resolve(strict=True)
    if not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
    options, path = find_options(folder)
    project = open_project(options, path, no_cache=True)
    folders = _find_plan_folders(folder, project, progress)
    root = project.root
    if path.is_dir():  # Nobody has said where a configuration lies.
        is_beside = folder in folders and (is_kept or not _is_checkout(folder))
        root = folder.parent if is_beside else folder
    fields = msgspec.structs.asdict(options)
    own = {name: value for name, value in fields.items() if value != getattr(DEFAULTS, name)}
    sources = {"overview": "index.md", "sources": [make_relative(one, root) for one in folders]}
    return FolderSite(root, tuple(folders), {
        "site_name": root.name or "Plans",
        "docs_dir": _choose_docs_dir(root, folders),
        "theme": MATERIAL if MATERIAL["name"] in get_theme_names() else MKDOCS,
        "validation": _VALIDATION,
        "plugins": ["search", {"speckit": msgspec.to_builtins(own) | sources}],
    })  # fmt: skip


def _find_plan_folders(folder: Path, project: Project, progress: Progress) -> list[Path]:
    """Find the folders that plans are in: those of tools, and the outermost ones of other plans.

    A folder of OpenSpec is taken as it is, as its documents are known by its name. Without folders
    of tools, so is a folder that has a plan itself, or is not a whole repository. Beside folders of
    tools, a plan in none is left out. Raises OptionError if there is no plan.
    """
    # What lies above the folder says nothing of its documents.
    top = folder.parent if folder.name == OPENSPEC else folder
    names = () if folder.name == OPENSPEC else PLAN_FOLDERS
    places = [folder / name for name in names if (folder / name).is_dir()]
    known = list({place.resolve(): place for place in places}.values())
    found = [one for one in known if _find_plans(one, top, project, progress)]
    try:
        plans = _find_plans(folder, top, project, progress)
    except OptionError:  # Too many files: the repository has more than plans.
        if found:
            return found
        raise
    tools = [one.resolve() for one in found]
    others = [plan for plan in plans if not any(map(plan.resolve().is_relative_to, tools))]
    if not plans and not found:
        raise OptionError(f"no plan in {folder}; {describe_sought(project.options.formats)}")
    is_at_top = any(plan.parent == folder for plan in others)
    if not found and (is_at_top or not _is_checkout(folder) or folder.name == OPENSPEC):
        return [folder]
    # No source may be in another one, and none enters hidden folders in it.
    inside = (plan.relative_to(folder).parts for plan in others if plan.parent != folder)
    tops = {folder.joinpath(*_begin(parts)) for parts in inside}
    return found + sorted(top for top in tops if not tops.intersection(top.parents))


def _is_checkout(folder: Path) -> bool:
    """True for the top of a repository."""
    return (folder / ".git").exists()


def _begin(parts: tuple[str, ...]) -> tuple[str, ...]:
    """The beginning of a path that a source has to name: down to its last hidden folder."""
    hidden = [index for index, part in enumerate(parts[:-1]) if part.startswith(".")]
    return parts[: hidden[-1] + 1] if hidden else parts[:1]


def _choose_docs_dir(root: Path, folders: Iterable[Path]) -> str:
    """A name for the folder of the site's own pages: one that holds no plans."""
    for name in DOCS_DIRS:
        docs = root / name
        if not any(docs.is_relative_to(one) or one.is_relative_to(docs) for one in folders):
            return name
    return DOCS_DIRS[0]


def _hide_secrets(plugins: list[Any]) -> list[Any]:
    """The plugins without passwords in addresses, and with variables for the values of headers."""
    shown = deepcopy(plugins)
    sites = shown[-1]["speckit"].get("portfolio", [])
    for index, site in enumerate(sites):
        if isinstance(site, str):
            sites[index] = hide_secrets(site)
        else:
            site["url"] = hide_secrets(site["url"])
            headers = site["headers"].items()
            site["headers"] = {k: v if VARIABLE.search(v) else "${SECRET}" for k, v in headers}
    return shown


def _dump(configuration: dict[str, Any]) -> str:
    return yaml.safe_dump(configuration, sort_keys=False, allow_unicode=True)


def _find_plans(folder: Path, top: Path, project: Project, progress: Progress) -> list[Path]:
    """Find the plans under a folder, which are read by their paths from the `top` on."""
    files = list(islice(find_markdown(folder), MAX_FILES + 1))
    if len(files) > MAX_FILES:
        raise OptionError(
            f"{folder} has more than {MAX_FILES:,} Markdown files; name the folder of the plans"
        )
    wanted = [WantedFile(file, file.relative_to(top).as_posix()) for file in files]
    read = read_files(wanted, project.read, progress)
    # Some documents are plans only beside others.
    return [top / plan.path for plan in join_documents(read.plans)]


def build_site(site: FolderSite, site_dir: Path) -> None:
    """Build the site into a folder.

    Raises OptionError if the folder holds something else or lies among the plans, MkDocsException
    and OSError.
    """
    site_dir = site_dir.resolve()
    if any(site_dir.is_relative_to(folder) for folder in site.folders):
        raise OptionError(f"{site_dir} is among the plans; name another folder with --site-dir")
    site_dir.mkdir(parents=True, exist_ok=True)  # Before anything is read that takes its time.
    marker = site_dir / MARKER
    # MkDocs empties the folder, but for what is hidden.
    if not marker.exists() and any(not one.name.startswith(".") for one in site_dir.iterdir()):
        raise OptionError(
            f"{site_dir} has files of something else, which a build would remove; name another"
            " folder with --site-dir"
        )
    marker.write_text("mkdocs-speckit build replaces what is in this folder.\n", encoding="utf-8")
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
            if os.name != "nt":  # There the option means to share a port.
                tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind(("127.0.0.1", one))
            except OSError as error:
                if port is not None and error.errno != errno.EADDRINUSE:
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
        file.write_text(_dump(site.configuration | {"docs_dir": "docs"}), encoding="utf-8")
        token = config_folder.set(site.root)
        try:
            yield str(file)
        finally:
            config_folder.reset(token)
