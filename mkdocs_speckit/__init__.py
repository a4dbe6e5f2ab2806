"""Reads, audits and draws the plans that teams keep beside their code."""

from mkdocs_speckit.plan import Plan
from mkdocs_speckit.reading import read

__all__ = ["Plan", "__version__", "read"]

__version__ = "0.1.0"
