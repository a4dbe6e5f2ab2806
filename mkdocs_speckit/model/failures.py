"""What fails in our own code: it becomes a finding, and stops nothing else."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from mkdocs_speckit.model.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator


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
