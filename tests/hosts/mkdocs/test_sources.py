"""Folders of the repository that come into the site, and what is refused."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mkdocs_speckit.disk.git import find_repository
from mkdocs_speckit.hosts.mkdocs.sources import find_source_files, find_sources
from mkdocs_speckit.options import OptionError

if TYPE_CHECKING:
    from collections.abc import Iterable


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A repository with the folder of a site, a folder of plans and some code."""
    root = tmp_path / "checkout"
    for folder in (".git", "website/docs", "specs/login", "src"):
        (root / folder).mkdir(parents=True)
    for file in ("specs/README.md", "specs/login/plan.md", "specs/login/flow.svg", "src/x.py"):
        (root / file).write_text("text")
    (root / ".git" / "notes.md").write_text("a password")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "plan.md").write_text("secret")
    return root


def files_of(checkout: Path, *written: str) -> dict[str, Path]:
    """What some sources bring in, by its path among the pages."""
    folder = checkout / "website"
    found = find_sources(written, find_repository(folder), {"docs_dir": folder / "docs"})
    return {file.uri: file.path for source in found for file in find_source_files(source)}


def refusal_of(checkout: Path, *written: str) -> str:
    with pytest.raises(OptionError) as error:
        files_of(checkout, *written)
    return str(error.value)


def test_a_source_brings_its_pages_and_images_under_its_own_name(checkout: Path) -> None:
    specs = checkout / "specs"
    assert files_of(checkout, "../specs") == {
        "specs/README.md": specs / "README.md",
        "specs/login/flow.svg": specs / "login" / "flow.svg",
        "specs/login/plan.md": specs / "login" / "plan.md",
    }


def test_their_order_is_the_same_on_every_disk(checkout: Path) -> None:
    for name in ("b.md", "a.md", "c/z.md", "c/y.md"):
        (checkout / "specs" / name).parent.mkdir(exist_ok=True)
        (checkout / "specs" / name).write_text("text")
    assert list(files_of(checkout, "../specs"))[:3] == [
        "specs/README.md",
        "specs/a.md",
        "specs/b.md",
    ]
    assert list(files_of(checkout, "../specs"))[3:5] == ["specs/c/y.md", "specs/c/z.md"]


def test_a_file_is_shown_as_seen_from_the_configuration(checkout: Path) -> None:
    (source,) = find_sources(["../website/../specs/"], find_repository(checkout / "website"), {})
    assert [file.shown for file in find_source_files(source)] == [
        "../specs/README.md",
        "../specs/login/flow.svg",
        "../specs/login/plan.md",
    ]


@pytest.mark.parametrize(
    ("folder", "uri"),
    [
        (".opencode/specs", "specs/plan.md"),
        (".specs", "specs/plan.md"),
        ("..specs", "specs/plan.md"),
        ("my specs", "my specs/plan.md"),
    ],
)
def test_an_address_begins_with_the_folders_name_without_dots(
    checkout: Path, folder: str, uri: str
) -> None:
    (checkout / folder).mkdir(parents=True)
    (checkout / folder / "plan.md").write_text("text")
    assert list(files_of(checkout, f"../{folder}")) == [uri]


@pytest.mark.parametrize(
    "name",
    [
        ".hidden.md", ".drafts/plan.md", "node_modules/x/README.md", "deploy.sh", "data.json",
        "notes.txt", "page.html", "PLAN.MD", "md", ".md",
    ],
)  # fmt: skip
def test_nothing_else_comes_in(checkout: Path, name: str) -> None:
    path = checkout / "specs" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("text")
    assert len(files_of(checkout, "../specs")) == 3


def test_images_come_in_whatever_the_case_of_their_suffix(checkout: Path) -> None:
    (checkout / "specs" / "SCREEN.PNG").write_bytes(b"")
    assert "specs/SCREEN.PNG" in files_of(checkout, "../specs")


def test_a_pipe_is_no_page(checkout: Path) -> None:
    os.mkfifo(checkout / "specs" / "pipe.md")
    assert len(files_of(checkout, "../specs")) == 3


def test_an_empty_folder_brings_nothing(checkout: Path) -> None:
    (checkout / "empty").mkdir()
    assert files_of(checkout, "../empty") == {}


@pytest.mark.parametrize(
    ("written", "refusal"),
    [
        ("../plans", "../plans cannot be read (No such file or directory); paths are relative to"),
        ("../specs/README.md", "../specs/README.md is not a folder; name the folder"),
        ("/specs", "/specs is an absolute path; write it relative to mkdocs.yml"),
        ("../../outside", "../../outside is not in the repository, which begins at"),
        ("../specs/../../outside", "../specs/../../outside is not in the repository"),
        ("../.git", "../.git is not in the repository"),
        ("../.GIT", "../.GIT is not in the repository"),
        ("C:\\specs", "cannot be read (No such file or directory)"),
        ("C:specs", "cannot be read (No such file or directory)"),
        ("\\\\host\\specs", "cannot be read (No such file or directory)"),
        ("..\\..\\outside", "cannot be read (No such file or directory)"),
        ("..", ".. and docs_dir have files in common; name folders beside each other"),
        (".", ". and docs_dir have files in common"),
        ("", " and docs_dir have files in common"),
        ("docs", "docs and docs_dir have files in common"),
        ("a\0b", "cannot be read (embedded null byte)"),
        ("x" * 300, "cannot be read (File name too long)"),
    ],
)
def test_what_is_no_folder_of_its_own_in_the_repository_is_refused(
    checkout: Path, written: str, refusal: str
) -> None:
    (checkout / ".GIT").mkdir(exist_ok=True)
    assert refusal in refusal_of(checkout, written)
    assert refusal_of(checkout, written).startswith(f"sources: {written} ")


