"""The options, declared once: names, types, defaults and meanings.

The plugin's configuration, the Markdown extension and the command line are all made from `Options`.
Each type carries the sentence that an error shows: `export: 0` raises "export is 0; it must be true
or false". What needs the disk or the rules is checked in `project`: folders of templates, the
baseline, and names of rules.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args, get_type_hints

from msgspec import Meta, Struct, ValidationError, convert, field

from mkdocs_speckit.model.addresses import (
    hide_secrets,
    is_misspelt,
    is_on_web,
    is_safe_for_secrets,
)
from mkdocs_speckit.model.finding import SEVERITIES, Severity
from mkdocs_speckit.model.settings import WorkingTime
from mkdocs_speckit.model.wording import correct_name, find_similar, join_words

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

__all__ = ["OptionError", "Options"]

Part = Literal[
    "summary",
    "progress",
    "diagrams",
    "timelines",
    "tables",
    "placeholders",
    "lists",
    "history",
    "mermaid",
    "findings",
]
"""A word of the list `show`."""

PARTS: tuple[Part, ...] = get_args(Part)
SHOWN_BY_DEFAULT = PARTS[: PARTS.index("mermaid")]

LogFindings = Literal["summary", "all", "none"]

VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
"""An environment variable in the value of a header."""

_HEADER = re.compile(r"[\w!#$%&'*+.^`|~-]+", re.ASCII)
_HEADER_VALUE = re.compile(r"[\x20-\x7e]*")

_PAGE = r"\A(?!/)(?!(?:.*/)?\.\./)(?:.*\.md)?\Z"

Switch = Annotated[bool, Meta(description="true or false")]
Shown = Annotated[list[Part], Meta(description=f"a list with any of {join_words(PARTS)}")]
Logged = Annotated[LogFindings, Meta(description=join_words(get_args(LogFindings), "or"))]
WorkingHours = Annotated[
    WorkingTime,
    Meta(
        description="a map with any of hours_per_day, days_per_week and days_per_month, each a"
        " number from 0.01 to 1000, working_days, a list of days such as Mon, and holidays, a list"
        " of dates such as 2026-12-24 or the path of an .ics file"
    ),
]
BaselinePath = Annotated[
    Annotated[str, Meta(min_length=1)] | None,
    Meta(description="the path of a file that `check --write-baseline` has written"),
]
CodePath = Annotated[
    Annotated[str, Meta(min_length=1)] | None,
    Meta(description="the path of the folder with the code, such as ."),
]
Texts = Annotated[list[str], Meta(description="a list of texts")]


class PrivateSite(Struct, frozen=True, forbid_unknown_fields=True):
    """A site that is asked with headers of HTTP.

    In their values, `${NAME}` means an environment variable. Their variables are filled in when the
    site is asked, and not here, so that no option contains a secret.
    """

    url: str
    headers: dict[str, str]


Sites = Annotated[
    list[str | PrivateSite],
    Meta(description="a list of addresses and paths, or of maps with `url` and `headers`"),
]
PagePath = Annotated[
    Annotated[str, Meta(pattern=_PAGE)] | bool,
    Meta(description="a page’s path, such as plans.md, or true or false"),
]
Severities = Annotated[
    dict[str, Severity],
    Meta(
        description=f"a map of rules’ names to {join_words(SEVERITIES, 'or')}"
        " (write ignore instead of off, which YAML reads as false)"
    ),
]
Ignores = Annotated[
    dict[str, list[str]],
    Meta(description="a map of patterns of paths, in quotes, to lists of rules’ names"),
]


RequiredDocuments = Annotated[
    dict[Annotated[str, Meta(pattern=r"\A(?:1|2|3|3\+)\Z")], list[str]],
    Meta(description="a map of levels, in quotes, to lists of files’ names"),
]


FormatName = Literal[
    "level",
    "spec-kit",
    "openspec",
    "kiro",
]
FormatNames = Annotated[
    list[FormatName],
    Meta(
        min_length=1,
        description=f"a list with one or more of {join_words(get_args(FormatName))}",
    ),
]


_REMOVED = {
    "most_drawn": "plans of up to 150 phases are drawn",
    "fold_drawings": "your own drawing beside a diagram is folded",
}
"""Options that there were once, and what is true without them."""


class OptionError(ValueError):
    """An option is invalid; the message names the option, its value and what is allowed."""


class Options(Struct, frozen=True, kw_only=True):
    """What is shown on a plan's page, and how plans are read and audited.

    `make_options` checks the values that a user gives.
    """

    show: Shown = field(default_factory=lambda: list(SHOWN_BY_DEFAULT))
    """What is added to a plan’s page. A part whose word is not in the list is left out.

    | Word | What it adds |
    | --- | --- |
    | `summary` | the header under the title |
    | `progress` | a completion bar at each heading that has its own checklist |
    | `diagrams` | a diagram at each dependency table, with your own drawing folded beside it |
    | `timelines` | a timeline at the effort table of a plan with dependencies |
    | `tables` | shares of the effort in effort tables, and marks on ratings |
    | `placeholders` | marks on unfilled placeholders and open questions |
    | `lists` | lists of boxes as GitHub shows them, also where Python-Markdown would not |
    | `history` | the feature over time, as git knows it, and the day of the last tick |
    | `mermaid` | diagrams drawn by Mermaid, and timelines, too, if their word is in the list |
    | `findings` | the findings, which otherwise only `mkdocs serve` shows |

    Python-Markdown shows a list as text if it is right below a line of text, and as a flat list if
    it is nested by two spaces. A site with `mermaid` must load Mermaid; the plugin still draws what
    is too large for it.
    """

    log: Logged = "summary"
    """What a build logs of the findings: their sum in one line (`summary`), a line for each error
    and warning as well (`all`), or `none`. The line is a warning if there is an error or a warning,
    so that `--strict` fails then; with `none` it never does, unless a rule is set to `error`. A
    preview logs only what is new since the build before. Only for the plugin."""

    inline_css: Switch = False
    """Put the stylesheet into each plan’s page, for sites that cannot load the plugin’s file."""

    rules: Severities = {}
    """The severity of rules, by name: `error`, `warning`, `info` or `ignore`. `effort` means all
    rules whose names begin so, and `all` every rule; a name that means fewer counts more. An
    `error` fails every build, at its end; no rule is one unless it is set here."""

    per_path_ignores: Ignores = {}
    """Rules to leave out for some paths: lists of rules, named as in `rules`, by patterns as in a
    `.gitignore`. Paths are relative to the configuration’s folder. `docs/archive` means all files
    in that folder, `docs/*.md` those directly in `docs`, `docs/**/*.md` those at any depth, and
    `notes.md` or `*.draft.md` files of that name in any folder."""

    required_documents: RequiredDocuments = {}
    """The files that a feature must have, by its level, such as `"2": [spec.md, plan.md]`. For a
    level that is not in the map, the rule `missing-document` says what is required."""

    baseline: BaselinePath = None
    """A file of known findings, relative to the configuration. The build, its pages and `check`
    leave them out. `mkdocs-speckit check --write-baseline FILE` writes the file."""

    code: CodePath = None
    """The folder with the code, relative to the configuration, such as `.`. Then the rule
    `ticked-but-missing` compares ticked tasks with the files that the repository has had. That
    needs the whole history: in a shallow clone the rule reports nothing."""

    overview: PagePath = True
    """The path of a page with an overview of all plans, such as `roadmap.md`. The page is made if
    it does not exist. With `true` a site of two features or more, or with a portfolio, gets
    `plans.md`, unless one of its pages has an overview; `false` makes none. Only for the plugin."""

    export: Switch = False
    """Publish the plans as data: `speckit.json`, and badges and cards under `speckit/badges`. Only
    for the plugin."""

    portfolio: Sites = []
    """The `speckit.json` of other sites, whose features the overview also lists. Each is an address
    on the web, or a path relative to the configuration. A private site is a map of its `url` and of
    `headers`; `${NAME}` in a header is an environment variable."""

    working_time: WorkingHours = WorkingTime()
    """The working hours of a day, the working days of a week and those of a month. They turn days,
    weeks and months into hours. A part that is left out keeps its default. `working_days`, such as
    `[Mon, Tue, Wed, Thu]`, and `holidays`, a list of dates or the path of an `.ics` file, turn
    hours into dates where a document’s front matter says when work starts (`starts: 2026-03-02`).
    """

    templates: Texts = []
    """Folders with the project’s own templates, relative to its configuration. A bracketed text
    that is in one of them, word for word, is a placeholder."""

    not_placeholders: Texts = []
    """Regular expressions. A bracketed text that one of them is found in is not a placeholder."""

    formats: FormatNames = field(default_factory=lambda: [*get_args(FormatName)])
    """The formats of plans to look for: `level` for documents with a level marker, `spec-kit` for
    those of GitHub Spec Kit, `openspec` for those of OpenSpec, `kiro` for Kiro's specs. Pages of a
    format that is left out stay as they are. For a single page, `speckit: false` in its front
    matter does that."""

    sources: Texts = []
    """Folders elsewhere in the repository, relative to `mkdocs.yml`. Their Markdown and images
    become part of the site. A hidden folder must be listed itself. Only for the plugin."""

    cache: Switch = True
    """Keep what was read and drawn for the next run, in `.cache/plugin/speckit` beside the
    configuration."""

    @property
    def draws_diagrams(self) -> bool:
        """True if diagrams are shown, whoever draws them."""
        return not {"diagrams", "mermaid"}.isdisjoint(self.show)

    def list_ignored_rules(self, path: str) -> frozenset[str]:
        """The rules left out for a document; its path is relative to the configuration's folder."""
        return frozenset(
            rule
            for pattern, rules in self.per_path_ignores.items()
            if compile_pattern(pattern).match_file(path)
            for rule in rules
        )


