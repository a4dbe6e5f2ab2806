"""Long runs that are too slow for `make test`, and what they found: one record a run, by file.

A record says when it was made and of which commit, so that runs of different days add up to one
picture: `docs/reliability.md` quotes them, and `test_records.py` holds the two together.
"""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "mkdocs_speckit"
RECORDS = Path(__file__).with_name("records")


def write_record(name: str, figures: Mapping[str, Any]) -> None:
    """Write what a run found; the record of an earlier run of that name is replaced."""
    _write(name, {**_stamp(), **figures})


def write_files(name: str, figures: Mapping[str, Mapping[str, Any]]) -> None:
    """Write what a run found in each of some source files, beside what others found in the rest."""
    known = read_records().get(name, {"files": {}})["files"]
    found = {file: {**_stamp(), **counts} for file, counts in figures.items()}
    files = {file: counts for file, counts in (known | found).items() if (PACKAGE / file).is_file()}
    _write(name, {"files": dict(sorted(files.items()))})


def _stamp() -> dict[str, str]:
    """The commit of the code that was run, and the day of the run."""
    commit = _git("rev-parse", "--short=10", "HEAD")
    changed = bool(_git("status", "--porcelain", "--", "mkdocs_speckit"))
    day = datetime.now(tz=UTC).date().isoformat()
    return {"commit": commit + changed * " and changes", "day": day}


def _write(name: str, record: Mapping[str, Any]) -> None:
    RECORDS.mkdir(exist_ok=True)
    text = json.dumps(record, indent=2) + "\n"
    (RECORDS / f"{name}.json").write_text(text, encoding="utf-8")


def read_records() -> dict[str, dict[str, Any]]:
    """All records by their names."""
    return {
        file.stem: json.loads(file.read_text(encoding="utf-8"))
        for file in sorted(RECORDS.glob("*.json"))
    }


def _git(*arguments: str) -> str:
    command = ["git", "-C", str(ROOT), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def make_table() -> str:
    """A Markdown table of all records, a row each."""
    rows = ["| Run | Command | Of commit | On | What it found |", "| --- | --- | --- | --- | --- |"]
    for name, record in read_records().items():
        kind, _, part = name.partition("-")
        command, describe = _RUNS[kind]
        title = f"{kind} of {part}" if part else kind
        runs = list(record.get("files", {"": record}).values())
        commits = ", ".join(dict.fromkeys(run["commit"] for run in runs))
        days = ", ".join(sorted({run["day"] for run in runs}))
        rows.append(f"| {title} | `{command}` | {commits} | {days} | {describe(record)} |")
    return "\n".join(rows)


def _describe_soak(record: Mapping[str, Any]) -> str:
    return (
        f"after {record['edits']:,} edits the server’s memory grew from"
        f" {record['megabytes after 50 edits']} to {record['megabytes at the end']} MB,"
        f" by {record['growth']}"
    )


def _describe_fuzzing(record: Mapping[str, Any]) -> str:
    found = f"{len(record['found'])} faults" if record["found"] else "nothing"
    return f"{record['inputs']:,} inputs in {record['seconds'] // 60} minutes: {found}"


def _describe_mutants(record: Mapping[str, Any]) -> str:
    counts = sum((Counter(file["mutants"]) for file in record["files"].values()), Counter[str]())
    return (
        f"of {counts.total():,} mutants in {len(record['files'])} files"
        f" {share_noticed(counts):.1%} were noticed, {counts['survived']:,} survived"
    )


def share_noticed(counts: Mapping[str, int]) -> float:
    """The share of mutants that tests noticed, be it by never coming to an end."""
    return (counts["killed"] + counts["timed out"]) / (sum(counts.values()) or 1)


_RUNS: dict[str, tuple[str, Callable[[Mapping[str, Any]], str]]] = {
    "fuzz": ("make fuzz-records", _describe_fuzzing),
    "mutants": ("make mutants", _describe_mutants),
    "soak": ("make soak", _describe_soak),
}
