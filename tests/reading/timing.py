"""How long reading takes, for tests that hold it to linear time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from mkdocs_speckit import read
from mkdocs_speckit.audit import audit_plan

if TYPE_CHECKING:
    from collections.abc import Callable


def best_time(work: Callable[[], object]) -> float:
    """The processor time of some work in seconds, at best of three."""
    taken = []
    for _ in range(3):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


def read_and_audit(text: str, *paths: str) -> None:
    """Read a text, which must be a plan, as each of some documents, and audit it."""
    for path in paths:
        plan = read(text, path)
        assert plan is not None
        audit_plan(plan)


def repeat(line: str, size: int, digits: int = 1) -> str:
    """Lines of so many characters together; `{i}` is the number of the line."""
    return "".join(line.replace("{i}", f"{i:0{digits}}") for i in range(size // len(line)))
