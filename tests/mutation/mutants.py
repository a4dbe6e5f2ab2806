"""Mutation testing: changes the code in small ways, one at a time, and counts what no test notices.

`make mutants` tests all mutants of the parts below with mutmut, which is set up in pyproject.toml;
`make mutants MUTANTS="'mkdocs_speckit.schedule.*'"` tests those of such names again. It happens in
a copy, `build/mutants`; in there, `mutmut show NAME` shows a mutant. Ctrl-C ends a run, and the
next one goes on with what is left. The records in `tests/campaigns/records` have each file all of
whose mutants have been tried, with the commit and the day.
"""

from __future__ import annotations

import ast
import json
import os
import resource
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from tests.campaigns import share_noticed, write_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ROOT = Path(__file__).parents[2]
COPY = ROOT / "build" / "mutants"
COPIED = ["pyproject.toml", "README.md", "mkdocs_speckit", "tests", "docs", "demo_site"]

PARTS = {
    "reading": ["reading/**/*.py"],
    "schedule": ["schedule/*.py", "model/graph.py"],
    "audit": ["audit/**/*.py"],
}
"""The files of each part that must reach LEAST_NOTICED, in the package."""

LEAST_NOTICED = 0.9
MAX_MEMORY = 4 << 30
"""In bytes, for each process."""

NOT_TRIED = "not tried"
OUTCOMES = {
    None: NOT_TRIED,
    0: "survived",
    33: "untested",
    36: "timed out",
    -24: "timed out",
    255: NOT_TRIED,  # The process of the mutant has failed.
}
"""What mutmut's codes mean; any other is that of tests that failed."""


def main(names: list[str]) -> int:
    """Test the mutants of some names, or all; 0 where enough of each part's are noticed."""
    prepare(COPY)
    # The same order of tests in every run.
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    mutmut = Path(sys.executable).with_name("mutmut")
    # A mutant that takes memory without end fails instead of the machine.
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    try:
        subprocess.run([str(mutmut), "run", *names], cwd=COPY, env=environment, check=True)
    finally:  # What was tried before an interrupt is kept.
        found = {part: count_outcomes(patterns) for part, patterns in PARTS.items()}
        for part, files in found.items():
            write_files(f"mutants-{part}", {
                file: {"mutants": dict(sorted(count.items()))}
                for file, count in files.items()
                if NOT_TRIED not in count
            })  # fmt: skip
    counts = {part: sum(files.values(), Counter[str]()) for part, files in found.items()}
    for count in counts.values():
        del count[NOT_TRIED]
    print(report(counts))
    return int(any(count and share_noticed(count) < LEAST_NOTICED for count in counts.values()))


def prepare(copy: Path) -> None:
    """Copy what the tests need, with the package's functions made fit for mutants.

    A file that has not changed is left alone: mutmut goes by the time it was written.
    """
    for name in COPIED:
        path = ROOT / name
        for file in [path] if path.is_file() else sorted(path.rglob("*")):
            if file.is_dir() or file.suffix == ".pyc":
                continue
            data = file.read_bytes()
            if name == "mkdocs_speckit" and file.suffix == ".py":
                data = undecorated(data.decode("utf-8")).encode("utf-8")
            target = copy / file.relative_to(ROOT)
            if not target.is_file() or target.read_bytes() != data:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data)


def undecorated(source: str) -> str:
    """A module in which decorated functions are decorated by an assignment, after their body.

    mutmut leaves functions with decorators alone: all rules, and all properties.
    """
    lines = source.splitlines(keepends=True)
    module = ast.parse(source).body
    methods = [node for item in module if isinstance(item, ast.ClassDef) for node in item.body]
    for function in (*module, *methods):
        if isinstance(function, ast.FunctionDef) and function.end_lineno:
            value = function.name
            for decorator in reversed(function.decorator_list):
                value = f"{ast.unparse(decorator)}({value})"
                for line in range(decorator.lineno, (decorator.end_lineno or 0) + 1):
                    lines[line - 1] = ""
            if function.decorator_list:
                indent = " " * function.col_offset
                lines[function.end_lineno - 1] += f"{indent}{function.name} = {value}\n"
    return "".join(lines)


def count_outcomes(patterns: Iterable[str]) -> dict[str, Counter[str]]:
    """How many mutants of each file came to what, as mutmut has written down beside it."""
    found = {}
    package = COPY / "mutants" / "mkdocs_speckit"
    for pattern in patterns:
        for file in sorted(package.glob(f"{pattern}.meta")):
            codes = json.loads(file.read_text(encoding="utf-8"))["exit_code_by_key"].values()
            if codes:
                name = file.relative_to(package).with_suffix("").as_posix()
                found[name] = Counter(OUTCOMES.get(code, "killed") for code in codes)
    return found


def report(counts: Mapping[str, Mapping[str, int]]) -> str:
    """A line a part."""
    columns = ["killed", "timed out", "survived", "untested"]
    lines = ["".join(f"{title:>11}" for title in ("", "mutants", *columns, "noticed"))]
    for part, count in counts.items():
        figures = [sum(count.values()), *(count[column] for column in columns)]
        cells = [part, *map(str, figures), f"{share_noticed(count):.1%}"]
        lines.append("".join(f"{cell:>11}" for cell in cells))
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
