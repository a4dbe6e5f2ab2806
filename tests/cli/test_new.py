"""`mkdocs-speckit new`: the documents of a feature as they begin, and as they are filled in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from mkdocs_speckit import read
from mkdocs_speckit.audit import audit_plans
from mkdocs_speckit.cli import main
from mkdocs_speckit.disk.files import WriteError
from mkdocs_speckit.disk.templates import (
    make_documents,
    make_kiro_documents,
    make_openspec_documents,
    make_spec_kit_documents,
)
from mkdocs_speckit.model.levels import FILE_OF_KIND, LEVELS, list_required_documents
from mkdocs_speckit.schedule import schedule_plan

if TYPE_CHECKING:
    from pathlib import Path

PLACEHOLDER = re.compile(r"\[(?!(?: |P\d?|US\d|EVIDENCE: .*)\])([^\[\]]+)\](?![(`])")
"""A text in brackets that is not a box, a tag, evidence, code or a link."""


def new(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["new", *arguments])


def check(folder: str) -> Result:
    return CliRunner().invoke(main, ["check", folder])


def filled(text: str) -> str:
    """A document in which somebody has written something for every placeholder."""

    def answer(placeholder: re.Match[str]) -> str:
        asked = placeholder[1].removeprefix("e.g., ")
        return {"YYYY-MM-DD": "2026-05-04"}.get(asked, asked.partition("/")[0])

    return PLACEHOLDER.sub(answer, text)


def rules_found(texts: dict[str, str]) -> set[str]:
    """The rules that find something in the documents of a feature."""
    plans = [plan for name, text in texts.items() if (plan := read(text, f"keys/{name}"))]
    assert len(plans) == len(texts)
    audited = audit_plans(plans, files=[plan.path for plan in plans])
    return {finding.rule for _, findings in audited for finding in findings}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("level", LEVELS)
def test_a_level_has_its_documents_ready_to_fill(here: Path, level: str) -> None:
    result = new("docs/keys", "--level", level, "--title", "Passkeys")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        f"docs/keys/{FILE_OF_KIND[kind]}" for kind in list_required_documents(level)
    ]
    texts = {path.name: path.read_text("utf-8") for path in (here / "docs" / "keys").iterdir()}
    assert texts == make_documents(level, "Passkeys")
    assert rules_found(texts) == {"unfilled-placeholder"}
    found = [line for line in check("docs").stdout.splitlines() if line.startswith("docs/")]
    assert all("[unfilled-placeholder]" in line for line in found)
    more = [int(match[1]) for line in found if (match := re.search(r"and (\d+) more, in", line))]
    counted = sum(len(PLACEHOLDER.findall(text)) for text in texts.values())
    assert len(found) + sum(more) == counted


@pytest.mark.parametrize("level", LEVELS)
def test_nothing_is_found_once_all_placeholders_are_filled_in(level: str) -> None:
    texts = {name: filled(text) for name, text in make_documents(level, "Passkeys").items()}
    assert rules_found(texts) == set()


@pytest.mark.parametrize("level", LEVELS)
def test_every_document_says_its_title_its_level_and_what_it_is(level: str) -> None:
    for kind, (name, text) in zip(
        list_required_documents(level), make_documents(level, "Keys").items(), strict=True
    ):
        plan = read(text, "document.md")
        assert plan is not None
        assert plan.title.endswith(": Keys"), name
        assert (plan.known_level, plan.kind) == (level, kind)


def test_the_examples_of_a_plan_make_a_schedule() -> None:
    plan = read(filled(make_documents("3", "Keys")["plan.md"]))
    assert plan is not None
    schedule = schedule_plan(plan)
    assert schedule is not None
    assert (schedule.length.low, schedule.length.high) == (12, 22)


def test_level_2_and_a_placeholder_for_the_name_are_the_defaults(here: Path) -> None:
    assert new("keys").exit_code == 0
    plan = (here / "keys" / "plan.md").read_text("utf-8")
    assert plan.startswith("# Implementation Plan: [NAME]\n\n<!-- SPECKIT_LEVEL: 2 -->\n")


def test_a_title_is_one_line_and_taken_as_it_is(here: Path) -> None:
    assert new("keys", "--title", "$level costs\n<b> & ${title}").exit_code == 0
    first = (here / "keys" / "tasks.md").read_text("utf-8").splitlines()[0]
    assert first == "# Tasks: $level costs <b> & ${title}"


def test_a_feature_of_spec_kit_is_ready_to_fill(here: Path) -> None:
    result = new("specs/003-keys", "--format", "spec-kit", "--title", "Passkeys")
    assert result.exit_code == 0
    names = ["spec.md", "plan.md", "tasks.md"]
    assert result.stdout.splitlines() == [f"specs/003-keys/{name}" for name in names]
    texts = {name: (here / "specs" / "003-keys" / name).read_text("utf-8") for name in names}
    assert texts == make_spec_kit_documents("003-keys", "Passkeys")
    plans = [read(text, f"003-keys/{name}") for name, text in texts.items()]
    for name, plan in zip(names, plans, strict=True):
        assert plan is not None
        assert (plan.format, plan.is_certain) == ("spec-kit", True), name
        assert plan.title.endswith(": Passkeys")
        assert len(plan.placeholders) == len(PLACEHOLDER.findall(texts[name])), name
    assert rules_found(texts) == {"unfilled-placeholder"}


def test_nothing_is_found_in_a_feature_of_spec_kit_once_it_is_filled_in() -> None:
    documents = make_spec_kit_documents("003-keys", "Passkeys")
    texts = {name: filled(text) for name, text in documents.items()}
    assert rules_found(texts) == set()
    plan = read(texts["spec.md"], "003-keys/spec.md")
    tasks = read(texts["tasks.md"], "003-keys/tasks.md")
    assert plan is not None
    assert tasks is not None
    assert [(story.id, story.priority) for story in plan.stories] == [("US1", "P1"), ("US2", "P2")]
    assert {requirement.id for requirement in plan.requirements} == {"FR-001", "FR-002", "SC-001"}
    assert [phase.completion.total for phase in tasks.phases] == [1, 1, 2, 2, 1]
    assert {task.story for task in tasks.tasks} == {None, "US1", "US2"}


@pytest.mark.parametrize("folder", ["003-keys", "."])
def test_its_branch_is_called_like_its_folder(
    here: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    (here / "003-keys").mkdir()
    monkeypatch.chdir(here / "003-keys" if folder == "." else here)
    assert new(folder, "--format", "spec-kit").exit_code == 0
    spec = (here / "003-keys" / "spec.md").read_text("utf-8")
    assert "**Feature Branch**: `003-keys`\n" in spec
    assert spec.startswith("# Feature Specification: [NAME]\n")


def test_spec_kit_has_no_levels(here: Path) -> None:
    result = new("keys", "--format", "spec-kit", "--level", "2")
    assert (result.exit_code, result.stderr) == (
        2,
        "mkdocs-speckit: --level is not for --format spec-kit, which has no levels; leave it out\n",
    )
    assert not (here / "keys").exists()


def test_a_change_of_openspec_is_ready_to_fill(here: Path) -> None:
    folder = "openspec/changes/sell-rolls"
    result = new(folder, "--format", "openspec")
    assert result.exit_code == 0
    names = ["proposal.md", "design.md", "tasks.md", "specs/sell-rolls/spec.md"]
    assert result.stdout.splitlines() == [f"{folder}/{name}" for name in names]
    texts = {name: (here / folder / name).read_text("utf-8") for name in names}
    assert texts == make_openspec_documents("sell-rolls", "Sell rolls")
    assert texts["proposal.md"].startswith("# Sell rolls\n")
    for name, text in texts.items():
        plan = read(text, f"{folder}/{name}")
        assert plan is not None
        assert (plan.format, plan.is_certain) == ("openspec", True), name
        assert len(plan.placeholders) == text.count("<!--"), name
        assert not plan.questions


def test_a_change_of_openspec_has_tasks_and_a_requirement_once_it_is_filled_in() -> None:
    documents = make_openspec_documents("sell-rolls", "Rolls of the morning")
    assert documents["tasks.md"].startswith("# Tasks: Rolls of the morning\n")
    texts = {name: re.sub("<!--|-->", "", text) for name, text in documents.items()}
    folder = "openspec/changes/sell-rolls"
    plans = [read(text, f"{folder}/{name}") for name, text in texts.items()]
    assert not any(plan is None or plan.placeholders for plan in plans)
    *_, tasks, spec = plans
    assert tasks is not None
    assert spec is not None
    assert [phase.completion.total for phase in tasks.phases] == [2, 1]
    assert [(one.delta, len(one.scenarios)) for one in spec.requirements] == [("ADDED", 1)]


@pytest.mark.usefixtures("here")
def test_nothing_of_a_change_is_written_beside_one_that_is_there() -> None:
    assert new("rolls", "--format", "openspec").exit_code == 0
    result = new("rolls", "--format", "openspec")
    assert result.exit_code == 2
    assert "rolls already contains proposal.md, design.md, tasks.md and specs/rolls/spec.md" in (
        result.stderr
    )


def test_a_spec_of_kiro_is_ready_to_fill(here: Path) -> None:
    assert new(".kiro/specs/pass-keys", "--format", "kiro").exit_code == 0
    folder = here / ".kiro" / "specs" / "pass-keys"
    texts = {path.name: path.read_text("utf-8") for path in sorted(folder.iterdir())}
    assert texts == make_kiro_documents("Pass keys")
    for name, text in texts.items():
        plan = read(text, f".kiro/specs/pass-keys/{name}")
        assert plan is not None, name
        assert (plan.format, plan.is_certain) == ("kiro", True), name
        assert plan.title.endswith(": Pass keys")
        assert len(plan.placeholders) == text.count("[TBD]"), name


def test_kiro_has_no_levels(here: Path) -> None:
    assert new("keys", "--format", "kiro", "--level", "2").exit_code == 2
    assert not (here / "keys").exists()


@pytest.mark.parametrize("kind", ["file", "folder", "dangling link"])
def test_nothing_is_overwritten_and_nothing_else_is_written(here: Path, kind: str) -> None:
    (here / "keys").mkdir()
    taken = here / "keys" / "tasks.md"
    if kind == "file":
        taken.write_text("mine")
    elif kind == "folder":
        taken.mkdir()
    else:
        taken.symlink_to(here / "elsewhere.md")
    result = new("keys")
    assert result.exit_code == 2
    assert result.stderr == (
        "mkdocs-speckit: keys already contains tasks.md, so nothing was written;"
        " pass another folder\n"
    )
    assert [path.name for path in (here / "keys").iterdir()] == ["tasks.md"]
    assert not (here / "elsewhere.md").exists()
    assert kind != "file" or taken.read_text() == "mine"


def test_other_files_stay(here: Path) -> None:
    (here / "keys").mkdir()
    (here / "keys" / "flow.svg").write_text("<svg/>")
    assert new("keys", "--level", "1").exit_code == 0
    assert (here / "keys" / "flow.svg").read_text() == "<svg/>"


def test_a_folder_that_cannot_be_made_is_one_clear_line(here: Path) -> None:
    (here / "keys").write_text("")
    result = new("keys/login")
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert line.startswith("mkdocs-speckit: cannot make the folder keys/login: ")


@pytest.mark.usefixtures("here")
def test_a_document_that_cannot_be_written_is_one_clear_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refused(path: Path, _text: str) -> None:
        raise WriteError(f"cannot write {path}: No space left on device")

    monkeypatch.setattr("mkdocs_speckit.disk.templates.write_text", refused)
    result = new("keys")
    assert result.exit_code == 2
    assert result.stderr == ("mkdocs-speckit: cannot write keys/spec.md: No space left on device\n")
