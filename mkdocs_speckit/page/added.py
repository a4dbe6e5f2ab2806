"""What was added to a page: it is told by comments round it, so that a search can leave it out."""

from __future__ import annotations

import re

_BEGIN, _END = "<!--speckit-->", "<!--/speckit-->"
_NUMBER = r"<!--speckit:(\d+)-->"
# A comment of an author's own that looks like ours is kept as what it is.
_ADDED = re.compile(rf"{_BEGIN}[^<]*+(?:<(?!!--/?speckit-->)[^<]*+)*+{_END}|{_NUMBER}")
_HIDDEN = re.compile(_NUMBER)


def added(html: str) -> str:
    """Finished HTML that is put into a page; nothing of it stands in its source."""
    return f"{_BEGIN}{html}{_END}"


def hide_added(html: str) -> tuple[str, list[str]]:
    """A page's HTML with numbered comments in place of all that was added, and what that was."""
    pieces: list[str] = []

    def number(piece: re.Match[str]) -> str:
        pieces.append(piece[0])
        return f"<!--speckit:{len(pieces) - 1}-->"

    return _ADDED.sub(number, html), pieces


def show_added(html: str, pieces: list[str]) -> str:
    """The HTML as it was before `hide_added`, with what others have changed in it since."""
    return _HIDDEN.sub(lambda hidden: pieces[int(hidden[1])], html)
