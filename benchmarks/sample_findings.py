"""Prints random findings of each rule for a person to judge: `make sample PLANS=folder`.

The seed is fixed, so that everyone gets the same sample. `docs/audit.md` has the results.
"""

from __future__ import annotations

import random
import sys
from collections import defaultdict
from pathlib import Path

from mkdocs_speckit.audit import RULES, Finding, audit_plans
from mkdocs_speckit.disk.files import find_markdown, read_text
from mkdocs_speckit.reading import read

SEED = 20
MAX_DRAWN = 20
"""How many findings of a rule are printed."""


def main(folder: Path) -> None:
    """Print each rule with the number of its findings, and a sample of them."""
    paths = [path.relative_to(folder).as_posix() for path in find_markdown(folder)]
    plans = [plan for path in paths if (plan := read(read_text(folder / path), path))]
    found: defaultdict[str, list[tuple[str, Finding]]] = defaultdict(list)
    for plan, findings in audit_plans(plans, files=paths):
        for finding in findings:
            found[finding.rule].append((plan.path, finding))
    for name, rule in RULES.items():
        drawn = random.Random(SEED).sample(found[name], min(MAX_DRAWN, len(found[name])))
        print(f"\n{name} ({rule.severity}): {len(found[name])} found, {len(drawn)} drawn")
        for path, finding in sorted(drawn, key=lambda entry: (entry[0], entry[1].place.line)):
            print(f"  {finding.format_line(path)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
