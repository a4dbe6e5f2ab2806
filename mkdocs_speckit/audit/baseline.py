"""A baseline: the findings that a site has today, so that only new ones fail."""

from __future__ import annotations

import json
import re
from collections import Counter
from itertools import starmap
from typing import TYPE_CHECKING, Any

from mkdocs_speckit.disk.files import write_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from mkdocs_speckit.disk.git import Repository
    from mkdocs_speckit.model.finding import Finding

VERSION = 1

_LINE = re.compile(r"\bline \d+")

Key = tuple[str, str, str]
"""What a finding is known by: path, rule and message. Lines move, so they do not count."""


class BaselineError(ValueError):
    """A baseline cannot be read; the message says why and what to do."""


def save_baseline(path: Path, findings: Iterable[tuple[str, Finding]]) -> None:
    """Write a baseline of these findings, whole or not at all; raises WriteError.

    Their paths are those of the repository: wherever it is, and wherever a run starts in it.
    """
    entries = [
        {"path": path, "rule": rule, "message": message, "count": count}
        for (path, rule, message), count in sorted(Counter(starmap(make_key, findings)).items())
    ]
    text = json.dumps({"version": VERSION, "findings": entries}, ensure_ascii=False, indent=1)
    # A name that is no UTF-8 stays an escape.
    write_text(path, text.encode("utf-8", "backslashreplace").decode() + "\n")


def read_baseline(path: Path) -> Counter[Key]:
    """How often each finding is listed; raises OSError and BaselineError."""
    try:
        entries = _entries(json.loads(path.read_text(encoding="utf-8")))
        return Counter({_key_of(entry): int(entry["count"]) for entry in entries})
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        raise BaselineError(
            f"{path} is no baseline; make one with --write-baseline {path}"
        ) from None


def _entries(baseline: Any) -> list[Any]:
    if baseline["version"] != VERSION or not isinstance(baseline["findings"], list):
        raise ValueError("another version, or no list")
    return list(baseline["findings"])


def _key_of(entry: Any) -> Key:
    path, rule, message = (entry[name] for name in ("path", "rule", "message"))
    if not all(isinstance(text, str) for text in (path, rule, message)):
        raise TypeError("no text")
    return path, rule, message


def drop_known(
    documents: Iterable[tuple[str, tuple[Finding, ...]]],
    known: Counter[Key],
    repository: Repository,
) -> Iterator[tuple[str, tuple[Finding, ...]]]:
    """The documents with those findings that a baseline does not list."""
    if not known:
        yield from documents
        return
    left = known.copy()
    for path, findings in documents:
        new = []
        for finding in findings:
            known_by = make_key(repository.path_of(path), finding)
            if left[known_by] > 0:
                left[known_by] -= 1
            else:
                new.append(finding)
        yield path, tuple(new)


def make_key(path: str, finding: Finding) -> Key:
    """What a finding of this file is known by."""
    return path, finding.rule, _LINE.sub("line", finding.message)
