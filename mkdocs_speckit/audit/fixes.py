"""Fixes for findings: small edits of a source, made only where there is no doubt.

For example, a list that directly follows text gets a blank line before it:

    Before we open:                Before we open:
    - [ ] heat the oven
                                   - [ ] heat the oven

All edits of a document are tried together. The result is read and audited again, and kept only if
each edit removed a finding of its rule and added no other finding. Otherwise, each half of the
edits is tried on its own, so that a bad edit takes no good one with it.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from msgspec import Struct

from mkdocs_speckit.audit import RULES, find_places
from mkdocs_speckit.audit.rule import sort_findings
from mkdocs_speckit.audit.rules.checklists import items_not_rendered
from mkdocs_speckit.audit.rules.contents import broken_table
from mkdocs_speckit.audit.rules.documents import unbalanced_anchor
from mkdocs_speckit.audit.rules.effort import effort_total_mismatch
from mkdocs_speckit.model.parts import ROUNDING
from mkdocs_speckit.model.wording import format_number
from mkdocs_speckit.reading import read
from mkdocs_speckit.reading.names import parse_name, split_words
from mkdocs_speckit.reading.quantities import find_unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mkdocs_speckit.model.finding import Finding, Severity
    from mkdocs_speckit.model.parts import Effort, Landmark, Place
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.model.settings import Settings

_ALL_RULES: dict[str, Severity] = dict.fromkeys(RULES, "warning")
_BOM = "\ufeff"
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


class Edit(Struct, frozen=True, gc=False):
    """A text that replaces the characters from `start` to `end` of a line; all count from 0."""

    line: int
    start: int
    end: int
    text: str


class _Draft(Struct, frozen=True, dict=True):
    """A source and the plan that was read from it, with what fixes need to know about both."""

    text: str
    plan: Plan

    @cached_property
    def lines(self) -> list[str]:
        """The lines with their line ends, without the byte order mark."""
        return _LINE.findall(self.text.removeprefix(_BOM))

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of all rules, one for each place, also of rules that the project ignores."""
        return sort_findings(find_places(self.plan, _ALL_RULES))

    @cached_property
    def found(self) -> Counter[str]:
        """The number of findings of each rule."""
        return Counter(finding.rule for finding in self.findings)

    @cached_property
    def follows_text(self) -> frozenset[Place]:
        """The places of lists and tables that directly follow text."""
        lists = {one.place for one in self.plan.unrendered_lists if one.cause == "follows text"}
        tables = {one.place for one in self.plan.table_faults if one.fault == "follows text"}
        return frozenset(lists | tables)

    @cached_property
    def anchors(self) -> Counter[str]:
        """How often each anchor begins or ends."""
        return Counter(anchor.name for anchor in self.plan.anchors)

    @cached_property
    def last_stray_end(self) -> int:
        """The line of the last anchor end that has no beginning; 0 if there is none."""
        unpaired = {place for place, _ in unbalanced_anchor.check(self.plan, None)}
        ends = [a.place for a in self.plan.anchors if a.is_end and a.place in unpaired]
        return max((place.line for place in ends), default=0)

    @cached_property
    def anchor_pairs(self) -> list[tuple[int, int]]:
        """The lines of each anchor's beginning and end, which count from 0."""
        opened: dict[str, int] = {}
        pairs = []
        for anchor in self.plan.anchors:
            line = anchor.place.line - 1
            if not anchor.is_end:
                opened[anchor.name] = line
            elif anchor.name in opened:
                pairs.append((opened.pop(anchor.name), line))
        return pairs

    @cached_property
    def headings(self) -> dict[int, Landmark]:
        """The headings, by their lines, which count from 0."""
        return {mark.line - 1: mark for mark in self.plan.outline if mark.kind == "heading"}

    @cached_property
    def heading_words(self) -> dict[int, frozenset[str]]:
        """The words of each heading and of those that it is under, by its line."""
        outline = self.plan.outline
        found: dict[int, frozenset[str]] = {}
        for line, mark in self.headings.items():
            above = frozenset() if mark.parent is None else found[outline[mark.parent].line - 1]
            found[line] = above.union(split_words(mark.text))
        return found


