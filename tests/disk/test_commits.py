"""The commits of real repositories: days, names and contents of Markdown files."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from mkdocs_speckit.disk.cache import Cache
from mkdocs_speckit.disk.commits import (
    CommitLog,
    HistoryError,
    KnownCommits,
    read_texts,
)
from mkdocs_speckit.disk.git import GitError
from mkdocs_speckit.disk.history import History
from tests.repositories import MadeRepository

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MadeRepository:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return MadeRepository(tmp_path / "made")


def days(log: CommitLog) -> list[str]:
    return [date.fromordinal(commit.day).isoformat() for commit in log.commits]


def names(log: CommitLog) -> list[list[tuple[str, str]]]:
    """The names of the files that each commit changed, before and after."""
    return [
        [(change.before.decode(), change.after.decode()) for change in commit.changes]
        for commit in log.commits
    ]


def test_each_commit_has_its_day_and_its_markdown_files(made: MadeRepository) -> None:
    made.commit("2026-01-05", {"docs/a.md": "one\n", "code.py": "1"})
    made.commit("2026-01-07", {"docs/a.md": "two\n", "docs/Zü ß.MD": "x"})
    made.commit("2026-01-08", {"code.py": "2"})
    made.commit("2026-01-09", {"docs/a.md": None})
    log = History(made.root / "docs").read_log()
    assert days(log) == ["2026-01-09", "2026-01-07", "2026-01-05"]
    assert names(log) == [
        [("docs/a.md", "")],
        [("", "docs/Zü ß.MD"), ("docs/a.md", "docs/a.md")],
        [("", "docs/a.md")],
    ]
    blobs = [change.blob for commit in log.commits for change in commit.changes if change.blob]
    texts = read_texts(made.root, {blob: blob for blob in blobs})
    assert [*texts] == blobs
    assert [*texts.values()] == ["x", "two\n", "one\n"]
    assert date.fromordinal(log.now).isoformat() == "2026-01-09"


def test_what_was_renamed_has_both_names(made: MadeRepository) -> None:
    made.commit("2026-01-05", {"old/a.md": "one\ntwo\nthree\nfour\n"})
    made.commit("2026-01-06", {"old/a.md": None, "new/b.md": "one\ntwo\nthree\nfive\n"})
    assert names(History(made.root).read_log()) == [[("old/a.md", "new/b.md")], [("", "old/a.md")]]


def test_a_merge_is_what_it_brought_in(made: MadeRepository) -> None:
    made.commit("2026-01-05", {"a.md": "one\n"})
    made.git("switch", "--quiet", "--create", "other")
    made.commit("2026-01-06", {"b.md": "two\n"})
    made.git("switch", "--quiet", "main")
    made.commit("2026-01-07", {"a.md": "three\n"})
    made.git("merge", "--quiet", "--no-edit", "other", when="2026-01-09T12:00:00 +0000")
    log = History(made.root).read_log()
    assert days(log) == ["2026-01-09", "2026-01-07", "2026-01-05"]
    assert names(log)[0] == [("", "b.md")]


def test_histories_that_have_nothing_in_common_are_merged_as_any_other(
    made: MadeRepository,
) -> None:
    made.commit("2026-01-05", {"a.md": "one\n"})
    made.git("switch", "--quiet", "--orphan", "other")
    made.commit("2026-01-02", {"b.md": "two\n"})
    made.git("switch", "--quiet", "main")
    unrelated = ("merge", "--quiet", "--no-edit", "--allow-unrelated-histories", "other")
    made.git(*unrelated, when="2026-01-09T12:00:00 +0000")
    log = History(made.root).read_log()
    assert days(log) == ["2026-01-09", "2026-01-05"]
    assert names(log) == [[("", "b.md")], [("", "a.md")]]


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        (["2026-01-05", "2026-01-07", "2026-01-09"], ["2026-01-05", "2026-01-07", "2026-01-09"]),
        # One clock is wrong: its commits have the day of the one before.
        (
            ["2026-01-04", "2026-01-05", "2026-01-01", "2026-01-09"],
            ["2026-01-04", "2026-01-05", "2026-01-05", "2026-01-09"],
        ),
        (["2026-01-05", "2031-01-01", "2026-01-09"], ["2026-01-05", "2026-01-05", "2026-01-09"]),
        (["@0 +0000", "2026-01-07", "2026-01-09"], ["2026-01-07", "2026-01-07", "2026-01-09"]),
        (
            ["2026-01-05", "2026-01-07", "@253370764800 +0000"],
            ["2026-01-05", "2026-01-07", "2026-01-07"],
        ),
    ],
)
def test_a_clock_that_was_wrong_does_not_turn_the_days_around(
    made: MadeRepository, written: list[str], mended: list[str]
) -> None:
    for number, day in enumerate(written):
        made.commit(day, {"a.md": f"{number}\n"})
    log = History(made.root).read_log()
    assert days(log)[::-1] == mended
    assert date.fromordinal(log.now).isoformat() == mended[-1]


def test_a_repository_whose_clocks_were_never_set_has_no_days(made: MadeRepository) -> None:
    made.commit("@0 +0000", {"a.md": "1\n"})
    with pytest.raises(HistoryError, match="no commit has a date"):
        History(made.root).read_log()


@pytest.mark.parametrize(
    ("seconds", "now"),
    [
        ("1770000000", "2026-02-02"),
        ("315532800", "2026-01-05"),  # Some builders always set 1980.
        ("soon", "2026-01-05"),
        ("-5", "2026-01-05"),
        ("9" * 40, "2026-01-05"),
    ],
)
def test_now_can_be_set(
    made: MadeRepository, monkeypatch: pytest.MonkeyPatch, seconds: str, now: str
) -> None:
    made.commit("2026-01-05", {"a.md": "one\n"})
    monkeypatch.setenv("SOURCE_DATE_EPOCH", seconds)
    assert date.fromordinal(History(made.root).read_log().now).isoformat() == now


def test_the_commits_are_kept_until_there_is_a_new_one(
    made: MadeRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_log() -> CommitLog:
        cache = Cache(made.root)
        log = History(made.root, cache).read_log()
        cache.save()
        return log

    made.commit("2026-01-05", {"a.md": "one\n"})
    first = read_log()
    monkeypatch.setattr("mkdocs_speckit.disk.commits._LOG", ("no", "command"))
    assert read_log() == first
    made.commit("2026-01-06", {"b.md": "two\n"})
    with pytest.raises(HistoryError):
        read_log()
    monkeypatch.undo()
    assert len(read_log().commits) == 2
    assert read_log() == read_log()


def test_now_is_the_same_day_for_all(made: MadeRepository) -> None:
    made.commit("2026-01-04", {"a.md": "one\n"})
    made.commit("2026-01-05", {"a.md": "two\n"})
    made.commit("2010-01-01", {"a.md": "three\n"})
    history = History(made.root)
    assert history.find_now() == history.read_log().now == date(2026, 1, 5).toordinal()


def test_now_needs_no_history(made: MadeRepository, tmp_path: Path) -> None:
    made.commit("2026-01-04", {"a.md": "one\n"})
    made.commit("2026-01-05", {"a.md": "two\n"})
    clone = tmp_path / "clone"
    made.git("clone", "--quiet", "--depth=1", f"file://{made.root}", str(clone))
    assert History(clone).find_now() == date(2026, 1, 5).toordinal()
    assert not (clone / ".cache").exists()
    assert History(tmp_path).find_now() is None


@pytest.mark.parametrize("day", [0, 10**9])
def test_a_day_that_is_not_one_is_not_kept(made: MadeRepository, day: int) -> None:
    made.commit("2026-01-04", {"a.md": "one\n"})
    first = History(made.root).read_log()
    cache = Cache(made.root)
    commits = tuple(commit._replace(day=day) for commit in first.commits)
    cache.put(cache.make_key("commits"), KnownCommits(made.git("rev-parse", "HEAD"), day, commits))
    cache.save()
    assert History(made.root, cache).read_log() == first
    cache.save()


def test_the_users_own_limit_of_renames_does_not_matter(made: MadeRepository) -> None:
    texts = {f"old/{n}.md": f"{n}\n" * 20 for n in range(4)}
    made.commit("2026-01-05", texts)
    moved = {name.replace("old", "new"): f"{text}more\n" for name, text in texts.items()}
    made.commit("2026-01-06", dict.fromkeys(texts) | moved)
    made.git("config", "diff.renameLimit", "1")
    assert names(History(made.root).read_log())[0] == [
        (f"old/{n}.md", f"new/{n}.md") for n in range(4)
    ]


def test_links_and_other_repositories_have_no_content(made: MadeRepository) -> None:
    made.commit("2026-01-05", {"a.md": "one\n"})
    (made.root / "b.md").symlink_to("a.md")
    made.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},c.md")
    made.git("add", "b.md")
    made.git("commit", "--quiet", "-m", "Links")
    changes = [
        change for commit in History(made.root).read_log().commits for change in commit.changes
    ]
    assert {change.after: bool(change.blob) for change in changes} == {
        b"a.md": True, b"b.md": False, b"c.md": False,
    }  # fmt: skip


def test_a_shallow_clone_says_how_to_get_the_rest(made: MadeRepository, tmp_path: Path) -> None:
    made.commit("2026-01-05", {"a.md": "one\n"})
    made.commit("2026-01-06", {"a.md": "two\n"})
    clone = tmp_path / "clone"
    made.git("clone", "--quiet", "--depth=1", f"file://{made.root}", str(clone))
    with pytest.raises(HistoryError, match="the clone is shallow; fetch its whole history"):
        History(clone).read_log()


def test_what_is_no_repository_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(GitError):
        History(tmp_path).read_log()


def test_the_log_is_read_once_for_each_last_commit(
    made: MadeRepository,
) -> None:
    made.commit("2026-01-05", {"a.md": "one\n"})
    history = History(made.root)
    first = history.read_log()
    assert history.read_log() is first
    made.commit("2026-01-06", {"a.md": "two\n"})
    assert len(history.read_log().commits) == 2
