"""Built sites are as clean as their sources, whatever the theme, and only with the plugin."""

from __future__ import annotations

import shutil
from collections import Counter
from contextlib import nullcontext
from typing import TYPE_CHECKING

import pytest
import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config

from mkdocs_speckit import read
from mkdocs_speckit.audit.pages import audit_site
from mkdocs_speckit.model.settings import DEFAULT
from tests.conftest import all_but
from tests.demo_site import DEMO, THEMES, documents

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tests.conftest import Site


def shown(files: list[Path]) -> AbstractContextManager[Iterable[Path]]:
    """No progress."""
    return nullcontext(files)


def audited(folder: Path) -> dict[str, Counter[str]]:
    """How often each rule is broken, by the pages under a folder."""
    found = audit_site(folder, {}, lambda _: (), DEFAULT, shown)
    return {
        path.removeprefix(f"{folder.as_posix()}/"): Counter(f.rule for f in own)
        for path, own in found
    }


def demo_in(tmp_path: Path, theme: str, plugins: list[str]) -> dict[str, Counter[str]]:
    """What the audit says of the demo site in a theme."""
    config = yaml.safe_load((DEMO / "mkdocs.yml").read_text("utf-8"))
    shutil.copytree(DEMO / "docs", tmp_path / "docs")
    config |= {"theme": theme, "plugins": plugins}
    (tmp_path / "mkdocs.yml").write_text(yaml.safe_dump(config), "utf-8")
    build(load_config(str(tmp_path / "mkdocs.yml")))
    return audited(tmp_path / "site")


PLACEHOLDERS = {
    path.replace(".md", "/index.html"): len(plan.placeholders)
    for path in documents()
    if (plan := read((DEMO / "docs" / path).read_text("utf-8"), path)) and plan.placeholders
}
"""How many placeholders each of the demo's pages has, as its source is read."""


@pytest.mark.parametrize("theme", THEMES)
def test_only_the_demos_placeholders_are_found(tmp_path: Path, theme: str) -> None:
    found = demo_in(tmp_path, theme, ["search", "speckit"])
    assert len(found) == len(documents())
    assert {path: own for path, own in found.items() if own} == {
        path: Counter({"visible-placeholder": number}) for path, number in PLACEHOLDERS.items()
    }


@pytest.mark.parametrize("theme", THEMES)
def test_without_the_plugin_every_plan_is_told(tmp_path: Path, theme: str) -> None:
    found = demo_in(tmp_path, theme, [])
    plans = len(documents()) - 1  # The front page is no plan.
    assert sum(own["page-without-summary"] for own in found.values()) == plans == len(found)
    assert {
        path: own["visible-placeholder"]
        for path, own in found.items()
        if own["visible-placeholder"]
    } == PLACEHOLDERS
    assert found["accounts/passkeys/tasks/index.html"]["box-as-text"]
    assert set(sum(found.values(), Counter())) == {
        "page-without-summary",
        "visible-placeholder",
        "box-as-text",
    }


SLIPS = """
<!-- SPECKIT_LEVEL: 2 -->

# Plan: Bread

Ready when:
- [ ] flour is there

The effort:
| Phase | Effort |
|-------|--------|
| Dough | 2h |

<p id="same">a</p>
<p id="same">b</p>

![](oven.png) <img src="flour.png">
"""


def test_slips_that_the_source_hides_are_seen_on_the_page(build_site: Callable[..., Site]) -> None:
    site = build_site({"plan.md": SLIPS}, speckit={"show": all_but("lists")})
    assert audited(site.folder)["plan.html"] == Counter(
        ["box-as-text", "table-as-text", "duplicate-id", "missing-text-alternative"]
    )
