"""What fuzzing found once holds now; and the checks that it was found by can fail."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fuzz.target import NAMES, target_of
from fuzz.varied_json import vary
from mkdocs_speckit.audit import Finding
from mkdocs_speckit.model.parts import Estimate, Place
from mkdocs_speckit.reading.quantities import Quantity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

FOUND = sorted(path for path in Path(__file__).with_name("found").rglob("*") if path.is_file())


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_was_found_once_holds_now(path: Path) -> None:
    target_of(path.parent.name).check(path.read_bytes())


@pytest.mark.parametrize("name", NAMES)
def test_all_holds_for_what_a_target_begins_with(name: str) -> None:
    target = target_of(name)
    seeds = list(islice(target.seeds(), 5))
    assert len(seeds) == 5
    check_all(seeds, target.check)


OUTSIDE = (
    "fuzz.promises.audit_plan",
    lambda *_: (Finding("empty-table", "warning", Place(10**6), ""),),
)
"""A finding that is not in its document."""

FAULTS: dict[str, tuple[str, Callable[..., object]]] = {
    "reading": OUTSIDE,
    "task_lists": OUTSIDE,
    "quantities": (
        "fuzz.targets.quantities.parse_quantity",
        lambda *_: Quantity(Estimate(2, 1), "hours"),
    ),
    "names": ("fuzz.targets.names.Names.find_equal", lambda *_: ()),
    "baseline": ("fuzz.targets.baseline.drop_known", lambda documents, *_: documents),
    "comparison": (
        "fuzz.targets.comparison.read_export",
        lambda *_: json.loads("an error that is not ExportError"),
    ),
    "portfolio": (
        "fuzz.targets.portfolio.render_overview",
        lambda *_: "<a href='javascript:x'>x</a>",
    ),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_target_notices_a_fault(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    where, fault = FAULTS[name]
    monkeypatch.setattr(where, fault)
    with pytest.raises((AssertionError, ValueError)):
        check_all(target_of(name).seeds(), target_of(name).check)


def check_all(seeds: Iterable[bytes], check: Callable[[bytes], None]) -> None:
    for seed in seeds:
        check(seed)


def test_varied_json_is_json_with_a_change() -> None:
    lines = b'{"a": [1, {"b": null}]}\n[2]'
    changed = [vary(lines, seed) for seed in range(50)]
    for line in (line for text in changed for line in (text or b"").splitlines()):
        json.loads(line)
    assert len(set(changed)) > 20
    assert changed == [vary(lines, seed) for seed in range(50)]
    assert vary(b"no JSON", 1) is None
