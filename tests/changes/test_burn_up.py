"""Burn-ups of real repositories, against a count of each commit that is checked out."""

from __future__ import annotations

import os
import random
import re
import subprocess
import time
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from mkdocs_speckit.changes.burn_up import count_over_time, find_idle, trace_features
from mkdocs_speckit.disk.commits import HistoryError
from mkdocs_speckit.disk.history import History
from mkdocs_speckit.features import group_features
from mkdocs_speckit.features.joining import join_documents
from mkdocs_speckit.model.burn_up import BurnUp, Point, add_burn_ups
from mkdocs_speckit.model.parts import Completion
from mkdocs_speckit.options import Options
from mkdocs_speckit.project import find_project, make_project
from tests.repositories import MadeRepository, import_documents

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from mkdocs_speckit.changes.burn_up import Snapshot

MARKER = "<!-- SPECKIT_LEVEL: 2 -->\n"


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MadeRepository:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return MadeRepository(tmp_path / "made")


def tasks(done: int, total: int, title: str = "Tasks") -> str:
    boxes = "".join(f"- [{'x' if i < done else ' '}] T{i:03} Do it\n" for i in range(total))
    return f"{MARKER}# {title}\n\n{boxes}"


def trace(root: Path) -> dict[str, BurnUp]:
    """The burn-ups of all features of a checkout, by their folders."""
    plans, paths = read(root)
    features = group_features(plans, paths)
    project = make_project(root, Options(), root)
    history = History(root, project.cache)
    found = trace_features(project, history, features, lambda path: root / path)
    project.cache.save()
    return {
        folder: found[feature.leading.path]
        for folder, feature in features.items()
        if feature.leading.path in found
    }


def count(root: Path, names: Mapping[str, Iterable[bytes]]) -> dict[str, tuple[BurnUp, Snapshot]]:
    project = make_project(root, Options(), root)
    history = History(root, project.cache)
    found = count_over_time(project, history, history.read_log(), names)
    project.cache.save()
    return found


def read(root: Path):  # type: ignore[no-untyped-def]
    project = find_project(root)
    paths = sorted(p.relative_to(root).as_posix() for p in root.rglob("*.md"))
    plans = [project.read((root / path).read_text("utf-8"), path) for path in paths]
    return join_documents(plan for plan in plans if plan is not None), paths


def points(burn_up: BurnUp) -> list[tuple[str, int, int]]:
    return [(date.fromordinal(p.day).isoformat(), p.done, p.total) for p in burn_up.points]


def test_boxes_are_counted_after_each_day(made: MadeRepository) -> None:
    made.commit("2026-03-03", {"x/tasks.md": tasks(0, 12)})
    made.commit("2026-03-09 08:00:00 +0000", {"x/tasks.md": tasks(2, 12)})
    made.commit("2026-03-09 18:00:00 +0000", {"x/tasks.md": tasks(4, 15)})
    made.commit("2026-03-11", {"other.md": "# No plan\n"})
    (burn_up,) = trace(made.root).values()
    assert points(burn_up) == [("2026-03-03", 0, 12), ("2026-03-09", 4, 15)]
    assert date.fromordinal(burn_up.now).isoformat() == "2026-03-11"
    assert burn_up.ticked == ((date(2026, 3, 9).toordinal(), 4),)


def test_the_example_of_its_documentation(made: MadeRepository) -> None:
    made.commit("2026-03-03", {"x/plan.md": tasks(0, 12, "Plan: X")})
    made.commit("2026-03-09", {"x/tasks.md": tasks(0, 20)})
    made.commit("2026-03-10", {"x/tasks.md": tasks(4, 20)})
    assert points(trace(made.root)["x"]) == [
        ("2026-03-03", 0, 12), ("2026-03-09", 0, 20), ("2026-03-10", 4, 20),
    ]  # fmt: skip


def test_a_feature_that_was_moved_and_renamed_is_followed(made: MadeRepository) -> None:
    made.commit("2026-03-03", {"x/plan.md": f"{MARKER}# Plan: X\n", "x/tasks.md": tasks(1, 12)})
    (made.root / "done").mkdir()
    made.git("mv", "x", "done/001-x")
    made.commit_all("2026-03-04")
    made.git("mv", "done/001-x/tasks.md", "done/001-x/todo.md")
    made.commit("2026-03-05", {"done/001-x/todo.md": tasks(2, 12)})
    assert points(trace(made.root)["done/001-x"]) == [("2026-03-03", 1, 12), ("2026-03-05", 2, 12)]


