"""Checklist boxes in a page's element tree: `[ ]` and its like become boxes to look at."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from mkdocs_speckit.reading.checklists import STATE_OF_BOX

_BOX = re.compile(r"\s*\[([ xXB~-])\](?:(?=\s)|$)")

CLASS_OF_ITEM = "speckit-item"


def draw_boxes(root: Element) -> None:
    """Draw the box of every list item that begins with one.

    Boxes that a task-list extension drew already are no text any more, and stay as they are.
    """
    for item in root.iter("li"):
        holder = item
        if not (item.text or "").strip() and len(item) and item[0].tag == "p":
            holder = item[0]
        text = holder.text or ""
        match = _BOX.match(text)
        # `[x]**b**` is no box: nothing stands between the two but the end of a text.
        if match is None or (match.end() == len(text) and len(holder)):
            continue
        state = STATE_OF_BOX[match[1]]
        box = Element(
            "span",
            {"class": f"speckit-box speckit-box--{state}", "role": "img", "aria-label": state},
        )
        box.tail = text[match.end() :]
        holder.text = ""
        holder.insert(0, box)
        classes = f"{item.get('class', '')} {CLASS_OF_ITEM} {CLASS_OF_ITEM}--{state}"
        item.set("class", classes.strip())
