"""Which phases a text names: labels, ranges, titles, abbreviations, words of state (section 3)."""

from __future__ import annotations

import re
from bisect import bisect, bisect_left
from collections import defaultdict
from functools import cached_property, lru_cache
from itertools import accumulate, takewhile
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from mkdocs_speckit.reading.quantities import strip_notes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mkdocs_speckit.model.parts import Effort, Graph, Landmark

Words = tuple[str, ...]
Number = tuple[tuple[int, ...], str]
"""A label's number: its integers and its letter; `2A` is `((2,), "a")`."""

NO_NUMBER: Number = ((), "")

STATE_WORDS = frozenset(
    "approval approved are available baseline baselines been complete completed completes"
    " completion criteria deliverable deliverables delivered deployed done exit finished fully gate"
    " gates green has implemented in is landed live merged must output outputs pass passed passes"
    " passing phase phases progress ready recorded result results shipped signed signoff stable"
    " started step tasks tested validated verified work".split()
)
"""A phase's name ends where a text goes on with one of these."""

PHASE_WORDS = frozenset(
    "component epic increment iteration milestone part phase sprint stage step stream task"
    " track wave workstream".split()
)
"""A text that begins with one of these and a number names a phase."""

STEM = 4
"""How many letters two forms of a word share at least (`Verify`, `Verification`)."""

_ENDINGS = frozenset(
    " s es e ed ing y ies ied ication ications ation ations ion ions tion ment ments or er"
    " ers al ance ize ise yze yse ysis".split()
)
_MOST_WORDS = 12
_MOST_LOOKALIKES = 64

_NUMBER = r"\d+(?:\.\d+)*[A-Za-z]?(?!\w)|[A-Z](?!\w)"
_END = r"(?=\s*(?:$|[:,;.()\]]))"
"""What follows a range with spaces round its dash, or else the dash belongs to a title."""


def _range(again: str) -> str:
    """The rest of a range; `again` is what may stand again before its last number."""
    return (
        rf"(?:(?:[-–—‑]|\.\.+|\s+(?:to|through|thru)\s+){again}(?P<last>{_NUMBER})"
        rf"|\s+[-–—]\s+{again}(?P<far>{_NUMBER}){_END})?"
    )


_WORDED = re.compile(
    rf"(?P<word>[^\W\d_]{{2,}})(?:[\s-]+#?|#?(?=\d))(?P<first>{_NUMBER})"
    + _range(r"(?:(?P=word)[\s-]*)?")
)
_CODED = re.compile(
    r"(?P<word>[^\W\d_]{1,6})-?(?P<first>\d+(?:\.\d+)*[A-Za-z]?)(?!\w)"
    + _range(r"(?:(?P=word)-?)?")
    + r"(?!-\w)"
)
_CODE = re.compile(r"(?=\S*\d)[^\W\d_]\w*(?:-\w+)+(?!\w)")
_ORDINAL = re.compile(
    rf"(?P<word>)#?(?P<first>{_NUMBER}){_range('')}"
    r"(?:(?=\s*$|\s*[.:)]|\s+[-–—]\s|\s*\()|(?<=\d\.\d)(?=\s))"
)
_WORD = re.compile(r"[^\W_]+")
_NOTES = re.compile(r"\(([^()]*)\)")


class Label(NamedTuple):
    """What numbers a phase: `Phase 1`, `Steps 2-8`, `T001`, `A`; a single number is a range too."""

    word: str
    first: Number
    last: Number

    def meets(self, other: Label) -> bool:
        """Whether the two ranges have a number in common."""
        return self.first <= other.last and other.first <= self.last


class Name(Struct, frozen=True):
    """A phase's name, taken apart."""

    label: Label | None
    words: Words
    full_words: Words
    title: Words

    @property
    def is_label(self) -> bool:
        """Whether the name is a label and nothing more."""
        return self.label is not None and not self.title


def split_words(text: str) -> Words:
    """The words of a text, without case and punctuation; a text of signs only is one word."""
    return tuple(_WORD.findall(text.casefold())) or tuple(text.casefold().split())


@lru_cache(maxsize=4096)
def parse_name(text: str) -> Name:
    """Take a name apart."""
    text = text.replace("[", " ").replace("]", " ").strip()
    bare = strip_notes(text).strip()
    label, rest = _label(bare)
    title = split_words(rest)
    if label is not None and not title:
        title = split_words(" ".join(_NOTES.findall(text)))
    return Name(label, split_words(bare), split_words(text), title if label else split_words(bare))


