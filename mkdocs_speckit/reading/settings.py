"""What a project says about how its plans are to be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mkdocs_speckit.reading.quantities import WorkingTime

if TYPE_CHECKING:
    import re


@dataclass(frozen=True, slots=True)
class Settings:
    """Working time, and what is and what is not a placeholder in this project.

    `vocabulary` are bracketed texts of the project's own templates (see
    `placeholders.vocabulary_of`); `not_placeholders` match texts, brackets included, that are none
    here.
    """

    time: WorkingTime = field(default_factory=WorkingTime)
    vocabulary: frozenset[str] = frozenset()
    not_placeholders: tuple[re.Pattern[str], ...] = ()

    def excludes(self, placeholder: str) -> bool:
        """Whether a text, brackets included, is no placeholder in this project."""
        return any(pattern.search(placeholder) for pattern in self.not_placeholders)


DEFAULT = Settings()
