"""Reads, audits and draws the plans that teams keep beside their code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.reading import read

__all__ = ["Plan", "__version__", "read"]

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Load what reads plans when it is asked for: a site without plans does not wait for it."""
    if name == "read":
        from mkdocs_speckit.reading import read  # noqa: PLC0415

        return read
    if name == "Plan":
        from mkdocs_speckit.model.plan import Plan  # noqa: PLC0415

        return Plan
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
