"""What can be mended with certainty: edits of a source that change some characters, no others."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from mkdocs_speckit.audit import RULES, audit_plan
from mkdocs_speckit.audit.rules.checklists import items_not_rendered
from mkdocs_speckit.audit.rules.contents import broken_table
from mkdocs_speckit.audit.rules.documents import unbalanced_anchor
from mkdocs_speckit.audit.rules.effort import effort_total_mismatch
from mkdocs_speckit.model.estimate import ROUNDING
from mkdocs_speckit.model.wording import format_number
from mkdocs_speckit.reading import read
from mkdocs_speckit.reading.names import parse_name
from mkdocs_speckit.reading.quantities import find_unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mkdocs_speckit.model.finding import Finding, Severity
    from mkdocs_speckit.model.parts import Effort, Place
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.model.settings import Settings
    from mkdocs_speckit.reading.names import Label

_ALL_RULES: dict[str, Severity] = dict.fromkeys(RULES, "warning")
_BOM = "\ufeff"
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_FIGURES = re.compile(
    r"(?P<before>[*_~≈\s]*)(?P<low>\d+(?:\.\d+)?)"
    r"(?:(?P<dash>\s*(?:[-–—]|to)\s*)(?P<high>\d+(?:\.\d+)?))?"
    r"(?=\s*(?P<unit>[A-Za-z]+)\.?[*_\s]*(?:\||$))"
)
"""A cell that states one quantity in one unit and nothing else."""

_BARE_TOTAL = re.compile(r"(?:(?:grand\s+)?totals?|total\s+effort|sum)\s*:?", re.IGNORECASE)
_ON_TOP = re.compile(r"[ \t]*+(?:\|[ \t]*+)?[*_`\[~]*\w")
"""A row that nothing indents: no dash, no arrow, no hard spaces."""

_BEGIN = re.compile(r"\s*<!--\s*ANCHOR:\s*([\w.-]+)\s*-->\s*")
_RULE = re.compile(r"\s{0,3}(?:-\s*){3,}|\s{0,3}(?:\*\s*){3,}|\s{0,3}(?:_\s*){3,}")
_DEEPEST = 6


class Edit(Struct, frozen=True):
    """Text that takes the place of some characters: from a column on in a line, both from 0."""

    line: int
    start: int
    end: int
    text: str


class _Document(Struct, frozen=True, dict=True):
    """A source with the plan that is read from it, and what the edits ask of both."""

    text: str
    plan: Plan

    @cached_property
    def lines(self) -> list[str]:
        """The lines with their ends, without the byte order mark."""
        return _LINE.findall(self.text.removeprefix(_BOM))

    @cached_property
    def found(self) -> Counter[str]:
        """How many findings each rule has, those that a project left out included."""
        return Counter(finding.rule for finding in audit_plan(self.plan, _ALL_RULES))

    @cached_property
    def follows_text(self) -> frozenset[Place]:
        """Where a list or a table stands right under text."""
        lists = {one.place for one in self.plan.unrendered_lists if one.cause == "follows text"}
        return frozenset(
            lists | {one.place for one in self.plan.table_faults if one.fault == "follows text"}
        )

    @cached_property
    def anchors(self) -> Counter[str]:
        """How often each anchor begins or ends."""
        return Counter(anchor.name for anchor in self.plan.anchors)

    @cached_property
    def last_stray_end(self) -> int:
        """The line of the last anchor's end that has no beginning; 0 where there is none."""
        unpaired = {place for place, _ in unbalanced_anchor.check(self.plan, None)}
        ends = [a.place for a in self.plan.anchors if a.is_end and a.place in unpaired]
        return max((place.line for place in ends), default=0)

    @cached_property
    def depths(self) -> dict[int, int]:
        """The depths of the headings by their lines, from 0."""
        return {mark.line - 1: mark.level for mark in self.plan.outline if mark.kind == "heading"}


def apply_fixes(
    text: str, path: str, settings: Settings, findings: Iterable[Finding]
) -> tuple[str, int]:
    """A source with those of its findings mended that can be, and how many these are.

    Line ends, BOM and undecodable bytes stay. Edits are kept only if the plan that is read
    afterwards has as many findings less, and of no rule one more, wanted or not.
    """
    plan = read(text, path, settings)
    wanted = [finding for finding in findings if finding.rule in _FIXES]
    if plan is None or not wanted:
        return text, 0
    # From the last line to the first: what is still to be mended stays where it is.
    wanted.sort(key=lambda finding: finding.place.line, reverse=True)
    document, mended = _mended(_Document(text, plan), wanted, settings)
    return document.text, mended


def _mended(
    document: _Document, findings: list[Finding], settings: Settings
) -> tuple[_Document, int]:
    """Mend findings all at once, or else those of each half for which that goes well."""
    edits = {
        edit: finding.rule
        for finding in reversed(findings)
        if (edit := _FIXES[finding.rule](document, finding))
    }
    if not edits:
        return document, 0
    text = _applied(document, edits)
    plan = read(text, document.plan.path, settings)
    if plan is not None and _is_better(document, changed := _Document(text, plan), edits.values()):
        return changed, len(edits)
    if len(findings) == 1:
        return document, 0
    middle = len(findings) // 2
    document, first = _mended(document, findings[:middle], settings)
    document, second = _mended(document, findings[middle:], settings)
    return document, first + second


