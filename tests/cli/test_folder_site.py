"""`serve` and `build` make a site of a folder of plans that has none."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import threading
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from bs4 import BeautifulSoup
from click.testing import CliRunner
from mkdocs.commands.build import build
from mkdocs.config import load_config

from mkdocs_speckit.cli import main
from mkdocs_speckit.hosts.mkdocs import folder_site
from tests.builds.test_spec_kit_pages import feature, list_read
from tests.cli.test_check_output import COMMAND
from tests.conftest import MARKER
from tests.disk.test_history import git
from tests.headers import read_overview
from tests.openspec import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from click.testing import Result

OVEN = feature("Oven")
PLAN = f"# Plan: {{}}\n\n{MARKER}- [x] a\n- [ ] b\n"


@pytest.fixture(autouse=True)
def bakery(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository, where the command runs."""
    folder = tmp_path / "bakery"
    folder.mkdir()
    git(folder, "init", "--quiet")
    monkeypatch.chdir(folder)
    return folder


def write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def page(name: str) -> BeautifulSoup:
    return BeautifulSoup(Path("site", name, "index.html").read_text("utf-8"), "html.parser")


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".git" not in path.parts
    }


def test_the_first_page_is_the_overview_and_features_are_named_by_their_titles(
    bakery: Path,
) -> None:
    write(bakery, feature("Oven") | {"README.md": "# Not a plan\n"})
    before = contents(bakery)
    result = run("build")
    assert (result.exit_code, result.stdout) == (0, "")
    total, place = result.stderr.splitlines()
    assert total.endswith("; mkdocs-speckit check specs lists them")
    assert place == "site/index.html"
    home = page("")
    assert [row[0] for row in read_overview(home).rows] == ["Oven"]
    titles = [link.get_text(" ", strip=True) for link in home.select(".md-nav__link")]
    assert "Oven" in titles
    assert page("specs/001-oven/tasks").select(".speckit-header")
    assert not Path("site/README").exists()
    after = {name: data for name, data in contents(bakery).items() if not name.startswith("site/")}
    assert after == before


@pytest.mark.parametrize(
    ("files", "arguments", "pages"),
    [
        (
            ["specs/bread/plan.md", "docs/cake/plan.md"],
            [],
            ["docs/cake/plan", "specs/bread/plan"],
        ),
        ([".opencode/specs/bread/plan.md", "cake.plan.md"], [], ["specs/bread/plan"]),
        (
            [".opencode/specs/bread/plan.md", "docs/cake/plan.md"],
            [],
            ["docs/cake/plan", "specs/bread/plan"],
        ),
        ([".opencode/specs/bread/plan.md"], [], ["specs/bread/plan"]),
        (
            ["specs/bread/plan.md", ".opencode/specs/cake/plan.md"],
            [],
            ["specs/bread/plan", "specs/cake/plan"],
        ),
        (["docs/bread/plan.md", "more/plans/cake.md"], [], ["docs/bread/plan", "more/plans/cake"]),
        (["docs/bread/plan.md", "specs/notes.txt"], ["docs"], ["docs/bread/plan"]),
        (["docs/.plans/bread/plan.md"], [], ["plans/bread/plan"]),
        (["docs/plan.md", "README.md"], [], ["docs/plan"]),
        (["docs/bread/plan.md"], ["docs/bread"], ["bread/plan"]),
    ],
)
def test_where_plans_are_looked_for(
    bakery: Path, files: list[str], arguments: list[str], pages: list[str]
) -> None:
    write(bakery, {name: PLAN.format(name) if "plan" in name else "# Notes\n" for name in files})
    assert run("build", *arguments).exit_code == 0
    found = [
        path.parent.relative_to("site").as_posix() for path in Path("site").rglob("index.html")
    ]
    assert sorted(found) == sorted([".", *pages])


