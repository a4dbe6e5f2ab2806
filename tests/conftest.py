"""What many tests share: reading a plan, building a whole site and looking at its pages."""

from __future__ import annotations

import errno
import json
import os
import re
import textwrap
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import markdown
import msgspec
import pytest
import yaml
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, Phase, settings
from jsonschema import Draft202012Validator
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from mkdocs_speckit import Plan, read
from mkdocs_speckit.audit import audit_plan
from mkdocs_speckit.export import export_plans, make_schema
from mkdocs_speckit.features.joining import join_documents
from mkdocs_speckit.hosts.alone import UnknownTool
from mkdocs_speckit.markdown_extension import SpeckitExtension
from mkdocs_speckit.options import SHOWN_BY_DEFAULT, make_options
from mkdocs_speckit.plugin import SpeckitPlugin
from tests.browser import address, browser
from tests.demo_site import demo, demo_sites

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bs4 import Tag
    from mkdocs.config.defaults import MkDocsConfig

    from mkdocs_speckit.model.finding import Severity

__all__ = ["address", "browser", "demo", "demo_sites"]
"""Fixtures of every test that have a file of their own."""

# How long a test takes says nothing on a machine that does other work, too.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")
# For `make mutants`: runs come to the same each time, and end with what fails first.
settings.register_profile(
    "mutants",
    settings.get_profile("untimed"),
    derandomize=True,
    database=None,
    max_examples=20,
    phases=[Phase.explicit, Phase.generate],
)

# These run in environments of their own (`noxfile.py`).
collect_ignore = ["compatibility/test_pages.py"]

IS_SUM = re.compile(r" in [\d,]+ of [\d,]+ documents?; (?:in .+, )?mkdocs-speckit check ")
"""The line of a build's log that sums its findings up."""

VALIDATOR = Draft202012Validator(json.loads(make_schema()))

SOURCE = "<!-- SPECKIT_TEMPLATE_SOURCE: plan-core | v2.2 -->"
SMALL: dict[str, Severity] = dict.fromkeys(
    ["missing-document", "missing-section", "level-size"], "ignore"
)
"""What a test's plan of a few lines would always be told."""

MARKER = f"<!-- SPECKIT_LEVEL: 2 -->{SOURCE}\n\n"

SIBLING = "<!-- SPECKIT_TEMPLATE_SOURCE"
"""What a document without marker begins with."""

OTHER_MARKER = MARKER.replace("plan-core", "house-style")
"""Of a document of a kind that no level asks anything of."""


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out the tests beside other tools unless they are named: nox installs those."""
    if collection_path not in map(Path(__file__).with_name, ("neighbours", "openspec_cli")):
        return None
    named = (config.invocation_params.dir / arg.partition("::")[0] for arg in config.args)
    return None if any(path.is_relative_to(collection_path) for path in named) else True


def plan_of(text: str, path: str = "plan.md") -> Plan:
    """Read a text that must be a plan; a marker is added where it has none."""
    text = textwrap.dedent(text)
    is_marked = "SPECKIT_LEVEL" in text or text.startswith(SIBLING)
    plan = read(text if is_marked else MARKER + text, path)
    assert plan is not None
    return plan


class StrictTool(UnknownTool):
    """A tool in which no part of a page may fail."""

    def report_failure(self, part: str, error: Exception) -> None:
        raise AssertionError(f"{part} failed") from error


BASIC = ["tables", "toc", "fenced_code", "admonition"]
"""Extensions of Python-Markdown that most sites have."""


def convert(text: str, **options: Any) -> BeautifulSoup:
    """A page that is converted with the extension alone; no part of it may fail."""
    checked = make_options(options)
    ours = SpeckitExtension(checked, StrictTool(checked))
    return BeautifulSoup(markdown.markdown(text, extensions=[*BASIC, ours]), "html.parser")


def all_but(*left_out: str, also: tuple[str, ...] = ()) -> list[str]:
    """What the option `show` lists by default, without some words, and with others."""
    return [*(word for word in SHOWN_BY_DEFAULT if word not in left_out), *also]


def exported(*plans: Plan) -> dict[str, Any]:
    """The export of some plans with their findings, held against the published schema."""
    found = export_plans((plan, audit_plan(plan, SMALL)) for plan in join_documents(plans))
    text = json.dumps(msgspec.to_builtins(found), allow_nan=False)
    exported: dict[str, Any] = json.loads(text)
    VALIDATOR.validate(exported)
    return exported


def make_unreadable(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Files of this name cannot be read; for root, who may read all, no file's mode does that."""
    read_bytes = Path.read_bytes

    def refused(path: Path) -> bytes:
        if path.name == name:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", refused)


def target(link: Tag) -> str:
    """Where a link leads, in HTML or in SVG."""
    return str(link.get("href", link.get("xlink:href")))


@dataclass(frozen=True)
class Site:
    """A built site, what its build logged of other things than findings, and all findings.

    `log` has the findings first, a line each, whatever the option `log` is; `logged` is the log
    itself.
    """

    folder: Path
    log: list[str]
    logged: list[str] = field(default_factory=list)

    def html(self, page: str) -> str:
        """The text of a page's file."""
        return (self.folder / page).read_text(encoding="utf-8")

    def page(self, page: str) -> BeautifulSoup:
        """A page's elements."""
        return BeautifulSoup(self.html(page), "html.parser")


def add_findings(config: MkDocsConfig, logged: list[str]) -> list[str]:
    """All that a build has found, a line each, then what it has logged of other things."""
    plugin = config.plugins.get("speckit")
    documents = plugin._run.documents if isinstance(plugin, SpeckitPlugin) else ()
    found = [
        f"{finding.severity.upper()}: speckit: {finding.format_line(path)}"
        for path, findings in documents
        for finding in findings
    ]
    return found + [line for line in logged if line not in found and not IS_SUM.search(line)]


@pytest.fixture
def build_site(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Callable[..., Site]:
    """Build a MkDocs site of some pages: `build_site({"plan.md": "…"}, theme=…, speckit={…})`.

    With `fails` the build must end with an error, after the whole site was written. `more` is
    more of the configuration.
    """

    def made(
        pages: Mapping[str, str | bytes],
        *,
        theme: str = "mkdocs",
        speckit: Mapping[str, Any] | None = None,
        plugins: list[Any] | None = None,
        extensions: list[Any] | None = None,
        strict: bool = False,
        fails: bool = False,
        more: Mapping[str, Any] | None = None,
    ) -> Site:
        docs = tmp_path / "docs"
        for name, text in pages.items():
            path = docs / name
            path.parent.mkdir(parents=True, exist_ok=True)
            data = text if isinstance(text, bytes) else textwrap.dedent(text).encode()
            path.write_bytes(data)
        options = {"rules": SMALL, "log": "none", **(speckit or {})}
        config = {
            "site_name": "Site",
            "theme": theme,
            "plugins": [{"speckit": options}] if plugins is None else plugins,
            "markdown_extensions": extensions or [],
            "use_directory_urls": False,
            **(more or {}),
        }
        (tmp_path / "mkdocs.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
        caplog.clear()
        with caplog.at_level("INFO", logger="mkdocs"):
            loaded = load_config(str(tmp_path / "mkdocs.yml"), strict=strict)
            loaded.plugins.on_startup(command="build", dirty=False)
            with pytest.raises(Abort) if fails else nullcontext():
                build(loaded)
        records = [r for r in caplog.records if r.name.startswith("mkdocs.plugins")]
        logged = [f"{record.levelname}: {record.getMessage()}" for record in records]
        return Site(tmp_path / "site", add_findings(loaded, logged), logged)

    return made