def _with_noted_label(name: Name, text: str) -> Name:
    """A name that has its label in a note: `Foundation (Phase 1)`."""
    if name.label is not None:
        return name
    for note in _NOTES.findall(text):
        noted = parse_name(note)
        if noted.label is not None and noted.label.word and noted.is_label:
            return Name(noted.label, name.words, name.full_words, name.words)
    return name


def _label(text: str) -> tuple[Label | None, str]:
    """The label that a name begins with, and what follows it."""
    for pattern in (_WORDED, _CODED, _ORDINAL):
        if match := pattern.match(text):
            rest = text[match.end() :]
            if pattern is _WORDED and rest[:1].strip() and rest[0] not in ":.,;)(-–—/|'’":
                continue
            first = _number(match["first"])
            last = _number(match["last"] or match["far"] or match["first"])
            word = _singular(match["word"].casefold())
            if last < first:  # `W-A` is a code, and not a range that runs backwards.
                word, first, last = match[0].casefold(), NO_NUMBER, NO_NUMBER
            return Label(word, first, last), rest.lstrip(" \t:.)-–—|")
    if match := _CODE.match(text):
        rest = text[match.end() :].lstrip(" :.-–—|")
        return Label(match[0].casefold(), NO_NUMBER, NO_NUMBER), rest
    return None, text


def _number(text: str) -> Number:
    digits = text.rstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    integers = tuple(int(part[:9]) for part in digits.split(".") if part)
    return integers, text[len(digits) :].casefold()


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") else word  # noqa: PLR2004


class Names:
    """An index of names, for finding which of them a text means."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._full_words: defaultdict[Words, list[int]] = defaultdict(list)
        self._words: defaultdict[Words, list[int]] = defaultdict(list)
        self._titles: defaultdict[Words, list[int]] = defaultdict(list)
        self._known_lookalikes: dict[Words, list[int]] = {}
        self._labels = _Labels()
        self._names = [_with_noted_label(parse_name(text), text) for text in texts]
        for index, name in enumerate(self._names):
            self._full_words[name.full_words].append(index)
            self._words[name.words].append(index)
            if name.label is not None:
                self._labels.add(name.label, index)
            if name.title:
                self._titles[name.title].append(index)
        self._labels.sort()

    @cached_property
    def _stems(self) -> dict[Words, list[tuple[int, Words]]]:
        """The names and their words by the stems that these begin with."""
        stems: defaultdict[Words, list[tuple[int, Words]]] = defaultdict(list)
        for index, name in enumerate(self._names):
            for words in _lookalike_words(name):
                for prefix in _stem_prefixes(words):
                    stems[prefix].append((index, words))
        return stems

    def equal(self, text: str) -> tuple[int, ...]:
        """The names that are equal to a text, first with and then without their notes."""
        name = parse_name(text)
        return tuple(self._full_words.get(name.full_words) or self._words.get(name.words) or ())

    def exact(self, text: str, word: str = "") -> tuple[int, ...]:
        """The names that a text is equal to, or whose label or title it is.

        Words of state at its end are passed over. `word` is the label word that a bare number
        takes over from the text before it (`Phases 1, 2, 3`).
        """
        if found := self.equal(text):
            return found
        name = parse_name(text)
        if name.label is None and len(name.words) > 1 and name.words[1] in STATE_WORDS:
            name = parse_name(text.split(maxsplit=1)[0])  # `3 complete`
        if name.label is not None and (name.is_label or _is_state(name.title)):
            return self._labelled(name.label, word)
        for length in _lengths_without_state(name.words):
            words = name.words[:length]
            if found := tuple(self._words.get(words, ())) or _only(self._titles.get(words)):
                return found
        return ()

    def shortened(self, text: str) -> tuple[int, ...]:
        """The one name that begins with all words of a text."""
        name = parse_name(text)
        if name.label is not None:
            return ()
        for length in _lengths_without_state(name.words):
            alike = self._lookalikes(name.words[:length])
            if found := _only([i for i in alike if len(self._names[i].title) >= length]):
                return found
        return ()

    def loose(self, text: str) -> tuple[int, ...]:
        """The one name that a text abbreviates or goes on from, or the names with its label."""
        name = parse_name(text)
        if name.label is not None:
            found = self._labelled(name.label, "") if name.label.word else ()
            if found or not _is_product(name.label):
                return found
        for length in _lengths_without_state(name.words):
            if found := _only(self._lookalikes(name.words[:length])):
                return found
        return ()

    def same(self, text: str) -> tuple[int, ...]:
        """The names that mean the same phase as another name, by label before title."""
        if found := self.exact(text):
            return found
        name = parse_name(text)
        if name.label is None:
            return _only(self._lookalikes(name.words))
        if found := self._labelled(name.label, ""):
            return found
        return tuple(
            index
            for index in _only(self._titles.get(name.title)) or _only(self._lookalikes(name.title))
            if self._names[index].label is None
        )

    def _labelled(self, label: Label, word: str) -> tuple[int, ...]:
        if label.word or word:
            return self._labels.find(Label(label.word or word, label.first, label.last))
        found = self._labels.find(label)
        words = {own.word for index in found if (own := self._names[index].label)}
        is_range = label.first < label.last
        return found if len(found) == 1 or (is_range and len(words) == 1) else ()

    def _lookalikes(self, words: Words) -> list[int]:
        """The names whose words begin a text's words or are begun by them."""
        if words not in self._known_lookalikes:
            self._known_lookalikes[words] = self._find_lookalikes(words)
        return self._known_lookalikes[words]

    def _find_lookalikes(self, words: Words) -> list[int]:
        stems = tuple(map(_stem, words))
        return sorted(
            {
                index
                for length in range(1, min(len(stems), _MOST_WORDS) + 1)
                for index, other in self._stems.get(stems[:length], ())[:_MOST_LOOKALIKES]
                if length in (len(stems), len(other))
                and all(_alike(*pair) for pair in zip(words, other, strict=False))
            }
        )


