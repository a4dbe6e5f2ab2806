"""Reads, audits and draws the plans that teams keep beside their code."""

from __future__ import annotations

# `typing` takes long to load, and the command line loads this module before it can be interrupted.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.reading import read

__all__ = ["Plan", "__version__", "read"]

__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """Load what reads plans when it is asked for: a site without plans does not wait for it."""
    if name == "read":
        from mkdocs_speckit.reading import read  # noqa: PLC0415

        return read
    if name == "Plan":
        from mkdocs_speckit.model.plan import Plan  # noqa: PLC0415

        return Plan
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
