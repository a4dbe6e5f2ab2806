"""The demo site's documents in every generator and theme: how each is configured and built."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DEMO = Path(__file__).parents[2] / "demo_site"
EXTENSION = {"speckit": {"inline_css": True}}
NO_FONT = {"font": False}
"""Material and its kin take their fonts from the web, if they are let."""


@dataclass(frozen=True)
class Generator:
    """A generator's command line; `configuration` is what its own file is called."""

    package: str
    configuration: str
    command: tuple[str, ...]
    runs_plugins: bool = True


@dataclass(frozen=True)
class Theme:
    """A theme: the package that brings it, where that is not the generator's own."""

    name: str
    package: str | None = None
    options: Mapping[str, Any] | None = None


GENERATORS = {
    "mkdocs": Generator("mkdocs", "mkdocs.yml", ("mkdocs", "build")),
    "properdocs": Generator("properdocs", "properdocs.yml", ("properdocs", "build")),
    "zensical": Generator("zensical", "mkdocs.yml", ("zensical", "build"), runs_plugins=False),
    "markdown": Generator("markdown", "", ("markdown",), runs_plugins=False),
}

SITES = {
    "mkdocs:mkdocs": Theme("mkdocs"),
    "mkdocs:readthedocs": Theme("readthedocs"),
    "mkdocs:material": Theme("material", "mkdocs-material", NO_FONT),
    "mkdocs:materialx": Theme("materialx", "mkdocs-materialx", NO_FONT),
    "properdocs:mkdocs": Theme("mkdocs", "properdocs-theme-mkdocs"),
    "properdocs:readthedocs": Theme("readthedocs", "properdocs-theme-readthedocs"),
    "properdocs:material": Theme("material", "mkdocs-material", NO_FONT),
    "properdocs:materialx": Theme("materialx", "mkdocs-materialx", NO_FONT),
    "zensical:modern": Theme("modern", None, NO_FONT | {"variant": "modern"}),
    "zensical:classic": Theme("classic", None, NO_FONT | {"variant": "classic"}),
    "markdown:none": Theme("—"),
}
"""All sites, as `generator:theme`."""


@dataclass(frozen=True)
class Site:
    """The demo site in one generator with one theme."""

    name: str

    @property
    def generator(self) -> Generator:
        return GENERATORS[self.name.partition(":")[0]]

    @property
    def theme(self) -> Theme:
        return SITES[self.name]

    @property
    def versions(self) -> dict[str, str]:
        """The versions of what builds it, by the packages' names."""
        packages = filter(None, (self.generator.package, self.theme.package))
        return {package: version(package) for package in packages}

    def build(self, folder: Path) -> Built:
        """Build it in an empty folder; fails if the generator does."""
        project = folder / "demo_site"
        shutil.copytree(DEMO, project, ignore=shutil.ignore_patterns("site", "gallery", ".cache"))
        if not self.generator.runs_plugins:  # `sources` is the plugin's.
            shutil.copytree(project / "specs", project / "docs" / "specs")
        if self.generator.package == "markdown":
            _convert(project)
        else:
            self._configure(project)
            _run(project, *self.generator.command)
        return Built(project / "docs", project / "site")

    def _configure(self, project: Path) -> None:
        config = yaml.safe_load((project / "mkdocs.yml").read_text(encoding="utf-8"))
        (project / "mkdocs.yml").unlink()
        config["theme"] = {"name": self.theme.name, **(self.theme.options or {})}
        if not self.generator.runs_plugins:
            del config["theme"]["name"]
            config["plugins"] = ["search"]
            config["markdown_extensions"].append(EXTENSION)
        text = yaml.safe_dump(config)
        (project / self.generator.configuration).write_text(text, encoding="utf-8")


@dataclass(frozen=True)
class Built:
    """A built site's folder, and that of the Markdown that it was built from."""

    docs: Path
    folder: Path

    def html(self, document: str) -> str:
        """The page of a document, by the document's path."""
        path = Path(document)
        page = path.parent if path.stem == "index" else path.with_suffix("")
        return (self.folder / page / "index.html").read_text(encoding="utf-8")

    def documents(self) -> Iterator[tuple[str, str]]:
        """The paths and the texts of all documents, also of those that `sources` brings in."""
        files = {
            file.relative_to(root).as_posix(): file
            for root, folder in ((self.docs.parent, "specs"), (self.docs, "."))
            for file in (root / folder).rglob("*.md")
        }
        for path, file in sorted(files.items()):
            yield path, file.read_text(encoding="utf-8")


def _convert(project: Path) -> None:
    """Convert each document by Python-Markdown's own command."""
    extensions = project / "extensions.yml"
    extensions.write_text(yaml.safe_dump(EXTENSION), encoding="utf-8")
    names = [arg for name in ("tables", "toc", "speckit") for arg in ("-x", name)]
    for file in sorted((project / "docs").rglob("*.md")):
        path = file.relative_to(project / "docs")
        page = project / "site" / (path.parent if path.stem == "index" else path.with_suffix(""))
        page.mkdir(parents=True, exist_ok=True)
        target = str(page / "index.html")
        _run(project, "markdown", *names, "-c", str(extensions), "-f", target, str(file))


def _run(folder: Path, module: str, *arguments: str) -> None:
    run = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