def apply_fixes(
    text: str, path: str, settings: Settings, findings: Iterable[Finding]
) -> tuple[str, int]:
    """Fix those findings of a source that can be fixed; gives the new source and their number.

    Line ends, byte order mark and bytes that are not UTF-8 stay as they are. A finding that the
    source does not have is left alone: its file may have changed since it was audited.
    """
    plan = read(text, path, settings)
    singles = chain.from_iterable(finding.singles for finding in findings)
    fixable = [finding for finding in singles if finding.rule in _FIXES]
    if plan is None or not fixable:
        return text, 0
    draft = _Draft(text, plan)
    there = {(finding.rule, finding.place) for finding in draft.findings}
    fixable = [finding for finding in fixable if (finding.rule, finding.place) in there]
    # From the last line to the first: edits do not move the places of the findings that are left.
    fixable.sort(key=lambda finding: finding.place.line, reverse=True)
    draft, number = _fix(draft, fixable, settings)
    return draft.text, number


def _fix(draft: _Draft, findings: list[Finding], settings: Settings) -> tuple[_Draft, int]:
    """Fix findings all at once, or else each half of them for which that goes well."""
    edits = {
        edit: finding.rule
        for finding in reversed(findings)
        if (edit := _FIXES[finding.rule](draft, finding))
    }
    if not edits:
        return draft, 0

    # At the same place, the edits for later findings come first.
    lines = [*draft.lines, ""]
    for edit in sorted(edits, key=lambda edit: (edit.line, edit.start), reverse=True):
        line = lines[edit.line]
        lines[edit.line] = line[: edit.start] + edit.text + line[edit.end :]
    text = (_BOM if draft.text.startswith(_BOM) else "") + "".join(lines)

    plan = read(text, draft.plan.path, settings)
    if plan is not None:
        expected = draft.found.copy()
        expected.subtract(edits.values())
        fixed = _Draft(text, plan)
        if min(expected.values()) >= 0 and fixed.found <= expected:
            return fixed, len(edits)

    if len(findings) == 1:
        return draft, 0
    middle = len(findings) // 2
    draft, first = _fix(draft, findings[:middle], settings)
    draft, second = _fix(draft, findings[middle:], settings)
    return draft, first + second


_FIGURES = re.compile(
    r"(?P<before>[*_~≈\s]*)(?P<low>\d+(?:\.\d+)?)"
    r"(?:(?P<dash>\s*(?:[-–—]|to)\s*)(?P<high>\d+(?:\.\d+)?))?"
    r"(?=\s*(?P<unit>[A-Za-z]+)\.?[*_\s]*(?:\||$))"
)
"""A cell that contains one quantity in one unit and nothing else."""


def _fix_total(draft: _Draft, finding: Finding) -> Edit | None:
    """Replace the stated total by the computed one, in the cell's own unit, digits and dash.

    Only if the total can mean nothing but the sum of all rows, and if this sum is exact.
    """
    effort, lines = draft.plan.effort, draft.lines
    if effort is None or effort.declared is None or not _is_plain_sum(effort, lines):
        return None

    total = _match_figures(lines, finding.place)
    stated = float(total["high"] or total["low"]) if total else 0.0
    if total is None or not stated:
        return None
    cells = [phase.cell for phase in effort.phases if phase.estimate is not None]
    rows = [_match_figures(lines, cell) for cell in cells]
    if {row and find_unit(row["unit"]) for row in rows} != {find_unit(total["unit"])}:
        return None

    # How much of the table's unit one of the cell's unit is.
    unit = effort.declared.estimate.high / stated
    sums = (effort.total.low / unit, effort.total.high / unit)
    low, high = (format_number(figure).replace(",", "") for figure in sums)
    if abs(float(low) - sums[0]) > ROUNDING or abs(float(high) - sums[1]) > ROUNDING:
        return None
    figures = low if low == high else f"{low}{total['dash'] or '-'}{high}"
    return Edit(finding.place.line - 1, total.start("low"), total.end(), figures)


def _match_figures(lines: list[str], cell: Place) -> re.Match[str] | None:
    """The figures of a cell, if it contains one quantity in one unit."""
    return _FIGURES.match(lines[cell.line - 1], cell.column - 1)


_BARE_TOTAL = re.compile(r"(?:(?:grand\s+)?totals?|total\s+effort|sum)\s*:?", re.IGNORECASE)
_NOT_INDENTED = re.compile(r"[ \t]*+(?:\|[ \t]*+)?[*_`\[~]*\w")
"""The beginning of a row without a dash, an arrow or hard spaces before its name."""


