"""The hook of the documentation's site: live plans, and the parts that the code itself writes.

MkDocs imports it from `mkdocs.yml`, and with it the modules beside it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import command_texts
import live_plans
import option_schemas
import option_texts
import rule_pages
from mkdocs.structure.files import File

from mkdocs_speckit.audit.rules import ALL_RULES
from mkdocs_speckit.export import make_schema

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

RULES = "Rules"
"""The section of the navigation that gets a page for each rule."""

ROOT = Path(__file__).parents[2]

ELSEWHERE = {
    "benchmarks.md": ROOT / "benchmarks" / "README.md",
    "changes.md": ROOT / "CHANGELOG.md",
}
"""Pages whose text is a file outside of `docs`."""


def schema() -> str:
    """The export's JSON Schema, as a block of code."""
    return f"```json\n{make_schema()}\n```\n"


def compatibility() -> str:
    """The README's table of generators, which tests write."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    return readme.partition("<!-- compatibility -->\n")[2].partition("<!-- /compatibility -->")[0]


WRITTEN = {
    "<!-- compatibility -->": compatibility,
    "<!-- options -->": option_texts.options,
    "<!-- commands -->": command_texts.commands,
    "<!-- rules -->": rule_pages.tables,
    "<!-- schema -->": schema,
}
"""What is put in the place of these comments."""


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Make `plan` fences live, and list the rules' pages."""
    fences = config.mdx_configs.setdefault("pymdownx.superfences", {})
    fences["custom_fences"] = [live_plans.FENCE]
    for section in config.nav or []:
        for pages in section.values():
            for one in pages if isinstance(pages, list) else []:
                if RULES in one:
                    one[RULES].extend(rule_pages.navigation())
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add a page for each rule, the schemas, and the pages that are files elsewhere."""
    for name in ALL_RULES:
        page = rule_pages.page(name)
        files.append(File.generated(config, rule_pages.path(name), content=page))
    schemas = option_schemas.make_schemas(config.site_url or "")
    for path, schema in (*schemas.items(), ("schemas/export.schema.json", make_schema())):
        files.append(File.generated(config, path, content=schema))
    for path, file in ELSEWHERE.items():
        files.append(File.generated(config, path, content=file.read_text(encoding="utf-8")))
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Put the parts that the code writes into their pages."""
    for comment, text in WRITTEN.items():
        if comment in markdown:
            markdown = markdown.replace(comment, text())
    return markdown
