"""The formats of plans, each in a module of its own.

A format is a module that has what `Format` names. To add one, write the module, add it to
`FORMATS`, and add a fast check to `model/formats.py`. Parts of a plan that the format does not
have (a level, efforts, a graph) keep their defaults; nothing then speaks of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from mkdocs_speckit.reading.formats import kiro, level, openspec, spec_kit

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


FORMATS: tuple[Format, ...] = (level, spec_kit, openspec, kiro)
"""All formats; the first that recognises a document reads it."""
