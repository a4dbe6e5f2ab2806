"""Makes a repository of the demo whose features grew and were ticked over eight weeks.

`make demo-history` serves it: what git says of a feature shows only where there is a history. The
last commit has the demo's documents as they are, with the days on which work starts; earlier ones
have fewer boxes and fewer ticks.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).parent
COPIED = ("docs", "specs", "neighbours")

BEGIN, WEEKS = date(2026, 1, 12), 8
"""A Monday, and how long the work has gone on since."""

PACE = {"address-book": 0.6, "001-index": 0.75, "gift-cards": 0.55}
"""The share of the time after which nothing was ticked in a feature; in others it goes on."""

ADDED = ((0.3, 0.1), (0.65, 0.1))
"""When boxes were added, as shares of the time, and how many, as shares of all of a document."""

STARTS = {"express-checkout": date(2026, 1, 14), "passkeys": date(2026, 2, 2)}
"""When work starts, in features that say so."""

OFTEN = 0.6
"""The share of days on which something is ticked."""

WEEKEND = 5

_BOX = re.compile(r"^\s*(?:[-*]|\d+\.) \[(?P<mark>[ xX])\] ")


def main(target: Path) -> None:
    """Make the repository in a folder, whose content is replaced."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    run_git(target, BEGIN, "init", "--quiet", "--initial-branch=main")
    (target / ".gitignore").write_text("site/\n", encoding="utf-8")
    config = (HERE / "mkdocs.yml").read_text(encoding="utf-8")
    kept = [line for line in config.splitlines(keepends=True) if "show: [" not in line]
    (target / "mkdocs.yml").write_text("".join(kept), encoding="utf-8")
    documents = {
        file.relative_to(HERE): add_start(file.parent.name, file.read_bytes())
        for folder in COPIED
        for file in sorted((HERE / folder).rglob("*"))
        if file.is_file()
    }
    days = [BEGIN + timedelta(number) for number in range(7 * WEEKS + 1)]
    ticked = {path: choose_days(path, days) for path in documents}
    for number, day in enumerate(days):
        if day.weekday() >= WEEKEND:
            continue
        passed = number / (len(days) - 1)
        for path, content in documents.items():
            file = target / path
            file.parent.mkdir(parents=True, exist_ok=True)
            is_changing = path.suffix == ".md" and passed < 1
            done = ticked[path][number]
            file.write_bytes(make_earlier(content, passed, done) if is_changing else content)
        run_git(target, day, "add", "--all")
        run_git(target, day, "commit", "--quiet", "--allow-empty", "-m", f"Work of {day}")


def add_start(feature: str, content: bytes) -> bytes:
    """Let the front matter of a plan say when work starts, so that its hours become dates."""
    begin = b"---\n"
    if feature not in STARTS or not content.startswith(begin):
        return content
    return content.replace(begin, begin + f"starts: {STARTS[feature]}\n".encode(), 1)


def choose_days(path: Path, days: list[date]) -> list[float]:
    """The share of a document's ticks that there is on each day; those of a feature go together."""
    name = path.parent.name
    generator = random.Random(name)  # noqa: S311
    end = PACE.get(name, 1.0) * len(days)
    steps = []
    for number, day in enumerate(days):
        works = day.weekday() < WEEKEND and 3 < number <= end and generator.random() < OFTEN  # noqa: PLR2004
        steps.append(generator.choice([1, 1, 2, 3]) if works else 0)
    whole = sum(steps) or 1
    return [sum(steps[: number + 1]) / whole for number in range(len(days))]


def make_earlier(content: bytes, passed: float, done: float) -> bytes:
    """A document as it was: without the boxes that were added later, and with some of its ticks.

    `passed` and `done` are shares from 0 to 1.
    """
    lines = content.decode("utf-8").splitlines(keepends=True)
    boxes = [(number, match) for number, line in enumerate(lines) if (match := _BOX.match(line))]
    ticks = [(number, match) for number, match in boxes if match["mark"] != " "]
    for number, match in ticks[round(done * len(ticks)) :]:
        at = match.start("mark")
        lines[number] = f"{lines[number][:at]} {lines[number][at + 1 :]}"
    later = sum(share for when, share in ADDED if passed < when)
    opened = [number for number, match in boxes if match["mark"] == " "]
    for number in opened[len(opened) - round(later * len(boxes)) :]:
        lines[number] = ""
    return "".join(lines).encode("utf-8")


def run_git(folder: Path, day: date, *arguments: str) -> None:
    """Run git at noon of a day."""
    names = {"NAME": "Harbour Shop", "EMAIL": "shop@example.org", "DATE": f"{day}T12:00:00 +0000"}
    made = {
        f"GIT_{who}_{key}": text for who in ("AUTHOR", "COMMITTER") for key, text in names.items()
    }
    subprocess.run(  # noqa: S603
        ["git", *arguments],  # noqa: S607
        cwd=folder,
        env={**os.environ, **made, "GIT_CONFIG_GLOBAL": os.devnull},
        check=True,
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
