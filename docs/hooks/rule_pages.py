"""The pages of the rules, from their docstrings."""

from __future__ import annotations

import inspect
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs_speckit.audit.rules import ALL_RULES, FAMILIES, PAGE_RULES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs_speckit.audit.rule import Rule

EXAMPLES = Path(__file__).parent / "examples"
"""Examples of several documents, which have no place in a docstring: `NAME.bad.txt`."""

_EXAMPLE = re.compile(r"^(Bad|Good):\n\n((?:(?: {4}.*)?\n)+)", re.MULTILINE)
_FIX = re.compile(r"^To fix it, ", re.MULTILINE)

_OPTIONS = """\
plugins:
  - speckit:
      rules:
        NAME: ignore
      per_path_ignores:
        docs/archive/**: [NAME]
"""
_COMMENT = "<!-- speckit: ignore NAME -->\n"


def path(name: str) -> str:
    """The path of a rule's page."""
    return f"rules/{name}.md"


def navigation() -> list[dict[str, list[dict[str, str]]]]:
    """The pages of all rules as a part of MkDocs' `nav`."""
    return [{title: [{name: path(name)} for name in own]} for title, own in families().items()]


@cache
def families() -> dict[str, dict[str, Rule]]:
    """All rules by what they are about, which the first lines of their modules say."""
    return {_title(inspect.getdoc(module) or ""): own for module, own in FAMILIES.items()}


def _title(doc: str) -> str:
    """What the rules of a module are about."""
    about = re.split(r"[.:]\s", doc + "\n", maxsplit=1)[0].removeprefix("Rules on ")
    return about[0].upper() + about[1:]


def tables() -> str:
    """A table of the rules of each family."""
    return "\n".join(
        f"## {title}\n\n| Rule | Severity | Formats | What it reports |\n|---|---|---|---|\n"
        + "".join(
            f"| [`{name}`]({name}.md) | {rule.named_severity} | {rule.named_formats} |"
            f" {_reported(rule)} |\n"
            for name, rule in own.items()
        )
        for title, own in families().items()
    )


def page(name: str) -> str:
    """The page of a rule."""
    return "\n".join(_lines(ALL_RULES[name]))


def examples(name: str) -> dict[str, str]:
    """The bad and the good example of a rule, as blocks of `live_plans`; some rules lack one."""
    documentation = ALL_RULES[name].documentation + "\n"
    written = dict(_EXAMPLE.findall(documentation))
    found = {}
    for kind in ("Bad", "Good"):
        file = EXAMPLES / f"{name}.{kind.casefold()}.txt"
        if kind in written:
            found[kind] = inspect.cleandoc(written[kind]) + "\n"
        elif file.is_file():
            found[kind] = file.read_text(encoding="utf-8")
    return found


def _lines(rule: Rule) -> Iterator[str]:
    yield f"---\ntitle: {rule.name}\n---\n\n# {rule.name}\n"
    facts = (
        rule.named_severity.replace(rule.severity, rule.severity.capitalize(), 1),
        rule.named_formats,
        f"found {_finder(rule)}",
    )
    yield f"{' · '.join(facts)}\n{{ .rule-facts }}\n"
    yield "Reports" + _FIX.split(_EXAMPLE.sub("", rule.documentation + "\n"), maxsplit=1)[
        0
    ].removeprefix("Report")
    for kind, source in examples(rule.name).items():
        yield f'## {kind}\n\n````plan rule="{rule.name}"\n{source}````\n'
    yield "## How to fix it\n"
    yield _fixing(rule)
    yield f"## How to silence it\n\n{_silencing(rule)}"


def _finder(rule: Rule) -> str:
    if rule.name in PAGE_RULES:
        return "by `mkdocs-speckit site`"
    if rule.severity == "ignore":
        return "where a project turns it on"
    return "by every build and by `mkdocs-speckit check`"


def _fixing(rule: Rule) -> str:
    """What is to be done, as a sentence of its own."""
    text = _FIX.split(rule.documentation, maxsplit=1)[1]
    return text[0].upper() + text[1:] + "\n"


def _reported(rule: Rule) -> str:
    """The first line as what stands after “it reports”."""
    text = rule.summary.removeprefix("Report ")
    return text[0].upper() + text[1:]


def _silencing(rule: Rule) -> str:
    text = f"In `mkdocs.yml`, everywhere or for some paths:\n\n```yaml\n{_OPTIONS}```\n"
    if rule.name not in PAGE_RULES:
        text += f"\nIn a plan, for the block below it:\n\n```markdown\n{_COMMENT}```\n"
    return text.replace("NAME", rule.name)
