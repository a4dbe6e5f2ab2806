"""How much a finding matters."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Literal, get_args

from msgspec import Struct

from mkdocs_speckit.model.parts import Place
from mkdocs_speckit.model.wording import fold_line

if TYPE_CHECKING:
    from collections.abc import Iterator

Severity = Literal["error", "warning", "info", "ignore"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)

INTERNAL_ERROR = "internal-error"
"""What a finding goes by that says that something of ours failed."""


class Finding(Struct, frozen=True):
    """A fact about a plan that somebody should act on.

    `message` states the fact and what to do; it may hold text of the plan, so it is escaped
    wherever it is shown.
    """

    rule: str
    severity: Severity
    place: Place
    message: str

    @classmethod
    def of_failure(cls, part: str, path: str, error: Exception) -> Finding:
        """The finding that a part of ours, such as `the summary`, failed on a document."""
        name = PurePosixPath(path).name
        message = f"{part} failed on {name}: {error!r}; please report this"
        return cls(INTERNAL_ERROR, "error", Place(1), message)

    def in_file(self, path: str) -> str:
        """The finding in one printable line: `path:line:column: message [rule]`."""
        where = f"{path}:{self.place.line}:{self.place.column}"
        return fold_line(f"{where}: {self.message} [{self.rule}]")


class Failures:
    """The findings of what has failed, with the paths of the documents that it failed on."""

    def __init__(self) -> None:
        self.found: list[tuple[str, Finding]] = []

    @contextmanager
    def caught(self, part: str, path: str) -> Iterator[None]:
        """Go on after what is done here, also if it fails; `part` says what that is."""
        try:
            yield
        except Exception as error:  # noqa: BLE001 - Whatever it is, the rest is unharmed.
            self.found.append((path, Finding.of_failure(part, path, error)))
