"""The environments that the project is tested in: every generator, theme and Python it supports.

`nox --list` shows them. Each is made anew. It leaves in `build/compatibility/` what it was, if all
passed: of that the README's table is made (`tests/compatibility/table.py`); and in `build/sites/`
the sites that it built.
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
"""What is installed beside the project, and the sites that are built with it."""


@nox.session(python=PYTHONS)
@nox.parametrize("environment", list(ENVIRONMENTS), ids=list(ENVIRONMENTS))
def generators(session: nox.Session, environment: str) -> None:
    """The demo site, built by a generator and looked at."""
    requirements, sites = ENVIRONMENTS[environment]
    session.install(".", *requirements, *CHECKS)
    _look_at(session, f"{environment}-{session.python}", sites)


@nox.session
def lowest(session: nox.Session) -> None:
    """The same with the lowest versions that the project says it works with."""
    session.install("--resolution", "lowest-direct", ".[material]", *CHECKS)
    _look_at(session, "lowest", [*MKDOCS, "mkdocs:material", "markdown:none"])


def _look_at(session: nox.Session, name: str, sites: list[str]) -> None:
    RECORDS.mkdir(parents=True, exist_ok=True)
    record = RECORDS / f"{name}.json"
    record.unlink(missing_ok=True)
    chosen = [argument for site in sites for argument in ("--site", site)]
    left = ["--record", str(record.resolve()), "--keep", str(SITES.resolve())]
    session.run("pytest", *PAGES, *chosen, *left)
