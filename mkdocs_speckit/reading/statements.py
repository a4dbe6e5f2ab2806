"""Dependencies that are stated in sentences."""

from __future__ import annotations
