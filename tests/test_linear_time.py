"""Ten times the text takes ten times as long: for every pattern, and for whole documents."""

from __future__ import annotations

import gc
import signal
import time
from typing import TYPE_CHECKING, Any

import markdown
import pytest

from mkdocs_speckit.audit import audit_plan
from tests.conftest import MARKER, plan_of
from tests.patterns import patterns, scanned, worst_texts

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

SMALL, LARGE = 5_000, 50_000

OF_SHORT_TEXTS = (
    "mkdocs_speckit.reading.order_statements.",
    "mkdocs_speckit.reading.placeholders.",
    "mkdocs_speckit.reading.phase_names.",
    "mkdocs_speckit.reading.statements.",
)
BUT_OF_WHOLE_TEXTS = ("_OTHER_FORMS", "BRACKET", "_UNFINISHED_WORD", "_UNFINISHED_BLOCK")
SHORT = (100, 1_000)
"""A bracket, what is looked at beside it, and a statement are never longer."""

QUICK = 0.15
"""Processor seconds in which whatever takes 50 kB is not quadratic: that would take many."""

SLOW = 0.5
"""Processor seconds in which whatever takes the smaller text has a cost that does not grow."""

PATIENCE = 10
"""Processor seconds after which an attempt is ended."""

MOST = 20
"""So many times as long may ten times the text take, on a machine that does other work, too."""

PATTERNS = patterns()
SCANNED = scanned()


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs a clock of the process")
@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_takes_linear_time(name: str) -> None:
    pattern = PATTERNS[name]
    is_short = name.startswith(OF_SHORT_TEXTS) and not name.endswith(BUT_OF_WHOLE_TEXTS)
    sizes = SHORT if is_short else (SMALL, LARGE)
    attempts: list[Callable[[Any], object]] = [pattern.match, pattern.fullmatch]
    if pattern in SCANNED:
        attempts.append(lambda text: pattern.sub(pattern.pattern[:0], text))
    for small, large in zip(*(worst_texts(pattern, size) for size in sizes), strict=True):
        for attempt in attempts:
            assert is_linear(attempt, _as(pattern, small), _as(pattern, large)), ascii(small[:80])


EFFORT = "## Effort dependencies\n\n| Phase | Depends On | Effort |\n|---|---|---|\n"

