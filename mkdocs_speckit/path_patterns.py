"""Patterns of paths, such as `features/**`: one rule for every option and comment that has them."""

from __future__ import annotations

import re
from fnmatch import translate
from functools import lru_cache
from pathlib import PurePosixPath


def matches(path: str, pattern: str) -> bool:
    """Whether a pattern means a path: the whole of it, or the file's name.

    `*` matches slashes, too, and `**/` also nothing.
    """
    return any(map(_compiled(pattern).match, (path, PurePosixPath(path).name)))


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    """No path has the sign that keeps the place of `**/`."""
    return re.compile(translate(pattern.replace("**/", "\0")).replace("\0", "(?:.*/)?"))
