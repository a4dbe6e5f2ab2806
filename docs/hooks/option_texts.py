"""The options as text, from their docstrings."""

from __future__ import annotations

import ast
import inspect
from functools import cache
from typing import TYPE_CHECKING

import msgspec
import yaml

from mkdocs_speckit import options as module
from mkdocs_speckit.options import DEFAULTS, NAMES, Options, make_options

if TYPE_CHECKING:
    from collections.abc import Iterator

SECTIONS = {
    "show": "What a plan’s page shows",
    "rules": "The audit",
    "overview": "All plans together",
    "working_time": "How plans are read",
    "sources": "Plans from elsewhere",
}
"""A section's title, by the option that it begins with."""

EXAMPLES = {
    "show": "show: [summary, progress, tables, findings]",
    "rules": "rules:\n  unfilled-placeholder: info\n  folder-name: warning",
    "per_path_ignores": "per_path_ignores:\n  docs/archive/**: [effort-total-mismatch]",
    "overview": "overview: plans.md",
    "portfolio": "portfolio:\n  - https://example.org/bakery/speckit.json\n"
    "  - ../bakery/site/speckit.json\n"
    "  - url: https://plans.example.org/speckit.json\n"
    "    headers:\n      Authorization: Bearer ${PLANS_TOKEN}",
    "code": "code: .",
    "baseline": "baseline: known-findings.json",
    "working_time": "working_time: {hours_per_day: 7.5}",
    "templates": "templates: [docs/templates]",
    "not_placeholders": "not_placeholders: ['^ADR-\\d+$']",
    "formats": "formats: [level]",
    "sources": "sources: [../specs, ../.opencode/plans]",
}
"""An example of an option that is more than a switch."""


@cache
def descriptions() -> dict[str, str]:
    """What each option's docstring says."""
    (options,) = (
        node
        for node in ast.parse(inspect.getsource(module)).body
        if isinstance(node, ast.ClassDef) and node.name == Options.__name__
    )
    texts = {}
    for field, after in zip(options.body, options.body[1:], strict=False):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(after, ast.Expr)
            and isinstance(after.value, ast.Constant)
        ):
            texts[field.target.id] = inspect.cleandoc(str(after.value.value))
    return texts


def options() -> str:
    """All options in the order of the code; a KeyError names one that has no docstring."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    for name in NAMES:
        if name in SECTIONS:
            yield f"\n## {SECTIONS[name]}\n"
        yield f"### `{name}`\n"
        yield f"Default: `{_yaml(getattr(DEFAULTS, name))}`\n{{ .default }}\n"
        yield f"{descriptions()[name]}\n"
        if name in EXAMPLES:
            make_options(yaml.safe_load(EXAMPLES[name]))  # An example is possible.
            yield f"```yaml\n{EXAMPLES[name]}\n```\n"


def _yaml(value: object) -> str:
    """A default as a configuration has it."""
    text = yaml.safe_dump(msgspec.to_builtins(value), default_flow_style=True, sort_keys=False)
    return text.removesuffix("...\n").strip()