DOCUMENTS: dict[str, Callable[[int], str]] = {
    "pipes": lambda size: "|" * size,
    "boxes": lambda size: "- [ ] " * (size // 6),
    "open comments": lambda size: "<!--" * (size // 4),
    "our comments": lambda size: "<!--speckit-->" * (size // 14),
    "open overviews": lambda size: "<!-- speckit: overview " * (size // 23),
    "items": lambda size: "- [ ] x [NAME]\n" * (size // 15),
    "quotes": lambda size: "> " * (size // 2),
    "nested lists": lambda size: "".join(f"{'  ' * (i % 60)}- [ ] a\n" for i in range(size // 68)),
    "one line": lambda size: "word " * (size // 5),
    "one word": lambda size: "w" * size,
    "rows": lambda size: EFFORT
    + "".join(f"| Phase {i} | Phase {i - 1} | 1h |\n" for i in range(size // 40)),
    "columns": lambda size: (
        f"## Effort\n\n{'| hours ' * (size // 20)}|\n{'|---' * (size // 20)}|\n"
    ),
    "headings": lambda size: "".join(
        f"## Phase {i}: x\n\n- [ ] a\n\n" for i in range(size // 27)
    ),
    "placeholders": lambda size: "[NAME] " * (size // 7),
    "long names": lambda size: f"{EFFORT}| {'a' * size} | None | 1h |\n| B | A | |\n",
    "spaces": lambda size: f"{EFFORT}| a{' ' * size}b | None{' ' * size}x | 1h |\n",
    "notes": lambda size: f"{EFFORT}| a | None {'(,7' * (size // 3)} | 1h |\n",
    "arrows": lambda size: f"{EFFORT}\n```\n{'─+' * (size // 2)}\n```\n",
    "headings read otherwise": lambda size: "a\n-\n\nb\nc\n===\n\n" * (size // 14),
    "rated rows": lambda size: "## Effort\n\n| Phase | Complexity | Effort |\n|---|---|---|\n"
    + "".join(f"| Phase {i} | High | 1h |\n" for i in range(size // 25)),
    "tables under one heading": lambda size: "## Depend\n\n" + repeated(
        "| Phase | Depends On |\n|---|---|\n| A{i} | B{i} |\n| B{i} | None |\n\nx\n\n", size
    ),
    "phases with headings": lambda size: repeated("### Phase {i}: T\n\n- [x] a\n\n", size // 2)
    + EFFORT + repeated("| Phase {i} | Phase {i} | 1h |\n", size // 2),
}  # fmt: skip


def repeated(unit: str, size: int) -> str:
    """About so many characters of a unit; `{i}` in it is its number."""
    return "".join(unit.replace("{i}", str(i)) for i in range(size // len(unit)))


BLOCKS = "## Depend\n\n| Phase | Depends On | Blocks |\n|---|---|---|\n"
WAITS = "## Depend\n\n| Phase | Depends On |\n|---|---|\n"
NODES = 280

LARGER_DOCUMENTS: dict[str, Callable[[int], str]] = {
    "rules to ignore": lambda size: repeated("<!-- speckit: ignore-file r{i} -->\n\n", size),
    "phases that there are not": lambda size: EFFORT
    + repeated("| Phase {i} | Phase 1{i} | 1h |\n", size),
    "rows that block all": lambda size: BLOCKS + repeated("| Phase {i} | None | All |\n", size),
    "ranges of phases": lambda size: "".join(
        ["## Depend\n\n| Phase | Depends On |\n|---|---|\n"]
        + [f"| Phases {2 * i}-{2 * i + 1} | Phase {2 * i - 1} |\n" for i in range(size // 35)]
    ),
    "things outside": lambda size: BLOCKS + "".join(
        f"| Step {i} | {repeated('thing {i}, ', size // NODES)} | All downstream |\n"
        for i in range(NODES)
    ),
    "rows of one label": lambda size: WAITS + repeated("| B: x{i} | B x{i} notes |\n", size),
    "rows of one word": lambda size: WAITS + repeated("| a{i} thing | some thing |\n", size),
    "all of one word": lambda size: WAITS + repeated("| a{i} thing | Both thing b{i} |\n", size),
    "numbers of many words": lambda size: WAITS + "".join(
        f"| {'abcdefghij'[i % 10] * (i // 10 % 99 + 2)} {i} | {i - 1} |\n"
        for i in range(size // 90)
    ),
    "rows that block those above": lambda size: BLOCKS + "".join(
        f"| Step {i} | thing | Step {i - 1} |\n" for i in range(size // 30)
    ),
    "rows that block in a circle": lambda size: BLOCKS + "".join(
        f"| Step {i} | thing | Step {i + 1}, Step {i // 2} |\n" for i in range(size // 40)
    ),
    "totals of carts": lambda size: "## Effort\n\n| Phase | Effort |\n|---|---|\n"
    + repeated("| a{i} | 1h |\n| Cart total | 2h |\n", size),
}  # fmt: skip
"""What takes long in larger documents only."""


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_a_document_is_audited_and_converted_in_linear_time(kind: str) -> None:
    """Python-Markdown itself is not linear everywhere: what it takes without us is not ours."""
    small, large = (MARKER + DOCUMENTS[kind](size) for size in (SMALL, LARGE))
    assert is_linear(lambda text: audit_plan(plan_of(text)), small, large)
    converted = [min(_conversion(text, OURS) for _ in range(3)) for text in (small, large)]
    assert converted[1] - _conversion(large, PLAIN) <= MOST * converted[0] + QUICK


@pytest.mark.parametrize("kind", LARGER_DOCUMENTS)
def test_a_larger_document_is_read_and_audited_in_linear_time(kind: str) -> None:
    small, large = (MARKER + LARGER_DOCUMENTS[kind](size) for size in (15_000, 150_000))
    assert is_linear(plan_of, small, large)
    assert is_linear(audit_plan, plan_of(small), plan_of(large))


PLAIN = ["tables", "toc", "fenced_code"]
OURS = [*PLAIN, "speckit"]


def _conversion(text: str, extensions: list[str]) -> float:
    return seconds(lambda source: markdown.markdown(source, extensions=extensions), text)


def _as(pattern: re.Pattern[Any], text: str) -> Any:
    return text if isinstance(pattern.pattern, str) else text.encode()


def is_linear(attempt: Callable[[Any], object], small: Any, large: Any) -> bool:
    """Whether the larger text takes about as many times longer as it is larger."""
    if seconds(attempt, small) > SLOW:  # A hundred times that would be a long wait.
        return min(seconds(attempt, small) for _ in range(3)) <= SLOW
    taken = seconds(attempt, large)
    if taken <= QUICK:
        return True
    most = MOST * min(seconds(attempt, small) for _ in range(3)) + QUICK
    return taken <= most or any(seconds(attempt, large) <= most for _ in range(4))


def seconds(attempt: Callable[[Any], object], text: Any) -> float:
    """The processor time of an attempt, which ends after some seconds of it.

    Without collections: one that goes through all that other tests have left is of no attempt.
    """

    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, PATIENCE)
    gc.disable()
    start = time.process_time()
    try:
        attempt(text)
    except TimeoutError:
        return float("inf")
    finally:
        gc.enable()
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return time.process_time() - start
