"""Baselines: any file is read or refused, and a finding that is listed is not new."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from fuzz.target import Target
from fuzz.words import demo_documents
from mkdocs_speckit import read
from mkdocs_speckit.audit import Finding, audit_plan
from mkdocs_speckit.audit.baseline import (
    BaselineError,
    drop_known,
    make_key,
    read_baseline,
    save_baseline,
)
from mkdocs_speckit.disk.git import Repository
from mkdocs_speckit.model.parts import Place

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator

    from mkdocs_speckit.audit.baseline import Key

HERE = Repository(Path("/repository"), Path("/repository/docs"))


def check(data: bytes) -> None:
    """Findings that a baseline lists are known; writing and reading it again keeps them."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "known.json")
        path.write_bytes(data)
        try:
            known = read_baseline(path)
        except BaselineError:
            return
        findings = list(_findings(known))
        save_baseline(path, ((HERE.path_of(place), finding) for place, finding in findings))
        again = read_baseline(path)
    assert again.total() == len(findings)
    documents = [(place, (finding,)) for place, finding in findings]
    assert not any(new for _, new in drop_known(documents, again.copy(), HERE))
    twice = [new for _, new in drop_known(documents * 2, again, HERE) if new]
    assert len(twice) == len(findings), "a finding is known as often as it is listed"


def _findings(known: Counter[Key]) -> Iterator[tuple[str, Finding]]:
    """Each finding as often as it is listed, but no more than a few times."""
    for (path, rule, message), count in known.items():
        assert all(isinstance(text, str) for text in (path, rule, message)), "no text"
        for line in range(1, min(count, 3) + 1):
            finding = Finding(rule, "warning", Place(line), message.replace("line", f"line {line}"))
            yield path, finding


def _seeds() -> Iterator[bytes]:
    """A baseline of each document of the demo site, with some of its findings."""
    for text in demo_documents():
        plan = read(text, "plan.md")
        if plan is not None:
            entries = [
                {"path": path, "rule": rule, "message": message, "count": 1}
                for path, rule, message in (
                    make_key("docs/plan.md", f) for f in audit_plan(plan)[:4]
                )
            ]
            yield json.dumps({"version": 1, "findings": entries}).encode()


TARGET = Target(check, _seeds, ("version", "findings", "path", "rule", "message", "count"), True)