class _Labels:
    """Which names bear which label."""

    def __init__(self) -> None:
        self._single: defaultdict[str, list[tuple[Number, int]]] = defaultdict(list)
        self._ranges: defaultdict[str, list[tuple[Label, int]]] = defaultdict(list)
        self._reach: dict[str, list[Number]] = {}
        self._words: list[str] = []

    def add(self, label: Label, index: int) -> None:
        """Note that the name with this index bears a label."""
        if label.first == label.last:
            self._single[label.word].append((label.first, index))
        else:
            self._ranges[label.word].append((label, index))

    def sort(self) -> None:
        """Make ready for `find`, after the last `add`."""
        for entries in self._single.values():
            entries.sort()
        for word, ranges in self._ranges.items():
            ranges.sort(key=lambda entry: entry[0].first)
            # The last number of a range or one before it.
            self._reach[word] = list(accumulate((label.last for label, _ in ranges), max))
        self._words = sorted(self._single.keys() | self._ranges.keys())

    def find(self, label: Label) -> tuple[int, ...]:
        """The names whose number lies in a label's range, in their order.

        A label without a word fits any name; a name without one fits any label. A number without
        a letter stands for its lettered parts where it is no name's own (`Phase 2` for `2A`, `2B`),
        a label of one letter for the word it begins (`P1` for `Phase 1`).
        """
        words = [label.word, ""] if label.word else self._words
        exact = () if label.first < label.last else self._in_range(words, label)
        return exact or self._in_range(words, _with_parts(label)) or self._by_initial(label)

    def _by_initial(self, label: Label) -> tuple[int, ...]:
        if len(label.word) != 1:
            return ()
        words = [word for word in self._words if len(word) > 1 and word[0] == label.word]
        return self._in_range(words, label) if len(words) == 1 else ()

    def _in_range(self, words: Iterable[str], label: Label) -> tuple[int, ...]:
        found: set[int] = set()
        for word in words:
            single = self._single.get(word, [])
            start = bisect_left(single, (label.first, -1))
            end = bisect(single, label.last, lo=start, key=lambda entry: entry[0])
            found.update(index for _, index in single[start:end])
            found.update(self._ranges_in(word, label))
        return tuple(sorted(found))

    def _ranges_in(self, word: str, label: Label) -> Iterator[int]:
        """The names that are ranges and have a number in common with a label."""
        ranges = self._ranges.get(word, ())
        at = bisect(ranges, label.last, key=lambda entry: entry[0].first) - 1
        while at >= 0 and self._reach[word][at] >= label.first:
            if ranges[at][0].meets(label):
                yield ranges[at][1]
            at -= 1


def _with_parts(label: Label) -> Label:
    """A label up to the last lettered part of its last number."""
    integers, letter = label.last
    return Label(label.word, label.first, (integers, letter or "~"))


def _only(found: list[int] | tuple[int, ...] | None) -> tuple[int, ...]:
    return tuple(found) if found and len(found) == 1 else ()


def _is_state(words: Words) -> bool:
    return words[0] in STATE_WORDS


def _is_product(label: Label) -> bool:
    """Whether a label is a thing's own name with its version: `Postgres 16`."""
    return bool(label.word) and label.word not in PHASE_WORDS


def _lookalike_words(name: Name) -> Iterable[Words]:
    """The words by which a name may be abbreviated: its title, a product's name with it."""
    if name.title:
        yield name.title
    if name.label is not None and _is_product(name.label):
        yield name.words


