"""Measures what the plugin and the command line take, and writes the tables: `make bench`."""

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
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.documents import write_changes, write_documents
from benchmarks.running import Usage, alternating, cpu, memory, ratio, wall
from benchmarks.shares import MKDOCS as REST
from benchmarks.sites import PEERS, SITES, write_sites

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

HERE = Path(__file__).parent
PYTHON = Path(sys.executable)
COMMAND = PYTHON.with_name("mkdocs-speckit")
NODE = PYTHON.parents[1] / "node" / "node_modules" / ".bin"
"""Where the Makefile puts the tools of Node.js, if there is npm."""

ROUNDS = 7
FEWER_ROUNDS = 3
"""For what takes half a minute a run."""

FEW, MANY, MOST = 100, 1_000, 10_000
"""The numbers of documents that are checked: the first two tell what each further one takes."""

IN_PARALLEL = 3_000
CHANGES = 100
"""The number of changes of OpenSpec that its own command validates."""

MKDOCS = (
    "import mkdocs.__main__, mkdocs.commands.build, mkdocs.config.defaults, markdown,"
    " material.plugins.search.plugin"
)
"""What a build with Material has loaded before it comes to its plugins."""

LOADING = (
    f"{MKDOCS}, time; start = time.process_time(); import mkdocs_speckit.plugin;"
    " print(time.process_time() - start)"
)
"""Takes the time in one process: two processes differ by more than the plugin takes."""

BEGIN = "<!-- what follows is written by speed.py -->\n"
END = "<!-- what was written by speed.py ends here -->\n"


class Target(NamedTuple):
    """What is wanted of a figure, and what was measured; less is better, unless `is_minimum`."""

    name: str
    wanted: float
    measured: float
    write: Callable[[float], str]
    is_minimum: bool = False

    def write_row(self) -> str:
        """A row of the table, with a word for whether the target is met."""
        limit = f"{'≥' if self.is_minimum else '≤'} {self.write(self.wanted)}"
        missed = abs(self.measured - self.wanted)
        is_met = (self.measured >= self.wanted) if self.is_minimum else self.measured <= self.wanted
        verdict = "met" if is_met else f"**missed by {self.write(missed)}**"
        return f"| {self.name} | {limit} | {self.write(self.measured)} | {verdict} |"


def main() -> None:
    """Measure, and write the tables into the README beside this file."""
    given = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        write_sites(folder, given)
        targets: list[Target] = []
        sections = [
            _builds(folder, targets),
            _shares(folder),
            _peers(folder),
            _rebuilds(folder, targets),
            _checks(folder, targets),
            _linters(folder),
            _starts(folder, targets),
            _overviews(folder, targets),
        ]
    head = "| target | wanted | measured | |\n| --- | --: | --: | --- |\n"
    table = head + "\n".join(target.write_row() for target in targets)
    report = "\n\n".join([_machine(), table, *filter(None, sections)])
    readme = HERE / "README.md"
    text = readme.read_text(encoding="utf-8")
    before, after = text.partition(BEGIN)[0], text.partition(END)[2]
    readme.write_text(f"{before}{BEGIN}\n{report}\n\n{END}{after}", encoding="utf-8")
    print(report)


RULES_OF_REMARK = NODE.parent / "remark-preset-lint-recommended" / "index.js"
NODE_TOOLS: dict[str, list[str | Path]] = {
    "markdownlint-cli2": ["**/*.md"],
    "remark": [".", "--quiet", "--frail", "--use", RULES_OF_REMARK],
    "openspec": ["validate", "--all", "--no-interactive"],
}


def _as_ratio(value: float) -> str:
    return f"{value:.3f}"


def _as_milliseconds(value: float) -> str:
    return f"{value:.2f} ms" if value < 10 else f"{value:.0f} ms"


def _as_megabytes(value: float) -> str:
    return f"{value / 1e6:.0f} MB" if value >= 1e7 else f"{value / 1e6:.1f} MB"


def _as_speed(value: float) -> str:
    return f"{value:,.0f} a second"


def _build(folder: Path, name: str) -> list[str | Path]:
    config, site = folder / f"{name}.yml", folder / "site"
    return [PYTHON, "-m", "mkdocs", "build", "--quiet", "-f", config, "-d", site]


