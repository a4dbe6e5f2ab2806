"""A disk that is full, or that two builds write to at once, leaves every file whole."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from mkdocs_speckit.portfolio import CACHE
from tests.builds.hostile import THEME
from tests.builds.test_overview import PAGES, PLAN
from tests.conftest import SMALL
from tests.portfolio.test_sites import GOOD

if TYPE_CHECKING:
    from pathlib import Path

FEW, MANY = 3, 60
"""Numbers of plans; the export of many is larger than LIMIT."""

LIMIT = 80_000
"""Bytes: no page and no stylesheet has so many."""

HOOK = """\
import os, time
from pathlib import Path

def on_files(files, config):
    '''Go on when the other build is here, too: both write all there is at once.'''
    here = Path(config.config_file_path).parent
    (here / f"at-{os.environ['BUILD']}").touch()
    end = time.monotonic() + 60
    while len(list(here.glob("at-*"))) < int(os.environ["BUILDS"]):
        assert time.monotonic() < end, "the other build did not come"
        time.sleep(0.001)
"""


@dataclass(frozen=True)
class Project:
    """A site that is built by MkDocs' own command."""

    folder: Path

    def write(self, number: int) -> None:
        """Write so many plans."""
        pages = {f"shop/{i:03}/plan.md": PLAN.format(f"Plan {i}") for i in range(number)}
        for name, text in ({"index.md": PAGES["index.md"]} | pages).items():
            path = self.folder / "docs" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def start(self, *options: str, build: int = 0, builds: int = 1, **how: Any) -> Any:
        """Start the command."""
        return subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "build", "--quiet", *options],
            cwd=self.folder,
            env=os.environ | {"BUILD": str(build), "BUILDS": str(builds)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            **how,
        )

    def written(self) -> dict[str, bytes]:
        """All files of the site, and the copies of other sites' exports; a `.gz` has its date."""
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for folder in ("site", CACHE)
            for path in (self.folder / folder).rglob("*")
            if path.is_file() and path.suffix != ".gz"
        }


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A site with an overview, an export and another site's plans."""
    configuration = {
        "site_name": "Site",
        "theme": {"name": None, "custom_dir": "theme"},
        "hooks": ["meet.py"],
        "plugins": [
            {"speckit": {"export": True, "portfolio": ["other/speckit.json"], "rules": SMALL}}
        ],
    }
    files = {
        "mkdocs.yml": yaml.safe_dump(configuration),
        "meet.py": HOOK,
        "theme/main.html": THEME,
        "other/speckit.json": json.dumps(GOOD),
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return Project(tmp_path)


def end(process: Any) -> tuple[int, str]:
    """The exit code of a command, and what it said."""
    said, _ = process.communicate(timeout=120)
    return process.returncode, said


def test_two_builds_at_once_in_one_folder_both_end_well(project: Project) -> None:
    project.write(MANY)
    assert end(project.start()) == (0, "")
    alone = project.written()
    assert len([name for name in alone if name.endswith(".svg")]) == 3 * MANY + 3
    # MkDocs itself fails where two of it empty one folder in the same instant.
    for folder in ("site", CACHE):
        shutil.rmtree(project.folder / folder)
    for path in project.folder.glob("at-*"):
        path.unlink()
    both = [project.start(build=build, builds=2) for build in (1, 2)]
    assert [end(process) for process in both] == [(0, ""), (0, "")]
    assert project.written() == alone


def limited() -> None:
    import resource  # noqa: PLC0415 - Windows does not have it.

    resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT, LIMIT))


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are other ones there")
def test_a_build_that_can_write_no_more_leaves_the_old_export(project: Project) -> None:
    project.write(FEW)
    assert end(project.start()) == (0, "")
    before = project.written()
    project.write(MANY)
    code, said = end(project.start("--dirty", preexec_fn=limited))
    assert code == 1
    assert said == (
        f"ERROR   -  speckit: cannot write {project.folder}/site/speckit.json: File too large\n"
        "\nAborted with a BuildError!\n"
    )
    after = project.written()
    assert after["site/speckit.json"] == before["site/speckit.json"]
    assert [name for name in after if "/." in name.removeprefix(CACHE)] == []
    assert end(project.start("--dirty")) == (0, "")
    assert len(json.loads(project.written()["site/speckit.json"])["plans"]) == MANY


def test_a_copy_that_cannot_be_written_leaves_the_old_one_and_the_overview(
    project: Project,
) -> None:
    project.write(FEW)
    assert end(project.start()) == (0, "")
    (copy,) = (project.folder / CACHE).iterdir()
    before = copy.read_bytes()
    copy.chmod(0o444)
    (project.folder / "other/speckit.json").write_text(json.dumps(GOOD | {"site": "Renamed"}))
    assert end(project.start()) == (0, "")
    assert "Renamed" in (project.folder / "site/index.html").read_text(encoding="utf-8")
    assert copy.read_bytes() == before
