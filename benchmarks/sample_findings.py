"""Prints random findings of each rule for a person to judge: `make sample PLANS="FOLDER …"`.

The folders are audited together, as `mkdocs-speckit check` audits them with the default options.
The seed is fixed, so that everyone gets the same sample. `docs/audit.md` has the results.
"""

from __future__ import annotations

import random
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs_speckit.audit import RULES, Finding
from mkdocs_speckit.cli.asked import audit_asked
from mkdocs_speckit.options import Options
from mkdocs_speckit.project import make_project

if TYPE_CHECKING:
    from collections.abc import Sequence

SEED = 20
MAX_DRAWN = 20
"""How many findings of a rule are printed."""


def main(folders: Sequence[Path]) -> None:
    """Print each rule with the number of its findings, and a sample of them."""
    project = make_project(Path.cwd(), Options())
    found: defaultdict[str, list[tuple[str, Finding]]] = defaultdict(list)
    for path, findings in audit_asked(project, folders, {}, None):
        for finding in findings:
            found[finding.rule].append((path, finding))
    for name, rule in RULES.items():
        drawn = random.Random(SEED).sample(found[name], min(MAX_DRAWN, len(found[name])))
        print(f"\n{name} ({rule.severity}): {len(found[name])} found, {len(drawn)} drawn")
        for path, finding in sorted(drawn, key=lambda entry: (entry[0], entry[1].place.line)):
            print(f"  {finding.format_line(path)}")


if __name__ == "__main__":
    main([Path(folder) for folder in sys.argv[1:]])