def _builds(folder: Path, targets: list[Target]) -> str:
    rows = []
    for site in SITES:
        plain, plugin = (_build(folder, f"{site.name} {kind}") for kind in ("bare", "speckit"))
        commands = {"bare": plain, "cold": plugin, "warm": plugin}
        used = alternating(commands, folder, ROUNDS, cold={"cold"})
        bare = used["bare"]
        rows.append(f"| {site.title} | bare | {cpu(bare):.2f} s | 1 | {_mb(bare)} | 1 |")
        for name, wanted in (("cold", site.cold), ("warm", site.warm)):
            cells = _compare(used[name], bare)
            rows.append(f"| | with the plugin, {name} | {cells} |")
            if wanted is not None:
                found = ratio(used[name], bare)
                targets.append(Target(f"build, {site.title}, {name}", wanted, found, _as_ratio))
        if site.memory is not None:
            found = memory(used["cold"]) / memory(bare)
            name = f"peak memory, {site.title}"
            targets.append(Target(name, site.memory, found, _as_ratio))
    head = "| site | build | CPU time | of the bare build | peak memory | of the bare |"
    return "\n".join([head, "| --- | --- | --: | --: | --: | --: |", *rows])


def _compare(used: Sequence[Usage], bare: Sequence[Usage]) -> str:
    of_bare = memory(used) / memory(bare)
    return f"{cpu(used):.2f} s | {ratio(used, bare):.3f} | {_mb(used)} | {of_bare:.2f}"


def _mb(used: Sequence[Usage]) -> str:
    return f"{memory(used) / 1e6:.0f} MB"


def _shares(folder: Path) -> str:
    """Where the time of a build goes, in parts of the whole build, over several builds."""
    command: list[str | Path] = [PYTHON, "-m", "benchmarks.shares", folder / "every speckit.yml"]
    commands = {"cold": command, "warm": command}
    used = alternating(
        commands, HERE.parent, ROUNDS, cold={"cold"}, kept_in=folder, keeps_output=True
    )
    samples: dict[str, Counter[str]] = {}
    for name, usages in used.items():
        samples[name] = sum((Counter(json.loads(usage.output)) for usage in usages), Counter())
    parts = [part for part, _ in samples["cold"].most_common() if part != REST]
    rows = []
    for part in (*parts, REST):
        cells = (f"{samples[name][part] / samples[name].total():.1%}" for name in commands)
        rows.append(f"| {part} | {' | '.join(cells)} |")
    head = "| part of a build where every page is a plan, in CPU time | cold | warm |"
    return "\n".join([head, "| --- | --: | --: |", *rows])


def _peers(folder: Path) -> str:
    used = alternating({n: _build(folder, n) for n in ("every bare", *PEERS)}, folder, ROUNDS)
    rows = [f"| {name} | {_compare(used[name], used['every bare'])} |" for name in PEERS]
    head = (
        "| another plugin on the same pages | CPU time | of the bare build | peak memory | of the"
    )
    return "\n".join([f"{head} bare |", "| --- | --: | --: | --: | --: |", *rows])


KEYS = ("first", "again")


def _rebuilds(folder: Path, targets: list[Target]) -> str:
    names = {"bare": "bare", "speckit": "with the plugin"}
    commands: dict[str, list[str | Path]] = {
        name: [PYTHON, "-m", "benchmarks.rebuild", folder / f"every {name}.yml"] for name in names
    }
    used = alternating(commands, HERE.parent, ROUNDS, keeps_output=True)
    seconds = {
        name: {key: [json.loads(u.output)[key] for u in used[name]] for key in KEYS}
        for name in names
    }
    rows = [
        f"| {label} | " + " | ".join(f"{median(seconds[name][key]):.2f} s" for key in KEYS) + " |"
        for name, label in names.items()
    ]
    pairs = zip(seconds["speckit"]["again"], seconds["bare"]["again"], strict=True)
    found = median(ours / theirs for ours, theirs in pairs)
    targets.append(Target("rebuild in `serve`, every page is a plan", 1.02, found, _as_ratio))
    head = "| `mkdocs serve` | first build | after an edit of one page |"
    return "\n".join([head, "| --- | --: | --: |", *rows])


def _starts(folder: Path, targets: list[Target]) -> str:
    commands: dict[str, list[str | Path]] = {
        "plugin": [PYTHON, "-c", LOADING],
        "help": [COMMAND, "--help"],
    }
    used = alternating(commands, folder, 3 * ROUNDS, keeps_output=True)
    added = 1000 * median(float(usage.output) for usage in used["plugin"])
    targets.append(Target("loading, no page is a plan", 15, added, _as_milliseconds))
    taken = 1000 * wall(used["help"])
    targets.append(Target("`mkdocs-speckit --help`", 80, taken, _as_milliseconds))
    return ""


