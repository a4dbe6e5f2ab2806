"""A project's options, for the command line: from its `pyproject.toml` or its site's own file."""

from __future__ import annotations

import math
import tomllib
from typing import TYPE_CHECKING, Any

import yaml

from mkdocs_speckit.disk.neighbours import add_evaluated
from mkdocs_speckit.options import DEFAULTS, OptionError, Options, make_options

if TYPE_CHECKING:
    from pathlib import Path

NAME = "speckit"
TABLE = "mkdocs-speckit"

MOST_VALUES = 100_000
"""So many values no site's file has."""


class _Unknown:
    """The value of a tag (`!ENV`, `!!python/name:…`), which we do not run."""


class _Loader(yaml.SafeLoader):
    """Reads YAML without running its tags; one that aliases blow up is no YAML to it."""

    def get_single_node(self) -> yaml.Node | None:
        """The document's node; raises YAMLError where it stands for too many values."""
        node = super().get_single_node()
        if node is not None and _values_in(node, {}) > MOST_VALUES:
            raise yaml.YAMLError("its aliases stand for too many values; write out what is meant")
        return node


def _values_in(node: yaml.Node, counted: dict[int, float]) -> float:
    """How many values a node stands for, those behind aliases too; one in itself is endless."""
    if id(node) not in counted:
        counted[id(node)] = math.inf
        children = node.value if isinstance(node, yaml.CollectionNode) else []
        flat = (
            one for child in children for one in (child if isinstance(child, tuple) else [child])
        )
        counted[id(node)] = 1 + sum(_values_in(child, counted) for child in flat)
    return counted[id(node)]


_Loader.add_multi_constructor("", lambda _loader, _suffix, _node: _Unknown)


def find_options(folder: Path) -> tuple[Options, Path]:
    """The options that hold in a folder, and the folder that their paths are relative to.

    The nearest folder counts, from this one upwards, that has `[tool.mkdocs-speckit]` in its
    `pyproject.toml`, or the file of a site (MkDocs, ProperDocs, Zensical) with our plugin or, in
    default of that, our extension. An option whose value only MkDocs knows, as
    it stands behind a tag, has its default. Raises OptionError, naming the file, where one cannot
    be read or has an impossible value.
    """
    for place in (folder, *folder.parents):
        for name, values in _FILES.items():
            path = place / name
            if not path.is_file():
                continue
            try:
                found = values(path)
                if found is not None:
                    return make_options(found), place
            except OptionError as error:
                raise OptionError(f"{path}: {error}") from None
            except (OSError, ValueError, yaml.YAMLError) as error:
                raise OptionError(f"{path}: {' '.join(str(error).split())}") from None
            except RecursionError:
                raise OptionError(f"{path}: it is nested too deeply") from None
    return DEFAULTS, folder


def _pyproject(path: Path) -> Any:
    """The table of our options; its names may have dashes, as is the custom there."""
    tools = tomllib.loads(path.read_text(encoding="utf-8")).get("tool")
    table = tools.get(TABLE) if isinstance(tools, dict) else None
    if isinstance(table, dict):
        return {name.replace("-", "_"): value for name, value in table.items()}
    return table


def _yaml_site(path: Path) -> Any:
    """The options in the file of a site; None where it has nothing of ours."""
    return _of_site(_with_inherited(path))


def _toml_site(path: Path) -> Any:
    """The options in Zensical's own file; None where it has nothing of ours."""
    return _of_site(tomllib.loads(path.read_text(encoding="utf-8")).get("project"))


def _of_site(data: Any) -> Any:
    """The plugin's options, else the extension's; None where a site has neither."""
    plugins, extensions = (_by_name(data, key) for key in ("plugins", "markdown_extensions"))
    for listed in (plugins, extensions):
        if NAME in listed:
            return _of_generator(listed[NAME], plugins)
    return None


def _by_name(data: Any, key: str) -> dict[Any, Any]:
    """What a site lists under a key, each with its options; nothing where that is no list."""
    listed = data.get(key) if isinstance(data, dict) else None
    if isinstance(listed, list):  # Each is a name, or maps a name to its options.
        named = [entry for entry in listed if isinstance(entry, dict)]
        names = {entry: None for entry in listed if isinstance(entry, str)}
        return names | {name: options for entry in named for name, options in entry.items()}
    return listed if isinstance(listed, dict) else {}


def _of_generator(value: Any, plugins: dict[Any, Any]) -> Any:
    options = _known(value)
    if options is None or options is _Unknown:
        options = {}
    if not isinstance(options, dict):
        return options
    # MkDocs takes the default for an empty option; `enabled` is its own, of every plugin.
    given = {name: v for name, v in options.items() if v is not None and name != "enabled"}
    return add_evaluated(plugins, given)


def _known(value: Any) -> Any:
    """A value without those parts of it that stand behind tags."""
    if isinstance(value, dict):
        return {key: _known(one) for key, one in value.items() if one is not _Unknown}
    if isinstance(value, list):
        return [_known(one) for one in value if one is not _Unknown]
    return value


def _with_inherited(path: Path, inheriting: tuple[Path, ...] = ()) -> Any:
    """A `mkdocs.yml` with what it takes over from the file under its `INHERIT`."""
    if path.resolve() in inheriting:
        raise OptionError(f"INHERIT leads back to {path}; take it out")
    data = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506
    if not isinstance(data, dict) or not isinstance(data.get("INHERIT"), str):
        return data
    parent = _with_inherited(path.parent / data["INHERIT"], (*inheriting, path.resolve()))
    return _merged(parent, data) if isinstance(parent, dict) else data


def _merged(base: dict[Any, Any], over: dict[Any, Any]) -> dict[Any, Any]:
    """Two mappings as MkDocs merges them: what is in both is merged, lists are replaced."""
    merged = base | over
    for key in base.keys() & over.keys():
        if isinstance(base[key], dict) and isinstance(over[key], dict):
            merged[key] = _merged(base[key], over[key])
    return merged


_FILES = {
    "pyproject.toml": _pyproject,
    "zensical.toml": _toml_site,
    "properdocs.yml": _yaml_site,
    "properdocs.yaml": _yaml_site,
    "mkdocs.yml": _yaml_site,
    "mkdocs.yaml": _yaml_site,
}
"""The files that may have our options, and what reads them."""
