"""The MkDocs plugin: what it does at each event of a build.

It keeps nothing itself. What a build knows is in `hosts.mkdocs`; what reads and draws plans
(`hosts.mkdocs.site`) is loaded with the first plan.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority

from mkdocs_speckit.hosts.mkdocs import BuildRun, MkDocsBuild, SpeckitConfig, warn_if_different
from mkdocs_speckit.markdown_extension import NAME, SpeckitExtension
from mkdocs_speckit.options import OptionError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page as MkDocsPage

AFTER_OTHERS = -100
"""Other plugins make pages and change texts before this one."""

BEFORE_OTHERS = 100
BEFORE_ALL = 200
"""Plugins that arrange the navigation begin early, and what they are told by an author counts."""

BEFORE_ARRANGING = -50
"""Other plugins make pages before this one; those that arrange pages run last of all."""

AFTER_ARRANGING = -200
"""Even static-i18n has chosen the pages of one language by then, and built the other ones."""


class SpeckitPlugin(BasePlugin[SpeckitConfig]):  # type: ignore[no-untyped-call]
    """Has plans read before the first page is rendered, and shown on their pages."""

    _build: MkDocsBuild

    def __init__(self) -> None:
        self._run = BuildRun()

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG002
        """Note if the author previews the site; MkDocs keeps a plugin with this hook alive."""
        self._run = BuildRun(is_preview=command == "serve")

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Check the options, and put an extension that knows the build in place of its name."""
        with _raise_plugin_errors():
            self._build = MkDocsBuild(config, self.config, self._run)
        # Python-Markdown takes instances beside names; MkDocs' types know names alone.
        extensions: list[Any] = [
            extension
            for extension in config.markdown_extensions
            if extension != NAME and not isinstance(extension, SpeckitExtension)
        ]
        extensions.append(SpeckitExtension(self._build.project.options, self._build))
        config.markdown_extensions = extensions
        warn_if_different(self.config, config.mdx_configs.pop(NAME, {}) or {})
        return config

    def on_serve(self, server: LiveReloadServer, **_: object) -> LiveReloadServer:
        """Build again when something in a source changes."""
        for source in self._build.sources:
            server.watch(str(source.folder))
        return server

    def on_pre_build(self, **_: object) -> None:
        """Note that a build begins, maybe inside another one."""
        self._run.begin()

    def on_build_error(self, **_: object) -> None:
        """Note that the build has failed."""
        self._run.abort()
        if hasattr(self, "_build"):
            self._build.abort()

    @event_priority(BEFORE_ARRANGING)
    def _add_pages(self, /, files: Files, **_: object) -> Files:
        with _raise_plugin_errors():
            self._build.add_pages(files)
        return files

    @event_priority(AFTER_ARRANGING)
    def _read_plans(self, /, files: Files, **_: object) -> Files:
        self._build.read_plans(files)
        return files

    on_files = CombinedEvent(_add_pages, _read_plans)
    """Add pages, then read every plan."""

    @event_priority(BEFORE_ALL)
    def on_nav(self, nav: Navigation, **_: object) -> Navigation:
        """Name and sort the features from `sources`; other plugins may arrange them otherwise."""
        self._build.arrange_features(nav)
        return nav

    def on_pre_page(self, page: MkDocsPage, **_: object) -> MkDocsPage:
        """Mend the edit link of a page from `sources`."""
        self._build.mend_edit_link(page)
        return page

    @event_priority(AFTER_OTHERS)
    def on_page_markdown(self, markdown: str, page: MkDocsPage, **_: object) -> str:
        """Note which page is converted next, and give theme authors its data (`page.speckit`)."""
        self._build.begin_page(page)
        return markdown

    @event_priority(BEFORE_OTHERS)
    def _hide_pieces(self, /, context: Any, *, page: MkDocsPage, **_: Any) -> Any:
        self._build.hide_pieces(page)
        return context

    @event_priority(AFTER_OTHERS)
    def _show_pieces(self, /, context: Any, *, page: MkDocsPage, **_: Any) -> Any:
        self._build.show_pieces(page)
        return context

    on_page_context = CombinedEvent(_hide_pieces, _show_pieces)
    """Let search plugins see the page without the plugin's pieces."""

    @event_priority(AFTER_ARRANGING)
    def on_post_build(self, **_: object) -> None:
        """Log what was found, and fail a build with errors, now that the whole site is there."""
        if found := self._build.report():
            raise PluginError(f"speckit: {found}; the errors are listed above")
        self._build.tell_if_empty()
        self._run.end()


@contextmanager
def _raise_plugin_errors() -> Iterator[None]:
    """End the build with one line if an option is invalid."""
    try:
        yield
    except OptionError as error:
        raise PluginError(f"speckit: {error}") from None
