"""Findings, their severities, and failures of the plugin itself as findings."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Literal, get_args

from msgspec import Struct

from mkdocs_speckit.model.parts import Place
from mkdocs_speckit.model.wording import fold_line, join_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Severity = Literal["error", "warning", "info", "ignore"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)

MAX_LISTED = 500
"""The number of findings of a document that its page lists one by one."""

INTERNAL_ERROR = "internal-error"
"""The rule name of findings which say that a part of the plugin failed."""


class Finding(Struct, frozen=True, gc=False):
    """A fact about a plan that somebody should act on.

    `message` states the fact and what to do. It may quote the plan, so escape it to show it.
    `joined` are the findings that this one stands for, if there are several; the message names
    their lines.
    """

    rule: str
    severity: Severity
    place: Place
    message: str
    joined: tuple[Finding, ...] = ()

    @property
    def singles(self) -> tuple[Finding, ...]:
        """The findings that this one stands for, or itself: one for each place."""
        return self.joined or (self,)

    def format_line(self, path: str) -> str:
        """The finding in one printable line: `path:line:column: message [rule]`."""
        where = f"{path}:{self.place.line}:{self.place.column}"
        return fold_line(f"{where}: {self.message} [{self.rule}]")


class Failure(Finding, frozen=True, gc=False, kw_only=True):
    """The finding that a part of the plugin, such as `the summary`, failed on a document."""

    part: str

    @classmethod
    def describe(cls, part: str, path: str, error: Exception) -> Failure:
        """Say which part failed on which document, and how, to those who build the site."""
        name = PurePosixPath(path).name
        message = f"{part} failed on {name}: {error!r}; please report this"
        return cls(INTERNAL_ERROR, "error", Place(1), message, part=part)


def explain_failures(parts: Iterable[str]) -> str:
    """Say to the readers of a page which parts of the plugin have failed on it.

    The errors themselves are in the log: they may quote paths and secrets.
    """
    failed = join_words(tuple(dict.fromkeys(parts)))
    return f"mkdocs-speckit could not finish this page: {failed} failed. The build’s log says why."


class Failures:
    """Failures of the plugin, with the paths of the documents it failed on."""

    def __init__(self) -> None:
        self.found: list[tuple[str, Failure]] = []

    def on(self, path: str) -> tuple[Failure, ...]:
        """The failures on a document."""
        return tuple(failure for failed, failure in self.found if failed == path)

    @contextmanager
    def catch(self, part: str, path: str) -> Iterator[None]:
        """Note an exception and go on after the block; `part` names what the block does."""
        try:
            yield
        except Exception as error:  # noqa: BLE001 - Whatever failed, the rest can go on.
            self.found.append((path, Failure.describe(part, path, error)))
