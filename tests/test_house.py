"""One direction: the engine knows no generator, and nothing knows what stands above it."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import mkdocs_speckit

PACKAGE = Path(mkdocs_speckit.__file__).parent

ENGINE = [
    "model",
    "options",
    "reading",
    "schedule",
    "features",
    "disk",
    "audit",
    "rendering",
    "export",
]
ENGINE += ["changes", "portfolio", "reports"]
"""What imports neither mkdocs nor markdown, whatever it imports itself."""

TOP = {"plugin", "cli", "markdown_extension"}


@pytest.mark.parametrize("module", ENGINE)
def test_the_engine_imports_no_generator(module: str) -> None:
    code = (
        f"import sys, mkdocs_speckit.{module}\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules}"
        " & {'mkdocs', 'markdown', 'material', 'bs4'}))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


@pytest.mark.parametrize("module", ["plugin", "markdown_extension", "cli"])
def test_beautiful_soup_stays_off_the_build_path(module: str) -> None:
    code = f"import sys, mkdocs_speckit.{module}\nprint('bs4' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


def test_the_audit_of_built_sites_knows_no_generator() -> None:
    code = (
        "import sys, mkdocs_speckit.audit.pages\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules} & {'mkdocs', 'markdown'}))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_a_site_without_plans_does_not_load_what_reads_them(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("# Home\n")
    (tmp_path / "mkdocs.yml").write_text("site_name: Site\nplugins: [speckit]\n")
    code = (
        "import sys\n"
        "from mkdocs.commands.build import build\n"
        "from mkdocs.config import load_config\n"
        "build(load_config())\n"
        "engine = ['reading', 'model.plan', 'audit', 'schedule', 'features', 'rendering.diagram']\n"
        "print([name for name in engine if f'mkdocs_speckit.{name}' in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert (tmp_path / "site" / "index.html").is_file()
    assert run.stdout.strip() == "[]"


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: p.name)
def test_nothing_imports_plugin_or_command_line(path: Path) -> None:
    imported = {
        node.module or ""
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
    }
    above = {f"mkdocs_speckit.{name}" for name in TOP} & imported
    allowed = {"mkdocs_speckit.markdown_extension"} if path.name == "plugin.py" else set()
    assert above <= allowed


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: p.name)
def test_every_file_says_what_it_is_about(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert docstring, f"{path} has no docstring"
