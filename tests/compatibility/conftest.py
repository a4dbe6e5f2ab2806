"""Which sites a run builds, and its record: what was built with what, and passed."""

from __future__ import annotations

import json
import platform
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.compatibility.sites import Site

if TYPE_CHECKING:
    from tests.compatibility.sites import Built


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--site", action="append", default=[], help="a site, as generator:theme")
    parser.addoption("--keep", help="the folder that the built sites are left in")
    parser.addoption("--record", help="the file that is written of the sites that passed")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "site" in metafunc.fixturenames:
        sites = metafunc.config.getoption("site")
        assert sites, "say which sites are built: --site mkdocs:material"
        metafunc.parametrize(
            "site", [Site(name) for name in sites], ids=sites, scope="session", indirect=True
        )


@pytest.fixture(scope="session")
def site(request: pytest.FixtureRequest) -> Site:
    """A site that this run builds."""
    site: Site = request.param
    return site


@pytest.fixture(scope="session")
def built(
    site: Site, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Built:
    """The built site; it is built once."""
    built = site.build(tmp_path_factory.mktemp("site"))
    if keep := request.config.getoption("keep"):
        kept = Path(keep, site.name.replace(":", "-"))
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(built.folder, kept)
    return built


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    if exitstatus == pytest.ExitCode.OK and (record := session.config.getoption("record")):
        passed = {
            "python": ".".join(platform.python_version_tuple()[:2]),
            "sites": {name: Site(name).versions for name in session.config.getoption("site")},
        }
        Path(record).write_text(json.dumps(passed, indent=2) + "\n", encoding="utf-8")
