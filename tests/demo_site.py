"""The demo and the gallery as built sites, in Material and in the themes that MkDocs has."""

from __future__ import annotations

import shutil
import subprocess
import sys
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from mkdocs_speckit.options import SHOWN_BY_DEFAULT

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[1]
DEMO = ROOT / "demo_site"
GALLERY = ROOT / "docs" / "gallery"
BEGUN = "begun"
"""The demo's documents, in which somebody has begun to fill in the template: it has findings."""

HISTORY = "history"
"""The demo in a repository whose features grew and were ticked over eight weeks."""

DRAFT = "accounts/data-export/plan.md"

CONFIGURATIONS: dict[str, tuple[str, Mapping[str, Any]]] = {
    "demo": ("mkdocs.yml", {}),
    "gallery": ("gallery.yml", {}),
    "preview": (
        "mkdocs.yml",
        {
            "docs_dir": BEGUN,
            "plugins": [{"speckit": {"show": [*SHOWN_BY_DEFAULT, "findings"]}}],
        },
    ),
    "history": (f"../{HISTORY}/mkdocs.yml", {}),
    "bare": ("mkdocs.yml", {"plugins": ["search"]}),
}
"""The sites: of a file, with what replaces its keys; one has its findings, one has none of us."""

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
    """The sites, each built once in each theme that is asked for."""

    root: Path

    @property
    def folder(self) -> Path:
        """Where the sites are, as `THEME/NAME`."""
        return self.root / "built"

    def built(self, name: str, theme: str = "material") -> Path:
        """The folder of a site, one of `CONFIGURATIONS`."""
        folder = self.folder / theme / name
        if not folder.is_dir():
            file, changes = CONFIGURATIONS[name]
            if name == HISTORY and not (self.root / HISTORY).is_dir():
                command = [sys.executable, str(DEMO / "history.py"), str(self.root / HISTORY)]
                subprocess.run(command, check=True)
            # MkDocs changes what it is given.
            options = deepcopy({**THEMES[theme], **changes, "site_dir": str(folder)})
            build(load_config(str(self.root / "demo_site" / file), **options))
        return folder


@pytest.fixture(scope="session")
def demo_sites(tmp_path_factory: pytest.TempPathFactory) -> DemoSites:
    """The demo and the gallery, ready to be built from a copy."""
    root = tmp_path_factory.mktemp("sites")
    shutil.copytree(
        DEMO, root / "demo_site", ignore=shutil.ignore_patterns("site", "gallery", "findings")
    )
    shutil.copytree(GALLERY, root / "docs" / "gallery")
    begun = shutil.copytree(DEMO / "docs", root / "demo_site" / BEGUN) / DRAFT
    begun.write_text(begun.read_text("utf-8").replace("- [ ]", "- [x]", 1), "utf-8")
    return DemoSites(root)


@pytest.fixture(scope="session")
def demo(demo_sites: DemoSites) -> Path:
    """The built demo site's folder."""
    return demo_sites.built("demo")
