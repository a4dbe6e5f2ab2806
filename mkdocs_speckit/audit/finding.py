"""A finding: what an audit has to say about one place of a plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from mkdocs_speckit.plan import Place

Severity = Literal["error", "warning", "info", "ignore"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info", "ignore")


@dataclass(frozen=True, slots=True)
class Finding:
    """A fact about a plan that somebody should act on.

    `message` states the fact and what to do; it may hold text of the plan, so it is escaped
    wherever it is shown.
    """

    rule: str
    severity: Severity
    place: Place
    message: str

    def in_file(self, path: str) -> str:
        """The finding in one line: `path:line:column: message [rule]`."""
        where = f"{path}:{self.place.line}:{self.place.column}"
        return f"{where}: {self.message} [{self.rule}]"
