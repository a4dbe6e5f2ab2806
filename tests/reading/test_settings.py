"""A project's own templates, and texts that are not placeholders in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from mkdocs_speckit import read
from mkdocs_speckit.model.settings import Settings
from mkdocs_speckit.options import OptionError, make_options
from mkdocs_speckit.project import make_project

if TYPE_CHECKING:
    from pathlib import Path

PLAN = "<!-- SPECKIT_LEVEL: 1 -->\n\nRuns on [your pick of engine] with [GATE] and [NAME].\n"


def placeholders(settings: Settings) -> list[str]:
    plan = read(PLAN, "plan.md", settings)
    assert plan is not None
    return [placeholder.text for placeholder in plan.placeholders]


def test_without_settings() -> None:
    assert placeholders(Settings()) == ["[NAME]"]


def test_texts_of_the_projects_templates_are_placeholders(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "plan.md").write_text(
        "# Plan\n\n[your pick of engine], `[code]`, [a link](x), [GATE] and [P1]\n\n- [ ] box\n"
    )
    settings = make_project(tmp_path, make_options({"templates": ["templates"]})).settings
    assert settings.vocabulary == {"[your pick of engine]"}
    assert placeholders(settings) == ["[your pick of engine]", "[NAME]"]


def test_boxes_of_the_projects_templates_are_no_placeholders(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    template = "# Tasks\n\n- [x] done [with care]\n- [~] dropped [P1]\n- [-] [with care]\n"
    (tmp_path / "templates" / "tasks.md").write_text(template)
    settings = make_project(tmp_path, make_options({"templates": ["templates"]})).settings
    assert settings.vocabulary == {"[with care]"}
    plan = read("<!-- SPECKIT_LEVEL: 1 -->\n- [x] Knead [P0]\n- [~] Wait [P1]\n", "t.md", settings)
    assert plan is not None
    assert plan.placeholders == ()


def test_patterns_exclude_placeholders() -> None:
    assert placeholders(Settings(not_placeholders=(re.compile("NAME"),))) == []


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"templates": ["nowhere"]}, "templates: cannot read .*nowhere"),
        ({"templates": 3}, "templates is 3"),
        ({"not_placeholders": ["["]}, "not a regular expression"),
        ({"not_placeholders": "x"}, "not_placeholders is 'x'; it must be a list of texts"),
        ({"no_such": 1}, "there is no option 'no_such'"),
    ],
)
def test_wrong_values(tmp_path: Path, values: dict[str, object], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        make_project(tmp_path, make_options(values))
