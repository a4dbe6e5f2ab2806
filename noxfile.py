"""Tests in environments of their own, beside packages that the ordinary one does not have."""

from __future__ import annotations

import nox

nox.needs_version = ">=2024.3"
nox.options.default_venv_backend = "uv|virtualenv"

NEIGHBOURS = "tests/neighbours"
TECHDOCS = f"{NEIGHBOURS}/test_techdocs.py"


@nox.session
def neighbours(session: nox.Session) -> None:
    """Sites with the plugins and extensions that people have beside ours."""
    _install(session, f"{NEIGHBOURS}/requirements.txt")
    session.run("pytest", "-n", "auto", NEIGHBOURS, f"--ignore={TECHDOCS}", *session.posargs)


@nox.session
def techdocs(session: nox.Session) -> None:
    """A site as Backstage builds it: its plugin pins what the others do not."""
    _install(session, f"{NEIGHBOURS}/requirements-techdocs.txt")
    session.run("pytest", TECHDOCS, *session.posargs)


def _install(session: nox.Session, requirements: str) -> None:
    session.install("--editable", ".", "-r", "requirements-dev.txt", "-r", requirements)
