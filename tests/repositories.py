"""Real repositories for tests: commits of some days, by one author."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


class MadeRepository:
    """A repository in a folder; files are written as they are committed."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str, when: str = "2026-01-01T12:00:00 +0000") -> str:
        """Run git at a moment; returns what it prints."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
        names = {"NAME": "A", "EMAIL": "a@example.org", "DATE": when}
        made = {
            f"GIT_{who}_{key}": value
            for who in ("AUTHOR", "COMMITTER")
            for key, value in names.items()
        }
        return subprocess.run(
            ["git", *arguments],  # noqa: S607
            cwd=self.root,
            env={**kept, **made, "GIT_CONFIG_GLOBAL": os.devnull},
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    def commit(self, day: str, files: Mapping[str, str | None]) -> None:
        """Commit files on a day, or at a moment as git takes it; None removes one."""
        for name, text in files.items():
            path = self.root / name
            if text is None:
                path.unlink()
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
        self.commit_all(day)

    def commit_all(self, day: str) -> None:
        """Commit whatever has changed."""
        self.git("add", "--all")
        when = day if " " in day else f"{day}T12:00:00 +0000"
        self.git("commit", "--quiet", "--allow-empty", "-m", "Change", when=when)


def import_documents(root: Path, number: int, versions: Sequence[str]) -> MadeRepository:
    """Make a repository with a number of documents, each with the same versions, one a day."""
    repository = MadeRepository(root)
    stream = []
    for day, text in enumerate(versions):
        content = text.encode()
        who = f"A <a@example.org> {1_767_268_800 + 86_400 * day} +0000"
        stream.append(f"commit refs/heads/main\ncommitter {who}\ndata 1\nx\n".encode())
        for document in range(number):
            name = f"M 100644 inline docs/f{document:04}/tasks.md\ndata {len(content)}\n"
            stream.append(name.encode() + content + b"\n")
    subprocess.run(
        ["git", "fast-import", "--quiet"],  # noqa: S607
        cwd=root,
        input=b"".join(stream),
        check=True,
    )
    repository.git("checkout", "--quiet", "--force", "main")
    return repository
