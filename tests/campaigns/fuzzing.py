"""Fuzzes one target for half an hour and keeps a record of it.

`python -m tests.campaigns.fuzzing reading` takes one target, `make fuzz-records` all of them.
"""

from __future__ import annotations

import re
import subprocess
import sys

from fuzz.target import NAMES
from tests.campaigns import ROOT, write_record

SECONDS = 1800

_INPUTS = re.compile(r"stat::number_of_executed_units:\s*(\d+)")


def main(name: str, seconds: int) -> int:
    """Fuzz a target, write the record and print it; 0 where nothing was found."""
    found = ROOT / "tests" / "found" / name
    before = set(found.glob("*"))
    command = [sys.executable, "-m", "fuzz", name, f"-max_total_time={seconds}"]
    output = subprocess.run(
        command, cwd=ROOT, stderr=subprocess.PIPE, text=True, check=False
    ).stderr
    inputs = _INPUTS.search(output)
    new = sorted(path.name for path in set(found.glob("*")) - before)
    figures = {"seconds": seconds, "inputs": int(inputs[1]) if inputs else None, "found": new}
    write_record(f"fuzz-{name}", figures)
    print(f"{name}: {figures}")
    return int(bool(new) or inputs is None)


if __name__ == "__main__":
    if not sys.argv[1:] or sys.argv[1] not in NAMES:
        sys.exit(f"which target? There are {', '.join(NAMES)}.")
    sys.exit(main(sys.argv[1], int(sys.argv[2]) if sys.argv[2:] else SECONDS))
