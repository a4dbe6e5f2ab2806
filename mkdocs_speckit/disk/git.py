"""Where a repository begins: code hosts count paths from there, whatever the folder of a run."""

from __future__ import annotations

import os
from pathlib import Path

from msgspec import Struct


class Repository(Struct, frozen=True):
    """A checkout and the folder in it where a run's relative paths start; both absolute."""

    root: Path
    folder: Path

    def path_of(self, path: str) -> str:
        """A path as it is from the root, with slashes; whole for one outside of the repository."""
        whole = Path(os.path.normpath(self.folder / path))
        # A folder may be known by a link's name; a linked document has its own place.
        for place in (whole, whole.parent.resolve() / whole.name):
            if place.is_relative_to(self.root):
                return place.relative_to(self.root).as_posix()
        return whole.as_posix()


def find_repository(folder: Path) -> Repository:
    """The checkout that a folder is in; without one the folder itself is the root.

    It begins at the nearest `.git`, which is a file in a worktree. In GitHub Actions a container
    without git has an export without `.git`; there `GITHUB_WORKSPACE` names it.
    """
    workspace = os.environ.get("GITHUB_WORKSPACE")
    for place in (folder, *folder.parents):
        if (place / ".git").exists() or (workspace and place == Path(workspace)):
            return Repository(place, folder)
    return Repository(folder, folder)
