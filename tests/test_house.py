"""One direction: nothing imports what is above it, and the engine knows no generator."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import mkdocs_speckit

PACKAGE = Path(mkdocs_speckit.__file__).parent

ENGINE = (
    "model options reading schedule features disk audit project rendering export changes portfolio"
    " reports"
).split()
"""The folders and modules that know no generator, from the lowest to the highest."""

HOUSE = ["interrupts", *ENGINE, *"page hosts markdown_extension plugin cli __main__".split()]
"""All folders and modules of the package; each may import those before it."""

FILES = sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """The modules that a file imports, also those that it needs for types alone."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def rooms_of(path: Path) -> set[str]:
    """The other folders and modules of the package that a file imports."""
    ours = {name.split(".")[1] for name in imports(path) if name.startswith("mkdocs_speckit.")}
    return ours & {*HOUSE} - {room_of(path)}


BUILD = (
    "import sys\n"
    "from mkdocs.commands.build import build\n"
    "from mkdocs.config import load_config\n"
    "build(load_config())\n"
)
"""Code that builds the site of the current folder."""


def run(code: str, folder: Path | None = None) -> str:
    command = [sys.executable, "-c", code]
    return subprocess.run(
        command, capture_output=True, text=True, check=True, cwd=folder
    ).stdout.strip()


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_import_runs_back_up(path: Path) -> None:
    room = room_of(path)
    if room == "__init__":  # It hands on what the package offers.
        return
    assert room in HOUSE, "name the new folder in HOUSE"
    assert {other for other in rooms_of(path) if HOUSE.index(other) > HOUSE.index(room)} == set()


def test_the_engine_loads_no_generator() -> None:
    modules = ", ".join(
        "mkdocs_speckit." + ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        for path in FILES
        if room_of(path) in ENGINE and path.name != "__init__.py"
    )
    code = f"import sys, {modules}\nprint({{'mkdocs', 'markdown', 'material'}} & {{*sys.modules}})"
    assert run(code) == "set()"


@pytest.mark.parametrize("module", ["plugin", "markdown_extension", "cli"])
def test_beautiful_soup_is_not_loaded_by_a_build(module: str) -> None:
    assert run(f"import sys, mkdocs_speckit.{module}\nprint('bs4' in sys.modules)") == "False"


def test_a_site_without_plans_does_not_load_what_reads_them(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("# Home\n")
    (tmp_path / "mkdocs.yml").write_text("site_name: Site\nplugins: [speckit]\n")
    code = BUILD + (
        "ours = [name.split('.')[1] for name in sys.modules if 'mkdocs_speckit.' in name]\n"
        "print(sorted({*ours} & {'reading', 'schedule', 'features', 'audit', 'export'}))"
    )
    assert run(code, tmp_path) == "[]"
    assert (tmp_path / "site" / "index.html").is_file()


def test_a_site_loads_only_the_formats_that_it_has(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    for name in ("plan.md", "tasks.md", "design.md"):
        text = "<!-- SPECKIT_LEVEL: 2 -->\n# Plan\n\n## Phase 1: Dough\n\n- [ ] T001 Knead\n"
        (tmp_path / "docs" / name).write_text(text)
    (tmp_path / "mkdocs.yml").write_text("site_name: Site\nplugins: [speckit]\n")
    code = BUILD + (
        "of = 'mkdocs_speckit.reading.formats.'\n"
        "print(sorted(name.removeprefix(of) for name in sys.modules if name.startswith(of)))"
    )
    assert run(code, tmp_path) == "['level']"


def test_the_start_of_the_command_line_loads_nothing_that_ctrl_c_could_find_loading() -> None:
    code = (
        "import os, sys\nsys.path.insert(0, sys.argv[1])\nbefore = {*sys.modules}\n"
        "import mkdocs_speckit.__main__\nprint(*sorted({*sys.modules} - before))"
    )
    command = [sys.executable, "-I", "-S", "-c", code, str(PACKAGE.parent)]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    ours = ["mkdocs_speckit", "mkdocs_speckit.__main__", "mkdocs_speckit.interrupts"]
    assert loaded == ["__future__", *ours]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_file_says_what_it_is_about(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
