"""The options of a project, from its `pyproject.toml` or from the configuration of its site."""

from __future__ import annotations

import math
import tomllib
from typing import TYPE_CHECKING, Any

import yaml
from msgspec.structs import replace

from mkdocs_speckit.disk.cache import choose_place
from mkdocs_speckit.disk.neighbours import add_evaluated
from mkdocs_speckit.options import DEFAULTS, OptionError, Options, make_options

if TYPE_CHECKING:
    from pathlib import Path

NAME = "speckit"
"""The name of the plugin, and of the extension."""

TABLE = "mkdocs-speckit"

FILES = (
    "pyproject.toml",
    "zensical.toml",
    "properdocs.yml",
    "properdocs.yaml",
    "mkdocs.yml",
    "mkdocs.yaml",
)
"""The files that may have our options; in a folder, the first that has some counts."""

DOCS_DIR = "docs"
"""The folder of pages where none is named, in MkDocs and Zensical."""

MAX_VALUES = 100_000
"""The configuration of a site has far fewer values."""


class _Unknown:
    """The value of a tag (`!ENV`, `!!python/name:…`): the command line does not run tags."""


class Loader(yaml.SafeLoader):
    """Loads YAML without running its tags, and without the many values that aliases can make."""

    def get_single_node(self) -> yaml.Node | None:
        """The document's node; raises YAMLError if it has too many values."""
        node = super().get_single_node()
        if node is not None and _count_values(node, {}) > MAX_VALUES:
            raise yaml.YAMLError("its aliases make too many values; write the values out")
        return node


Loader.add_multi_constructor("", lambda _loader, _suffix, _node: _Unknown)


def _count_values(node: yaml.Node, counted: dict[int, float]) -> float:
    """Count the values of a node, with those of its aliases; infinite if it contains itself."""
    if id(node) not in counted:
        counted[id(node)] = math.inf
        children = node.value if isinstance(node, yaml.CollectionNode) else []
        flat = (
            one for child in children for one in (child if isinstance(child, tuple) else [child])
        )
        counted[id(node)] = 1 + sum(_count_values(child, counted) for child in flat)
    return counted[id(node)]


def find_options(folder: Path) -> tuple[Options, Path]:
    """Find the options for a folder, and the file that has them; without one, the folder itself.

    These are from the nearest configuration, in this folder or above: `[tool.mkdocs-speckit]` in a
    `pyproject.toml`, or the configuration of a site (MkDocs, ProperDocs, Zensical) with the plugin
    or else the extension. An option with a tag, whose value only MkDocs knows, keeps its default.
    Nothing is kept where that would lie among the pages of a site.
    Raises OptionError, which names the file, if one cannot be read or has an invalid value.
    """
    for place in (folder, *folder.parents):
        for name in FILES:
            path = place / name
            if not path.is_file():
                continue
            try:
                values, docs = _read_values(path)
                if values is not None:
                    options = make_options(values)
                    is_kept = options.cache and _may_keep(path, docs)
                    return replace(options, cache=is_kept), path
            except OptionError as error:
                raise OptionError(f"{path}: {error}") from None
            except (OSError, ValueError, yaml.YAMLError) as error:
                raise OptionError(f"{path}: {' '.join(str(error).split())}") from None
            except RecursionError:
                raise OptionError(f"{path}: it is nested too deeply") from None
    return DEFAULTS, folder


def _read_values(path: Path) -> tuple[Any, str | None]:
    """Read the values of the options in a file, None if it has none, and its folder of pages.

    The folder is None if only MkDocs knows it.
    """
    if path.name == "pyproject.toml":
        tools = tomllib.loads(path.read_text(encoding="utf-8")).get("tool")
        table = tools.get(TABLE) if isinstance(tools, dict) else None
        return replace_dashes(table), DOCS_DIR
    plugins, extensions, docs = _read_site(path)
    for listed in (plugins, extensions):
        if NAME in listed:
            options = _remove_unknown(listed[NAME])
            if options is None or options is _Unknown:
                options = {}
            if not isinstance(options, dict):
                return options, docs
            # In MkDocs an empty option has its default, and every plugin may have `enabled`.
            given = {k: v for k, v in options.items() if v is not None and k != "enabled"}
            return add_evaluated(plugins, given), docs
    return None, docs


