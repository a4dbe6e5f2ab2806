"""Fenced blocks of plans: shown as they are written and as the extension renders them.

A block is a document, or several: then a line `-- login/plan.md --` stands before each. With
`rule="NAME"` what that rule finds is shown below; with `source="no"` the figures alone are. A part
of a document gets a level marker and a title, which are not shown, so that it is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from markdown import Markdown
from markdown.extensions.toc import slugify
from msgspec.structs import replace
from pymdownx.highlight import Highlight  # type: ignore[import-untyped]

from mkdocs_speckit import read
from mkdocs_speckit.audit import audit_plans
from mkdocs_speckit.audit.pages import audit_page
from mkdocs_speckit.audit.pages.page import read_page
from mkdocs_speckit.audit.rules import PAGE_RULES, RULES
from mkdocs_speckit.markdown_extension import SpeckitExtension
from mkdocs_speckit.model.levels import MARKER
from mkdocs_speckit.model.settings import Settings
from mkdocs_speckit.options import Options
from mkdocs_speckit.rendering.findings import render_findings as panel

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mkdocs_speckit.audit import Finding
    from mkdocs_speckit.model.finding import Severity

_FILE = re.compile(r"^-- (\S.*) --\n", re.MULTILINE)
_TITLE = "# Effort and dependencies\n\n"
_FRAME = f"<!-- {MARKER}: 2 -->\n\n"

_SHOWN_TITLE = re.compile(r"\A\s*(?:<!--[^>]*-->\s*)*<h1[^>]*>.*?</h1>", re.DOTALL)
_OUR_ID = re.compile(r'( id="| href="#)((?:speckit|phase)-[\w-]+")')
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)

SHOWN = Options()
FIGURES = Options(show=[word for word in SHOWN.show if word != "summary"])
"""What is shown of a document, and of one that is only there for its figures."""

_KINDS = ("plan.md", "checklist.md")
"""A part of a document may be one of a plan or of a checklist."""


@dataclass(frozen=True, slots=True)
class Framed:
    """A text that is read as a plan; so many lines before it are not shown."""

    text: str
    hidden: int

    @classmethod
    def of(cls, source: str) -> Framed:
        """A source with what it lacks to be a plan, if it is not one as it is."""
        plan = read(source)
        if plan is not None and plan.is_certain:
            return cls(source, 0)
        before = ""
        if MARKER not in source:
            before = _FRAME
        if not re.search(r"^# ", source, re.MULTILINE):
            before += _TITLE
        return cls(before + source, before.count("\n"))


def documents(source: str) -> dict[str, str]:
    """The documents of a block, by their paths; one without a path has none."""
    first, *rest = _FILE.split(source)
    return dict(zip(rest[::2], rest[1::2], strict=True)) if rest else {"": first}


def findings_of(rule: str, source: str) -> list[tuple[str, Finding]]:
    """What a rule finds in a block, with the paths of the documents."""
    if rule in PAGE_RULES:
        page = read_page(source, "index.html", Settings())
        about_page = audit_page(page, {}) if page is not None else ()
        return [("", finding) for finding in about_page if finding.rule == rule]
    files = documents(source)
    if "" not in files:
        return _found(rule, files)
    framed = Framed.of(files[""])
    for kind in _KINDS:
        if found := _found(rule, {kind: framed.text}):
            return [("", _moved(finding, framed.hidden)) for _, finding in found]
    return []


def _found(rule: str, files: Mapping[str, str]) -> list[tuple[str, Finding]]:
    severities: dict[str, Severity] = {} if RULES[rule].severity != "ignore" else {rule: "warning"}
    plans = [plan for path, text in files.items() if (plan := read(text, path))]
    audited = audit_plans(plans, severities, files=files)
    return [(plan.path, one) for plan, found in audited for one in found if one.rule == rule]


def _moved(finding: Finding, lines: int) -> Finding:
    """A finding as it is where so many lines less stand before it."""
    return replace(finding, place=replace(finding.place, line=finding.place.line - lines))


def rendered(source: str, options: Options = SHOWN) -> str:
    """The HTML that the extension makes of a document, whose ids are those of no other one."""
    prefix = f"example-{sha256(source.encode()).hexdigest()[:8]}-"
    converter = Markdown(
        extensions=["tables", "toc", "fenced_code", SpeckitExtension(options)],
        extension_configs={"toc": {"slugify": lambda text, mark: prefix + slugify(text, mark)}},
    )
    html = _OUR_ID.sub(rf"\1{prefix}\2", converter.convert(Framed.of(source).text))
    return _COMMENT.sub("", _SHOWN_TITLE.sub("", html))


def _format(
    source: str, _language: str, _class: str, options: Mapping[str, str], md: Markdown, **_: Any
) -> str:
    """The HTML of a block."""
    if "source" in options:
        return f'<div class="figures">{rendered(source, FIGURES)}</div>'
    return "\n".join(['<div class="live">', *_parts(source, options.get("rule", ""), md), "</div>"])


def _parts(source: str, rule: str, md: Markdown) -> Iterator[str]:
    files = documents(source)
    language = "html" if rule in PAGE_RULES else "markdown"
    for path, text in files.items():
        yield _code(text.strip("\n"), language, path, md)
    if "" in files and rule not in PAGE_RULES:
        yield f'<div class="live-page">{rendered(source)}</div>'
    if rule:
        yield from _panels(rule, source)


def _panels(rule: str, source: str) -> Iterator[str]:
    found = findings_of(rule, source)
    if not found:
        yield f'<p class="live-silent"><code>{rule}</code> finds nothing here.</p>'
    for path in dict.fromkeys(path for path, _ in found):
        if path:
            yield f'<p class="live-path"><code>{path}</code></p>'
        yield panel(tuple(one for where, one in found if where == path), is_preview=False)


def _code(text: str, language: str, title: str, md: Markdown) -> str:
    return str(Highlight(md).highlight(text, language, title=title or None))


def _takes(
    _language: str, inputs: dict[str, str], options: dict[str, str], _attrs: Any, _md: Markdown
) -> bool:
    options.update(inputs)
    return inputs.keys() <= {"rule", "source"}


FENCE: Mapping[str, Any] = {
    "name": "plan",
    "class": "plan",
    "format": _format,
    "validator": _takes,
}
"""The custom fence, as `pymdownx.superfences` is told of it."""
