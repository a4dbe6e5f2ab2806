"""The README's table of what the plans were built with, from the records of the runs that passed.

`python -m tests.compatibility.table` reads `build/compatibility/*.json`, and writes what they say
to `docs/compatibility.json` and to the README.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from packaging.version import Version

from tests.compatibility.sites import SITES, Site

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ROOT = Path(__file__).parents[2]
RECORDS = ROOT / "build" / "compatibility"
RESULTS = ROOT / "docs" / "compatibility.json"
README = ROOT / "README.md"

NAMES = {
    "mkdocs": "MkDocs",
    "mkdocs-material": "Material",
    "mkdocs-materialx": "MaterialX",
    "properdocs": "ProperDocs",
    "zensical": "Zensical",
    "markdown": "Python-Markdown",
}

Results = dict[str, dict[str, list[str]]]
"""By site: the versions of each package that it was built with, and of Python."""


def results(records: Iterable[Mapping[str, Any]]) -> Results:
    """What the records say together."""
    found: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for record in records:
        for site, versions in record["sites"].items():
            found[site]["python"].add(record["python"])
            for package, version in versions.items():
                found[site][package].add(version)
    return {
        site: {name: sorted(versions, key=Version) for name, versions in found[site].items()}
        for site in SITES
        if site in found
    }


def table(results: Results) -> str:
    """A Markdown table, a row a site."""
    rows = ["| Generator | Theme | Python | What runs |", "|---|---|---|---|"]
    for name, versions in results.items():
        site = Site(name)
        theme = site.theme.package
        themed = _packages(versions, theme) if theme in NAMES else site.theme.name
        runs = "the plugin" if site.generator.runs_plugins else "the extension"
        generator = _packages(versions, site.generator.package)
        rows.append(f"| {generator} | {themed} | {', '.join(versions['python'])} | {runs} |")
    return "\n".join(rows)


def with_table(text: str, table: str, name: str = "compatibility") -> str:
    """A text with the table between its two comments of this name; fails where it has none."""
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    changed, count = re.subn(
        f"{begin}.*?{end}", lambda _: f"{begin}\n{table}\n{end}", text, flags=re.DOTALL
    )
    assert count == 1, f"the text has {count} places between {begin} and {end}"
    return changed


def _packages(versions: Mapping[str, list[str]], package: str) -> str:
    return f"{NAMES[package]} {', '.join(versions[package])}"


def main() -> None:
    """Write the results and the table."""
    records = [json.loads(file.read_text("utf-8")) for file in sorted(RECORDS.glob("*.json"))]
    found = results(records)
    assert found, f"no records in {RECORDS}; run nox first"
    RESULTS.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    README.write_text(with_table(README.read_text("utf-8"), table(found)), encoding="utf-8")


if __name__ == "__main__":
    main()
