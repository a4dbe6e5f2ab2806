"""The hook in `.pre-commit-hooks.yaml`, installed and run by pre-commit itself."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import OTHER_MARKER

ROOT = Path(__file__).parents[1]
NEEDED = bool(os.environ.get("SPECKIT_NEED_PRE_COMMIT"))
FINDING = "bad/release.md:3:9: warning: placeholder [NAME] is not filled in"

pytestmark = pytest.mark.skipif(
    not (ROOT / ".git").exists() or not (NEEDED or shutil.which("git")),
    reason="needs git and a checkout: pre-commit takes hooks from repositories",
)


@dataclass(frozen=True)
class Consumer:
    """A repository that uses the hook, and the environment in which git and pre-commit run."""

    folder: Path
    environment: dict[str, str]

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    def hook(self, *files: str) -> subprocess.CompletedProcess[str]:
        """Run the hook, as it is in the working tree, on some files."""
        return self.run(
            *(sys.executable, "-m", "pre_commit", "try-repo", str(ROOT), "speckit-check"),
            *("--verbose", "--files", *files),
        )


def clean_environment(home: Path) -> dict[str, str]:
    """The environment without what git, pre-commit or our command would take from it."""
    (home / ".gitconfig").write_text(
        "[user]\n\tname = Somebody\n\temail = somebody@example.org\n"
        # The checkout may belong to somebody else, as it does in containers.
        "[safe]\n\tdirectory = *\n",
        encoding="utf-8",
    )
    taken = ("GIT_", "GITHUB_", "PRE_COMMIT", "SKIP", "XDG_CONFIG_HOME")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(taken)}
    # Where packages come from may be somebody's own setting.
    places = (Path.home() / name for name in (".config/pip/pip.conf", ".pip/pip.conf"))
    for place in filter(Path.is_file, places):
        kept.setdefault("PIP_CONFIG_FILE", str(place))
    return kept | {
        "HOME": str(home),
        "PRE_COMMIT_HOME": str(home / "pre-commit"),
        "PYTHONUTF8": "1",
    }


def skip_without_index(consumer: Consumer, folder: Path) -> None:
    """Skip where what builds the hook's environment cannot be had, unless it must run."""
    pip = (sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder))
    fetched = consumer.run(*pip, "--retries", "0", "--timeout", "15", "hatchling")
    if fetched.returncode and not NEEDED:
        pytest.skip(f"needs a package index: {fetched.stderr.strip().splitlines()[-1]}")


@pytest.fixture(scope="module")
def consumer(tmp_path_factory: pytest.TempPathFactory) -> Consumer:
    """A repository of two plans, of which one has a finding."""
    home = tmp_path_factory.mktemp("home")
    consumer = Consumer(tmp_path_factory.mktemp("consumer"), clean_environment(home))
    skip_without_index(consumer, home / "index")
    for name, title in (("good", "Passkeys"), ("bad", "[NAME]")):
        (consumer.folder / name).mkdir()
        (consumer.folder / name / "release.md").write_text(f"{OTHER_MARKER}# Plan: {title}\n")
    (consumer.folder / "notes.txt").write_text(f"{OTHER_MARKER}# Plan: [NAME]\n")
    for command in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "Plan"]):
        run = consumer.run("git", *command)
        assert run.returncode == 0, run.stderr
    return consumer


def test_the_hook_reports_the_plans_that_it_is_given(consumer: Consumer) -> None:
    # One test, as each would install the hook anew, and so does each run with files.
    both = consumer.hook("good/release.md", "bad/release.md", "notes.txt")
    said = both.stdout + both.stderr
    assert both.returncode == 1, said
    assert "mkdocs-speckit check" in said
    assert "- exit code: 1" in said
    assert FINDING in said
    assert "1 warning in 1 of 2 documents" in said
    good = consumer.hook("good/release.md")
    assert good.returncode == 0, good.stdout + good.stderr
    assert "nothing found in 1 document" in good.stdout
    text = consumer.hook("notes.txt")
    assert text.returncode == 0, text.stdout + text.stderr
    assert "(no files to check)" in text.stdout
