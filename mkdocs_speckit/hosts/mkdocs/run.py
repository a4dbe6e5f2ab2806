"""One run of a generator, which may be several builds: one plugin builds each language in turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs_speckit.audit import Finding


class BuildRun:
    """What was found in a build and in the builds inside it, such as static-i18n's of languages.

    A page that several of them have is reported once.
    """

    def __init__(self) -> None:
        self._depth = 0
        self._found: dict[str, tuple[Finding, ...]] = {}

    def begin(self) -> None:
        """A build begins; the first one forgets what was found before."""
        if not self._depth:
            self._found = {}
        self._depth += 1

    def end(self) -> None:
        """A build has ended."""
        self._depth -= 1

    def abort(self) -> None:
        """A build has failed, and all that it is inside of."""
        self._depth = 0

    @property
    def is_outermost(self) -> bool:
        """Whether the present build is inside no other: its end is that of the run."""
        return self._depth == 1

    @property
    def documents(self) -> tuple[tuple[str, tuple[Finding, ...]], ...]:
        """The documents' paths and what was found in each."""
        return tuple(self._found.items())

    def add(self, path: str, findings: Sequence[Finding]) -> tuple[Finding, ...]:
        """Take a document's findings; gives those that no build before this one had."""
        before = self._found.get(path, ())
        new = tuple(finding for finding in findings if finding not in before)
        self._found[path] = before + new
        return new