TYPES: dict[str, Any] = get_type_hints(Options, include_extras=True)
"""The types of the options by their names, each with the sentence that says what is allowed."""

WORDS: dict[str, tuple[str, ...]] = {"show": PARTS, "formats": get_args(FormatName)}
"""The words of options that are lists of words."""

NAMES = Options.__struct_fields__
DEFAULTS = Options()


def make_options(values: Any) -> Options:
    """Make options of a configuration's values; raises OptionError."""
    if not isinstance(values, dict):
        raise OptionError(f"the options are {values!r}; they must map names to values")
    converted = {}
    for name, value in values.items():
        if name not in NAMES:
            raise OptionError(_name_successor(str(name), value))
        try:
            converted[name] = convert(value, TYPES[name])
        except ValidationError:
            (meta,) = TYPES[name].__metadata__
            meant = find_similar(_find_wrong_word(name, value), WORDS.get(name, ()))
            remedy = f"did you mean {meant}?" if meant else f"it must be {meta.description}"
            raise OptionError(f"{name} {_describe_fault(name, value)}; {remedy}") from None
    options = Options(**converted)
    _check_texts(options)
    return options


def _name_successor(name: str, value: object) -> str:
    """Say what to write instead of an option that does not exist: it may have been renamed."""
    if name in WorkingTime.__struct_fields__:
        return f"{name} is now a part of working_time; write working_time: {{{name}: {value}}}"
    if name in SHOWN_BY_DEFAULT or name == "findings":
        words = [word for word in SHOWN_BY_DEFAULT if word != name or value is True]
        words += ["mermaid"] if value == "mermaid" else []
        words += ["findings"] if value == "always" else []
        return f"{name} is now a word of show; write show: [{', '.join(words)}]"
    if name in _REMOVED:
        return f"there is no option {name!r} any more; remove it: {_REMOVED[name]}"
    return correct_name("option", name, NAMES)


