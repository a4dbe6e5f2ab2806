"""Makes a page of a Markdown file as GitHub shows it, for the picture beside the README's first.

`make screenshots` runs it with GitHub's own Markdown library (cmarkgfm) and GitHub's style sheet
(github-markdown-css), which nothing else needs.
"""

from __future__ import annotations

import html
import shutil
import sys
from pathlib import Path

import cmarkgfm  # type: ignore[import-not-found]
import yaml
from cmarkgfm.cmark import Options  # type: ignore[import-not-found]

PAGE = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>{title}</title>
<link rel="stylesheet" href="{style}">
<style>body {{ margin: 0; padding: 32px; }} @media (prefers-color-scheme: dark) {{ body {{ background: #0d1117; }} }}</style>
<article class="markdown-body">
{front}{body}
</article>
</html>
"""  # noqa: E501


def main(source: Path, style: Path, folder: Path) -> None:
    """Write the page of a file, and the style sheet beside it."""
    _, front, text = source.read_text(encoding="utf-8").split("---\n", 2)
    fields = yaml.safe_load(front)
    body = cmarkgfm.github_flavored_markdown_to_html(text, Options.CMARK_OPT_UNSAFE)
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(style, folder)
    page = PAGE.format(
        title=html.escape(fields["title"]), style=style.name, front=make_table(fields), body=body
    )
    (folder / f"{source.stem}.html").write_text(page, encoding="utf-8")


def make_table(fields: dict[str, str]) -> str:
    """The front matter, which GitHub shows as a table."""
    names = "".join(f"<th>{html.escape(name)}</th>" for name in fields)
    values = "".join(f"<td>{html.escape(value)}</td>" for value in fields.values())
    return f"<table><thead><tr>{names}</tr></thead><tbody><tr>{values}</tr></tbody></table>\n"


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
