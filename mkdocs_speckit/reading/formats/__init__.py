"""The formats of plans, each in a module of its own.

A format is a module that has what `Format` names. To add one, write the module, and add its name
and a fast check to `model/formats.py`. Parts of a plan that the format does not have (a level,
efforts, a graph) keep their defaults; nothing then speaks of them.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.model.settings import Settings
    from mkdocs_speckit.reading.document import Document


class Format(Protocol):
    """What each module of a format has."""

    NAME: str
    """The format's name, as in `Plan.format` and in the checks of `model/formats.py`."""

    def recognise(self, document: Document) -> str | None:
        """The kind of a document of this format, such as `tasks`; None if it is not one."""

    def read(self, document: Document, kind: str, settings: Settings) -> Plan:
        """Read a document that `recognise` has found to be of this kind."""


@cache
def load_format(name: str) -> Format:
    """Load the module of a format; a site that has none of its documents does without.

    The patterns of all four take a tenth of a second.
    """
    module: Format = import_module(f"{__name__}.{name.replace('-', '_')}")
    return module
