"""Dates of files from a real repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from mkdocs_speckit.disk import git as git_module
from mkdocs_speckit.disk import history as module
from mkdocs_speckit.disk.cache import Cache
from mkdocs_speckit.disk.git import SlowGitError
from mkdocs_speckit.disk.history import History

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "--quiet")
    return tmp_path


def git(folder: Path, *arguments: str, date: str = "2026-01-01", given: bytes = b"") -> bytes:
    """Run git, as one author at one moment; returns what it prints."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    environment |= {
        "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "A",
        "GIT_COMMITTER_EMAIL": "a@example.org", "GIT_AUTHOR_DATE": f"{date}T12:00:00 +0000",
        "GIT_COMMITTER_DATE": f"{date}T12:00:00 +0000", "GIT_CONFIG_GLOBAL": os.devnull,
    }  # fmt: skip
    return subprocess.run(
        ["git", *arguments],  # noqa: S607
        cwd=folder,
        env=environment,
        check=True,
        input=given,
        stdout=subprocess.PIPE,
    ).stdout


def commit(folder: Path, name: str, text: str, date: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    git(folder, "add", "--", name)
    git(folder, "commit", "--quiet", "-m", "Change", date=date)
    return path


def test_the_last_commit_of_each_file_counts(repository: Path) -> None:
    one = commit(repository, "docs/one.md", "1", "2026-01-01")
    two = commit(repository, "docs/ze ro \u00e9\u2713.md", "1", "2026-01-05")
    commit(repository, "other.md", "1", "2026-02-01")
    commit(repository, "docs/one.md", "2", "2026-02-03")
    new = repository / "new.md"
    new.write_text("never committed")
    assert History(repository / "docs").find_last_changes([one, two, new]) == {
        one: "2026-02-03",
        two: "2026-01-05",
    }


def test_files_that_were_never_committed_cost_no_reading_of_the_history(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = commit(repository, "one.md", "1", "2026-01-01")
    new = repository / "new.md"
    new.write_text("never committed")

    def read(*_: object) -> None:
        raise AssertionError("the history is read")

    monkeypatch.setattr(module, "stream_git", read)
    assert History(repository).find_last_changes([new]) == {}
    with pytest.raises(AssertionError):
        History(repository).find_last_changes([new, one])


def test_outside_a_repository_nothing_has_a_date(tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text("1")
    assert History(tmp_path).find_last_changes([tmp_path / "one.md"]) == {}


def test_without_git_nothing_has_a_date(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = commit(repository, "one.md", "1", "2026-01-01")
    monkeypatch.setenv("PATH", str(repository))
    assert History(repository).find_last_changes([one]) == {}


def test_a_repository_without_commits(repository: Path) -> None:
    (repository / "one.md").write_text("1")
    assert History(repository).find_last_changes([repository / "one.md"]) == {}


ODD_NAMES = [
    b"\x01\xff.bin",
    b"\x01not a date",
    b"\x012026-07-01",
    b"2026-07-01",
    b":000000 100644 0000000 1111111 A",
    b":",
    b"\n:000000 100644 0000000 1111111 A",
    b"\n",
    b"\n2026-07-01",
    b"\xff\xfe",
    b"one.md ",
    b"\r",
    b"\x7f\x1b[31m",
    "\u202e2026-07-01".encode(),
    b"-z",
]
"""Names of files that could be taken for something else in what git prints."""


def commit_names(folder: Path, names: list[bytes], date: str, kept: str = "one.md") -> None:
    """Commit files of these names, which no disk needs to have, and one that is kept."""
    blob = git(folder, "hash-object", "-w", "--stdin", given=b"1").strip()
    paths = [*names, kept.encode()]
    listed = b"".join(b"100644 %s\t%s\0" % (blob, path) for path in paths)
    git(folder, "read-tree", "--empty")
    git(folder, "update-index", "-z", "--index-info", given=listed)
    tree = git(folder, "write-tree").strip().decode()
    before = ["-p", "HEAD"] if (folder / ".git/refs/heads/main").exists() else []
    made = git(folder, "commit-tree", tree, *before, "-m", "Change", date=date).strip()
    git(folder, "update-ref", "HEAD", made.decode())


@pytest.mark.parametrize("are_kept", [True, False])
def test_a_name_in_the_history_is_nothing_but_a_name(repository: Path, are_kept: bool) -> None:
    git(repository, "symbolic-ref", "HEAD", "refs/heads/main")
    one = repository / "one.md"
    one.write_text("1")
    commit_names(repository, [], "2026-01-01")
    for number, name in enumerate(ODD_NAMES):
        commit_names(repository, ODD_NAMES[: number + 1] if are_kept else [name], "2026-02-01")
    assert History(repository).find_last_changes([one]) == {one: "2026-01-01"}
    commit_names(repository, ODD_NAMES if are_kept else [], "2026-03-01")
    assert History(repository).find_last_changes([one]) == {one: "2026-01-01"}


@pytest.mark.skipif(sys.platform != "linux", reason="names there are texts")
def test_a_document_may_have_such_a_name_itself(repository: Path) -> None:
    paths = [repository / os.fsdecode(name) for name in ODD_NAMES]
    for path in paths:
        path.write_text("1")
    git(repository, "add", "--all")
    git(repository, "commit", "--quiet", "-m", "Change", date="2026-01-01")
    found = History(repository).find_last_changes(paths)
    assert found == dict.fromkeys(paths, "2026-01-01")


@pytest.mark.parametrize("seconds", [100_000_000_000_000, 253_402_300_800, -99_999_999_999_999])
def test_a_year_that_no_calendar_has_is_no_date(repository: Path, seconds: int) -> None:
    one = commit(repository, "one.md", "1", "2026-01-01")
    two = commit(repository, "two.md", "1", "2026-01-02")
    tree = git(repository, "rev-parse", "HEAD^{tree}").strip().decode()
    person = f"A <a@example.org> {seconds} +0000"
    commit_text = f"tree {tree}\nauthor {person}\ncommitter {person}\n\nFirst\n".encode()
    made = git(
        repository,
        *("hash-object", "-t", "commit", "-w", "--literally", "--stdin"),
        given=commit_text,
    )
    git(repository, "update-ref", "HEAD", made.strip().decode())
    assert History(repository).find_last_changes([one, two]) == {}
    commit(repository, "two.md", "2", "2026-01-03")
    assert History(repository).find_last_changes([one, two]) == {two: "2026-01-03"}


def test_the_authors_own_configuration_changes_nothing(repository: Path) -> None:
    one = commit(repository, "docs/one.md", "1", "2026-01-01")
    for option, value in [
        ("log.showRoot", "false"),
        ("log.showSignature", "true"),
        ("diff.relative", "true"),
        ("diff.orderFile", "/nowhere"),
        ("log.follow", "true"),
        ("diff.renames", "copies"),
        ("format.pretty", "fuller"),
        ("color.ui", "always"),
        ("core.quotePath", "true"),
    ]:
        git(repository, "config", option, value)
    assert History(repository / "docs").find_last_changes([one]) == {one: "2026-01-01"}


def for_command(words: str, script: str) -> str:
    """A script that is run for the calls of git that have these words, and for no others."""
    return f"""case "$*" in *"{words}"*) {script};; *) exec "$GIT" "$@";; esac"""


SLOW = {
    "it does not answer": "sleep 10",
    "it becomes something that does not answer": "exec sleep 10",
    "it answers until the history": for_command("log -z", "sleep 10"),
    "it never ends": for_command("log -z", "while :; do echo; sleep 0.01; done"),
    "it prints without end": for_command("log -z", "exec cat /dev/zero"),
    "it ignores signals": "trap '' TERM INT HUP; sleep 10",
}


def put_before(monkeypatch: pytest.MonkeyPatch, folder: Path, script: str) -> None:
    """Put a script before git; it finds the real one in `GIT`."""
    program = folder / "bin" / "git"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("GIT", shutil.which("git") or "")
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no shell to write such a git in")
@pytest.mark.parametrize("script", SLOW.values(), ids=SLOW)
def test_a_git_that_hangs_is_given_up_once(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    one = commit(repository, "one.md", "1", "2026-01-01")
    put_before(monkeypatch, tmp_path, script)
    monkeypatch.setattr(git_module, "TIMEOUT", 0.5)
    history = History(repository)
    start = time.monotonic()
    with pytest.raises(SlowGitError, match=r"git did not answer within 0\.5 s in "):
        history.find_last_changes([one])
    assert time.monotonic() - start < 5
    assert history.find_last_changes([one]) == {}
    assert history.move_to(repository, Cache(None)) is history
    assert time.monotonic() - start < 5


WRONG = {
    "nothing": "true",
    "noise": "head -c 100000 /dev/urandom",
    "zero bytes": "head -c 100000 /dev/zero",
    "a name without end": for_command("log -z", "exec yes"),
    "an error": "echo 'fatal: a lock' >&2; exit 128",
    "a signal": "kill -9 $$",
    "noise in the history": for_command("log -z", "head -c 100000 /dev/urandom"),
}


@pytest.mark.skipif(sys.platform == "win32", reason="there is no shell to write such a git in")
@pytest.mark.parametrize("script", WRONG.values(), ids=WRONG)
def test_whatever_git_says_there_is_at_most_no_date(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    one = commit(repository, "one.md", "1", "2026-01-01")
    put_before(monkeypatch, tmp_path, script)
    assert History(repository).find_last_changes([one]) == {}
