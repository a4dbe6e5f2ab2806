"""The options, once for plugin, extension and command line."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Literal, get_args

from mkdocs_speckit.audit import RULES, SEVERITIES
from mkdocs_speckit.reading import WorkingTime

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mkdocs_speckit.audit import Severity

ShowFindings = Literal["preview", "always", "never"]
SHOW_FINDINGS: tuple[ShowFindings, ...] = get_args(ShowFindings)


class OptionError(ValueError):
    """An option has a value that it cannot have; the message names both and what is possible."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What is shown on a plan's page, and how plans are read and audited.

    Raises OptionError where a value is not possible.
    """

    summary: bool = True
    """Whether the summary is shown under the title."""

    progress: bool = True
    """Whether a completion bar is shown at each heading with a checklist of its own."""

    diagrams: bool = True
    """Whether a diagram is drawn at each dependency table."""

    placeholders: bool = True
    """Whether unfilled placeholders are marked where they stand."""

    findings: ShowFindings = "preview"
    """Where findings are shown on the page: in `mkdocs serve`, `always` or `never`."""

    rules: Mapping[str, Severity] = field(default_factory=dict)
    """Severities of single rules, by name: `error`, `warning`, `info` or `ignore`."""

    hours_per_day: float = 8.0
    """The working hours of a day."""

    days_per_week: float = 5.0
    """The working days of a week."""

    days_per_month: float = 20.0
    """The working days of a month."""

    def __post_init__(self) -> None:
        for name in ("summary", "progress", "diagrams", "placeholders"):
            _expect(name, getattr(self, name), (True, False), "true or false")
        _expect("findings", self.findings, SHOW_FINDINGS, _listed(SHOW_FINDINGS))
        _check_rules(self.rules)
        for name in ("hours_per_day", "days_per_week", "days_per_month"):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int | float) or not value > 0:
                raise OptionError(f"{name} is {value!r}; it must be a number above 0")

    @property
    def time(self) -> WorkingTime:
        """How long a day, a week and a month of work are."""
        return WorkingTime(
            float(self.hours_per_day), float(self.days_per_week), float(self.days_per_month)
        )


NAMES = tuple(option.name for option in fields(Options))


def options_from(values: Mapping[str, Any]) -> Options:
    """Make options of a configuration; raises OptionError for an unknown name too."""
    for name in values:
        if name not in NAMES:
            raise OptionError(f"there is no option {name!r}; the options are {_listed(NAMES)}")
    return Options(**values)


def _check_rules(rules: object) -> None:
    if not isinstance(rules, dict):
        raise OptionError(f"rules is {rules!r}; it must map rules’ names to severities")
    for name, severity in rules.items():
        if name not in RULES:
            raise OptionError(f"there is no rule {name!r}; the rules are {_listed(tuple(RULES))}")
        _expect(f"rules: {name}", severity, SEVERITIES, _listed(SEVERITIES))


def _expect(name: str, value: object, possible: tuple[object, ...], listed: str) -> None:
    if not any(value is one or (value == one and type(value) is type(one)) for one in possible):
        raise OptionError(f"{name} is {value!r}; it must be {listed}")


def _listed(names: tuple[str, ...]) -> str:
    *most, last = names
    return f"{', '.join(most)} or {last}"


DEFAULTS = Options()
