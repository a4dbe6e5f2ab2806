"""Neighbouring plugins: everything that the package knows about other plugins of a site.

| Plugin | What it does to plans |
| --- | --- |
| macros | replaces `{{ name }}`, so this is not a placeholder |
| git-revision-date-localized | replaces `{{ git_revision_date_localized }}` |
| i18n (static-i18n) | builds a site for each language, and knows only pages of `docs_dir` |
| monorepo (part of techdocs-core) | copies all pages to one folder |
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

I18N = "i18n"
MONOREPO = "monorepo"

_EVALUATED = {
    "macros": r"^\{\{",
    "git-revision-date-localized": r"^\{\{\s*git_\w+_localized\s*\}\}",
}
"""What a plugin replaces in a text, by the plugin's name."""


def add_evaluated(plugins: Collection[str], values: Mapping[str, Any]) -> dict[str, Any]:
    """Add to a configuration's values the patterns of what its other plugins replace.

    With mkdocs-macros, `{{ name }}` is a macro and not a placeholder.
    """
    texts = values.get("not_placeholders", [])
    evaluated = [pattern for plugin, pattern in _EVALUATED.items() if plugin in plugins]
    if not evaluated or not isinstance(texts, list):
        return dict(values)
    return {**values, "not_placeholders": [*texts, *evaluated]}


def find_original_docs_dir(plugins: Mapping[str, Any]) -> str | None:
    """The `docs_dir` that the author wrote, if monorepo has replaced it by its folder of copies."""
    return getattr(plugins.get(MONOREPO), "originalDocsDir", None)


def find_copied_files(plugins: Mapping[str, Any]) -> Mapping[str, str]:
    """The files that monorepo has copied, by the paths of their copies."""
    copies: Mapping[str, str] = getattr(plugins.get(MONOREPO), "files_source_dir", {})
    return copies


def strip_language(file: Any) -> str:
    """The path of a page among the pages, without the language in its name.

    static-i18n notes `plan.md` at its page `plan.de.md`. `file` is MkDocs' file.
    """
    name = PurePosixPath(getattr(file, "norm_src_uri", file.src_uri)).name
    return str(PurePosixPath(file.src_uri).with_name(name))
