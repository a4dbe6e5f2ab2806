"""Draws findings of each rule at random, for somebody to read: `make sample PLANS=folder`.

The seed is fixed, so that two readers read the same. `docs/audit.md` has what was found.
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
DRAWN = 20


def main(folder: Path) -> None:
    """Print the rules with what each found, and up to twenty findings of each."""
    paths = [path.relative_to(folder).as_posix() for path in find_markdown(folder)]
    plans = [plan for path in paths if (plan := read(read_text(folder / path), path))]
    found: defaultdict[str, list[tuple[str, Finding]]] = defaultdict(list)
    for plan, findings in audit_plans(plans, files=paths):
        for finding in findings:
            found[finding.rule].append((plan.path, finding))
    for name, rule in RULES.items():
        drawn = random.Random(SEED).sample(found[name], min(DRAWN, len(found[name])))
        print(f"\n{name} ({rule.severity}): {len(found[name])} found, {len(drawn)} drawn")
        for path, finding in sorted(drawn, key=lambda entry: (entry[0], entry[1].place.line)):
            print(f"  {finding.format_line(path)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
