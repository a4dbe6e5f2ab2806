"""The options that the command line finds: those that a build of the same site has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mkdocs_speckit.configuration import find_options
from mkdocs_speckit.options import DEFAULTS, OptionError, Options

if TYPE_CHECKING:
    from pathlib import Path

SILENT: Options = Options(rules={"items-not-rendered": "ignore"})


YAML = "[speckit: {rules: {items-not-rendered: ignore}}]\n"


@pytest.mark.parametrize("stem", ["mkdocs", "properdocs"])
@pytest.mark.parametrize("suffix", ["yml", "yaml"])
@pytest.mark.parametrize("key", ["plugins", "markdown_extensions"])
def test_a_sites_file_has_the_plugin_or_the_extension(
    tmp_path: Path, stem: str, suffix: str, key: str
) -> None:
    (tmp_path / f"{stem}.{suffix}").write_text(f"{key}: {YAML}")
    assert find_options(tmp_path) == (SILENT, tmp_path)


def test_the_plugins_options_count_before_the_extensions(tmp_path: Path) -> None:
    extension = "markdown_extensions: [speckit: {summary: false}]\n"
    (tmp_path / "mkdocs.yml").write_text(f"{extension}plugins: {YAML}")
    assert find_options(tmp_path) == (SILENT, tmp_path)


def test_zensicals_own_file(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("plugins: [speckit: {summary: false}]\n")
    (tmp_path / "zensical.toml").write_text(
        "[project.markdown_extensions.speckit.rules]\nitems-not-rendered = 'ignore'\n"
    )
    assert find_options(tmp_path) == (SILENT, tmp_path)


@pytest.mark.parametrize(
    "options",
    [
        "summary: !ENV [SPECKIT_SUMMARY, true]",
        "rules:",
        "rules: !ENV [RULES]",
        "rules: {unknown-level: !ENV [X, error]}",
        "templates: [!ENV [TEMPLATES]]",
        "enabled: true",
        "enabled: !ENV [CI, false]",
    ],
)
def test_what_only_mkdocs_knows_has_its_default(tmp_path: Path, options: str) -> None:
    (tmp_path / "mkdocs.yml").write_text(f"plugins:\n  - speckit:\n      {options}\n")
    assert find_options(tmp_path) == (DEFAULTS, tmp_path)


@pytest.mark.parametrize("plugins", ["[speckit: !ENV [X]]", "[speckit]", "[[a], 3, speckit]"])
def test_a_plugin_without_options_that_can_be_read(tmp_path: Path, plugins: str) -> None:
    (tmp_path / "mkdocs.yml").write_text(f"plugins: {plugins}\n")
    assert find_options(tmp_path) == (DEFAULTS, tmp_path)


@pytest.mark.parametrize("text", ["tool = 3\n", "[tool]\nother = 3\n", "[[tool]]\n"])
def test_a_project_without_our_table(tmp_path: Path, text: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text)
    (tmp_path / "mkdocs.yml").write_text(
        "plugins: [speckit: {rules: {items-not-rendered: ignore}}]\n"
    )
    assert find_options(tmp_path) == (SILENT, tmp_path)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("{rules: {unknown-level: off}}", r"ignore \(in YAML, off is false; write ignore\)"),
        ("{per_path_ignores: {3: [unknown-level]}}", "per_path_ignores has 3; it must be a patt"),
    ],
)
def test_a_value_that_yaml_makes_of_a_word(tmp_path: Path, options: str, message: str) -> None:
    (tmp_path / "mkdocs.yml").write_text(f"plugins: [speckit: {options}]\n")
    with pytest.raises(OptionError, match=message):
        find_options(tmp_path)
