"""The options, once for plugin, extension and command line."""

from __future__ import annotations

import math
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Literal, get_args

from msgspec import Struct

from mkdocs_speckit.disk.files import find_markdown, read_text
from mkdocs_speckit.model.addresses import hide_secrets, is_on_web
from mkdocs_speckit.model.finding import SEVERITIES
from mkdocs_speckit.model.settings import Settings, WorkingTime
from mkdocs_speckit.model.wording import join_words
from mkdocs_speckit.path_patterns import matches

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from mkdocs_speckit.model.finding import Severity

__all__ = ["OptionError", "Options"]

MERMAID = "mermaid"
Diagrams = bool | Literal["mermaid"]
ShowFindings = Literal["preview", "always", "never"]
SHOW_FINDINGS: tuple[ShowFindings, ...] = get_args(ShowFindings)


_EVALUATED = {
    "macros": r"^\{\{",
    "git-revision-date-localized": r"^\{\{\s*git_\w+_localized\s*\}\}",
}
"""What other plugins, by their names, put something in the place of: no placeholders to readers."""


class OptionError(ValueError):
    """An option has a value that it cannot have; the message names both and what is possible."""


class Options(Struct, frozen=True, kw_only=True):
    """What is shown on a plan's page, and how plans are read and audited.

    Raises OptionError where a value is not possible.
    """

    summary: bool = True
    """Whether the summary is shown under the title."""

    progress: bool = True
    """Whether a completion bar is shown at each heading with a checklist of its own."""

    diagrams: Diagrams = True
    """Whether a diagram is drawn at each dependency table; `mermaid` leaves diagrams and timelines
    to Mermaid, which the site must bring."""

    most_drawn: int = 150
    """How many phases a diagram or a timeline may have; past that the tables must do."""

    fold_drawings: bool = True
    """Whether the author's own drawing beside a diagram is folded away."""

    tables: bool = True
    """Whether shares of the effort and marks beside ratings are put into tables."""

    timelines: bool = True
    """Whether a timeline is drawn at the effort table of a plan with dependencies."""

    placeholders: bool = True
    """Whether unfilled placeholders are marked where they stand."""

    findings: ShowFindings = "preview"
    """Where findings are shown on the page: in `mkdocs serve`, `always` or `never`."""

    inline_css: bool = False
    """Whether the stylesheet stands in each plan's page: for sites that get no file of ours."""

    rules: Mapping[str, Severity] = {}
    """Severities of single rules, by name: `error`, `warning`, `info` or `ignore`."""

    per_path_ignores: Mapping[str, list[str]] = {}
    """Rules that are left out for some paths: lists of rules, by patterns such as
    `docs/archive/**`. Paths are relative to the configuration's folder; a pattern is compared with
    the whole path and with the file's name. `*` matches slashes, too, and `**/` also nothing."""

    overview: str = ""
    """The path of a page with an overview of all plans, such as `plans.md`; it is made where there
    is none. For the plugin alone."""

    export: bool = False
    """Whether the site has its plans as data: `speckit.json`, and badges under `speckit/badges`.
    For the plugin alone."""

    portfolio: list[str] = []
    """The `speckit.json` of other sites, as addresses on the web or as paths that are relative to
    the configuration: the overview has their features too."""

    hours_per_day: float = 8.0
    """The working hours of a day."""

    days_per_week: float = 5.0
    """The working days of a week."""

    days_per_month: float = 20.0
    """The working days of a month."""

    templates: list[str] = []
    """Folders of the project's own templates, relative to its configuration: a bracketed text
    that stands in them word for word is a placeholder."""

    not_placeholders: list[str] = []
    """Regular expressions: a bracketed text in which one is found is no placeholder."""

    sources: list[str] = []
    """Folders elsewhere in the repository, relative to `mkdocs.yml`: their Markdown and images come
    into the site. Hidden ones are named themselves. For the plugin alone."""

    def __post_init__(self) -> None:
        for name in _SWITCHES:
            _expect(name, getattr(self, name), (True, False), "true or false")
        if type(self.most_drawn) is not int or self.most_drawn < 1:
            raise OptionError(
                f"most_drawn is {self.most_drawn!r}; it must be a whole number above 0"
            )
        _expect("diagrams", self.diagrams, (True, False, MERMAID), "true, false or mermaid")
        _expect("findings", self.findings, SHOW_FINDINGS, join_words(SHOW_FINDINGS, "or"))
        _check_rules(self.rules)
        _check_ignores(self.per_path_ignores)
        for name in ("hours_per_day", "days_per_week", "days_per_month"):
            value = getattr(self, name)
            if (
                isinstance(value, bool)
                or not isinstance(value, int | float)
                or not 0 < value < math.inf
            ):
                raise OptionError(f"{name} is {value!r}; it must be a number above 0")
        if not _is_page(self.overview):
            raise OptionError(
                f"overview is {self.overview!r}; it must be a page’s path, such as plans.md"
            )
        for name in ("templates", "not_placeholders", "sources", "portfolio"):
            value = getattr(self, name)
            if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
                raise OptionError(f"{name} is {value!r}; it must be a list of texts")
        _compiled(self.not_placeholders)
        for address in self.portfolio:
            _check_address(address)

    @property
    def working_time(self) -> WorkingTime:
        """How long a day, a week and a month are."""
        return WorkingTime(
            float(self.hours_per_day), float(self.days_per_week), float(self.days_per_month)
        )

    def ignored_at(self, path: str) -> frozenset[str]:
        """The rules left out of the document at a path, which is relative to our configuration."""
        return frozenset(
            rule
            for pattern, rules in self.per_path_ignores.items()
            if matches(path, pattern)
            for rule in rules
        )

    def settings(self, folder: Path) -> Settings:
        """How plans are to be read; `folder` is what paths are relative to.

        Raises OptionError where a folder of templates cannot be read.
        """
        return Settings(
            self.working_time,
            _vocabulary([folder / name for name in self.templates]),
            _compiled(self.not_placeholders),
        )


