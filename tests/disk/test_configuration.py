"""The options that the command line finds: those that a build of the same site has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mkdocs_speckit.disk.configuration import find_bare_site, find_options
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
    assert find_root(tmp_path) == (SILENT, tmp_path)


def find_root(folder: Path) -> tuple[Options, Path]:
    """The options for a folder, and the folder that their paths are relative to."""
    options, path = find_options(folder)
    return options, path if path.is_dir() else path.parent


def test_the_plugins_options_count_before_the_extensions(tmp_path: Path) -> None:
    extension = "markdown_extensions: [speckit: {export: true}]\n"
    (tmp_path / "mkdocs.yml").write_text(f"{extension}plugins: {YAML}")
    assert find_root(tmp_path) == (SILENT, tmp_path)


def test_zensicals_own_file(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("plugins: [speckit: {export: true}]\n")
    (tmp_path / "zensical.toml").write_text(
        "[project.markdown_extensions.speckit.rules]\nitems-not-rendered = 'ignore'\n"
    )
    assert find_root(tmp_path) == (SILENT, tmp_path)


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
    assert find_root(tmp_path) == (DEFAULTS, tmp_path)


@pytest.mark.parametrize("plugins", ["[speckit: !ENV [X]]", "[speckit]", "[[a], 3, speckit]"])
def test_a_plugin_without_options_that_can_be_read(tmp_path: Path, plugins: str) -> None:
    (tmp_path / "mkdocs.yml").write_text(f"plugins: {plugins}\n")
    assert find_root(tmp_path) == (DEFAULTS, tmp_path)


MACRO, DATE = r"^\{\{", r"^\{\{\s*git_\w+_localized\s*\}\}"


@pytest.mark.parametrize(
    ("plugins", "evaluated"),
    [
        ("[macros, speckit]", [MACRO]),
        ("{speckit: {}, macros: {}}", [MACRO]),
        ("[speckit, git-revision-date-localized: {type: date}]", [DATE]),
        ("[speckit: {not_placeholders: [X]}, macros]", ["X", MACRO]),
    ],
)
def test_what_another_plugin_evaluates_is_no_placeholder(
    tmp_path: Path, plugins: str, evaluated: list[str]
) -> None:
    (tmp_path / "mkdocs.yml").write_text(f"plugins: {plugins}\n")
    assert find_root(tmp_path) == (Options(not_placeholders=evaluated), tmp_path)


def test_a_wrong_list_is_reported_beside_macros_too(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("plugins: [speckit: {not_placeholders: X}, macros]\n")
    with pytest.raises(OptionError, match="not_placeholders is 'X'; it must be a list of texts"):
        find_options(tmp_path)


@pytest.mark.parametrize("text", ["tool = 3\n", "[tool]\nother = 3\n", "[[tool]]\n"])
def test_a_project_without_our_table(tmp_path: Path, text: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text)
    (tmp_path / "mkdocs.yml").write_text(
        "plugins: [speckit: {rules: {items-not-rendered: ignore}}]\n"
    )
    assert find_root(tmp_path) == (SILENT, tmp_path)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            "{rules: {unknown-level: off}}",
            "rules has {'unknown-level': False}; .*write ignore instead of off",
        ),
        (
            "{per_path_ignores: {3: [unknown-level]}}",
            "per_path_ignores has {3: .*patterns of paths, in quotes",
        ),
    ],
)
def test_a_value_that_yaml_makes_of_a_word(tmp_path: Path, options: str, message: str) -> None:
    (tmp_path / "mkdocs.yml").write_text(f"plugins: [speckit: {options}]\n")
    with pytest.raises(OptionError, match=message):
        find_options(tmp_path)


BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"{BOMB}plugins: [speckit: {{rules: *i}}]\n", "its aliases make too many values"),
        ("plugins: &p [speckit: {templates: *p}]\n", "its aliases make too many values"),
        ("[" * 5000, "it is nested too deeply"),
        ("a: b: c\n", "mapping values are not allowed here"),
    ],
    ids=["bomb", "itself", "deep", "no YAML"],
)
def test_a_file_that_would_take_all_memory_is_refused(
    tmp_path: Path, text: str, message: str
) -> None:
    (tmp_path / "mkdocs.yml").write_text(text)
    with pytest.raises(OptionError, match=message) as error:
        find_options(tmp_path)
    assert str(error.value).startswith(f"{tmp_path / 'mkdocs.yml'}: ")
    assert len(str(error.value)) < 500


def test_tags_run_nothing(tmp_path: Path) -> None:
    run = "!!python/object/apply:os.mkdir [made]"
    (tmp_path / "mkdocs.yml").write_text(f"x: {run}\nplugins: [speckit: {{templates: {run}}}]\n")
    assert find_root(tmp_path) == (DEFAULTS, tmp_path)


def test_plain_aliases_are_read(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text(f"a: &a {YAML}plugins: *a\n")
    assert find_root(tmp_path) == (SILENT, tmp_path)


PLUGIN, EXTENSION = "plugins: [speckit]\n", "markdown_extensions: [speckit]\n"
ZENSICAL = "[project]\nsite_name = 'S'\n[project.plugins.speckit]\n"


@pytest.mark.parametrize(
    ("files", "bare"),
    [
        ({"zensical.toml": ZENSICAL}, "zensical.toml"),
        ({"zensical.toml": ZENSICAL + "[project.markdown_extensions.speckit]\n"}, None),
        ({"mkdocs.yml": PLUGIN}, "mkdocs.yml"),
        ({"mkdocs.yml": PLUGIN + EXTENSION}, None),
        ({"mkdocs.yml": "site_name: S\n"}, None),
        ({"mkdocs.yml": "plugins: [\n"}, None),
        ({"docs/mkdocs.yml": "site_name: S\n", "mkdocs.yml": PLUGIN}, "mkdocs.yml"),
    ],
)
def test_a_site_on_which_zensical_would_show_no_plan(
    tmp_path: Path, files: dict[str, str], bare: str | None
) -> None:
    (tmp_path / "docs").mkdir()
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    assert find_bare_site(tmp_path / "docs") == (bare and tmp_path / bare)
