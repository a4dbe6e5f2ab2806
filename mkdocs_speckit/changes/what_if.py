"""What other estimates would change: plans as they would be, with nothing edited.

An example: `Sync=2d` makes the phase *Phase 3: Sync* take 16 hours. The critical path, the float of
other phases and the total follow, as if the effort table said so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from mkdocs_speckit.model.parts import list_names
from mkdocs_speckit.model.wording import find_similar, join_first
from mkdocs_speckit.reading.names import strip_label
from mkdocs_speckit.reading.quantities import parse_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mkdocs_speckit.model.parts import EffortPhase
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.model.settings import WorkingTime
    from mkdocs_speckit.reading.quantities import Quantity

MAX_NAMED = 4
"""The number of plans or phases that a message names."""


class WhatIfError(ValueError):
    """An estimate cannot be set; the message says why, and what to write."""


def set_estimates(
    plans: Sequence[Plan], settings: Iterable[str], time: WorkingTime
) -> tuple[Plan, ...]:
    """The plans with other estimates, as in `Sync=2d`; raises WhatIfError.

    A phase may be named with its number or without. Each name must mean one row of one plan.
    """
    changed = list(plans)
    for setting in settings:
        name, equals, text = (part.strip() for part in setting.partition("="))
        if not (name and equals and text):
            raise WhatIfError(f"{setting!r} is not an estimate; write it as in Sync=2d")
        quantity = parse_whole(text, time)
        if quantity is None:
            raise WhatIfError(f"{text!r} is not an effort; write one as in {name}=2d")
        place, row = _find_row(changed, name)
        changed[place] = _set_row(changed[place], row, quantity)
    return tuple(changed)


def _find_row(plans: Sequence[Plan], name: str) -> tuple[int, int]:
    """The only row of an effort table that has a name: the index of its plan, and its own."""
    rows = [(place, row, phase) for place, row, phase in _list_rows(plans)]
    found = [
        (place, row) for place, row, phase in rows if name.casefold() in _list_own_names(phase)
    ]
    if len(found) == 1:
        return found[0]
    if not found:
        similar = find_similar(name, [phase.name for _, _, phase in rows])
        hint = f"did you mean {similar}?" if similar else "name one as its effort table does"
        raise WhatIfError(f"no phase with an effort is called {name!r}; {hint}")
    paths = list(dict.fromkeys(plans[place].path for place, _ in found))
    if len(paths) == 1:
        raise WhatIfError(f"{paths[0]} has {len(found)} phases called {name!r}; write more of it")
    named = join_first(paths, MAX_NAMED)
    raise WhatIfError(f"{name!r} is a phase of {named}; choose one of them with --path")


def _list_rows(plans: Sequence[Plan]) -> Iterator[tuple[int, int, EffortPhase]]:
    for place, plan in enumerate(plans):
        for row, phase in enumerate(plan.effort.phases if plan.effort else ()):
            yield place, row, phase


def _list_own_names(phase: EffortPhase) -> set[str]:
    """The names of a phase, in small letters."""
    name = strip_label(phase.name)
    return {each.casefold() for each in (phase.name, name, *list_names(name))}


def _set_row(plan: Plan, row: int, quantity: Quantity) -> Plan:
    effort = plan.effort
    if effort is None or quantity.unit != effort.unit:
        raise WhatIfError(f"{plan.path} has no efforts in {quantity.unit}; write the unit it has")
    phases = list(effort.phases)
    phases[row] = replace(phases[row], estimate=quantity.estimate, withdrawn=False, included=False)
    return replace(plan, effort=replace(effort, phases=tuple(phases)))