def _checks(folder: Path, targets: list[Target]) -> str:
    rows = []
    found: dict[tuple[int, str], list[Usage]] = {}
    for size in (FEW, MANY, IN_PARALLEL, MOST):
        documents = folder / f"{size} documents"
        write_documents(documents, size)
        (documents / "pyproject.toml").write_text("[tool.mkdocs-speckit]\n")
        jobs = str(cpu_count() or 1) if size == IN_PARALLEL else "1"
        one: list[str | Path] = [COMMAND, "check", ".", "--jobs", jobs]
        commands = {"cold": one, "warm": one}
        if size == MANY:
            commands["export"] = [COMMAND, "export", ".", "--jobs", jobs, "--no-cache"]
        rounds = FEWER_ROUNDS if size == MOST else ROUNDS
        for name, usages in alternating(commands, documents, rounds, cold={"cold"}).items():
            found[size, name] = usages
            seconds, whole = cpu(usages), wall(usages)
            label = "`export`" if name == "export" else f"`check`, {name}"
            rows.append(
                f"| {label} | {size:,} | {jobs} | {seconds:.2f} s | {whole:.2f} s |"
                f" {size / whole:,.0f} | {_mb(usages)} |"
            )
    for name, wanted in (("cold", 1.8), ("warm", 0.4)):
        few, many = found[FEW, name], found[MANY, name]
        further = 1000 * (cpu(many) - cpu(few)) / (MANY - FEW)
        title = f"`check`, one core, each further document, {name}"
        targets.append(Target(title, wanted, further, _as_milliseconds))
    most = memory(found[MOST, "cold"])
    targets.append(Target(f"`check` of {MOST:,} documents: memory", 80e6, most, _as_megabytes))
    speed = IN_PARALLEL / wall(found[IN_PARALLEL, "cold"])
    name = f"`check` of {IN_PARALLEL:,} documents, {cpu_count()} cores"
    targets.append(Target(name, 700, speed, _as_speed, is_minimum=True))
    head = (
        "| command | documents | processes | CPU time | wall time | documents a second | memory |"
    )
    return "\n".join([head, "| --- | --: | --: | --: | --: | --: | --: |", *rows])


def _linters(folder: Path) -> str:
    """What other tools for Markdown take; empty where there is no Node.js."""
    if not NODE.is_dir():
        return ""
    documents = folder / f"{MANY} documents"
    project = folder / "changes"
    write_changes(project, CHANGES)
    ours: list[str | Path] = [COMMAND, "check", ".", "--no-cache", "--jobs", "1"]
    places = {
        f"{MANY:,} documents": (documents, ["markdownlint-cli2", "remark"]),
        f"{CHANGES} changes of OpenSpec": (project, ["openspec"]),
    }
    rows = []
    for title, (place, names) in places.items():
        commands: dict[str, list[str | Path]] = {"`mkdocs-speckit check`": ours}
        commands |= {name: [NODE / name, *NODE_TOOLS[name]] for name in names}
        used = alternating(commands, place, FEWER_ROUNDS)
        own = wall(used["`mkdocs-speckit check`"])
        rows += [
            f"| {title} | {name} | {cpu(usages):.2f} s | {wall(usages):.2f} s |"
            f" {wall(usages) / own:.1f} |"
            for name, usages in used.items()
        ]
    head = "| of | command | CPU time | wall time | of the wall time of `check` |"
    return "\n".join([head, "| --- | --- | --: | --: | --: |", *rows])


def _overviews(folder: Path, targets: list[Target]) -> str:
    command: list[str | Path] = [PYTHON, "-m", "benchmarks.overviews", folder / "overviews"]
    usages = alternating({"overviews": command}, HERE.parent, ROUNDS, keeps_output=True)[
        "overviews"
    ]
    outputs = [json.loads(usage.output) for usage in usages]
    rows = []
    for name in outputs[0]:
        seconds = median(output[name]["seconds"] for output in outputs)
        size = outputs[0][name]["bytes"]
        rows.append(f"| {name} | {seconds:.2f} s | {_as_megabytes(size)} |")
        title = f"overview of 1,000 features, {name}"
        targets.append(Target(f"{title}: time", 500, 1000 * seconds, _as_milliseconds))
        targets.append(Target(f"{title}: size", 1e6, size, _as_megabytes))
    head = "| overview of 1,000 features | CPU time | HTML |"
    return "\n".join([head, "| --- | --: | --: |", *rows])


def _machine() -> str:
    info = Path("/proc/cpuinfo")
    text = info.read_text(encoding="utf-8") if info.exists() else ""
    model = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
    return (
        f"Measured on {model[1] if model else platform.machine()}, {cpu_count()} cores; Python"
        f" {platform.python_version()}. Medians of {ROUNDS} rounds, of {FEWER_ROUNDS} for"
        f" {MOST:,} documents and for the tools of Node.js."
    )


if __name__ == "__main__":
    main()
