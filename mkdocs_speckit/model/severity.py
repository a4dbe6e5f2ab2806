"""How much a finding matters."""

from __future__ import annotations

from typing import Literal, get_args

__all__ = ["SEVERITIES", "Severity"]

Severity = Literal["error", "warning", "info", "ignore"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