def replace_dashes(table: Any) -> Any:
    """Write the options of a `pyproject.toml` with underscores: by custom names have dashes there.

    Keys that are not names of options, such as those of rules, stay as they are.
    """
    if not isinstance(table, dict):
        return table
    options = {name.replace("-", "_"): value for name, value in table.items()}
    if "working_time" in options:
        options["working_time"] = replace_dashes(options["working_time"])
    return options


def _may_keep(path: Path, docs: str | None) -> bool:
    """True if nothing of a site beside a configuration would be among the pages of a site.

    `docs` is the folder of pages that the configuration names; None if only MkDocs knows it.
    """
    folder = path.parent
    sites = [folder / name for name in FILES if name not in {"pyproject.toml", path.name}]
    try:
        named = [docs, *(_read_site(site)[2] for site in sites if site.is_file())]
    except (OSError, ValueError, yaml.YAMLError, RecursionError, OptionError):
        return False
    return all(name and choose_place(folder, folder / name) for name in named)


def _read_site(path: Path) -> tuple[dict[Any, Any], dict[Any, Any], str | None]:
    """Read the plugins and the extensions of a site, by their names, and its folder of pages.

    The folder is None if only MkDocs knows it.
    """
    if path.suffix == ".toml":
        site = tomllib.loads(path.read_text(encoding="utf-8")).get("project")
    else:
        site = _read_yaml(path)
    docs = site.get("docs_dir", DOCS_DIR) if isinstance(site, dict) else DOCS_DIR
    is_known = isinstance(docs, str) and "\0" not in docs
    listed = _list_by_name(site, "plugins"), _list_by_name(site, "markdown_extensions")
    return *listed, docs if is_known else None


def find_bare_site(folder: Path) -> Path | None:
    """Find the site of a folder, if it has the plugin and not the extension.

    Zensical passes over the plugin in silence, so it would show no plan there.
    """
    for place in (folder, *folder.parents):
        for name in ("zensical.toml", "mkdocs.yml", "mkdocs.yaml"):
            path = place / name
            try:
                plugins, extensions, _ = _read_site(path) if path.is_file() else ({}, {}, "")
            except (OSError, ValueError, yaml.YAMLError, RecursionError):
                continue
            if NAME in plugins or NAME in extensions:
                return None if NAME in extensions else path
    return None


def _list_by_name(site: Any, key: str) -> dict[Any, Any]:
    """List the plugins or extensions of a site by their names, each with its options."""
    listed = site.get(key) if isinstance(site, dict) else None
    if isinstance(listed, list):  # Each entry is a name, or maps names to options.
        named = [entry for entry in listed if isinstance(entry, dict)]
        names = {entry: None for entry in listed if isinstance(entry, str)}
        return names | {name: options for entry in named for name, options in entry.items()}
    return listed if isinstance(listed, dict) else {}


def _remove_unknown(value: Any) -> Any:
    """Remove from a value the parts that have tags."""
    if isinstance(value, dict):
        return {key: _remove_unknown(one) for key, one in value.items() if one is not _Unknown}
    if isinstance(value, list):
        return [_remove_unknown(one) for one in value if one is not _Unknown]
    return value


def _read_yaml(path: Path, inheriting: tuple[Path, ...] = ()) -> Any:
    """Read a YAML file, with what it inherits from the file that its `INHERIT` names."""
    if path.resolve() in inheriting:
        raise OptionError(f"INHERIT leads back to {path}; remove it")
    data = yaml.load(path.read_text(encoding="utf-8"), Loader)  # noqa: S506
    if not isinstance(data, dict) or not isinstance(data.get("INHERIT"), str):
        return data
    parent = _read_yaml(path.parent / data["INHERIT"], (*inheriting, path.resolve()))
    return _merge(parent, data) if isinstance(parent, dict) else data


def _merge(base: dict[Any, Any], over: dict[Any, Any]) -> dict[Any, Any]:
    """Merge two mappings as MkDocs does: mappings in both are merged, lists are replaced."""
    merged = base | over
    for key in base.keys() & over.keys():
        if isinstance(base[key], dict) and isinstance(over[key], dict):
            merged[key] = _merge(base[key], over[key])
    return merged