def test_plans_of_every_format_are_shown(bakery: Path) -> None:
    write(bakery, feature("Oven") | {
        "openspec/changes/sell-rolls/tasks.md": "## 1. Rolls\n\n- [x] 1.1 Bake\n- [ ] 1.2 Sell\n",
        ".kiro/specs/cool-bread/tasks.md": "- [x] 1. Buy a rack\n- [ ] 2. Wait\n- [ ] 3. Wrap\n",
        "docs/bread/plan.md": PLAN.format("Bread"),
    })  # fmt: skip
    assert run("build").exit_code == 0
    shown = {
        path.parent.relative_to("site").as_posix()
        for path in Path("site").rglob("index.html")
        if BeautifulSoup(path.read_text("utf-8"), "html.parser").select(".speckit-header")
    }
    assert {"docs/bread/plan", "specs/001-oven/tasks", "specs/cool-bread/tasks"} <= shown
    assert any(name.endswith("changes/sell-rolls/tasks") for name in shown)
    overview = read_overview(page("")).rows
    assert len(overview) == 4


@pytest.mark.parametrize(("beside", "argument"), [({}, "."), ({}, "openspec"), (OVEN, ".")])
def test_changes_and_capabilities_of_openspec_are_found(
    bakery: Path, beside: dict[str, str], argument: str
) -> None:
    write(bakery, PROJECT | beside | {"README.md": "# Not a plan\n"})
    assert run("build", argument).exit_code == 0
    home = page("")
    titles = [link.get_text(" ", strip=True) for link in home.select(".md-nav__link")]
    assert "Sell rolls" in titles
    assert "counter" in titles
    assert home.select(".speckit-capabilities")
    for path in PROJECT:
        assert page(path.removesuffix(".md")).select(".speckit-header"), path
    for path in list_read("specs/001-oven") if beside else []:
        assert page(path.removesuffix(".md")).select(".speckit-header"), path
    assert not Path("site/README").exists()


def test_a_repository_with_plans_at_its_top_keeps_their_dates(bakery: Path) -> None:
    write(bakery, {"plan.md": PLAN.format("Bread"), "cake/plan.md": PLAN.format("Cake")})
    git(bakery, "add", ".")
    git(bakery, "commit", "--quiet", "--message", "Plans", date="2026-03-05")
    assert run("build", "--site-dir", "../site").exit_code == 0
    assert Path("../site/bakery/plan/index.html").is_file()
    assert Path("../site/bakery/cake/plan/index.html").is_file()
    assert "5 Mar" in Path("../site/index.html").read_text("utf-8")


def test_one_folder_under_two_names_is_one(bakery: Path) -> None:
    write(bakery, {".opencode/specs/bread/plan.md": PLAN.format("Bread")})
    (bakery / "specs").symlink_to(".opencode/specs")
    assert run("build").exit_code == 0
    assert page("specs/bread/plan").select(".speckit-header")


def test_dates_are_those_of_the_repository(bakery: Path) -> None:
    write(bakery, {f"specs/{name}/plan.md": PLAN.format(name) for name in ("Bread", "Cake")})
    git(bakery, "add", ".")
    git(bakery, "commit", "--quiet", "--message", "Plans", date="2026-03-05")
    assert run("build").exit_code == 0
    assert "5 Mar" in page("").get_text()


def test_the_options_of_a_configuration_count_and_nothing_else_of_it(bakery: Path) -> None:
    config = {
        "site_name": "The bakery",
        "docs_dir": "pages",
        "theme": {"name": "no-such-theme"},
        "plugins": ["no-such-plugin", {"speckit": {"show": ["summary"], "overview": "all.md"}}],
        "nav": ["no-such-page.md"],
    }
    write(bakery, feature("Oven") | {"mkdocs.yml": yaml.safe_dump(config)})
    assert run("build").exit_code == 0
    assert not page("specs/001-oven/tasks").select(".speckit-diagram")
    assert page("").select(".speckit-overview")