def test_a_document_that_was_deleted_counts_as_long_as_it_was_there(made: MadeRepository) -> None:
    made.commit("2026-03-03", {"x/plan.md": tasks(1, 5, "Plan: X"), "x/tasks.md": tasks(3, 12)})
    made.commit("2026-03-07", {"x/tasks.md": None})
    assert points(trace(made.root)["x"]) == [("2026-03-03", 3, 12), ("2026-03-07", 1, 5)]


def test_a_plan_that_was_in_the_same_folder_was_a_feature_of_its_own(made: MadeRepository) -> None:
    one, other = (f"Plan\n\n<!-- SPECKIT_TEMPLATE_SOURCE: plan-core | v{n} -->" for n in (1, 2))
    made.commit("2026-03-03", {"a.md": tasks(1, 5, one), "b.md": tasks(3, 12, other)})
    assert [plan.kind for plan in read(made.root)[0]] == ["plan", "plan"]
    made.commit("2026-03-07", {"b.md": None, "a.md": tasks(2, 5, one)})
    assert points(trace(made.root)["."]) == [("2026-03-03", 1, 5), ("2026-03-07", 2, 5)]


def test_a_document_that_is_no_plan_any_more_counts_while_it_was_one(made: MadeRepository) -> None:
    made.commit("2026-03-03", {"x/plan.md": tasks(1, 5, "Plan: X"), "x/tasks.md": tasks(3, 12)})
    made.commit("2026-03-07", {"x/tasks.md": "# Only words\n"})
    assert points(trace(made.root)["x"]) == [("2026-03-03", 3, 12), ("2026-03-07", 1, 5)]


def test_what_is_not_committed_yet_is_what_there_is_now(made: MadeRepository) -> None:
    made.commit("2026-03-03", {"x/tasks.md": tasks(1, 5)})
    made.commit("2026-03-09", {"other.md": "# Other\n"})
    (made.root / "x/tasks.md").write_text(tasks(4, 6))
    assert points(trace(made.root)["x"]) == [("2026-03-03", 1, 5), ("2026-03-09", 4, 6)]


def test_a_document_that_no_page_is_made_of_never_counts(made: MadeRepository) -> None:
    """Neither while it changes, nor after it was deleted and written again."""
    others = {"x/plan.md": tasks(1, 2, "Plan"), "x/notes.md": tasks(0, 9, "Notes")}
    made.commit("2026-03-01", others)
    made.commit("2026-03-02", {"x/notes.md": None})
    made.commit("2026-03-03", {"x/notes.md": tasks(0, 7, "Notes")})
    made.commit(
        "2026-03-04", {"x/notes.md": tasks(3, 7, "Notes"), "x/plan.md": tasks(2, 2, "Plan")}
    )
    plans = [plan for plan in read(made.root)[0] if plan.path == "x/plan.md"]
    features = group_features(join_documents(plans), ["x/plan.md"])
    project, history = find_project(made.root), History(made.root)
    found = trace_features(project, history, features, lambda path: made.root / path)
    assert points(found["x/plan.md"]) == [("2026-03-01", 1, 2), ("2026-03-04", 2, 2)]


def test_what_the_site_reads_in_another_way_has_no_history(made: MadeRepository) -> None:
    made.commit("2026-03-01", {"x/tasks.md": tasks(1, 5)})
    made.commit("2026-03-02", {"x/tasks.md": tasks(2, 5)})
    plans, paths = read(made.root)
    (plan,) = plans
    included = replace(plan, progress=replace(plan.progress, completion=Completion(2, 9)))
    features = group_features([included], paths)
    project, history = find_project(made.root), History(made.root)
    assert trace_features(project, history, features, lambda path: made.root / path) == {}


def test_the_top_folder_may_have_parts(made: MadeRepository) -> None:
    plan = f"{MARKER}# Plan: Bread\n\n- [ ] One\n"
    made.commit("2026-03-03", {"plan.md": plan, "001-dough/tasks.md": tasks(0, 4)})
    made.commit("2026-03-05", {"001-dough/tasks.md": tasks(1, 4)})
    assert points(trace(made.root)["."]) == [("2026-03-03", 0, 5), ("2026-03-05", 1, 5)]


