"""Markdown source → Plan. Pure: no files, no network, no clock.

`read` asks the modules in `formats/`, one for each format, whether a document is a plan. A format
puts a plan together from its parts, which the other modules here read: one for effort tables, one
for checklists and so on. They work on what `document/` makes of the Markdown, and follow
`docs/numbers.md`.

Some names say little: `design.md` may belong to a change of OpenSpec, to a spec of Kiro's, or to
something else. Then each format that may have the document reads it, and the documents beside it
decide (`features.join_documents`).
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from msgspec.structs import replace

from mkdocs_speckit.model.formats import CHECKS, FORMATS, FRONT_MATTER_KEY, LEVEL
from mkdocs_speckit.model.parts import StatedStart
from mkdocs_speckit.model.settings import DEFAULT, Settings

if TYPE_CHECKING:
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.reading.document import Document

__all__ = ["read"]

START_KEY = "starts"
"""The key of the front matter that states when work starts."""

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)


def read(
    text: str,
    path: str = "",
    settings: Settings = DEFAULT,
    *,
    original_path: str | None = None,
    is_converted: bool = False,
) -> Plan | None:
    """Read a document; None if no format recognises it.

    `text` is the whole source, front matter included, with any line ends. `path` is shown in
    findings, and its name tells the document's kind. For a translation, pass the path of the
    document that it translates as `original_path` (`plan.md` for `plan.de.md`). `is_converted` is
    true for the text of a plan with what it includes: that may stand before its marker. Never
    raises.
    """
    original = path if original_path is None else original_path
    # Most pages of a site hold no plan: they are not even parsed.
    possible = [
        name
        for name in FORMATS
        if (settings.formats is None or name in settings.formats) and CHECKS[name](original, text)
    ]
    if not possible:
        return None
    # Most builds find their plans in the cache, and load none of this.
    from mkdocs_speckit.reading.document.markdown import parse_markdown  # noqa: PLC0415
    from mkdocs_speckit.reading.formats import load_format  # noqa: PLC0415
    from mkdocs_speckit.reading.owners import read_item_owners, read_owners  # noqa: PLC0415

    document = parse_markdown(text, path, original, is_converted=is_converted)
    if _keeps_out(document):
        return None
    readings: list[Plan] = []
    for name in possible:
        each = load_format(name)
        kind = each.recognise(document)
        if kind is not None:
            readings.append(each.read(document, kind, settings))
            # A document that names its template, without a level, is of no other format either.
            if readings[-1].is_certain or name == LEVEL:
                break
    readings.sort(key=lambda plan: not plan.is_certain)
    starts, owners = _read_start(document), read_owners(document)
    chosen: Plan | None = None
    for plan in reversed(readings):
        chosen = replace(
            plan,
            otherwise=chosen,
            starts=starts,
            owners=owners,
            item_owners=read_item_owners(plan.items),
        )
    return chosen


def _read_start(document: Document) -> StatedStart | None:
    """The day that `starts:` in the front matter states, `2026-03-02`."""
    for key, value, place in document.front_values:
        if key == START_KEY and value:
            match = _DAY.fullmatch(value)
            day = None
            with suppress(ValueError):  # There is no 30 February.
                day = date(*map(int, match.groups())).toordinal() if match else None
            return StatedStart(value, day, place)
    return None


def _keeps_out(document: Document) -> bool:
    """True if the front matter says that the document is not a plan: `speckit: false`."""
    return any(
        key == FRONT_MATTER_KEY and value.casefold() in {"false", "no", "off"}
        for key, value, _ in document.front_values
    )
