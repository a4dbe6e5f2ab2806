"""Measures what the plugin and the command line take, and writes the table: `make bench`."""

from __future__ import annotations

import json
import platform
import re
import sys
from collections import Counter
from os import cpu_count
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.documents import IN_FEATURE, write_documents
from benchmarks.running import Usage, alternating, cpu, memory, ratio, wall
from benchmarks.shares import MKDOCS as REST
from benchmarks.sites import PEERS, parts_off, write_site

if TYPE_CHECKING:
    from collections.abc import Sequence

HERE = Path(__file__).parent
PYTHON = Path(sys.executable)
COMMAND = PYTHON.with_name("mkdocs-speckit")

ROUNDS = 7
MORE_ROUNDS = 11
"""For what is compared most closely."""

FEWER_ROUNDS = 3
"""For what takes half a minute a run."""

SIZES = (100, 1_000, 10_000)
VALIDATOR = 0.4
"""The seconds that the plan framework's own validator takes for a folder, by its documentation."""

MKDOCS = (
    "import mkdocs.__main__, mkdocs.commands.build, mkdocs.config.defaults, markdown,"
    " material.plugins.search.plugin"
)
"""What a build with Material has loaded before it comes to its plugins."""

FOR_PLANS = "mkdocs_speckit.hosts.mkdocs.site, mkdocs_speckit.page.painting"
"""What the plugin loads with the first plan."""

BEGIN = "<!-- what follows is written by speed.py -->\n"
END = "<!-- what was written by speed.py ends here -->\n"


def main() -> None:
    """Measure, and write the tables into the README beside this file."""
    given = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        pages = write_site(folder, given)
        sections = [
            _machine(),
            _builds(folder, pages),
            _shares(folder),
            _peers(folder),
            _rebuilds(folder),
            _starts(folder),
            _checks(folder),
        ]
    report = "\n\n".join(sections)
    readme = HERE / "README.md"
    text = readme.read_text(encoding="utf-8")
    before, after = text.partition(BEGIN)[0], text.partition(END)[2]
    readme.write_text(f"{before}{BEGIN}\n{report}\n\n{END}{after}", encoding="utf-8")
    print(report)


def _build(folder: Path, name: str) -> list[str | Path]:
    config, site = folder / f"{name}.yml", folder / "site"
    return [PYTHON, "-m", "mkdocs", "build", "--quiet", "-f", config, "-d", site]


def _builds(folder: Path, pages: int) -> str:
    main_ones = {name: _build(folder, name) for name in ("bare", "speckit")}
    used = alternating(main_ones, folder, MORE_ROUNDS)
    bare, ours = used["bare"], used["speckit"]
    rows = [
        f"| bare | {cpu(bare):.2f} s | 1 | {_mb(bare)} | 1 |",
        _build_row("with the plugin", ours, bare),
    ]
    names = {
        "everything": "with findings on the pages",
        "overview": "with `overview` and `export`",
        "nothing": "with no part: reading, audit, boxes and links",
        **{name: f"findings on the pages, {name}" for name in parts_off()},
    }
    used = alternating({n: _build(folder, n) for n in ("bare", *names)}, folder, ROUNDS)
    rows += [_build_row(label, used[name], used["bare"]) for name, label in names.items()]
    unmarked = {name: _build(folder, f"unmarked {name}") for name in ("bare", "speckit")}
    used = alternating(unmarked, folder, MORE_ROUNDS)
    rows.append(_build_row("no page is a plan", used["speckit"], used["bare"]))
    head = f"| build of {pages} pages | CPU time | of the bare build | peak memory | of the bare |"
    return "\n".join([head, "| --- | --: | --: | --: | --: |", *rows])


def _build_row(label: str, used: Sequence[Usage], bare: Sequence[Usage]) -> str:
    of_bare = memory(used) / memory(bare)
    times = f"{cpu(used):.2f} s | {ratio(used, bare):.3f}"
    return f"| {label} | {times} | {_mb(used)} | {of_bare:.2f} |"


def _mb(used: Sequence[Usage]) -> str:
    return f"{memory(used) / 1e6:.0f} MB"


def _shares(folder: Path) -> str:
    """Where the time of a build goes, in parts of the whole build, over several builds."""
    command: list[str | Path] = [PYTHON, "-m", "benchmarks.shares", folder / "speckit.yml"]
    samples: Counter[str] = Counter()
    for usage in alternating({"shares": command}, HERE.parent, ROUNDS)["shares"]:
        samples.update(json.loads(usage.output))
    whole, rest = samples.total(), samples.pop(REST)
    rows = [f"| {name} | {number / whole:.1%} |" for name, number in samples.most_common()]
    rows.append(f"| {REST} | {rest / whole:.1%} |")
    return "\n".join(["| part of a build with the plugin | CPU time |", "| --- | --: |", *rows])