def _lengths_without_state(words: Words) -> Iterable[int]:
    """The lengths to which a text is tried: whole, and up to each of its words of state."""
    yield len(words)
    for length in range(min(len(words) - 1, _MOST_WORDS), 0, -1):
        if words[length] in STATE_WORDS:
            yield length


def _stem(word: str) -> str:
    return word if word[0].isdigit() else word[:STEM]


def _stem_prefixes(words: Words) -> Iterable[Words]:
    stems = tuple(map(_stem, words[:_MOST_WORDS]))
    return (stems[:length] for length in range(1, len(stems) + 1))


def _alike(one: str, other: str) -> bool:
    """Whether two words are forms or abbreviations of one word."""
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other)))  # noqa: B905
    if one == other or shared < STEM:
        return one == other
    rests = one[shared:], other[shared:]
    return not all(rests) or all(rest in _ENDINGS for rest in rests)


_PHASES_HEADING = re.compile(r"\b(?:phases|sprints|stages|steps|workstreams)\b", re.IGNORECASE)
_CONJUNCTION = re.compile(r"(?<!\s)\s+(?:\+|&|and)\s+|/", re.IGNORECASE)


def match_phases(
    effort: Effort | None, graphs: Sequence[Graph], outline: Sequence[Landmark]
) -> tuple[Effort | None, tuple[Graph, ...]]:
    """Give each effort row and node its heading, and each phase of the first graph its effort rows.

    Later graphs are of components: a phase's effort or checklist on a component that shares a word
    with it would be a wrong number.
    """
    if effort is None and not graphs:
        return None, ()
    headings = _PhaseHeadings(outline)
    if effort is not None:
        phases = (replace(p, heading=headings.find(p.name)) for p in effort.phases)
        effort = replace(effort, phases=tuple(phases))
    rows = [phase.name for phase in effort.phases] if effort else []
    return effort, tuple(
        _align_phases(graph, rows, headings) if index == 0 else _align_components(graph, headings)
        for index, graph in enumerate(graphs)
    )


def _align_components(graph: Graph, headings: _PhaseHeadings) -> Graph:
    nodes = tuple(replace(node, heading=headings.exact(node.name)) for node in graph.nodes)
    return replace(graph, nodes=nodes)


def _align_phases(graph: Graph, rows: list[str], headings: _PhaseHeadings) -> Graph:
    names = [node.name for node in graph.nodes]
    rows_of: defaultdict[int, list[int]] = defaultdict(list)
    for row, node in enumerate(_partners(rows, names)):
        if node is not None:
            rows_of[node].append(row)
    nodes = (
        replace(node, efforts=tuple(rows_of[index]), heading=headings.find(node.name))
        for index, node in enumerate(graph.nodes)
    )
    return replace(graph, nodes=tuple(nodes))


def _partners(rows: list[str], names: list[str]) -> list[int | None]:
    """For each row the one name that means the same phase: the row names it, or it the row."""
    of_names, of_rows = Names(names), Names(rows)
    naming: defaultdict[int, list[int]] = defaultdict(list)
    for index, name in enumerate(names):
        if (row := _single(_same_phase(name, of_rows))) is not None:
            naming[row].append(index)
    return [
        partner
        if (partner := _single(_same_phase(text, of_names))) is not None
        # A row that two names mean is neither's.
        else _single(tuple(naming[row]))
        for row, text in enumerate(rows)
    ]


class _PhaseHeadings:
    """The headings that are phases' own."""

    def __init__(self, outline: Sequence[Landmark]) -> None:
        self._indexes = [
            index
            for index, landmark in enumerate(outline)
            if landmark.kind == "heading" and _is_phase(landmark, outline)
        ]
        self._names = Names([outline[index].text for index in self._indexes])

    def exact(self, name: str) -> int | None:
        """The outline index of the heading that names just this, or has this label."""
        found = _single(self._names.exact(name))
        return None if found is None else self._indexes[found]

    def find(self, name: str) -> int | None:
        """The outline index of a phase's heading."""
        found = _single(_same_phase(name, self._names))
        return None if found is None else self._indexes[found]


def _is_phase(heading: Landmark, outline: Sequence[Landmark]) -> bool:
    label = parse_name(heading.text).label
    if label is not None and label.word in PHASE_WORDS:
        return True
    parent = None if heading.parent is None else outline[heading.parent]
    return parent is not None and _PHASES_HEADING.search(parent.text) is not None


def _same_phase(name: str, names: Names) -> tuple[int, ...]:
    if found := names.same(name):
        return found
    parts = _CONJUNCTION.split(name)
    if len(parts) == 1:
        return ()
    return tuple({index for part in parts for index in names.same(part)})


def _single(found: tuple[int, ...]) -> int | None:
    return found[0] if len(found) == 1 else None