@pytest.mark.parametrize("command", ["build", "serve"])
@pytest.mark.parametrize("theme", ["material", "mkdocs"])
def test_a_site_grows_out_of_the_command_by_what_config_prints(
    bakery: Path, monkeypatch: pytest.MonkeyPatch, command: str, theme: str
) -> None:
    if theme == "mkdocs":
        monkeypatch.setattr(folder_site, "get_theme_names", lambda: ["mkdocs"])
    write(bakery, feature("Oven"))
    result = run(command, "--config")
    assert (result.exit_code, result.stderr) == (0, "")
    assert contents(bakery) == {name: text.encode() for name, text in feature("Oven").items()}
    assert run("build").exit_code == 0
    shutil.move("site", "../site")

    (bakery / "mkdocs.yml").write_text(result.stdout)
    (bakery / "docs").mkdir()
    config = load_config("mkdocs.yml")
    assert config.theme.name == theme
    build(config)
    assert {p.relative_to("site") for p in Path("site").rglob("*.html")} == {
        p.relative_to("../site") for p in Path("../site").rglob("*.html")
    }
    name = "specs/001-oven/tasks/index.html"
    assert Path("site", name).read_text() == Path("../site", name).read_text()


def test_a_kept_configuration_has_a_folder_for_other_pages_and_no_secrets(bakery: Path) -> None:
    private = {"url": "https://me:pa55@plans.example.org/", "headers": {"A": "s3cret", "B": "${T}"}}
    speckit = {"portfolio": ["https://me:pa55@example.org/", private]}
    config = yaml.safe_dump({"plugins": [{"speckit": speckit}]})
    write(bakery, {"docs/bread/plan.md": PLAN.format("Bread"), "mkdocs.yml": config})
    printed = run("serve", "--config").stdout
    assert "is there already: take from this" in printed.splitlines()[0]
    made = yaml.safe_load(printed)
    assert made["docs_dir"] == "pages"
    assert "pa55" not in printed
    assert made["plugins"][1]["speckit"]["portfolio"][1]["headers"] == {
        "A": "${SECRET}",
        "B": "${T}",
    }


def test_a_name_never_adds_to_a_kept_configuration(bakery: Path) -> None:
    folder = bakery / "a\nplugins: []\n#"
    write(folder, {"specs/bread/plan.md": PLAN.format("Bread")})
    printed = run("serve", str(folder), "--config").stdout
    assert yaml.safe_load(printed)["plugins"][1]["speckit"]["sources"] == ["specs"]


@pytest.mark.parametrize("theme", ["material", "mkdocs"])
def test_pages_ask_for_nothing_on_the_web(
    bakery: Path, monkeypatch: pytest.MonkeyPatch, theme: str
) -> None:
    monkeypatch.setattr(folder_site, "get_theme_names", lambda: [theme])
    write(bakery, feature("Oven"))
    assert run("build").exit_code == 0
    for file in Path("site").rglob("*.html"):
        soup = BeautifulSoup(file.read_text("utf-8"), "html.parser")
        asked = [e.get("src") or e.get("href") for e in soup.select("script[src], link[href], img")]
        assert not [address for address in asked if re.match("https?:|//", str(address))]


BAD_INPUT = {
    "no such folder": (["gone"], "gone: No such file or directory"),
    "a file": (["plan.md"], "plan.md: Not a directory"),
    "no plan": (["empty"], "no plan in "),
    "a broken configuration": (["broken"], "mkdocs.yml: while parsing"),
    "a wrong option": (["wrong"], "mkdocs.yml: there is no option 'diagramz'"),
    "a site among the plans": (["plans", "--site-dir", "plans/site"], " is among the plans; name "),
    "files of something else": (["plans", "--site-dir", "other"], " has files of something else"),
    "a site in a file": (["plans", "--site-dir", "plan.md/site"], "plan.md/site: Not a directory"),
    "too many files": (["many"], " has more than 20 Markdown files; name the folder"),
}


