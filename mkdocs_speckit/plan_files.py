"""The plans among files and folders of a disk, with the Markdown that stands beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mkdocs_speckit.files import markdown_files, markdown_files_in, read_text
from mkdocs_speckit.reading import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from mkdocs_speckit.plan import Plan
    from mkdocs_speckit.reading import Settings

    Progress = Callable[[list[Path]], AbstractContextManager[Iterable[Path]]]


@dataclass(frozen=True, slots=True)
class PlanFiles:
    """Plans, and what they can be compared with.

    `asked` are the paths of the plans that were asked for; `plans` has those of the same folders,
    too, and `files` are the paths of all Markdown there.
    """

    asked: frozenset[str]
    plans: tuple[Plan, ...]
    files: tuple[str, ...]


def read_plans(paths: Iterable[Path], settings: Settings, progress: Progress) -> PlanFiles:
    """Read the plans among files and folders, each once; raises OSError.

    A file is read with all Markdown of its folder: whether a document is missing, nobody can tell
    from one alone. `progress` is shown the files that are read.
    """
    asked: dict[Path, None] = {}
    beside: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            asked.update(dict.fromkeys(markdown_files(path)))
        else:
            asked[path] = None
            if path.exists():
                beside.update(dict.fromkeys(markdown_files_in(path.parent)))
    files = list(asked | beside)
    with progress(files) as shown:
        plans = [read(read_text(file), file.as_posix(), settings) for file in shown]
    return PlanFiles(
        frozenset(file.as_posix() for file in asked),
        tuple(plan for plan in plans if plan is not None),
        tuple(file.as_posix() for file in files),
    )
