"""The options are the same in the plugin, in the extension and in the documentation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from mkdocs_speckit.hosts.mkdocs.config import SpeckitConfig
from mkdocs_speckit.markdown_extension import SpeckitExtension
from mkdocs_speckit.options import DEFAULTS, NAMES, OptionError, make_options

PAGE = Path(__file__).parents[1] / "docs" / "options.md"


def defaults() -> dict[str, object]:
    return {name: getattr(DEFAULTS, name) for name in NAMES}


def test_the_plugin_has_the_same_options() -> None:
    config = SpeckitConfig()
    errors, warnings = config.validate()
    assert (errors, warnings) == ([], [])
    assert dict(config) == defaults()


def test_the_extension_has_the_same_options() -> None:
    extension = SpeckitExtension(summary=False)
    assert extension.getConfigs() == defaults() | {"summary": False}


def test_the_documentation_shows_all_options_with_their_defaults() -> None:
    blocks = re.findall(r"```yaml\n(plugins:.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    (shown,) = (yaml.safe_load(block)["plugins"][0]["speckit"] for block in blocks)
    assert shown == defaults()


@pytest.mark.parametrize("name", NAMES)
def test_no_option_takes_just_anything(name: str) -> None:
    with pytest.raises(OptionError, match=name):
        make_options({name: object()})


@pytest.mark.parametrize("value", [0, -1, 1.5, True, "150"])
def test_the_limit_of_drawings_is_a_whole_number_above_zero(value: object) -> None:
    with pytest.raises(OptionError, match="most_drawn"):
        make_options({"most_drawn": value})


@pytest.mark.parametrize("value", [0, -1, float("inf"), float("nan"), True, "8"])
def test_hours_are_numbers_above_zero(value: object) -> None:
    with pytest.raises(OptionError, match="hours_per_day"):
        make_options({"hours_per_day": value})
