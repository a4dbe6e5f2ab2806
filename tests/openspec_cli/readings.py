"""One project as OpenSpec's own command line reads it, and as `mkdocs-speckit export` does.

The command line says of a change how many of its tasks are done, and of its deltas the operation,
the text and how many scenarios; of a capability's requirements the same. It never looks at archived
changes, and shows none whose proposal lacks a part: in the copy that it gets, all are active and
have a whole one.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

COMMAND = os.environ.get("OPENSPEC_CLI")
"""OpenSpec's command; the session `openspec` of noxfile.py installs it."""

OPERATIONS = "ADDED", "MODIFIED", "REMOVED", "RENAMED"
PROPOSAL = "# Change\n\n## Why\n\nNobody wrote one.\n\n## What Changes\n\n- Something\n"


class Requirement(NamedTuple):
    """A requirement of a capability, or what a change does to one.

    `text` is its first sentence as the command line gives it, and all that is written below its
    heading as we read it; of a new name both names. `scenarios` is how many it has.
    """

    operation: str
    text: str
    scenarios: int


class Reading(NamedTuple):
    """What is read of a project.

    `tasks` are how many are done, and all, by the folder of a change; `requirements` are by the
    path of a capability, below the folder of a change where one changes it.
    """

    tasks: dict[str, tuple[int, int]]
    requirements: dict[str, list[Requirement]]


def find_projects(folder: Path) -> list[Path]:
    """All folders `openspec/` with changes or capabilities."""
    found = sorted(folder.rglob("openspec/"))
    return [each for each in found if (each / "changes").is_dir() or (each / "specs").is_dir()]


def compare(project: Path) -> Iterator[str]:
    """Say what the two readings of a folder `openspec/` do not share."""
    theirs, ours = read_by_openspec(project), read_by_export(project)
    for name in sorted({*theirs.tasks, *ours.tasks}):
        if theirs.tasks.get(name, (0, 0)) != ours.tasks.get(name, (0, 0)):
            yield f"{name}: tasks {theirs.tasks.get(name)} and {ours.tasks.get(name)}"
    for path in sorted({*theirs.requirements, *ours.requirements}):
        their, our = theirs.requirements.get(path, []), ours.requirements.get(path, [])
        yield from (f"{path}: {each}" for each in _compare(their, our))


def _compare(theirs: Iterable[Requirement], ours: Iterable[Requirement]) -> Iterator[str]:
    for operation in ("", *OPERATIONS):
        their = [each for each in theirs if each.operation == operation]
        our = [each for each in ours if each.operation == operation]
        if len(their) != len(our):
            yield f"{len(their)} and {len(our)} requirements {operation}".strip()
            continue
        for one, other in zip(their, our, strict=True):
            if one.scenarios != other.scenarios or _flat(one.text) not in _flat(other.text):
                yield f"{one} and {other}"


def _flat(text: str) -> str:
    return " ".join(text.split())


def read_by_openspec(project: Path) -> Reading:
    """Ask the command line; archived changes are active first."""
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copytree(project, Path(folder) / "openspec")
        changes = copy / "changes"
        for archived in sorted(changes.glob("archive/*/")):
            archived.rename(changes / archived.name)
        for change in changes.glob("[!.]*/"):
            if change.name != "archive":
                (change / "proposal.md").write_text(PROPOSAL, "utf-8")
        listed = _ask(folder, "list")["changes"] if changes.is_dir() else []
        requirements: dict[str, list[Requirement]] = {}
        for each in listed:
            shown = _ask(folder, "show", each["name"], "--type", "change")
            for delta in shown["deltas"]:
                path = f"{each['name']}/{delta['spec']}"
                requirements.setdefault(path, []).append(_read_delta(delta))
        for each in _ask(folder, "list", "--specs")["specs"]:
            shown = _ask(folder, "show", each["id"], "--type", "spec")
            requirements[each["id"]] = [_read_delta(one) for one in shown["requirements"]]
    tasks = {each["name"]: (each["completedTasks"], each["totalTasks"]) for each in listed}
    return Reading(tasks, requirements)


def _ask(folder: str, *question: str) -> Any:
    assert COMMAND
    environment = {**os.environ, "OPENSPEC_TELEMETRY": "0", "CI": "true"}
    said = subprocess.run(
        [COMMAND, *question, "--json"],
        cwd=folder,
        env=environment,
        capture_output=True,
        check=False,
    )
    answer = json.loads(said.stdout)
    assert not said.returncode, (question, answer)
    return answer


def _read_delta(delta: Mapping[str, Any]) -> Requirement:
    if "rename" in delta:
        return Requirement("RENAMED", f"{delta['rename']['from']} → {delta['rename']['to']}", 0)
    requirement = delta.get("requirement", delta)
    text = requirement["text"].strip().removeprefix("Requirement: ")
    return Requirement(delta.get("operation", ""), text, len(requirement["scenarios"]))


def read_by_export(project: Path) -> Reading:
    """Export the same project as it is."""
    command = [sys.executable, "-m", "mkdocs_speckit", "export", str(project.parent)]
    said = subprocess.run(command, check=True, capture_output=True)
    reading = Reading({}, {})
    for plan in json.loads(said.stdout)["plans"]:
        path = Path(plan["path"])
        if path.parts[0] != project.name:
            continue
        parts = [part for part in path.parts[2:-1] if part not in ("specs", "archive")]
        change = next(part for part in path.parts[2:] if part != "archive")
        if plan["kind"] == "tasks":
            reading.tasks[change] = plan["completion"]["done"], plan["completion"]["total"]
        elif plan["kind"] == "spec":
            lines = (project.parent / path).read_text("utf-8-sig").splitlines()
            reading.requirements["/".join(parts)] = list(_read_spec(plan, lines))
    return reading


def _read_spec(plan: Mapping[str, Any], lines: list[str]) -> Iterator[Requirement]:
    for one in plan["requirements"]:
        below = "\n".join([one["id"], *lines[one["line"] :]])
        yield Requirement(one.get("delta", ""), below, len(one["scenarios"]))
    for old, new in plan.get("renamed", []):
        yield Requirement("RENAMED", f"{old} → {new}", 0)
