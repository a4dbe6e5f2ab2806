"""JSON with one value changed, as a faulty writer of exports might write it."""

from __future__ import annotations

import copy
import json
import random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 0.5, 1e-9, 1e308, float("inf"), float("nan"), 10**30, "", "a",
    "Phase 1", "line 7", "\ud800", "\x1b", "../a", "javascript:x", [], {}, [[]],
)  # fmt: skip
"""Values of each type, and values at a limit."""


def vary(content: bytes, seed: int) -> bytes | None:
    """Change one value in lines of JSON; None if they are not JSON or have no values."""
    choice = random.Random(seed)  # noqa: S311 - It must be repeatable.
    try:
        lines = [json.loads(line) for line in content.splitlines()]
        places = list(_find_places(lines))
        if not places:
            return None
        holder, key = choice.choice(places)
        _change(holder, key, choice.choice(places), choice)
        return b"\n".join(json.dumps(line).encode() for line in lines)
    except (ValueError, RecursionError):  # Not JSON, or nested too deeply.
        return None


def _find_places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Find each list or object with each of its keys, without recursion."""
    waiting = [value]
    while waiting:
        holder = waiting.pop()
        for key in range(len(holder)) if isinstance(holder, list) else list(holder):
            yield holder, key
            if isinstance(holder[key], list | dict):
                waiting.append(holder[key])


def _change(holder: Any, key: Any, other: tuple[Any, Any], choice: random.Random) -> None:
    """Leave a value out, replace it by another or an odd one, repeat it, or scale it."""
    value = holder[key]
    kind = choice.choice(["leave out", "copy", "repeat", "scale", "odd", "odd"])
    if kind == "leave out":
        del holder[key]
    elif kind == "copy":
        holder[key] = copy.deepcopy(other[0][other[1]])
    elif kind == "repeat" and isinstance(holder, list):
        holder.append(copy.deepcopy(value))
    elif kind == "scale" and isinstance(value, int | float):
        holder[key] = value * choice.choice([-1, 0.5, 2, 10])
    else:
        holder[key] = choice.choice(ODD)
