"""`mkdocs-speckit diff`, with real git repositories: what it reads, prints and refuses."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mkdocs_speckit.cli import main
from mkdocs_speckit.cli.report import CHANGES_FORMATS
from mkdocs_speckit.disk import git as git_module
from tests.conftest import OTHER_MARKER
from tests.disk.test_history import for_command, put_before

GIT = shutil.which("git")

pytestmark = pytest.mark.skipif(GIT is None, reason="git is not installed")

PLAN = OTHER_MARKER + "# Plan\n\n- [x] a\n- [ ] b\n"
DONE = PLAN.replace("[ ]", "[x]")
ONE_DONE = "  done           1 of 2 → 2 of 2: 1 more done\n"
NOTHING = "nothing changed in 1 plan\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one commit, tagged v1, where the command runs."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    repository = tmp_path / "repository"
    repository.mkdir()
    monkeypatch.chdir(repository)
    git("init", "--quiet", "--initial-branch", "main")
    commit({"docs/plan.md": PLAN, "docs/index.md": "# Home\n"}, tag="v1")
    return repository


def git(*arguments: str) -> str:
    assert GIT is not None
    done = subprocess.run([GIT, *arguments], check=True, capture_output=True, text=True)
    return done.stdout


def write(files: dict[str, str | bytes]) -> None:
    for name, text in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(text if isinstance(text, bytes) else text.encode())


def commit(files: dict[str, str | bytes], tag: str = "") -> None:
    write(files)
    git("add", "--all", "--force")
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgSign=false")
    git(*who, "commit", "--quiet", "--allow-empty", "--message", "A step")
    if tag:
        git("tag", tag)


def diff(*arguments: str, stdin: str | bytes = "") -> Result:
    return CliRunner().invoke(main, ["diff", *arguments], input=stdin)


def printed(*arguments: str) -> str:
    result = diff(*arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


def refused(*arguments: str, stdin: str | bytes = "") -> str:
    """The one line that a call is refused with."""
    result = diff(*arguments, stdin=stdin)
    assert (result.exit_code, result.stdout) == (2, "")
    (line,) = result.stderr.splitlines()
    return str(line)


def exported(folder: str = ".") -> str:
    result = CliRunner().invoke(main, ["export", folder])
    assert result.exit_code == 0
    return str(result.stdout)


def test_a_revision_and_the_files_as_they_are_now() -> None:
    assert printed("HEAD") == NOTHING
    write({"docs/plan.md": DONE, "docs/new.md": PLAN})
    assert printed("HEAD") == (
        "1 of 2 plans changed, 1 added\n"
        "effort —, done 1 of 2 → 3 of 4\n"
        "\n"
        "docs/plan.md\n"
        f"{ONE_DONE}"
        "\n"
        "added docs/new.md: level 2, done 1 of 2\n"
    )


def test_two_revisions_by_any_name() -> None:
    commit({"docs/plan.md": DONE})
    write({"docs/plan.md": "# No plan any more\n"})
    short_hash = git("rev-parse", "--short", "HEAD").strip()
    for before, after in (("v1", "main"), ("HEAD~1", "HEAD"), ("@^", short_hash)):
        assert ONE_DONE in printed(before, after)
    assert "done           2 of 2 → 1 of 2: 1 fewer done\n" in printed("main", "v1")
    assert printed("v1", "v1") == NOTHING


def test_exports_from_files_and_from_standard_input(folder: Path) -> None:
    before = exported()
    (folder.parent / "before.json").write_text(before, encoding="utf-8")
    commit({"docs/plan.md": DONE})
    assert ONE_DONE in printed("../before.json")
    assert ONE_DONE in printed("../before.json", "main")
    assert ONE_DONE in diff("-", "HEAD", stdin=before).stdout
    assert diff("v1", "-", stdin=before).stdout == NOTHING


def test_a_file_goes_before_a_revision_of_its_name() -> None:
    Path("v1").write_text(exported(), encoding="utf-8")
    commit({"docs/plan.md": DONE})
    git("tag", "--force", "v1")
    assert ONE_DONE in printed("v1")


def test_only_the_folder_counts_and_paths_begin_there(monkeypatch: pytest.MonkeyPatch) -> None:
    commit({"specs/plan.md": PLAN}, tag="v2")
    commit({"specs/plan.md": DONE, "docs/plan.md": DONE})
    expected = f"1 of 1 plan changed\neffort —, done 1 of 2 → 2 of 2\n\nplan.md\n{ONE_DONE}"
    assert printed("v2", "--path", "specs") == expected
    assert printed("v2", "main", "--path", "specs/") == expected
    assert printed("v2", "main", "--path", "docs/../specs") == expected
    monkeypatch.chdir("specs")
    assert printed("v2") == expected
    assert printed("v2", "--path", "../docs") == expected


def test_a_folder_of_another_repository(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent)
    assert printed("v1", "--path", "repository") == NOTHING


def test_a_folder_that_is_gone_today_can_be_read_at_revisions() -> None:
    commit({"old/specs/plan.md": PLAN}, tag="v2")
    commit({"old/specs/plan.md": DONE}, tag="v3")
    shutil.rmtree("old")
    assert ONE_DONE in printed("v2", "v3", "--path", "old/specs")


def test_a_revision_has_the_same_files_as_the_folder() -> None:
    plans: dict[str, str | bytes] = dict.fromkeys(
        (
            ".hidden/plan.md",
            "node_modules/plan.md",
            "docs/venv/plan.md",
            "docs/venv.md",
            "UPPER.MD",
            "plan.markdown",
            "plan.txt",
            "späce and [odd]*.md",
            "a\tb\n.md",
        ),
        PLAN,
    )
    commit(plans | {"bytes.md": PLAN.encode() + b"na\xefve\r\n"}, tag="v2")
    assert printed("v2") == "nothing changed in 8 plans\n"
    found = json.loads(printed("v1", "v2", "--format", "json"))["added"]
    assert sorted(plan["path"] for plan in found) == [
        ".hidden/plan.md",
        "UPPER.MD",
        "a\tb\n.md",
        "bytes.md",
        "docs/venv.md",
        "plan.markdown",
        "späce and [odd]*.md",
    ]


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_links_are_followed_within_a_revision(folder: Path) -> None:
    commit({"docs/plan.md": PLAN})
    (folder / "docs" / "link.md").symlink_to("plan.md")
    commit({}, tag="v2")
    assert printed("v2", "--path", "docs") == "nothing changed in 2 plans\n"
    (folder.parent / "outside.md").write_text(PLAN)
    (folder / "docs" / "outside.md").symlink_to("../../outside.md")
    (folder / "docs" / "nowhere.md").symlink_to("gone.md")
    (folder / "docs" / "circle.md").symlink_to("circle.md")
    (folder / "docs" / "folder.md").symlink_to("..")
    commit({}, tag="v3")
    assert printed("v2", "v3", "--path", "docs") == "nothing changed in 2 plans\n"


def test_a_submodule_is_not_entered() -> None:
    head = git("rev-parse", "HEAD").strip()
    git("update-index", "--add", "--cacheinfo", f"160000,{head},module.md")
    commit({}, tag="v2")
    assert printed("v1", "v2") == NOTHING


def test_at_a_revision_a_document_is_there_that_is_no_plan() -> None:
    core = "<!-- SPECKIT_LEVEL: 1 -->\n# Plan\n"
    commit({"docs/plan.md": core, "docs/spec.md": "# No plan\n", "docs/tasks.md": "# None\n"})
    assert printed("HEAD") == NOTHING
    Path("docs/tasks.md").unlink()
    assert "findings       +1 warning missing-document\n" in printed("HEAD")


@pytest.mark.skipif(os.name == "nt", reason="no such names there")
def test_a_folder_is_taken_by_its_name_and_not_as_a_pattern() -> None:
    commit({":!specs/plan.md": PLAN}, tag="v2")
    commit({":!specs/plan.md": DONE}, tag="v3")
    shutil.rmtree(":!specs")
    assert ONE_DONE in printed("v2", "v3", "--path", ":!specs")


@pytest.mark.parametrize("format_name", list(CHANGES_FORMATS))
def test_every_format_ends_with_one_line_end(format_name: str) -> None:
    for text in (PLAN, DONE):
        write({"docs/plan.md": text})
        found = printed("HEAD", "--format", format_name)
        assert found.endswith("\n")
        assert not found.endswith("\n\n")


def test_nothing_is_written(folder: Path) -> None:
    commit({"docs/plan.md": DONE})
    write({"docs/plan.md": PLAN})

    def times() -> dict[Path, int]:
        return {path: path.stat().st_mtime_ns for path in folder.rglob("*")}

    before = times()
    printed("v1")
    printed("v1", "main")
    assert times() == before


def test_no_plans_at_all() -> None:
    commit({"empty/index.md": "# Home\n"}, tag="v2")
    assert printed("v2", "--path", "empty") == "nothing changed in 0 plans\n"


def test_an_unknown_revision() -> None:
    line = refused("nowhere")
    assert "'nowhere' is neither a file nor a git revision" in line
    assert "'docs' is neither a file nor a git revision" in refused("v1", "docs")
    for name in ("v1:docs", "v1..main", "v1\n", ":/step", "HEAD@{99}"):
        assert f"{name!r} is neither a file nor a git revision" in refused(name)


@pytest.mark.parametrize("name", ["--output=x", "-x", "--", "--help"])
def test_a_name_that_begins_with_a_dash_is_no_revision(folder: Path, name: str) -> None:
    assert f"{name!r} is not a revision; pass a branch" in refused("--", "v1", name)
    assert sorted(path.name for path in folder.iterdir()) == [".git", "docs"]


def test_an_empty_name_is_no_revision() -> None:
    assert "'' is not a revision" in refused("")


def test_a_folder_that_is_not_in_a_revision() -> None:
    write({"specs/plan.md": PLAN})
    assert "no folder specs in v1" in refused("v1", "--path", "specs")
    assert "no folder docs/plan.md in v1" in refused("v1", "v1", "--path", "docs/plan.md")
    assert "nowhere is not a folder; pass the folder" in refused(
        str(_export("a.json")), "--path", "nowhere"
    )


def _export(name: str) -> Path:
    Path(name).write_text(exported(), encoding="utf-8")
    return Path(name)


def test_no_repository(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder.parent / "other").mkdir()
    monkeypatch.chdir(folder.parent / "other")
    assert "other: not a git repository" in refused("main")


def test_no_git(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert "git was not found; install it" in refused("main")
    assert printed(str(_export("a.json"))) == NOTHING


@pytest.mark.skipif(sys.platform == "win32", reason="there is no shell to write such a git in")
@pytest.mark.parametrize("command", ["rev-parse --show-prefix", "--verify", "ls-tree", "cat-file"])
def test_a_git_that_hangs_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    put_before(monkeypatch, tmp_path, for_command(command, "sleep 10"))
    monkeypatch.setattr(git_module, "TIMEOUT", 1.0)
    said = "mkdocs-speckit: git did not answer within 1 s in "
    assert refused("v1").startswith(said)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no shell to write such a git in")
@pytest.mark.parametrize("script", ["head -c 100000 /dev/urandom", "head -c 9999 /dev/zero", "yes"])
@pytest.mark.parametrize("command", ["--show-prefix", "--verify", "ls-tree", "cat-file"])
def test_whatever_git_says_is_at_most_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, script: str
) -> None:
    put_before(monkeypatch, tmp_path, for_command(command, f"{script} | head -c 100000"))
    result = diff("v1")
    assert result.exit_code in {0, 2}
    assert len(result.stderr.splitlines()) == (result.exit_code == 2)


def test_a_repository_that_lost_a_file() -> None:
    blob = git("rev-parse", "HEAD:docs/plan.md").strip()
    Path(".git", "objects", blob[:2], blob[2:]).unlink()
    assert "git has no content of docs/plan.md; the repository is broken" in refused("v1")


def test_what_is_no_export() -> None:
    write({"plan.md": PLAN, "old.json": '{"version": 0, "plans": []}'})
    assert "plan.md is not JSON; use the speckit.json of a site, or" in refused("plan.md")
    assert "old.json is an export of version 0, and this program reads 1" in refused("old.json")
    assert "standard input is not JSON" in refused("-", "main", stdin=b"\xff\x00")


def test_standard_input_is_read_once() -> None:
    assert "only one of A and B" in refused("-", "-", stdin=exported())


def test_a_name_of_bytes_that_are_no_utf8_survives_an_export(folder: Path) -> None:
    name = os.fsdecode(b"na\xefve.md")
    try:
        (folder / name).write_text(PLAN)
    except OSError:
        pytest.skip("no such names here")
    assert diff("-", stdin=exported().encode()).stdout == "nothing changed in 2 plans\n"
    commit({}, tag="v2")
    assert printed("v2") == "nothing changed in 2 plans\n"