@pytest.mark.parametrize("why", BAD_INPUT)
def test_bad_input_is_one_line(bakery: Path, monkeypatch: pytest.MonkeyPatch, why: str) -> None:
    monkeypatch.setattr(folder_site, "MAX_FILES", 20)
    plan = PLAN.format("Bread")
    write(bakery, {
        "plan.md": plan,
        "empty/readme.md": "# Nothing\n",
        "broken/mkdocs.yml": "plugins: [\n",
        "broken/plan.md": plan,
        "wrong/mkdocs.yml": "plugins:\n  - speckit:\n      diagramz: true\n",
        "wrong/plan.md": plan,
        "plans/plan.md": plan,
        "other/letter.txt": "Keep me.",
        **{f"many/{number}.md": plan for number in range(21)},
    })  # fmt: skip
    before = contents(bakery)
    arguments, message = BAD_INPUT[why]
    result = run("build", *arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith("mkdocs-speckit: ")
    assert message in line
    assert contents(bakery) == before


@pytest.mark.skipif(os.name == "nt", reason="names are texts there")
@pytest.mark.parametrize("name", [b"caf\xe9", b"plans/caf\xe9"])
def test_a_name_that_is_no_text_is_one_line(bakery: Path, name: bytes) -> None:
    folder = Path(os.fsdecode(os.fsencode(bakery) + b"/" + name))
    folder.mkdir(parents=True)
    (folder / "plan.md").write_text(PLAN.format("Bread"))
    result = run("build")
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert line.endswith("has a name in it that is not UTF-8; rename the file or the folder")


def test_a_web_site_of_somebody_else_stays(bakery: Path) -> None:
    write(bakery, feature("Oven") | {"site/sitemap.xml": "<urlset/>", "site/novel.txt": "Once"})
    result = run("build")
    assert result.exit_code == 2
    assert "site has files of something else" in result.stderr
    assert Path("site/novel.txt").read_text() == "Once"


def test_a_site_is_built_again_in_its_place(bakery: Path) -> None:
    write(bakery, feature("Oven") | {"site/.nojekyll": ""})
    assert run("build").exit_code == 0
    assert Path("site/.nojekyll").exists()
    shutil.rmtree("specs/001-oven/checklists")
    assert run("build").exit_code == 0
    assert not Path("site/specs/001-oven/checklists").exists()


def test_a_port_in_use_is_one_line_and_without_a_port_the_next_is_taken(bakery: Path) -> None:
    write(bakery, feature("Oven"))
    with socket.socket() as used:
        used.bind(("127.0.0.1", 0))
        used.listen()
        port = used.getsockname()[1]
        result = run("serve", "--port", str(port))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (f"mkdocs-speckit: port {port} is in use; name another with --port\n")


def test_the_next_free_port_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as used:
        used.bind(("127.0.0.1", 0))
        used.listen()
        port = used.getsockname()[1]
        monkeypatch.setattr(folder_site, "FIRST_PORT", port)
        assert folder_site.find_port(None) in range(port + 1, port + folder_site.PORTS)


@contextmanager
def saved_again_and_again(path: Path, text: str) -> Iterator[None]:
    """Save a file each second: the server looks for changes a while after it says its address."""
    ended = threading.Event()

    def save() -> None:
        while not ended.is_set():
            path.write_text(text, encoding="utf-8")
            ended.wait(1)

    saving = threading.Thread(target=save)
    saving.start()
    try:
        yield
    finally:
        ended.set()
        saving.join()


def test_serving_shows_each_change_and_ends_with_ctrl_c(bakery: Path) -> None:
    write(bakery, feature("Oven"))
    before = contents(bakery)
    with subprocess.Popen(
        [*COMMAND, "serve"],
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    ) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if found := re.search(r"Serving on (http://127\.0\.0\.1:\d+/)$", line.strip()):
                break
        address = found[1] if found else ""
        assert "Oven" in urllib.request.urlopen(address).read().decode()  # noqa: S310
        with saved_again_and_again(
            bakery / "specs/001-oven/spec.md", "# Feature Specification: Hearth\n"
        ):
            for line in process.stderr:
                if "Reloading" in line:
                    break
        changed = urllib.request.urlopen(address).read().decode()  # noqa: S310
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read()
        assert process.wait() == 0
    assert "Hearth" in changed
    assert "Traceback" not in rest
    assert set(contents(bakery)) == set(before)
