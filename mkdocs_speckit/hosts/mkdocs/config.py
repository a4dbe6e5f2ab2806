"""The plugin's configuration, made from the table of options: MkDocs itself checks no value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mkdocs.config.base import BaseConfigOption, Config
from mkdocs.plugins import get_plugin_logger

from mkdocs_speckit.model.wording import join_words
from mkdocs_speckit.options import DEFAULTS, NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

log = get_plugin_logger("speckit")


class UncheckedOption(BaseConfigOption[Any]):
    """An option that takes any value: `options.make_options` checks it."""

    def __init__(self, default: object) -> None:
        super().__init__()
        self.default = default

    def run_validation(self, value: object, /) -> object:
        """Give the value, or the default for an empty one."""
        return self.default if value is None else value


class SpeckitConfig(Config):  # type: ignore[no-untyped-call]
    """The plugin's options (`options.Options`)."""

    # In the body of a class, `locals()` is what the class is made of.
    locals().update({name: UncheckedOption(getattr(DEFAULTS, name)) for name in NAMES})


def warn_if_different(plugin: Mapping[str, Any], extension: Mapping[str, Any]) -> None:
    """Warn if options under `markdown_extensions` differ from those of the plugin.

    Zensical reads the former, MkDocs the latter.
    """
    if names := [name for name, value in extension.items() if plugin.get(name) != value]:
        log.warning(
            "options under markdown_extensions differ from those under plugins, which count:"
            " %s; write the same in both",
            join_words(names),
        )