NAMES = Options.__struct_fields__
_SWITCHES = tuple(name for name, kind in Options.__annotations__.items() if kind == "bool")


def make_options(values: Any) -> Options:
    """Make options of a configuration; raises OptionError for an unknown name too."""
    if not isinstance(values, dict):
        raise OptionError(f"the options are {values!r}; they must map names to values")
    for name in values:
        if name not in NAMES:
            names = join_words(NAMES, "or")
            raise OptionError(f"there is no option {name!r}; the options are {names}")
    return Options(**values)


def beside(plugins: Collection[str], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a configuration that has these plugins, too.

    Where mkdocs-macros is one of them, `{{name}}` is a macro and no placeholder.
    """
    texts = values.get("not_placeholders", [])
    evaluated = [pattern for plugin, pattern in _EVALUATED.items() if plugin in plugins]
    if not evaluated or not isinstance(texts, list):
        return dict(values)
    return {**values, "not_placeholders": [*texts, *evaluated]}


def _is_page(path: object) -> bool:
    """Whether a path can be that of a page; an empty one means none."""
    if not isinstance(path, str) or not path:
        return path == ""
    return path.endswith(".md") and ".." not in PurePosixPath(path).parts and path[0] != "/"


def _check_address(address: str) -> None:
    """Only the web and files are read; credentials in an address are not repeated."""
    if not address or ("://" in address and not is_on_web(address)):
        raise OptionError(
            f"portfolio has {hide_secrets(address)!r}; it must be a path, or an address that"
            " begins with https:// or http://"
        )


def _compiled(patterns: list[str]) -> tuple[re.Pattern[str], ...]:
    try:
        return tuple(re.compile(pattern) for pattern in patterns)
    except re.error as error:
        raise OptionError(
            f"not_placeholders has {error.pattern!r}, which is no regular expression: {error.msg}"
        ) from None


def _vocabulary(folders: list[Path]) -> frozenset[str]:
    """The bracketed texts of all templates in these folders."""
    if not folders:
        return frozenset()
    # What reads plans is loaded with the first plan, or here.
    from mkdocs_speckit.reading.document.markdown import parse_markdown  # noqa: PLC0415
    from mkdocs_speckit.reading.placeholders import read_vocabulary  # noqa: PLC0415

    found: set[str] = set()
    for folder in folders:
        try:
            for path in find_markdown(folder):
                found |= read_vocabulary(parse_markdown(read_text(path)))
        except OSError as error:
            raise OptionError(
                f"templates: cannot read {error.filename}: {error.strerror}"
            ) from None
    return frozenset(found)


def _rules() -> Collection[str]:
    """The names of all rules, which are loaded for the options that name one."""
    from mkdocs_speckit.audit.rules import ALL_RULES  # noqa: PLC0415

    return ALL_RULES


def _check_rules(rules: object) -> None:
    if not isinstance(rules, dict):
        raise OptionError(f"rules is {rules!r}; it must map rules’ names to severities")
    for name, severity in rules.items():
        if name not in _rules():
            names = join_words(tuple(_rules()), "or")
            raise OptionError(f"there is no rule {name!r}; the rules are {names}")
        hint = " (in YAML, off is false; write ignore)" if severity is False else ""
        _expect(f"rules: {name}", severity, SEVERITIES, join_words(SEVERITIES, "or") + hint)


def _check_ignores(ignores: object) -> None:
    if not isinstance(ignores, dict):
        raise OptionError(f"per_path_ignores is {ignores!r}; it must map patterns to rules")
    for pattern, rules in ignores.items():
        if not isinstance(pattern, str):
            raise OptionError(
                f"per_path_ignores has {pattern!r}; it must be a pattern of paths, in quotes"
            )
        for name in rules if isinstance(rules, list) else [rules]:
            if not isinstance(rules, list) or name not in _rules():
                raise OptionError(
                    f"per_path_ignores: {pattern} has {name!r}; it must be a list of rules’ names"
                )


def _expect(name: str, value: object, possible: tuple[object, ...], names: str) -> None:
    if not any(value is one or (value == one and type(value) is type(one)) for one in possible):
        raise OptionError(f"{name} is {value!r}; it must be {names}")


DEFAULTS = Options()