def _check_texts(options: Options) -> None:
    """Check the texts that are patterns or addresses; raises OptionError."""
    for expression in options.not_placeholders:
        try:
            re.compile(expression)
        except re.error as error:
            raise OptionError(
                f"not_placeholders has {expression!r}, which is not a regular expression: {error}"
            ) from None
    for site in options.portfolio:
        address = site.url if isinstance(site, PrivateSite) else site
        if not address or is_misspelt(address):
            raise OptionError(
                f"portfolio has {hide_secrets(address)!r}; it must be a path, or an address that"
                " begins with https:// or http://"
            )
        if isinstance(site, PrivateSite):
            _check_headers(site)
    for pattern in options.per_path_ignores:
        try:
            compile_pattern(pattern)
        except ValueError:
            raise OptionError(
                f"per_path_ignores has {pattern!r}, which matches no path;"
                " write a pattern such as docs/archive/** or *.draft.md"
            ) from None


def _check_headers(site: PrivateSite) -> None:
    """Check the headers of a site; raises OptionError, which repeats no value of a header."""
    shown = hide_secrets(site.url)
    if not is_on_web(site.url):
        raise OptionError(f"portfolio has headers for {shown!r}; only an address has headers")
    if not is_safe_for_secrets(site.url):
        raise OptionError(
            f"portfolio has headers for {shown!r}; the address must begin with https://, as others"
            " could read the headers on the way"
        )
    for name, value in site.headers.items():
        if not _HEADER.fullmatch(name):
            raise OptionError(f"portfolio has a header for {shown!r} whose name is not one of HTTP")
        if not _HEADER_VALUE.fullmatch(value) or "${" in VARIABLE.sub("", value):
            raise OptionError(
                f"portfolio has the header {name!r} for {shown!r}; it must be one line of ASCII,"
                " with variables such as ${TOKEN}"
            )


def _find_wrong_word(name: str, value: object) -> str:
    """The first word of a list that is not one of its option's; empty if there is none."""
    words = value if isinstance(value, list) else []
    return next((word for word in words if word not in WORDS.get(name, ())), "")


def _describe_fault(name: str, value: object) -> str:
    """Describe what is wrong with a value: the part that does not fit its type, or all of it.

    Addresses are shown without their secrets, and nothing else that may contain an address.
    """
    parts: list[tuple[object, object]] = []
    if isinstance(value, dict):
        parts = [({key: one}, {key: one}) for key, one in value.items()]
    elif isinstance(value, list):
        parts = [(one, [one]) for one in value]
    for shown, part in parts:
        try:
            convert(part, TYPES[name])
        except ValidationError:
            return f"has {_show(name, shown)}"
    return f"is {_show(name, value)}"


def _show(name: str, value: object) -> str:
    if name != "portfolio" or not isinstance(value, str | list | dict):
        return repr(value)
    return repr(hide_secrets(value)) if isinstance(value, str) else f"a {type(value).__name__}"


@lru_cache(maxsize=256)
def compile_pattern(pattern: str) -> GitIgnoreSpec:
    """Compile a pattern as in a `.gitignore`, such as `features/**`.

    MkDocs matches its own `exclude_docs` in this way. Raises ValueError if it can match no path.
    """
    # A command whose project has no patterns does not load pathspec, which takes 20 ms.
    from pathspec import GitIgnoreSpec  # noqa: PLC0415

    compiled = GitIgnoreSpec.from_lines([pattern])
    # A pattern with `!` takes paths out of what earlier patterns match: alone it matches none.
    if not any(part.include for part in compiled.patterns):
        raise ValueError(pattern)
    return compiled
