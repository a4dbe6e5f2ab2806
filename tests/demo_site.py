"""The demo and the gallery as built sites, in the themes that come with MkDocs and in Material."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[1]
DEMO = ROOT / "demo_site"
GALLERY = ROOT / "docs" / "gallery"
CONFIGURATIONS = {"demo": "mkdocs.yml", "gallery": "gallery.yml"}

# Without highlight.js, which these two themes would fetch from elsewhere.
THEMES: dict[str, Mapping[str, Any]] = {
    "material": {},
    "mkdocs": {"theme": {"name": "mkdocs", "color_mode": "auto", "highlightjs": False}},
    "readthedocs": {"theme": {"name": "readthedocs", "highlightjs": False}},
}
"""What each theme's site has beside, or in place of, the demo's own configuration."""


def documents() -> list[str]:
    """The paths of the demo's documents, as its navigation names them."""
    docs = DEMO / "docs"
    return [file.relative_to(docs).as_posix() for file in sorted(docs.rglob("*.md"))]


@dataclass(frozen=True)
class DemoSites:
    """The demo and the gallery, each built once in each theme that is asked for."""

    root: Path

    @property
    def folder(self) -> Path:
        """Where the sites are, as `THEME/NAME`."""
        return self.root / "built"

    def built(self, name: str, theme: str = "material") -> Path:
        """The folder of a site, `demo` or `gallery`."""
        folder = self.folder / theme / name
        if not folder.is_dir():
            config = str(self.root / "demo_site" / CONFIGURATIONS[name])
            build(load_config(config, site_dir=str(folder), **THEMES[theme]))
        return folder


@pytest.fixture(scope="session")
def demo_sites(tmp_path_factory: pytest.TempPathFactory) -> DemoSites:
    """The demo and the gallery, ready to be built from a copy."""
    root = tmp_path_factory.mktemp("sites")
    shutil.copytree(DEMO, root / "demo_site", ignore=shutil.ignore_patterns("site", "gallery"))
    shutil.copytree(GALLERY, root / "docs" / "gallery")
    return DemoSites(root)


@pytest.fixture(scope="session")
def demo(demo_sites: DemoSites) -> Path:
    """The built demo site's folder."""
    return demo_sites.built("demo")
