"""Disks that are full, read-only or changed meanwhile: files are whole, and the build goes on."""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from mkdocs_speckit.portfolio import CACHE, Portfolio
from tests.builds.hostile import THEME
from tests.builds.test_overview import PAGES, PLAN
from tests.conftest import SMALL
from tests.portfolio.test_fetching import Handler, Server, server
from tests.portfolio.test_sites import GOOD

__all__ = ["server"]

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
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
        command = ["mkdocs", "build", "--quiet", *options]
        meeting = {"BUILD": str(build), "BUILDS": str(builds)}
        return self.run(*command, variables=meeting, **how)

    def run(
        self,
        *command: str,
        variables: dict[str, str],
        preexec_fn: Callable[[], None] | None = None,
    ) -> Any:
        """Start a Python program, with these environment variables."""
        return subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=self.folder,
            env=os.environ | variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            preexec_fn=preexec_fn,  # noqa: PLW1509 - There are no other threads.
        )

    def written(self) -> dict[str, bytes]:
        """All files of the site, and the copies of other sites' exports; a `.gz` has its date."""
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for folder in ("site", CACHE)
            for path in (self.folder / folder).rglob("*")
            if path.is_file() and path.suffix != ".gz"
        }

    def copies(self) -> dict[str, bytes]:
        """The copies of other sites' exports."""
        return {name: text for name, text in self.written().items() if name.startswith(CACHE)}


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
    assert len([name for name in alone if name.endswith(".svg")]) == 5 * MANY + 3
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


READERS = """\
import sys
from pathlib import Path
from mkdocs_speckit.portfolio import Portfolio
for _ in range(30):
    found = Portfolio(Path.cwd()).read(sys.argv[1:])
    (site,) = {entry.site for entry in found.entries}
    print({*site}, len(site), len(found.entries), *found.failures)
"""


def test_builds_that_share_a_copy_have_all_of_it_or_another(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each asks a server that sends another export each time, and every third time none."""
    exports = [json.dumps(GOOD | {"site": name * 50_000}).encode() for name in "AB"]
    answers: Iterator[int] = iter(range(10_000))

    def answer(self: Handler, _: str) -> None:
        number = next(answers)
        if number % 3 == 2:
            self._status("500")
        else:
            self._send(exports[number % 2])

    monkeypatch.setattr(Handler, "_good", answer)
    address = f"http://{server.address}/good"
    assert Portfolio(tmp_path).read([address]).failures == ()
    (copy,) = (tmp_path / CACHE).iterdir()
    command = [sys.executable, "-c", READERS, address]
    readers = [
        subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True) for _ in "12"
    ]
    while any(reader.poll() is None for reader in readers):
        assert json.loads(json.loads(copy.read_text())["content"])["site"][0] in "AB"
        for reader in readers:
            with suppress(subprocess.TimeoutExpired):
                reader.wait(0.002)
    failed = (
        f" portfolio: {address} answered 500 Internal Server Error; the last good copy is shown"
    )
    for reader in readers:
        said, _ = reader.communicate()
        lines = [line.removesuffix(failed) for line in said.splitlines()]
        assert {*lines} <= {"{'A'} 50000 2", "{'B'} 50000 2"}
        assert len(lines) == 30
    assert list((tmp_path / CACHE).iterdir()) == [copy]


def as_anybody() -> None:
    """Take from root the right to write where nobody may write."""
    if os.geteuid() == 0:
        for right in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH; 24 is PR_CAPBSET_DROP.
            ctypes.CDLL(None).prctl(24, right, 0, 0, 0)


ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="rights are other ones there")


@pytest.fixture
def lock() -> Iterator[Callable[[Path], None]]:
    """Make folders, and all that is in them, read-only as long as the test takes."""
    modes: dict[Path, int] = {}

    def make_read_only(folder: Path) -> None:
        for path in (folder, *folder.rglob("*")):
            modes[path] = path.stat().st_mode
            path.chmod(modes[path] & 0o555)

    yield make_read_only
    for path, mode in modes.items():
        path.chmod(mode)


@ON_LINUX
def test_these_tests_have_no_right_to_write(tmp_path: Path, lock: Callable[[Path], None]) -> None:
    lock(tmp_path)
    code = "from pathlib import Path; Path('x').touch()"
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        preexec_fn=as_anybody,
        capture_output=True,
        check=False,
    )
    assert b"PermissionError" in run.stderr


@ON_LINUX
@pytest.mark.parametrize(
    "command",
    [
        ["mkdocs", "build", "--quiet", "--strict"],
        ["mkdocs_speckit", "check", "docs"],
        ["mkdocs_speckit", "check", "docs", "--jobs", "2"],
        ["mkdocs_speckit", "export", "docs"],
    ],
    ids=" ".join,
)
def test_a_home_that_is_read_only_changes_nothing(
    project: Project, lock: Callable[[Path], None], command: list[str], tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    project.write(FEW)
    alone = {"BUILD": "0", "BUILDS": "1"}
    usual = end(project.run(*command, variables=alone))
    lock(home)
    for place in (home, home / "none"):
        there = dict.fromkeys(["HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"], str(place))
        run = project.run(*command, variables=alone | there, preexec_fn=as_anybody)
        assert end(run) == usual
    assert list(home.iterdir()) == []


@ON_LINUX
@pytest.mark.parametrize("locked", [".cache", CACHE, "."])
@pytest.mark.parametrize("is_filled", [True, False])
def test_a_folder_of_copies_that_is_read_only_changes_nothing(
    project: Project, lock: Callable[[Path], None], locked: str, is_filled: bool
) -> None:
    project.write(FEW)
    site = project.folder / "site"
    site.mkdir()
    if is_filled:
        assert end(project.start()) == (0, "")
        (project.folder / "other/speckit.json").write_text(json.dumps(GOOD | {"site": "Renamed"}))
    (project.folder / locked).mkdir(parents=True, exist_ok=True)
    (project.folder / "at-0").touch()  # The hook's file.
    before = project.copies()
    lock(project.folder / locked)
    for path in (site, *site.rglob("*")):
        path.chmod(0o755)
    assert end(project.start("--strict", preexec_fn=as_anybody)) == (0, "")
    shown = (site / "index.html").read_text(encoding="utf-8")
    assert ("Renamed" if is_filled else "Bakery") in shown
    assert project.copies() == before