def _applied(document: _Document, edits: Iterable[Edit]) -> str:
    """The text with all edits; at one place, those of later findings come first."""
    lines = [*document.lines, ""]
    for edit in sorted(edits, key=lambda edit: (edit.line, edit.start), reverse=True):
        line = lines[edit.line]
        lines[edit.line] = line[: edit.start] + edit.text + line[edit.end :]
    return (_BOM if document.text.startswith(_BOM) else "") + "".join(lines)


def _is_better(before: _Document, after: _Document, rules: Iterable[str]) -> bool:
    """Whether each edit mended a finding of its rule, and none made another."""
    expected = before.found.copy()
    expected.subtract(Counter(rules))
    return all(number <= expected[rule] for rule, number in after.found.items()) and not any(
        number < 0 for number in expected.values()
    )


def _total(document: _Document, finding: Finding) -> Edit | None:
    """The computed total, in the unit, the digits and the dash that the cell has.

    Only where the total can mean nothing but the sum of all rows, and where this sum is exact.
    """
    effort, lines = document.plan.effort, document.lines
    if effort is None or effort.declared is None or not _is_plain_sum(effort, lines):
        return None
    match = _figures(lines, finding.place)
    written = float(match["high"] or match["low"]) if match else 0.0
    rows = [_figures(lines, phase.cell) for phase in effort.phases if phase.estimate is not None]
    if match is None or not written or {_unit(row) for row in rows} != {_unit(match)}:
        return None
    unit = effort.declared.estimate.high / written
    sums = (effort.total.low / unit, effort.total.high / unit)
    low, high = (format_number(summed).replace(",", "") for summed in sums)
    if any(
        abs(float(shown) - summed) > ROUNDING
        for shown, summed in zip((low, high), sums, strict=True)
    ):
        return None
    figures = low if low == high else f"{low}{match['dash'] or '-'}{high}"
    return Edit(finding.place.line - 1, match.start("low"), match.end(), figures)


def _is_plain_sum(effort: Effort, lines: list[str]) -> bool:
    """Whether a table's one total can be of nothing but all its rows, each counted once."""
    doubtful = effort.other_totals or effort.several_quantities or effort.reversed_ranges
    return (
        effort.declared is not None
        and _BARE_TOTAL.fullmatch(effort.declared.name) is not None
        and not effort.declared.of_other
        and not effort.unestimated
        and not (doubtful or effort.other_units)
        and all(_ON_TOP.match(lines[phase.line - 1]) for phase in effort.phases)
        and not _is_nested([parse_name(phase.name).label for phase in effort.phases])
    )


def _is_nested(labels: list[Label | None]) -> bool:
    """Whether one label's phase may be a part of another's: `1.1` and `1a` of `1`, `3` of `2-7`."""
    written = [label for label in labels if label is not None]
    single = [(label.word, label.first) for label in written if label.first == label.last]
    whole = {(word, figures) for word, (figures, letter) in single if not letter}
    return (
        len(single) < len(written)
        or len(set(single)) < len(single)
        or any(
            (word, figures[:length]) in whole
            for word, (figures, letter) in single
            for length in range(1, len(figures) + bool(letter))
        )
    )


def _figures(lines: list[str], cell: Place) -> re.Match[str] | None:
    """What a cell states, if that is one quantity in one unit."""
    return _FIGURES.match(lines[cell.line - 1], cell.column - 1)


def _unit(figures: re.Match[str] | None) -> str | None:
    return figures and find_unit(figures["unit"])


def _blank_line(document: _Document, finding: Finding) -> Edit | None:
    """An empty line before a list or a table that follows text.

    In a quotation, a note or another list that would not be enough.
    """
    if finding.place.column > 1 or finding.place not in document.follows_text:
        return None
    line = finding.place.line - 1
    return Edit(line, 0, 0, _line_end(document.lines[line - 1]))


def _anchor_end(document: _Document, finding: Finding) -> Edit | None:
    """The end of an anchor after the last line of the section that it opens."""
    lines = document.lines
    begin = finding.place.line - 1
    match = _BEGIN.fullmatch(lines[begin])
    # Without its slash, or by another name, its end may be there.
    if match is None or document.anchors[match[1]] > 1 or document.last_stray_end > begin:
        return None
    end = _end_of_section(document, begin)
    while end > begin + 1 and _stands_between_sections(lines[end - 1]):
        end -= 1
    if end == begin + 1:
        return None
    line_end = _line_end(lines[begin])
    is_open = not lines[end - 1].endswith(("\r", "\n"))
    text = f"{line_end * (1 + is_open)}<!-- /ANCHOR:{match[1]} -->{line_end}"
    return Edit(end, 0, 0, text)


def _end_of_section(document: _Document, begin: int) -> int:
    """The line of the next heading that is not below the one that the anchor stands at."""
    lines, depths = document.lines, document.depths
    first = next((line for line in range(begin + 1, len(lines)) if lines[line].strip()), begin)
    if first not in depths:
        first = max((line for line in depths if line < begin), default=begin)
    own = depths.get(first, _DEEPEST)
    after = (line for line, depth in depths.items() if line > max(begin, first) and depth <= own)
    return min(after, default=len(lines))


def _stands_between_sections(line: str) -> bool:
    return not line.strip() or bool(_RULE.fullmatch(line)) or bool(_BEGIN.fullmatch(line))


def _line_end(line: str) -> str:
    """How a line ends that another one follows."""
    return line[len(line.rstrip("\r\n")) :]


_FIXES: dict[str, Callable[[_Document, Finding], Edit | None]] = {
    effort_total_mismatch.name: _total,
    items_not_rendered.name: _blank_line,
    broken_table.name: _blank_line,
    unbalanced_anchor.name: _anchor_end,
}
