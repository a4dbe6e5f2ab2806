"""Compares the layout of dependency diagrams with that of Graphviz `dot`: `make bench-layout`.

Both get the same graphs with boxes of the same size, and both drawings are measured in the same
way: every line is cut into short straight pieces, and the pairs of edges that share no end and
whose lines meet are counted. `dot` draws without arrow heads, so that its lines reach the boxes.
"""

from __future__ import annotations

import platform
import re
import subprocess
import sys
import time
from collections import defaultdict
from dataclasses import dataclass
from os import cpu_count
from pathlib import Path

from benchmarks.graphs import Sample, make_samples
from mkdocs_speckit.rendering.diagram.geometry import Axes, Drawing, Extent, Point
from mkdocs_speckit.rendering.diagram.layers import arrange_layers
from mkdocs_speckit.rendering.diagram.placement import lay_out
from tests.rendering.geometry import (
    Polyline,
    count_crossing_edges,
    count_edges_through_boxes,
    count_overlaps,
    cut_route,
    sample_curve,
)

HERE = Path(__file__).parent
BOX = Extent(140, 50)
INCH = 72.0
RUNS = 3

MARK = "<!-- what follows is written by layout.py -->\n"


@dataclass(frozen=True, slots=True)
class Result:
    """What was measured on one graph: the crossings of both layouts, our faults and our time."""

    sample: Sample
    ours: int
    dots: int
    overlaps: int
    through: int
    milliseconds: float


def main() -> None:
    """Measure, and write the table into the README beside this file."""
    given = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    results = [_measure(sample) for sample in make_samples(given)]
    readme = HERE / "README.md"
    head = readme.read_text(encoding="utf-8").partition(MARK)[0]
    report = f"{_describe_machine()}\n\n{_write_table(results)}\n\n{_write_times(results)}\n"
    readme.write_text(f"{head}{MARK}\n{report}", encoding="utf-8")
    print(report)


def _measure(sample: Sample) -> Result:
    drawing, milliseconds = _draw(sample)
    lines = [cut_route(route) for route in drawing.routes]
    return Result(
        sample,
        count_crossing_edges(sample.edges, lines),
        count_crossing_edges(sample.edges, _run_dot(sample)),
        count_overlaps(drawing.boxes),
        count_edges_through_boxes(lines, drawing.boxes),
        milliseconds,
    )


def _draw(sample: Sample) -> tuple[Drawing, float]:
    """Our drawing and the shortest CPU time of a few runs, in milliseconds."""
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        drawing = lay_out(
            arrange_layers(sample.size, sample.edges), [BOX] * sample.size, Axes.RIGHT
        )
        times.append(1000 * (time.process_time() - start))
    return drawing, min(times)


def _run_dot(sample: Sample) -> list[Polyline]:
    """The lines of `dot`, in the order of the sample's edges."""
    size = f"width={BOX.width / INCH}, height={BOX.height / INCH}"
    source = "\n".join(
        [
            "digraph { rankdir=LR; edge [dir=none];",
            f'node [shape=box, fixedsize=true, label="", {size}];',
            *(f"{node};" for node in range(sample.size)),
            *(f"{start} -> {end};" for start, end in sample.edges),
            "}",
        ]
    )
    run = subprocess.run(
        ["dot", "-Tplain"],
        input=source.replace("digraph {", "digraph {\n"),
        capture_output=True,
        text=True,
        check=True,
    )
    found: defaultdict[tuple[int, int], list[Polyline]] = defaultdict(list)
    for words in map(str.split, run.stdout.splitlines()):
        if words[0] == "edge":
            count = int(words[3])
            numbers = [INCH * float(word) for word in words[4 : 4 + 2 * count]]
            controls = [Point(*pair) for pair in zip(numbers[::2], numbers[1::2], strict=True)]
            line = [controls[0]]
            for index in range(1, count, 3):
                line += sample_curve(line[-1], *controls[index : index + 3])
            found[int(words[1]), int(words[2])].append(line)
    return [found[edge].pop(0) for edge in sample.edges]


def _write_table(results: list[Result]) -> str:
    rows = [
        "| graphs | number | crossings | of `dot` | ratio | boxes overlap | edges through boxes |",
        "| --- | --: | --: | --: | --: | --: | --: |",
    ]
    families: defaultdict[str, list[Result]] = defaultdict(list)
    for result in results:
        families[result.sample.family].append(result)
    for family, members in [*families.items(), ("**all**", results)]:
        ours, dots = sum(r.ours for r in members), sum(r.dots for r in members)
        ratio = f"{ours / dots:.2f}" if dots else "1.00" if not ours else "—"
        faults = f"{sum(r.overlaps for r in members)} | {sum(r.through for r in members)}"
        rows.append(f"| {family} | {len(members)} | {ours:,} | {dots:,} | {ratio} | {faults} |")
    return "\n".join(rows)


def _write_times(results: list[Result]) -> str:
    rows = ["| nodes | graphs | median | longest |", "| --- | --: | --: | --: |"]
    bounds = (10, 25, 50, 100, 200)
    for low, high in zip((0, *bounds), bounds, strict=False):
        times = sorted(r.milliseconds for r in results if low < r.sample.size <= high)
        if times:
            median = times[len(times) // 2]
            label = f"{low + 1} to {high}"
            rows.append(f"| {label} | {len(times)} | {median:.1f} ms | {times[-1]:.1f} ms |")
    return "\n".join(rows)


def _describe_machine() -> str:
    info = Path("/proc/cpuinfo")
    text = info.read_text(encoding="utf-8") if info.exists() else ""
    model = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
    dot = subprocess.run(["dot", "-V"], capture_output=True, text=True, check=True)
    version = re.search(r"version (\S+)", dot.stderr)
    return (
        f"Measured on {model[1] if model else platform.machine()}, {cpu_count()} cores, one used; "
        f"Python {platform.python_version()}, `dot` {version[1] if version else 'unknown'}."
    )


if __name__ == "__main__":
    main()