def _is_plain_sum(effort: Effort, lines: list[str]) -> bool:
    """True if a table's only total can be nothing but the sum of its rows, each counted once."""
    if (
        effort.declared is None
        or effort.declared.of_other
        or not _BARE_TOTAL.fullmatch(effort.declared.name)
        or effort.unestimated
        or effort.other_totals
        or effort.several_quantities
        or effort.reversed_ranges
        or effort.other_units
        or not all(_NOT_INDENTED.match(lines[phase.line - 1]) for phase in effort.phases)
    ):
        return False

    # One phase may be a part of another one, as `1.1` and `1a` are of `1`, and `3` of `2-7`.
    labels = [label for phase in effort.phases if (label := parse_name(phase.name).label)]
    single = [(label.word, label.first) for label in labels if label.first == label.last]
    whole = {(word, figures) for word, (figures, letter) in single if not letter}
    return len(labels) == len(single) == len(set(single)) and not any(
        (word, figures[:length]) in whole
        for word, (figures, letter) in single
        for length in range(1, len(figures) + bool(letter))
    )


def _add_blank_line(draft: _Draft, finding: Finding) -> Edit | None:
    """Insert an empty line before a list or a table that directly follows text.

    In a quotation, in a note or in another list that would not be enough.
    """
    if finding.place.column > 1 or finding.place not in draft.follows_text:
        return None
    line = finding.place.line - 1
    return Edit(line, 0, 0, _get_line_end(draft.lines[line - 1]))


_BEGIN = re.compile(r"\s*<!--\s*ANCHOR:\s*([\w.-]+)\s*-->\s*")
_END = re.compile(r"\s*<!--\s*/ANCHOR:[^<>]*-->\s*")
_BETWEEN_SECTIONS = re.compile(
    rf"\s*|{_BEGIN.pattern}|\s{{0,3}}(?:(?:-\s*){{3,}}|(?:\*\s*){{3,}}|(?:_\s*){{3,}})"
)
"""An empty line, a thematic break, or the beginning of the next anchor."""

_AT_MARGIN = re.compile(r"#|[^\W\d]")
"""The beginning of a heading that cannot be a part of a quotation, a list or a note."""


def _end_anchor(draft: _Draft, finding: Finding) -> Edit | None:
    """Insert the end of an anchor after the last line of the section that it begins.

    Only if it is certain that the anchor begins there: directly above the section's heading, with
    a name that means this heading and no other. A beginning anywhere else may be misplaced, and
    its end would then enclose the wrong text.
    """
    lines, headings = draft.lines, draft.headings
    begin = finding.place.line - 1
    match = _BEGIN.fullmatch(lines[begin])
    # Its end may be there, but without its slash or with another name.
    if match is None or draft.anchors[match[1]] > 1 or draft.last_stray_end > begin:
        return None
    first = next((line for line in range(begin + 1, len(lines)) if lines[line].strip()), begin)
    if finding.place.column > 1 or first not in headings or not _AT_MARGIN.match(lines[first]):
        return None

    # The section ends before the next heading that is not deeper.
    depth = headings[first].level
    after = (line for line, mark in headings.items() if line > first and mark.level <= depth)
    below = min(after, default=len(lines))
    if below < len(lines) and not _AT_MARGIN.match(lines[below]):
        return None
    if not _means_section(draft, match[1], first, below):
        return None

    around = {
        last for start, last in draft.anchor_pairs if start < begin and _END.fullmatch(lines[last])
    }
    end = below
    while end - 1 in around or _BETWEEN_SECTIONS.fullmatch(lines[end - 1]):
        end -= 1
    if any((begin < start < end) != (begin < last < end) for start, last in draft.anchor_pairs):
        return None

    line_end = _get_line_end(lines[begin])
    is_last_line_open = not lines[end - 1].endswith(("\r", "\n"))
    text = f"{line_end * (1 + is_last_line_open)}<!-- /ANCHOR:{match[1]} -->{line_end}"
    return Edit(end, 0, 0, text)


def _means_section(draft: _Draft, name: str, first: int, below: int) -> bool:
    """True if an anchor's name has a word of a heading, and fits none outside its section as well.

    `adr-002-context` is the heading *Context* under *ADR-002*, not the one under *ADR-001*.
    `first` is the heading's line, `below` the line after its section.
    """
    words, wanted = draft.heading_words, frozenset(split_words(name))
    if wanted.isdisjoint(split_words(draft.headings[first].text)):
        return False
    fit = len(wanted & words[first])
    return not any(
        len(wanted & other) >= fit for line, other in words.items() if not first <= line < below
    )


def _get_line_end(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]


_FIXES: dict[str, Callable[[_Draft, Finding], Edit | None]] = {
    effort_total_mismatch.name: _fix_total,
    items_not_rendered.name: _add_blank_line,
    broken_table.name: _add_blank_line,
    unbalanced_anchor.name: _end_anchor,
}
"""The fixes, by the rule whose findings they fix; None if a finding is better left alone."""
