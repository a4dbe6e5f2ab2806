"""What OpenSpec's own command line keeps beside a change: the file `.openspec.yaml`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from mkdocs_speckit.disk.configuration import Loader

if TYPE_CHECKING:
    from pathlib import Path

NAME = ".openspec.yaml"


def skips_specs(change: Path) -> bool:
    """True if the file in a change's folder says `skip_specs: true`: it changes no specification.

    A file that is missing or cannot be read says nothing (`docs/openspec.md`, section O9).
    """
    try:
        data = yaml.load((change / NAME).read_text(encoding="utf-8"), Loader)  # noqa: S506
    except (OSError, ValueError, yaml.YAMLError, RecursionError):
        return False
    return isinstance(data, dict) and data.get("skip_specs") is True
