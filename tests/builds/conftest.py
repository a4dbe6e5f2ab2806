"""A site inside a real git repository, built whole or served as its author sees it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import textwrap
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config

from tests.conftest import SMALL, Site, add_findings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

CONFIGURATION = {"site_name": "Site", "theme": "mkdocs", "use_directory_urls": False}

DEADLINE = 60
"""Seconds that a preview may take on a busy machine; it is quick on others."""


@dataclass(frozen=True)
class Preview:
    """A running `mkdocs serve`."""

    address: str
    log: Path

    def get(self, page: str) -> str:
        """A page's text; an empty one where there is no such page, or no server yet."""
        try:
            with urllib.request.urlopen(self.address + page, timeout=DEADLINE) as answer:  # noqa: S310
                text: str = answer.read().decode()
                return text
        except OSError:
            return ""

    def said(self) -> str:
        """What the server has logged so far."""
        return self.log.read_text(encoding="utf-8")

    def wait_for(self, page: str, text: str) -> None:
        """Wait until a page has a text."""
        self.wait_until(lambda: text in self.get(page), f"{text!r} on {page}")

    def wait_for_log(self, text: str) -> None:
        """Wait until the server has said a text."""
        self.wait_until(lambda: text in self.said(), f"{text!r} in the log")

    def wait_until(self, comes: Callable[[], bool], what: str) -> None:
        """Wait until something comes; fails after the deadline."""
        end = time.monotonic() + DEADLINE
        while not comes():
            assert time.monotonic() < end, f"no {what} in {DEADLINE} s; the log:\n{self.said()}"
            time.sleep(0.1)


@dataclass(frozen=True)
class Checkout:
    """A repository with a site in `website/`: its `mkdocs.yml` and its `docs/`."""

    root: Path
    caplog: pytest.LogCaptureFixture

    @property
    def website(self) -> Path:
        return self.root / "website"

    def git(self, *command: str) -> str:
        """What a git command says; nobody's own configuration changes it."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        name = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.org")
        run = subprocess.run(
            ["git", *name, *command],  # noqa: S607
            cwd=self.root,
            env=kept | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull},
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        return run.stdout

    def write(self, files: Mapping[str, str]) -> None:
        """Write files of the repository."""
        for name, text in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(textwrap.dedent(text), encoding="utf-8")

    def configure(self, speckit: Mapping[str, Any], **configuration: Any) -> Path:
        """Write the site's configuration."""
        options = {"rules": SMALL, **speckit}
        whole = {**CONFIGURATION, "plugins": [{"speckit": options}], **configuration}
        path = self.website / "mkdocs.yml"
        path.write_text(yaml.safe_dump(whole), encoding="utf-8")
        return path

    def build(self, speckit: Mapping[str, Any], **configuration: Any) -> Site:
        """Build the site."""
        path = self.configure(speckit, **configuration)
        self.caplog.clear()
        with self.caplog.at_level("INFO", logger="mkdocs"):
            loaded = load_config(str(path))
            loaded.plugins.on_startup(command="build", dirty=False)
            build(loaded)
        found = add_findings(loaded, self.log())
        return Site(self.website / "site", [x for x in found if not x.startswith("INFO")])

    def log(self) -> list[str]:
        """What MkDocs and its plugins have logged, from warnings on."""
        records = [r for r in self.caplog.records if r.levelname in {"WARNING", "ERROR"}]
        return [f"{record.levelname}: {record.getMessage()}" for record in records]

    @contextmanager
    def serve(self, speckit: Mapping[str, Any], **configuration: Any) -> Iterator[Preview]:
        """Serve the site, until the block ends."""
        path = self.configure(speckit, **configuration)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            address = f"127.0.0.1:{free.getsockname()[1]}"
        log = self.root.parent / "serve.log"
        with log.open("wb") as output:
            command = [sys.executable, "-m", "mkdocs", "serve", "--config-file", str(path)]
            # What is left of its temporary site goes with the test's own folder.
            process = subprocess.Popen(
                [*command, "--dev-addr", address],
                stdout=output,
                stderr=subprocess.STDOUT,
                env=os.environ | {"TMPDIR": str(self.root.parent)},
            )
            try:
                preview = Preview(f"http://{address}/", log)
                preview.wait_for_log("Serving on")
                yield preview
            finally:
                process.terminate()
                process.wait(DEADLINE)


@pytest.fixture
def checkout(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> Checkout:
    """A repository with a site of one page."""
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    made = Checkout(tmp_path / "checkout", caplog)
    made.write({"website/docs/index.md": "# Home\n"})
    made.git("init", "--quiet")
    return made
