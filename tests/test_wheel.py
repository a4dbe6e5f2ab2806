"""The wheel holds all that a page needs."""

from __future__ import annotations

import configparser
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from readme_renderer.markdown import render

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT],
        check=True,
        capture_output=True,
    )
    (path,) = folder.glob("*.whl")
    return zipfile.ZipFile(path)


def test_it_holds_templates_stylesheet_and_type_marker(wheel: zipfile.ZipFile) -> None:
    names = set(wheel.namelist())
    package = ROOT / "mkdocs_speckit"
    for path in package.rglob("*"):
        if path.suffix in {".py", ".html", ".css", ".json", ".md", ".typed"}:
            assert f"mkdocs_speckit/{path.relative_to(package).as_posix()}" in names
    assert {"mkdocs_speckit/py.typed", "mkdocs_speckit/rendering/speckit.css"} <= names


def test_it_holds_nothing_else(wheel: zipfile.ZipFile) -> None:
    folders = {name.partition("/")[0] for name in wheel.namelist()}
    assert {folder.partition("-")[0] for folder in folders} == {"mkdocs_speckit"}


def test_its_entry_points(wheel: zipfile.ZipFile) -> None:
    (name,) = (name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    parser = configparser.ConfigParser()
    parser.read_string(wheel.read(name).decode())
    assert set(parser["mkdocs.plugins"]) == {"speckit"}
    assert set(parser["markdown.extensions"]) == {"speckit"}
    assert set(parser["console_scripts"]) == {"mkdocs-speckit"}


def test_an_index_shows_its_readme_with_whole_links(wheel: zipfile.ZipFile) -> None:
    (name,) = (name for name in wheel.namelist() if name.endswith("METADATA"))
    _, _, text = wheel.read(name).decode().partition("\n\n")
    shown = BeautifulSoup(render(text) or "", "html.parser")
    assert [heading.get_text() for heading in shown.select("h2")][:3] == [
        "Try it", "Use it", "What you get",
    ]  # fmt: skip
    addresses = [str(link["href"]) for link in shown.select("a[href]")]
    addresses += [str(image["src"]) for image in shown.select("img")]
    assert len(addresses) > 20
    assert not [a for a in addresses if not re.match(r"https?://|#", a)]


def test_what_is_released_is_whole(wheel: zipfile.ZipFile) -> None:
    tools = Path(sys.executable).parent
    for command in (["twine", "check", "--strict"], ["check-wheel-contents"]):
        run = subprocess.run(
            [tools / command[0], *command[1:], str(wheel.filename)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, run.stdout + run.stderr
