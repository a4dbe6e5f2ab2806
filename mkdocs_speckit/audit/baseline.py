"""A baseline: a file of the findings that a project has today, so that only new ones fail."""

from __future__ import annotations

import json
import re
from collections import Counter
from itertools import starmap
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from mkdocs_speckit.audit.rule import sort_findings
from mkdocs_speckit.disk.files import write_text
from mkdocs_speckit.model.tasks import TASK, TASK_ID

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from mkdocs_speckit.disk.git import Repository
    from mkdocs_speckit.model.finding import Finding

# All numbers after a word: what is left has none, and reading a baseline changes no message again.
_LINE = re.compile(r"\bline(?: \d+)+")

Key = tuple[str, str, str]
"""What identifies a finding: path, rule and message. Lines and the numbers of tasks move, so they
are not part of it."""


class _KnownFinding(Struct, frozen=True):
    path: str
    rule: str
    message: str
    count: Annotated[int, Meta(ge=1)]


class _Baseline(Struct, frozen=True):
    """What the file contains."""

    version: Literal[1]
    findings: tuple[_KnownFinding, ...]


class BaselineError(ValueError):
    """A file is not a baseline; the message names it and says what is wrong and what to do."""


def save_baseline(path: Path, findings: Iterable[tuple[str, Finding]]) -> None:
    """Write a baseline of these findings, completely or not at all; raises WriteError.

    Their paths are relative to the repository, so that the file is valid in every checkout and for
    a run from any folder in it.
    """
    singles = ((path, single) for path, finding in findings for single in finding.singles)
    counts = sorted(Counter(starmap(make_key, singles)).items())
    baseline = _Baseline(1, tuple(_KnownFinding(*key, count) for key, count in counts))
    text = json.dumps(msgspec.to_builtins(baseline), ensure_ascii=False, indent=1)
    # Bytes of a file name that are not UTF-8 stay escaped.
    write_text(path, text.encode("utf-8", "backslashreplace").decode() + "\n")


def read_baseline(path: Path) -> Counter[Key]:
    """How often each finding is listed; raises OSError and BaselineError."""
    try:
        # Not msgspec's own decoder: that one refuses escaped bytes of a file name.
        baseline = msgspec.convert(json.loads(path.read_text(encoding="utf-8")), _Baseline)
    except msgspec.ValidationError as error:
        fault = str(error)
    except (ValueError, RecursionError):
        fault = "it is not JSON"
    else:
        known: Counter[Key] = Counter()
        for one in baseline.findings:
            known[one.path, one.rule, _drop_numbers(one.message)] += one.count
        return known
    raise BaselineError(
        f"{path} is not a baseline; write one with --write-baseline {path} ({fault})"
    )


def drop_known(
    documents: Iterable[tuple[str, tuple[Finding, ...]]],
    known: Counter[Key],
    repository: Repository,
) -> Iterator[tuple[str, tuple[Finding, ...]]]:
    """The documents, each with those of its findings that a baseline does not list.

    `known` is how often it lists each, and is counted down. Of a joined finding, the places that
    the baseline does not list are left.
    """
    for path, findings in documents:
        new: list[Finding] = []
        for finding in findings:
            unknown = []
            for single in finding.singles:
                key = make_key(repository.path_of(path), single)
                if known[key] > 0:
                    known[key] -= 1
                else:
                    unknown.append(single)
            new += [finding] if len(unknown) == len(finding.singles) else unknown
        yield path, sort_findings(new)


def make_key(path: str, finding: Finding) -> Key:
    """What identifies a finding of the file with this path."""
    return path, finding.rule, _drop_numbers(finding.message)


def _drop_numbers(message: str) -> str:
    return TASK_ID.sub(TASK, _LINE.sub("line", message))
