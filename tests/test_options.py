"""The options are the same in the plugin, in the extension and in the documentation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from mkdocs_speckit.audit.rules import ALL_RULES
from mkdocs_speckit.hosts.mkdocs import SpeckitConfig
from mkdocs_speckit.markdown_extension import SpeckitExtension
from mkdocs_speckit.model.settings import WorkingTime
from mkdocs_speckit.options import DEFAULTS, NAMES, OptionError, make_options
from mkdocs_speckit.project import make_project

PAGE = Path(__file__).parents[1] / "docs" / "options.md"


def defaults() -> dict[str, object]:
    return {name: getattr(DEFAULTS, name) for name in NAMES}


def test_the_plugin_has_the_same_options() -> None:
    config = SpeckitConfig()
    errors, warnings = config.validate()
    assert (errors, warnings) == ([], [])
    assert dict(config) == defaults()


def test_the_extension_has_the_same_options() -> None:
    extension = SpeckitExtension(export=True)
    assert extension.getConfigs() == defaults() | {"export": True}


def test_the_documentation_shows_all_options_with_their_defaults() -> None:
    blocks = re.findall(r"```yaml\n(plugins:.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    (shown,) = (yaml.safe_load(block)["plugins"][0]["speckit"] for block in blocks)
    working_time = WorkingTime(**shown.pop("working_time"))
    assert shown | {"working_time": working_time} == defaults()


@pytest.mark.parametrize("name", NAMES)
def test_no_option_takes_just_anything(name: str) -> None:
    with pytest.raises(OptionError, match=name):
        make_options({name: object()})


@pytest.mark.parametrize("value", [0, -1, float("inf"), float("nan"), True, "8"])
def test_hours_are_numbers(value: object) -> None:
    with pytest.raises(OptionError, match=r"working_time has .*, each a number from 0\.01 to 1000"):
        make_options({"working_time": {"hours_per_day": value}})


def test_a_part_of_the_working_time_that_is_left_out_keeps_its_default() -> None:
    options = make_options({"working_time": {"hours_per_day": 6}})
    assert options.working_time == WorkingTime(6, 5, 20)


SHOWN = "summary, progress, diagrams, timelines, tables, placeholders, lists, history"


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("summary", False, f"summary is now a word of show; write show: [{SHOWN[9:]}]"),
        ("lists", True, f"lists is now a word of show; write show: [{SHOWN}]"),
        ("diagrams", "mermaid", "write show: [summary, progress, timelines, tables, placeholders,"
         " lists, history, mermaid]"),
        ("findings", "always", f"write show: [{SHOWN}, findings]"),
        ("findings", "never", f"findings is now a word of show; write show: [{SHOWN}]"),
        ("hours_per_day", 7.5, "write working_time: {hours_per_day: 7.5}"),
        ("most_drawn", 9, "no option 'most_drawn' any more; remove it: plans of up to 150"),
        ("fold_drawings", True, "any more; remove it: your own drawing beside a diagram is folded"),
    ],
)  # fmt: skip
def test_an_old_name_says_the_new_one(name: str, value: object, message: str) -> None:
    with pytest.raises(OptionError) as error:
        make_options({name: value})
    assert message in str(error.value)
    suggested = str(error.value).partition("; write ")[2]
    if suggested:
        make_options(yaml.safe_load(suggested))


def test_there_are_few_options() -> None:
    assert len(NAMES) <= 17


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("export", 1, "export is 1; it must be true or false"),
        ("show", "summary", "show is 'summary'; it must be a list with any of summary, progress,"),
        ("show", ["summary", "diagrms"], "show has 'diagrms'; did you mean diagrams?"),
        ("formats", ["spec-kitt"], "formats has 'spec-kitt'; did you mean spec-kit?"),
        ("show", ["summary", "dot"], "show has 'dot'; it must be a list with any of summary, prog"),
        ("working_time", {"hours": 6}, "working_time has {'hours': 6}; it must be a map with any"),
        ("baseline", "", "baseline is ''; it must be the path of a file that `check --write-"),
        (
            "formats",
            "spec-kit",
            "formats is 'spec-kit'; it must be a list with one or more of level, spec-kit, ",
        ),
        ("formats", ["maven"], "formats has 'maven'; it must be a list with one or more of level,"),
        ("formats", [], "formats is []; it must be a list with one or more of level, spec-kit"),
        ("templates", "x", "templates is 'x'; it must be a list of texts"),
        ("templates", ["x", 3], "templates has 3; it must be a list of texts"),
        ("rules", 3, "rules is 3; it must be a map of rules’ names to error, warning, info or"),
        ("rules", {"a": "error", "b": "bad"}, "rules has {'b': 'bad'}; it must be a map of"),
        ("per_path_ignores", {"a/**": "b"}, "per_path_ignores has {'a/**': 'b'}; it must be a map"),
        ("per_path_ignores", {"!a": ["b"]}, "per_path_ignores has '!a', which matches no path"),
        ("per_path_ignores", {"#a": ["b"]}, "per_path_ignores has '#a', which matches no path"),
        ("per_path_ignores", {"": ["b"]}, "per_path_ignores has '', which matches no path"),
        ("per_path_ignores", {"a\\": ["b"]}, "which matches no path; write a pattern such as"),
        ("required_documents", {1: ["a.md"]}, "required_documents has {1: ['a.md']}; it must be a"),
        ("required_documents", {"4": []}, "required_documents has {'4': []}; it must be a map of"),
        ("required_documents", {"3+": "a.md"}, "it must be a map of levels, in quotes, to lists"),
        ("overview", "/plans.md", "overview is '/plans.md'; it must be a page’s path"),
        ("overview", "a/../plans.md", "it must be a page’s path, such as plans.md"),
        ("overview", "plans", "it must be a page’s path, such as plans.md"),
        ("not_placeholders", ["("], "not_placeholders has '(', which is not a regular expression"),
        ("portfolio", [""], "portfolio has ''; it must be a path, or an address"),
        ("portfolio", 3, "portfolio is 3; it must be a list of addresses and paths, or of"),
        ("portfolio", [{"url": "a"}], "portfolio has a dict; it must be a list of addresses"),
    ],
)
def test_an_error_names_the_option_the_value_and_what_is_allowed(
    name: str, value: object, message: str
) -> None:
    with pytest.raises(OptionError) as error:
        make_options({name: value})
    assert message in str(error.value)


@pytest.mark.parametrize(
    "value",
    [
        "https://me:secret@bakery.example/speckit.json?secret",
        "//me:secret@bakery.example/speckit.json",
        {"https://me:secret@bakery.example/speckit.json": None},
        [{"https://me:secret@bakery.example/speckit.json": None}],
        [["https://me:secret@bakery.example/speckit.json"]],
        ["//me:secret@bakery.example/speckit.json"],
        ["a.json", "me:secret@bakery.example"],
    ],
    ids=str,
)
def test_no_error_shows_the_secret_of_an_address(value: object) -> None:
    with pytest.raises(OptionError, match=r"^portfolio ") as error:
        make_options({"portfolio": value})
    assert "secret" not in str(error.value)


@pytest.mark.parametrize("path", ["../@bakery/a.json", "C:\\a.json", "a@1/b.json", "a?b", "a//b"])
def test_a_path_to_an_export_may_have_such_signs(path: str) -> None:
    assert make_options({"portfolio": [path]}).portfolio == [path]


@pytest.mark.parametrize("path", ["", "plans.md", "a/b/plans.md", "..plans.md", "a../plans.md"])
def test_an_overview_is_a_page_below_the_docs(path: str) -> None:
    assert make_options({"overview": path}).overview == path


@pytest.mark.parametrize(
    ("path", "pattern", "is_meant"),
    [
        ("a/plan.md", "*", True),
        ("a/b/plan.md", "a/**", True),
        ("a/b/plan.md", "a/*", True),
        ("a/b/plan.md", "a", True),
        ("a/b/plan.md", "b/", True),
        ("a/b/plan.md", "/b", False),
        ("a/b/plan.md", "a/*.md", False),
        ("a/b/plan.md", "a/**/*.md", True),
        ("b/a/plan.md", "a/**", False),
        ("a/b/plan.md", "**/plan.md", True),
        ("plan.md", "**/plan.md", True),
        ("a/plan.md", "a/**/plan.md", True),
        ("a/myplan.md", "a/**/plan.md", False),
        ("a/b/plan.md", "plan.md", True),
        ("a/b/plan.md", "/plan.md", False),
        ("../a/plan.md", "plan.md", True),
        ("A/plan.md", "a/*", False),
    ],
)
def test_patterns_are_those_of_a_gitignore(path: str, pattern: str, is_meant: bool) -> None:
    options = make_options({"per_path_ignores": {pattern: ["folder-name"]}})
    assert options.list_ignored_rules(path) == ({"folder-name"} if is_meant else set())


def test_names_of_rules_may_be_those_of_many_and_what_says_more_counts_more(tmp_path: Path) -> None:
    options = make_options({
        "rules": {"effort-total-mismatch": "error", "all": "ignore", "effort": "warning"},
        "per_path_ignores": {"docs/archive/**": ["all"], "*.draft.md": ["unfilled", "effort"]},
    })  # fmt: skip
    project = make_project(tmp_path, options)
    rules = project.options.rules
    assert len(rules) == len(ALL_RULES)
    assert rules["effort-total-mismatch"] == "error"
    assert rules["effort-several-quantities"] == "warning"
    assert {rules[name] for name in rules if not name.startswith("effort-")} == {"ignore"}
    assert project.options.list_ignored_rules("docs/archive/plan.md") == set(ALL_RULES)
    assert "unfilled-placeholder" in project.options.list_ignored_rules("a.draft.md")


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"portfolios": []}, "there is no option 'portfolios'; did you mean portfolio?"),
        ({"xyz": 1}, "there is no option 'xyz'; the options are show, "),
        ({"rules": {"unfiled-placeholder": "info"}},
         "rules: there is no rule 'unfiled-placeholder'; did you mean unfilled-placeholder?"),
        ({"per_path_ignores": {"a.md": ["efort-total-mismatch"]}},
         "per_path_ignores: there is no rule 'efort-total-mismatch'; did you mean effort-total-"),
    ],
)  # fmt: skip
def test_a_name_that_is_not_known_is_corrected(
    tmp_path: Path, values: dict[str, object], message: str
) -> None:
    with pytest.raises(OptionError) as raised:
        make_project(tmp_path, make_options(values))
    assert message in str(raised.value)
