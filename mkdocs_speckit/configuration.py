"""A project's options, for the command line: from its `pyproject.toml` or its `mkdocs.yml`."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

import yaml

from mkdocs_speckit.options import DEFAULTS, OptionError, Options, options_from

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PLUGIN = "speckit"
TABLE = "mkdocs-speckit"


class _Loader(yaml.SafeLoader):
    """Reads YAML without running its tags (`!ENV`, `!!python/name:…`): they become nothing."""


_Loader.add_multi_constructor("", lambda _loader, _suffix, _node: None)


def find_options(folder: Path) -> tuple[Options, Path]:
    """The options that hold in a folder, and the folder that their paths are relative to.

    The nearest folder counts, from this one upwards, that has `[tool.mkdocs-speckit]` in its
    `pyproject.toml` or a `mkdocs.yml` with our plugin. Raises OptionError, naming the file, where
    one cannot be read or has an impossible value.
    """
    for place in (folder, *folder.parents):
        for name, values in (("pyproject.toml", _pyproject), ("mkdocs.yml", _mkdocs)):
            path = place / name
            if not path.is_file():
                continue
            try:
                found = values(path)
                if found is not None:
                    return options_from(found), place
            except OptionError as error:
                raise OptionError(f"{path}: {error}") from None
            except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, yaml.YAMLError) as error:
                raise OptionError(f"{path}: {' '.join(str(error).split())}") from None
    return DEFAULTS, folder


def _pyproject(path: Path) -> Mapping[str, Any] | None:
    """The table of our options; its names may have dashes, as is the custom there."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    table = data.get("tool", {}).get(TABLE)
    return None if table is None else {name.replace("-", "_"): v for name, v in table.items()}


def _mkdocs(path: Path) -> Mapping[str, Any] | None:
    """The plugin's options."""
    data = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506
    plugins = data.get("plugins") if isinstance(data, dict) else None
    entries = list(plugins.items()) if isinstance(plugins, dict) else plugins or []
    for entry in entries:
        if entry == PLUGIN:
            return {}
        if isinstance(entry, dict) and PLUGIN in entry:
            return entry[PLUGIN] or {}
        if isinstance(entry, tuple) and entry[0] == PLUGIN:
            return entry[1] or {}
    return None