def test_names_that_are_not_utf_8_are_names(made: MadeRepository) -> None:
    name = os.fsdecode(b"x/caf\xe9.md")
    made.commit("2026-03-01", {"x/plan.md": tasks(0, 3, "Plan"), name: tasks(1, 2)})
    made.commit("2026-03-04", {name: None, "x/plan.md": tasks(1, 3, "Plan")})
    assert points(trace(made.root)["x"]) == [("2026-03-01", 1, 5), ("2026-03-04", 1, 3)]
    assert points(trace(made.root)["x"]) == [("2026-03-01", 1, 5), ("2026-03-04", 1, 3)]


def test_a_version_that_git_has_lost_is_a_history_that_is_not_whole(made: MadeRepository) -> None:
    made.commit("2026-03-01", {"x/tasks.md": tasks(1, 5)})
    blob = made.git("rev-parse", "HEAD:x/tasks.md").strip()
    made.commit("2026-03-02", {"x/tasks.md": tasks(2, 5)})
    (made.root / ".git/objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(HistoryError, match="git has no content of"):
        trace(made.root)


def test_archived_changes_wait_for_nobody(made: MadeRepository) -> None:
    folder = "openspec/changes/archive/2026-01-04-add-x"
    text = "## 1. Build\n\n- [x] 1.1 a\n- [ ] 1.2 b\n"
    made.commit("2026-01-03", {f"{folder}/tasks.md": text})
    made.commit("2026-03-03", {"other.md": "# Other\n"})
    plans, paths = read(made.root)
    features = group_features(plans, paths)
    found = trace_features(
        find_project(made.root), History(made.root), features, lambda p: made.root / p
    )
    assert [one.is_idle for one in found.values()] == [True]
    assert find_idle(features, found) == frozenset()


def test_a_new_document_is_what_there_is_now(made: MadeRepository) -> None:
    made.commit("2026-03-03", {"x/plan.md": tasks(1, 5, "Plan")})
    made.commit("2026-03-09", {"x/plan.md": tasks(2, 5, "Plan")})
    (made.root / "x/tasks.md").write_text(tasks(4, 6))
    assert points(trace(made.root)["x"]) == [("2026-03-03", 1, 5), ("2026-03-09", 4, 6)]


@pytest.mark.parametrize("ends", [b"\n", b"\r\n"])
def test_line_ends_of_a_checkout_are_not_a_change(made: MadeRepository, ends: bytes) -> None:
    made.commit("2026-03-01", {"x/tasks.md": tasks(1, 5)})
    made.commit("2026-03-02", {"x/tasks.md": tasks(2, 5)})
    path = made.root / "x/tasks.md"
    path.write_bytes(path.read_bytes().replace(b"\n", ends))
    plans, paths = read(made.root)
    included = replace(plans[0], progress=replace(plans[0].progress, completion=Completion(2, 9)))
    features = group_features([included], paths)
    project, history = find_project(made.root), History(made.root)
    assert trace_features(project, history, features, lambda path: made.root / path) == {}


def test_what_was_never_committed_has_no_history(made: MadeRepository) -> None:
    made.commit("2026-03-03", {"x/tasks.md": tasks(1, 5)})
    (made.root / "y").mkdir()
    (made.root / "y/tasks.md").write_text(tasks(1, 5))
    assert [*trace(made.root)] == ["x"]


def test_a_feature_has_the_items_of_its_parts(made: MadeRepository) -> None:
    plan = f"{MARKER}# Plan: Bread\n\n- [ ] One\n"
    made.commit("2026-03-03", {"bread/plan.md": plan, "bread/001-dough/tasks.md": tasks(0, 4)})
    made.commit("2026-03-05", {"bread/002-oven/tasks.md": tasks(1, 3)})
    made.commit("2026-03-08", {"bread/001-dough/tasks.md": tasks(4, 4)})
    found = trace(made.root)
    assert points(found["bread"]) == [
        ("2026-03-03", 0, 5), ("2026-03-05", 1, 8), ("2026-03-08", 5, 8),
    ]  # fmt: skip
    assert points(found["bread/001-dough"]) == [("2026-03-03", 0, 4), ("2026-03-08", 4, 4)]


@pytest.mark.parametrize(
    ("path", "text", "number"),
    [
        ("specs/001-x/tasks.md", "# Tasks: X\n\n## Phase 1: Setup\n\n{}", "T{:03}"),
        ("openspec/changes/add-x/tasks.md", "## 1. Build\n\n{}", "1.{}"),
        (".kiro/specs/x/tasks.md", "# Implementation Plan\n\n{}", "{}."),
    ],
)
def test_other_formats_are_counted_by_their_own_rules(
    made: MadeRepository, path: str, text: str, number: str
) -> None:
    def write(done: int) -> str:
        boxes = [f"- [{'x' if n <= done else ' '}] {number.format(n)} Do\n" for n in range(1, 9)]
        return text.format("".join(boxes))

    others = {
        "specs/001-x/spec.md": "# Feature Specification: X\n\n**Feature Branch**: `001-x`\n",
        "openspec/changes/add-x/proposal.md": "## Why\n\nSo.\n\n## What Changes\n\n- X\n",
        ".kiro/specs/x/requirements.md": "# Requirements Document\n\n## Introduction\n\nText.\n",
    }
    made.commit("2026-03-03", {**others, path: write(0)})
    made.commit("2026-03-06", {path: write(3)})
    found = [burn_up for burn_up in trace(made.root).values() if burn_up.last.total]
    assert [points(one) for one in found] == [[("2026-03-03", 0, 8), ("2026-03-06", 3, 8)]]


# Whole histories.


def count_at(root: Path) -> dict[str, tuple[int, int]]:
    """The boxes of each feature's list of tasks, or else of all its documents: counted anew."""
    found = {}
    for folder in {path.parent for path in root.rglob("*.md")}:
        texts = {path.name: path.read_text("utf-8") for path in folder.glob("*.md")}
        texts = {name: text for name, text in texts.items() if text.startswith("<!-- SPECKIT")}
        boxes = {name: re.findall("(?m)^- \\[([ x])", text) for name, text in texts.items()}
        counted = boxes.get("tasks.md") or [box for each in boxes.values() for box in each]
        if counted:
            found[folder.name] = (counted.count("x"), len(counted))
    return found


@pytest.mark.parametrize("seed", range(4))
def test_each_day_has_the_count_of_its_last_commit(
    made: MadeRepository, tmp_path: Path, seed: int
) -> None:
    """Features grow, are ticked, lose and get documents; some days have several commits."""
    generator = random.Random(seed)  # noqa: S311
    boxes: dict[str, dict[str, tuple[int, int]]] = {
        name: {"plan.md": (0, generator.randrange(4)), "tasks.md": (0, generator.randrange(1, 20))}
        for name in ("bread", "cake", "tea")
    }
    day = date(2026, 1, 5)
    expected: dict[str, dict[int, tuple[int, int]]] = {name: {} for name in boxes}
    for _ in range(25):
        day += timedelta(generator.choice([0, 0, 1, 1, 3]))
        changed: dict[str, str | None] = {}
        for name, documents in boxes.items():
            document = generator.choice(["plan.md", "tasks.md", "tasks.md"])
            done, total = documents.get(document, (0, 2))
            total += generator.choice([0, 0, 1, 3])
            done = max(0, min(total, done + generator.choice([-1, 0, 1, 2])))
            documents[document] = done, total
            kind = "Plan: Bread" if document == "plan.md" else "Tasks"
            changed[f"docs/{name}/{document}"] = tasks(done, total, kind)
            if document == "plan.md" and generator.random() < 0.2 and "tasks.md" in documents:
                del documents["tasks.md"]
                if (made.root / f"docs/{name}/tasks.md").exists():
                    changed[f"docs/{name}/tasks.md"] = None
        made.commit(day.isoformat(), changed)
    commits = made.git("log", "--reverse", "--format=%H %cs").splitlines()
    made.git("worktree", "add", "--quiet", "--detach", str(tmp_path / "past"))
    past = MadeRepository.__new__(MadeRepository)
    past.root = tmp_path / "past"
    for line in commits:
        commit, written = line.split(" ")
        past.git("checkout", "--quiet", commit)
        counted = count_at(past.root)
        for name, days in expected.items():
            days[date.fromisoformat(written).toordinal()] = counted.get(name, (0, 0))
    found = trace(made.root)
    for name, days in expected.items():
        assert spread(found[f"docs/{name}"], days) == days


def spread(burn_up: BurnUp, days: Mapping[int, tuple[int, int]]) -> dict[int, tuple[int, int]]:
    """The figures of a burn-up on each of some days."""
    found = {}
    for day in days:
        before = [point for point in burn_up.points if point.day <= day]
        found[day] = (before[-1].done, before[-1].total) if before else (0, 0)
    return found


# What is kept between builds.


def test_versions_are_read_once(made: MadeRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        made.commit(f"2026-03-0{number + 1}", {"x/tasks.md": tasks(number, 5)})
    first = trace(made.root)
    folder = made.root / ".cache/plugin/speckit"
    assert {path.name for path in folder.iterdir()} == {".gitignore", "kept.sqlite"}
    assert made.git("status", "--porcelain") == ""

    def read_nothing(*_: object) -> None:
        raise AssertionError("a version is read again")

    monkeypatch.setattr(History, "read_texts", read_nothing)
    assert trace(made.root) == first


def test_where_nothing_can_be_written_nothing_is_kept(made: MadeRepository) -> None:
    made.commit("2026-03-01", {"x/tasks.md": tasks(0, 5), ".cache": "a file\n"})
    made.commit("2026-03-02", {"x/tasks.md": tasks(1, 5)})
    assert len(trace(made.root)["x"].points) == 2


def test_two_histories_are_counted_without_each_other(made: MadeRepository) -> None:
    made.commit("2026-03-01", {"x/tasks.md": tasks(0, 5), "y/tasks.md": tasks(1, 7)})
    names = {"one": [b"x/tasks.md"], "both": [b"x/tasks.md", b"y/tasks.md"], "none": [b"z.md"]}
    found = count(made.root, names)
    assert {key: points(one)[0][1:] for key, (one, _) in found.items()} == {"both": (1, 12)}


# Sums, and what is idle.


def test_burn_ups_add_up_day_by_day() -> None:
    one = BurnUp((Point(1, 0, 8), Point(3, 2, 8), Point(8, 3, 12)), 9)
    other = BurnUp((Point(2, 1, 1), Point(8, 0, 0)), 9)
    assert add_burn_ups([one, other]) == BurnUp(
        (Point(1, 0, 8), Point(2, 1, 9), Point(3, 3, 9), Point(8, 3, 12)), 9
    )
    assert add_burn_ups([one]) is one
    assert add_burn_ups([]) is None


@pytest.mark.parametrize(("now", "is_idle"), [(17, False), (18, True)])
def test_a_feature_is_idle_two_weeks_after_its_last_tick(now: int, is_idle: bool) -> None:
    assert BurnUp((Point(1, 0, 8), Point(3, 2, 8)), now).is_idle is is_idle


def test_a_part_is_not_idle_where_another_part_goes_on(made: MadeRepository) -> None:
    plan = f"{MARKER}# Plan: Bread\n"
    parts = {"bread/001-dough/tasks.md": tasks(1, 4), "bread/002-oven/tasks.md": tasks(0, 4)}
    made.commit("2026-03-03", {"bread/plan.md": plan, "tea/tasks.md": tasks(1, 3), **parts})
    made.commit("2026-04-03", {"bread/002-oven/tasks.md": tasks(1, 4)})
    plans, paths = read(made.root)
    features = group_features(plans, paths)
    found = trace_features(
        find_project(made.root), History(made.root), features, lambda p: made.root / p
    )
    assert find_idle(features, found) == {"tea"}


# Many documents.


def versions(boxes: int) -> list[str]:
    return [tasks(boxes * part // 4, boxes) for part in range(5)]


@pytest.mark.parametrize("number", [1, 60])
def test_git_is_called_as_often_for_many_documents_as_for_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    made = import_documents(tmp_path, number, versions(8))
    started: list[str] = []
    run = subprocess.run

    def note(command: list[str], *arguments: Any, **options: Any) -> Any:
        started.append(command[-1])
        return run(command, *arguments, **options)

    monkeypatch.setattr(subprocess, "run", note)
    assert len(trace(made.root)) == number
    assert len(started) == 6
    started.clear()
    assert len(trace(made.root)) == number
    assert len(started) == 3  # Where the repository is, if all of it is there, its last commit.


def test_a_thousand_documents_of_five_versions_take_seconds_once(tmp_path: Path) -> None:
    made = import_documents(tmp_path, 1000, [f"{text}\n" for text in versions(40)])
    names = {f"{n}": [f"docs/f{n:04}/tasks.md".encode()] for n in range(1000)}
    # Each document has its own contents in a real repository: here each name is read anew.
    for limit in (5.0, 0.5):
        begin = time.process_time()
        found = count(made.root, names)
        assert time.process_time() - begin < limit
        assert {len(burn_up.points) for burn_up, _ in found.values()} == {5}