def test_a_name_of_dots_alone_is_refused(checkout: Path) -> None:
    (checkout / "...").mkdir()
    assert "no name that addresses could begin with" in refusal_of(checkout, "../...")


@pytest.mark.parametrize(
    "written",
    [
        ["../specs", "../specs"],
        ["../specs", "../specs/login"],
        ["../specs/login", "../specs"],
        ["../specs", "../alias"],
    ],
)
def test_a_page_comes_in_once(checkout: Path, written: list[str]) -> None:
    (checkout / "alias").symlink_to("specs")
    first, second = written
    assert f"{second} and {first} have files in common" in refusal_of(checkout, *written)


def test_folders_of_one_beginning_are_beside_each_other(checkout: Path) -> None:
    (checkout / "specs-old").mkdir()
    assert len(files_of(checkout, "../specs", "../specs-old")) == 3


def test_without_git_the_repository_is_the_configurations_folder(checkout: Path) -> None:
    (checkout / ".git" / "notes.md").unlink()
    (checkout / ".git").rmdir()
    assert f"begins at {checkout / 'website'} (where .git is" in refusal_of(checkout, "../specs")


LINKS = [
    ("x.md", "../../outside/plan.md", "specs/x.md is a link that leaves the repository"),
    ("x", "../../outside", "specs/x is a link that leaves the repository"),
    ("x.md", "../.git/notes.md", "specs/x.md is a link that leaves the repository"),
    ("x", "../.git", "specs/x is a link that leaves the repository"),
    ("x.md", "../src/x.py", "specs/x.md is a link to what is neither Markdown nor an image"),
    ("x", "../src", "specs/x is a link to another folder; name that as a source"),
    ("x", "..", "specs/x is a link to another folder"),
    ("x.md", "nowhere.md", "specs/x.md cannot be read (No such file or directory)"),
    ("x.md", "x.md", "specs/x.md cannot be read (Too many levels of symbolic links)"),
]


@pytest.mark.parametrize(("name", "target", "refusal"), LINKS)
def test_a_link_that_leads_elsewhere_is_refused(
    checkout: Path, name: str, target: str, refusal: str
) -> None:
    (checkout / "specs" / name).symlink_to(target)
    assert refusal_of(checkout, "../specs").startswith(f"sources: ../{refusal}")


@pytest.mark.parametrize("target", ["login", ".", "../specs"])
def test_a_link_to_a_folder_of_the_same_source_adds_nothing(checkout: Path, target: str) -> None:
    (checkout / "specs" / "latest").symlink_to(target)
    assert len(files_of(checkout, "../specs")) == 3


def test_a_link_to_a_page_of_the_repository_is_that_page(checkout: Path) -> None:
    (checkout / "HISTORY.md").write_text("text")
    (checkout / "specs" / "history.md").symlink_to("../HISTORY.md")
    assert files_of(checkout, "../specs")["specs/history.md"] == checkout / "HISTORY.md"


def test_a_source_that_is_a_link_keeps_its_name_and_must_stay_in_the_repository(
    checkout: Path,
) -> None:
    (checkout / "plans").symlink_to("specs")
    assert files_of(checkout, "../plans")["plans/README.md"] == checkout / "specs" / "README.md"
    (checkout / "far").symlink_to("../outside")
    assert "../far is not in the repository" in refusal_of(checkout, "../far")


def test_a_folder_that_cannot_be_read_is_named(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def scandir(path: str) -> Iterable[object]:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "scandir", scandir)
    assert "../specs cannot be read (Permission denied)" in refusal_of(checkout, "../specs")


def test_a_folder_that_vanishes_meanwhile_takes_nothing_else_away(checkout: Path) -> None:
    (source,) = find_sources(["../specs"], find_repository(checkout / "website"), {})
    found = find_source_files(source)
    assert next(found).uri == "specs/README.md"
    shutil.rmtree(checkout / "specs" / "login")
    assert list(found) == []


PLACES = ["specs", "specs/a", ".git", "src", "../outside", "website/docs"]
NAMES = st.sampled_from(["a", "b", "x.md", "y.png", "z.py"])
TARGETS = st.sampled_from(
    [
        "..", ".", "../..", "../../outside", "../outside/plan.md", "../../outside/plan.md",
        "../.git", "../.git/notes.md", "a", "x.md", "../specs", "../src", "/", "b/../../outside",
    ]
)  # fmt: skip
STEPS = st.sampled_from(["..", ".", "specs", "a", "b", "outside", ".git", "src", "", "x.md", "/"])


@given(
    links=st.lists(st.tuples(st.sampled_from(PLACES), NAMES, TARGETS), max_size=6),
    steps=st.lists(STEPS, max_size=6),
)
@example(links=[("specs", "x.md", "../../outside/plan.md")], steps=["..", "specs"])
@example(links=[("specs/a", "b", "../../outside")], steps=["..", "specs"])
@example(links=[], steps=["..", "..", "outside"])
def test_nothing_outside_the_repository_ever_comes_in(
    links: list[tuple[str, str, str]], steps: list[str]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        checkout = Path(name).resolve() / "checkout"
        for place in PLACES:
            (checkout / place).mkdir(parents=True)
        (checkout.parent / "outside" / "plan.md").write_text("secret")
        (checkout / ".git" / "notes.md").write_text("secret")
        (checkout / "specs" / "plan.md").write_text("text")
        for place, link, target in links:
            if not os.path.lexists(checkout / place / link):
                (checkout / place / link).symlink_to(target)
        try:
            found = files_of(checkout, "/".join(steps))
        except OptionError:
            return
        for path in found.values():
            assert path == path.resolve()
            assert path.is_relative_to(checkout)
            assert path.read_text() != "secret"
