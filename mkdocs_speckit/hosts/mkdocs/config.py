"""The plugin's options, as MkDocs checks them."""

from __future__ import annotations

from mkdocs.config import config_options as c
from mkdocs.config.base import Config

from mkdocs_speckit.options import DEFAULTS, SHOW_FINDINGS


class SpeckitConfig(Config):  # type: ignore[no-untyped-call]
    """The plugin's options; what they mean stands in `mkdocs_speckit.options`."""

    summary = c.Type(bool, default=DEFAULTS.summary)
    """Whether the summary is shown under the title."""

    progress = c.Type(bool, default=DEFAULTS.progress)
    """Whether a completion bar is shown at each heading with a checklist of its own."""

    diagrams = c.Type((bool, str), default=DEFAULTS.diagrams)
    """Whether a diagram is drawn at each dependency table; `mermaid` leaves that to Mermaid."""

    most_drawn = c.Type(int, default=DEFAULTS.most_drawn)
    """How many phases a diagram or a timeline may have; past that the tables must do."""

    fold_drawings = c.Type(bool, default=DEFAULTS.fold_drawings)
    """Whether the author's own drawing beside a diagram is folded away."""

    tables = c.Type(bool, default=DEFAULTS.tables)
    """Whether shares of the effort and marks beside ratings are put into tables."""

    timelines = c.Type(bool, default=DEFAULTS.timelines)
    """Whether a timeline is drawn at the effort table of a plan with dependencies."""

    placeholders = c.Type(bool, default=DEFAULTS.placeholders)
    """Whether unfilled placeholders are marked where they stand."""

    findings = c.Choice(SHOW_FINDINGS, default=DEFAULTS.findings)
    """Where findings are shown on the page: in `mkdocs serve`, `always` or `never`."""

    inline_css = c.Type(bool, default=DEFAULTS.inline_css)
    """Whether the stylesheet stands in each plan's page: for sites that get no file of ours."""

    rules = c.Type(dict, default={})
    """Severities of single rules, by name: `error`, `warning`, `info` or `ignore`."""

    per_path_ignores = c.Type(dict, default={})
    """Rules that are left out for some paths, by patterns such as `docs/archive/**`: paths from
    the folder of `mkdocs.yml`."""

    overview = c.Type(str, default=DEFAULTS.overview)
    """The path of a page with an overview of all plans, which is made where there is none."""

    export = c.Type(bool, default=DEFAULTS.export)
    """Whether the site has its plans as data: `speckit.json`, and badges under `speckit/badges`."""

    portfolio = c.Type(list, default=[])
    """The `speckit.json` of other sites, by address or path: the overview has their plans too."""

    hours_per_day = c.Type((int, float), default=DEFAULTS.hours_per_day)
    """The working hours of a day."""

    days_per_week = c.Type((int, float), default=DEFAULTS.days_per_week)
    """The working days of a week."""

    days_per_month = c.Type((int, float), default=DEFAULTS.days_per_month)
    """The working days of a month."""

    templates = c.Type(list, default=[])
    """Folders of the project's own templates: their bracketed texts are placeholders."""

    not_placeholders = c.Type(list, default=[])
    """Regular expressions: a bracketed text in which one is found is no placeholder."""

    sources = c.Type(list, default=[])
    """Folders elsewhere in the repository whose Markdown and images come into the site."""
