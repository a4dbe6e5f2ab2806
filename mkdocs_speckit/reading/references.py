"""Which other folders a document names: the numbered parts of a feature, and the one above."""

from __future__ import annotations

import re

ABOVE = ".."
"""The folder above, as paths write it."""

_NAME = re.compile(r"(?<![\w.-])\d{3}-[a-z0-9]+(?:[-.][a-z0-9]+)*|(?<![\w.])\.\.(?=/)")


def folder_names(text: str) -> frozenset[str]:
    """The names of numbered folders in a text (`004-guest-checkout`), and `..` for `../plan.md`.

    Code counts, too: paths are often written as code.
    """
    return frozenset(name.removesuffix(".md") for name in _NAME.findall(text))