def _peers(folder: Path) -> str:
    used = alternating({n: _build(folder, n) for n in ("bare", *PEERS)}, folder, ROUNDS)
    rows = [_build_row(name, used[name], used["bare"]) for name in PEERS]
    head = (
        "| another plugin on the same pages | CPU time | of the bare build | peak memory | of the"
    )
    return "\n".join([f"{head} bare |", "| --- | --: | --: | --: | --: |", *rows])


def _rebuilds(folder: Path) -> str:
    names = {"bare": "bare", "everything": "with the plugin"}
    used = alternating(
        {n: [PYTHON, "-m", "benchmarks.rebuild", folder / f"{n}.yml"] for n in names},
        HERE.parent,
        ROUNDS,
    )
    seconds = {
        name: {key: median(json.loads(u.output)[key] for u in used[name]) for key in KEYS}
        for name in names
    }
    rows = [
        f"| {label} | " + " | ".join(f"{seconds[name][key]:.2f} s" for key in KEYS) + " |"
        for name, label in names.items()
    ]
    head = "| `mkdocs serve` | first build | after an edit of one page |"
    return "\n".join([head, "| --- | --: | --: |", *rows])


KEYS = ("first", "again")


def _starts(folder: Path) -> str:
    used = alternating(
        {
            "mkdocs": [PYTHON, "-c", MKDOCS],
            "plugin": [PYTHON, "-c", f"{MKDOCS}, mkdocs_speckit.plugin"],
            "plan": [PYTHON, "-c", f"{MKDOCS}, mkdocs_speckit.plugin, {FOR_PLANS}"],
            "help": [COMMAND, "--help"],
        },
        folder,
        2 * MORE_ROUNDS,
    )
    added, for_plans = (
        1000 * median(a.cpu - b.cpu for a, b in zip(used[after], used[before], strict=True))
        for before, after in (("mkdocs", "plugin"), ("plugin", "plan"))
    )
    return "\n".join(
        [
            "| start | median |",
            "| --- | --: |",
            f"| importing the plugin, beyond MkDocs with Material | {added:.0f} ms CPU |",
            f"| loading what a site's first plan needs, beyond that | {for_plans:.0f} ms CPU |",
            f"| `mkdocs-speckit --help` | {1000 * wall(used['help']):.0f} ms |",
        ]
    )


def _checks(folder: Path) -> str:
    rows, times = [], {}
    for size in SIZES:
        documents = folder / f"{size} documents"
        write_documents(documents, size)
        commands: dict[str, list[str | Path]] = {
            name: [COMMAND, name, ".", "--jobs", "1"] for name in ("check", "export")
        }
        if size == SIZES[-1]:
            commands["all cores"] = [COMMAND, "check", ".", "--jobs", str(cpu_count() or 1)]
        used = alternating(commands, documents, FEWER_ROUNDS if size == SIZES[-1] else ROUNDS)
        for name, usages in used.items():
            times[name, size] = cpu(usages), wall(usages), memory(usages)
            label = "`check`, all cores" if name == "all cores" else f"`{name}`, one core"
            seconds, whole = cpu(usages), wall(usages)
            rows.append(
                f"| {label} | {size:,} | {seconds:.2f} s | {whole:.2f} s | {size / seconds:,.0f}"
                f" | {_mb(usages)} |"
            )
    head = (
        "| command | documents | CPU time | wall time | documents a second of CPU | peak memory |"
    )
    table = "\n".join([head, "| --- | --: | --: | --: | --: | --: |", *rows])
    growths = ", ".join(
        f"{times[name, SIZES[2]][0] / times[name, SIZES[1]][0]:.1f} times the time and"
        f" {times[name, SIZES[2]][2] / times[name, SIZES[1]][2]:.1f} times the memory for `{name}`"
        for name in ("check", "export")
    )
    theirs = SIZES[1] / IN_FEATURE * VALIDATOR
    return (
        f"{table}\n\nTen times the documents, {SIZES[1]:,} to {SIZES[2]:,}, take {growths}. The"
        f" framework's own validator takes {VALIDATOR} s a folder by its documentation, and cannot"
        f" be run here: {SIZES[1]:,} documents in folders of {IN_FEATURE} would be {theirs:.0f} s,"
        f" {theirs / times['check', SIZES[1]][1]:.0f} times the wall time of `check`."
    )


def _machine() -> str:
    info = Path("/proc/cpuinfo")
    text = info.read_text(encoding="utf-8") if info.exists() else ""
    model = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
    return (
        f"Measured on {model[1] if model else platform.machine()}, {cpu_count()} cores; Python"
        f" {platform.python_version()}. Medians of {ROUNDS} rounds; of {MORE_ROUNDS} for the build"
        f" with the plugin and that of a site without plans, of {FEWER_ROUNDS} for {SIZES[-1]:,}"
        " documents."
    )


if __name__ == "__main__":
    main()
