"""Waves: the order of numbered tasks as data, in a fence of JSON (`docs/kiro.md`, section K5).

An example:

    ```json
    {"waves": [{"id": 0, "tasks": ["1.1", "1.2"]}, {"id": 1, "tasks": ["2.1"]}]}
    ```

2.1 waits for 1.1 and 1.2. What is not JSON, or names no tasks, says nothing.
"""

from __future__ import annotations

import json
import re
from itertools import chain, islice, pairwise, product
from typing import TYPE_CHECKING, Any, NamedTuple

from mkdocs_speckit.model.tasks import NUMBER, StatedWaves, TaskReference
from mkdocs_speckit.reading.dependencies import MAX_EDGES
from mkdocs_speckit.reading.translations import TASK_WORDS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from mkdocs_speckit.reading.document import CodeBlock, Document

KEY = "waves"
LANGUAGES = frozenset(["json", "jsonc", "json5"])
_ID = re.compile(rf"\s*(?:(?:{TASK_WORDS})[ #]{{0,2}})?({NUMBER})(?!\w)", re.IGNORECASE)

MAX_LENGTH = 200_000
"""How many bytes of a fence are read."""


class Waves(NamedTuple):
    """What waves say: pairs of ids, each a task and one that waits for it, and all ids named.

    `headings` are the outline indexes of the headings that the waves are under. `stated` is the
    first row of waves of tasks that are known; None if there is none.
    """

    pairs: tuple[tuple[str, str], ...]
    named: tuple[TaskReference, ...]
    headings: tuple[int | None, ...]
    stated: StatedWaves | None


def read_waves(document: Document, known: Collection[str]) -> Waves:
    """Read the waves of a document: each task waits for those of the wave before.

    `known` are the ids that its tasks have. Nothing waits for a task that is not among them: it
    cannot be done.
    """
    pairs: dict[tuple[str, str], None] = {}
    named: list[TaskReference] = []
    headings: dict[int | None, None] = {}
    stated: StatedWaves | None = None
    for block in document.code_blocks:
        waves = _read_block(document, block)
        place = document.source.locate(block.start)
        named += (TaskReference(id_, place) for wave in waves for id_ in wave)
        headings |= dict.fromkeys([block.heading] if waves else ())
        kept = [[id_ for id_ in wave if id_ in known] for wave in waves]
        if stated is None and any(kept):
            stated = StatedWaves(block.heading, tuple(tuple(wave) for wave in kept if wave))
        joined = (product(before, after) for before, after in pairwise(kept))
        for pair in islice(chain.from_iterable(joined), MAX_EDGES - len(pairs)):
            if pair[0] != pair[1]:
                pairs[pair] = None
    return Waves(tuple(pairs), tuple(named), tuple(headings), stated)


def _read_block(document: Document, block: CodeBlock) -> list[list[str]]:
    """The ids in each wave of a fence; nothing if it holds no waves."""
    if block.language.partition(" ")[0] not in LANGUAGES or block.end - block.start > MAX_LENGTH:
        return []
    lines = document.source.slice(block.start, block.end).split("\n")
    # In a list or a quote, each line begins as that does.
    text = "\n".join(line.lstrip(" \t>") for line in lines[1:])
    try:
        # Numbers are ids: 2.10 is not 2.1.
        data = json.JSONDecoder(parse_float=str, parse_int=str).raw_decode(text.lstrip())[0]
    except (ValueError, RecursionError):
        return []
    waves = data.get(KEY) if isinstance(data, dict) else None
    if isinstance(waves, dict):
        waves = [*waves.values()]
    return [[*_list_ids(wave)] for wave in waves] if isinstance(waves, list) else []


def _list_ids(wave: Any) -> Iterator[str]:
    """The ids of the tasks in a wave: of `{"tasks": ["1.1", 2]}`, or of `["Task 1.1", 2]`."""
    tasks = wave.get("tasks") if isinstance(wave, dict) else wave
    for task in tasks if isinstance(tasks, list) else ():
        id_ = task.get("id") if isinstance(task, dict) else task
        if isinstance(id_, str) and (match := _ID.match(id_)):
            yield match[1]
