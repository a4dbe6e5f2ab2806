"""What a text names: the labels and titles of phases, and which of many phases a text means.

The rules are in `docs/numbers.md`, section 3. `parse_name` takes a name apart:

| Name               | Label                   | Title        |
|--------------------|-------------------------|--------------|
| `Phase 2: Core API`| `phase`, from 2 to 2    | `core api`   |
| `Steps 2-8`        | `step`, from 2 to 8     | none         |
| `T001 Schema`      | `t`, from 1 to 1        | `schema`     |
| `Core & Docs`      | none                    | `core docs`  |

`Names` knows all the names of a table and finds the ones that another text means. Each method is
less strict than the one before. In a table of `Phase 1: Setup`, `Phase 2: Core API` and
`Phase 3: Verification`:

| Method           | Text                  | Finds | Why                                        |
|------------------|-----------------------|-------|--------------------------------------------|
| `find_equal`     | `phase 1 setup`       | 1     | It has the same words.                     |
| `find_exact`     | `Setup`               | 1     | It is a title.                             |
| `find_exact`     | `Phases 1-2 complete` | 1, 2  | It is a label; `complete` is passed over.  |
| `find_shortened` | `Core`                | 2     | Only one title begins so.                  |
| `find_loosely`   | `Verify`              | 3     | Its stem is that of one title.             |
"""

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

Words = tuple[str, ...]
Number = tuple[tuple[int, ...], str]
"""A label's number: its integers and its letter; `2A` is `((2,), "a")`."""

NO_NUMBER: Number = ((), "")

WORDS_AFTER_NAMES = frozenset(
    "approval approved are available baseline baselines been complete completed completes"
    " completion criteria deliverable deliverables delivered deployed done exit finished fully gate"
    " gates green has implemented in is landed live merged must output outputs pass passed passes"
    " passing phase phases progress ready recorded result results shipped signed signoff stable"
    " started step tasks tested validated verified work".split()
)
"""A name ends where a text goes on with one of these: `Core API tests passed`, `Phase 2 done`."""

PHASE_WORDS = frozenset(
    "component epic increment iteration milestone part phase sprint stage step stream task"
    " track wave workstream".split()
)
"""A text that begins with one of these and a number names a phase."""

STEM = 4
"""Two forms of a word share at least this many letters (`Verify`, `Verification`)."""

MIN_PLURAL = 4
"""A shorter word for a label has no plural."""

MAX_WORDS = 12
"""Only the first words of a longer text are compared."""

MAX_LOOKALIKES = 64
"""No more names with one beginning are compared."""

_ENDINGS = frozenset(
    " s es e ed ing y ies ied ication ications ation ations ion ions tion ment ments or er"
    " ers al ance ize ise yze yse ysis".split()
)

_NUMBER = r"\d+(?:\.\d+)*[A-Za-z]?(?!\w)|[A-Z](?!\w)"
_END = r"(?=\s*(?:$|[:,;.()\]]))"
"""What follows a range with spaces around its dash; before other text the dash begins a title."""


def _make_range_pattern(word: str) -> str:
    """The pattern of a range's end: `-3`, ` to 3`; `word` may be repeated before its number."""
    return (
        rf"(?:(?:[-–—‑]|\.\.+|\s+(?:to|through|thru)\s+){word}(?P<last>{_NUMBER})"
        rf"|\s+[-–—]\s+{word}(?P<far>{_NUMBER}){_END})?"
    )


_WORDED = re.compile(
    rf"(?P<word>[^\W\d_]{{2,}})(?:[\s-]+#?|#?(?=\d))(?P<first>{_NUMBER})"
    + _make_range_pattern(r"(?:(?P=word)[\s-]*)?")
)
"""`Phase 1`, `Phases 2-4`."""

_CODED = re.compile(
    r"(?P<word>[^\W\d_]{1,6})-?(?P<first>\d+(?:\.\d+)*[A-Za-z]?)(?!\w)"
    + _make_range_pattern(r"(?:(?P=word)-?)?")
    + r"(?!-\w)"
)
"""`T001`, `REQ-001 to REQ-003`."""

_ORDINAL = re.compile(
    rf"(?P<word>)#?(?P<first>{_NUMBER}){_make_range_pattern('')}"
    r"(?:(?=\s*$|\s*[.:)]|\s+[-–—]\s|\s*\()|(?<=\d\.\d)(?=\s))"
)
"""`2.`, `1-3`, `A`."""

_CODE = re.compile(r"(?=\S*\d)[^\W\d_]\w*(?:-\w+)+(?!\w)")
"""`API-2-x`: a code that is compared as a whole."""

_WORD = re.compile(r"[^\W_]+")
_NOTES = re.compile(r"\(([^()]*)\)")


class Label(NamedTuple):
    """What numbers a phase: `Phase 1`, `Steps 2-8`, `T001`, `A`.

    `word` is in the singular and in small letters; it is empty for a bare number or letter. A
    single number is a range, too: its first number is its last.
    """

    word: str
    first: Number
    last: Number

    @property
    def is_product(self) -> bool:
        """True if the label may be a thing's own name with its version: `Postgres 16`."""
        return bool(self.word) and self.word not in PHASE_WORDS


class Name(Struct, frozen=True, gc=False):
    """A phase's name, taken apart.

    `words` are without notes in parentheses, `full_words` with them; `title` is what follows the
    label, or all words if there is no label.
    """

    label: Label | None
    words: Words
    full_words: Words
    title: Words

    @property
    def is_label(self) -> bool:
        """True if the name is a label and nothing more."""
        return self.label is not None and not self.title


def split_words(text: str) -> Words:
    """Split a text into words in small letters; a text of signs alone is one word."""
    return tuple(_WORD.findall(text.casefold())) or tuple(text.casefold().split())


@lru_cache(maxsize=4096)
def parse_name(text: str) -> Name:
    """Take a name apart; of a name that is a label and a note, the note is the title."""
    text = text.replace("[", " ").replace("]", " ").strip()
    bare = strip_notes(text).strip()
    label, rest = _split_label(bare)
    title = split_words(rest)
    if label is not None and not title:
        title = split_words(" ".join(_NOTES.findall(text)))
    return Name(label, split_words(bare), split_words(text), title)


def _split_label(text: str) -> tuple[Label | None, str]:
    """Split a name into the label that it begins with and what follows; all of it, without one."""
    for pattern in (_WORDED, _CODED, _ORDINAL):
        match = pattern.match(text)
        if match is None:
            continue
        rest = text[match.end() :]
        if pattern is _WORDED and rest[:1].strip() and rest[0] not in ":.,;)(-–—/|'’":
            continue
        word = match["word"].casefold()
        if len(word) >= MIN_PLURAL and word.endswith("s"):
            word = word[:-1]
        first = _parse_number(match["first"])
        last = _parse_number(match["last"] or match["far"] or match["first"])
        if last < first:  # `W-A` is a code, not a range that runs backwards.
            word, first, last = match[0].casefold(), NO_NUMBER, NO_NUMBER
        return Label(word, first, last), rest.lstrip(" \t:.)-–—|")
    if match := _CODE.match(text):
        rest = text[match.end() :].lstrip(" :.-–—|")
        return Label(match[0].casefold(), NO_NUMBER, NO_NUMBER), rest
    return None, text


def _parse_number(text: str) -> Number:
    """Parse the number of a label: `2`, `1.10`, `2A`, `A`."""
    digits = text.rstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    integers = tuple(int(part[:9]) for part in digits.split(".") if part)
    return integers, text[len(digits) :].casefold()


class Names:
    """The names of a table's rows; finds which of them a text means.

    All methods return the indexes of names in order, and nothing if the text means none.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._full_words: defaultdict[Words, list[int]] = defaultdict(list)
        self._words: defaultdict[Words, list[int]] = defaultdict(list)
        self._titles: defaultdict[Words, list[int]] = defaultdict(list)
        self._known_lookalikes: dict[Words, tuple[int, ...]] = {}
        self._names: list[Name] = []
        for index, text in enumerate(texts):
            name = parse_name(text)
            if name.label is None:
                # `Foundation (Phase 1)` has its label in a note.
                for note in map(parse_name, _NOTES.findall(text)):
                    if note.is_label and note.label and note.label.word:
                        name = replace(name, label=note.label)
                        break
            self._names.append(name)
            self._full_words[name.full_words].append(index)
            self._words[name.words].append(index)
            if name.title:
                self._titles[name.title].append(index)
        self._labels = _LabelIndex(
            (name.label, index) for index, name in enumerate(self._names) if name.label
        )

    def find_equal(self, text: str) -> tuple[int, ...]:
        """Find the names that are equal to a text, first with and then without their notes."""
        name = parse_name(text)
        return tuple(self._full_words.get(name.full_words) or self._words.get(name.words) or ())

    def find_exact(self, text: str, word: str = "") -> tuple[int, ...]:
        """Find the names that a text is equal to, or whose label or title it is.

        A bare number takes over `word`, the label word of the text before it (`Phases 1, 2, 3`).
        """
        if found := self.find_equal(text):
            return found
        name = parse_name(text)
        if name.label is None and len(name.words) > 1 and name.words[1] in WORDS_AFTER_NAMES:
            name = parse_name(text.split(maxsplit=1)[0])  # `3 complete`
        if name.label is not None and (name.is_label or name.title[0] in WORDS_AFTER_NAMES):
            return self._find_labelled(name.label, word)
        for words in _shorten_words(name.words):
            if found := tuple(self._words.get(words, ())) or _keep_single(self._titles.get(words)):
                return found
        return ()

    def find_shortened(self, text: str) -> tuple[int, ...]:
        """Find the one name whose title begins with all words of a text."""
        name = parse_name(text)
        if name.label is not None:
            return ()
        for words in _shorten_words(name.words):
            alike = self._find_lookalikes(words)
            longer = [index for index in alike if len(self._names[index].title) >= len(words)]
            if found := _keep_single(longer):
                return found
        return ()

    def find_loosely(self, text: str) -> tuple[int, ...]:
        """Find the names with a text's label, or the one that it abbreviates or goes on from."""
        name = parse_name(text)
        if name.label is not None:
            found = self._find_labelled(name.label) if name.label.word else ()
            if found or not name.label.is_product:
                return found
        for words in _shorten_words(name.words):
            if found := _keep_single(self._find_lookalikes(words)):
                return found
        return ()

    def find_same(self, text: str) -> tuple[int, ...]:
        """Find the names that mean the same phase as another name, by label before title."""
        if found := self.find_exact(text):
            return found
        name = parse_name(text)
        if name.label is None:
            return _keep_single(self._find_lookalikes(name.words))
        if found := self._find_labelled(name.label):
            return found
        # `Phase 1: Setup` may be called `Setup` elsewhere; but `Phase 2: Setup` is another phase.
        titled = _keep_single(self._titles.get(name.title))
        titled = titled or _keep_single(self._find_lookalikes(name.title))
        return tuple(index for index in titled if self._names[index].label is None)

    def _find_labelled(self, label: Label, word: str = "") -> tuple[int, ...]:
        """Find the names with a label; a bare number has the word `word`, if it is given."""
        if label.word or word:
            return self._labels.find(label._replace(word=label.word or word))
        # A bare number must mean one name, and a bare range the names that one word numbers.
        found = self._labels.find(label)
        words = {own.word for index in found if (own := self._names[index].label)}
        is_range = label.first < label.last
        return found if len(found) == 1 or (is_range and len(words) == 1) else ()

    def _find_lookalikes(self, words: Words) -> tuple[int, ...]:
        """Find the names whose words begin a text's words, or that the text's words begin."""
        if words not in self._known_lookalikes:
            stems = tuple(map(_cut_to_stem, words))
            found = {
                index
                for length in range(1, min(len(stems), MAX_WORDS) + 1)
                for index, other in self._by_stems.get(stems[:length], ())[:MAX_LOOKALIKES]
                if length in (len(stems), len(other))
                and all(_are_alike(*pair) for pair in zip(words, other, strict=False))
            }
            self._known_lookalikes[words] = tuple(sorted(found))
        return self._known_lookalikes[words]

    @cached_property
    def _by_stems(self) -> dict[Words, list[tuple[int, Words]]]:
        """The names, each with the words that may be abbreviated, by the stems they begin with.

        These words are the title, and for a product its name, too: `Postgres 16 upgrade`.
        """
        found: defaultdict[Words, list[tuple[int, Words]]] = defaultdict(list)
        for index, name in enumerate(self._names):
            is_product = name.label is not None and name.label.is_product
            for words in (name.title, name.words) if is_product else (name.title,):
                stems = tuple(map(_cut_to_stem, words[:MAX_WORDS]))
                for length in range(1, len(stems) + 1):
                    found[stems[:length]].append((index, words))
        return found


class _LabelIndex:
    """Labels with the indexes of the names that bear them."""

    def __init__(self, labels: Iterable[tuple[Label, int]]) -> None:
        self._singles: defaultdict[str, list[tuple[Number, int]]] = defaultdict(list)
        self._ranges: defaultdict[str, list[tuple[Label, int]]] = defaultdict(list)
        for label, index in labels:
            if label.first == label.last:
                self._singles[label.word].append((label.first, index))
            else:
                self._ranges[label.word].append((label, index))
        for singles in self._singles.values():
            singles.sort()
        self._reach: dict[str, list[Number]] = {}
        for word, ranges in self._ranges.items():
            ranges.sort(key=lambda entry: entry[0].first)
            # The largest last number of a range or of one before it.
            self._reach[word] = list(accumulate((label.last for label, _ in ranges), max))
        self._words = sorted(self._singles.keys() | self._ranges.keys())

    def find(self, label: Label) -> tuple[int, ...]:
        """Find the names whose number lies in a label's range.

        A label without a word fits any name; a name without one fits any label.
        """
        words = [label.word, ""] if label.word else self._words
        is_single = label.first == label.last
        if is_single and (found := self._find_between(words, label.first, label.last)):
            return found
        # `Phase 2` means `2A` and `2B` if there is no `2`; `Phases 1-2` includes them.
        integers, letter = label.last
        if found := self._find_between(words, label.first, (integers, letter or "~")):
            return found
        # `P1` means `Phase 1` if only one word begins so.
        if len(label.word) == 1:
            words = [word for word in self._words if len(word) > 1 and word[0] == label.word]
            if len(words) == 1:
                return self._find_between(words, label.first, label.last)
        return ()

    def _find_between(self, words: Iterable[str], first: Number, last: Number) -> tuple[int, ...]:
        """Find the names with one of these words that have a number from `first` to `last`."""
        found: set[int] = set()
        for word in words:
            singles = self._singles.get(word, [])
            start = bisect_left(singles, (first, -1))
            end = bisect(singles, last, lo=start, key=lambda entry: entry[0])
            found.update(index for _, index in singles[start:end])
            # Back from the last range that begins in time, as long as one may reach `first`.
            ranges = self._ranges.get(word, [])
            at = bisect(ranges, last, key=lambda entry: entry[0].first) - 1
            while at >= 0 and self._reach[word][at] >= first:
                label, index = ranges[at]
                if label.last >= first:
                    found.add(index)
                at -= 1
        return tuple(sorted(found))


def _keep_single(found: Sequence[int] | None) -> tuple[int, ...]:
    """Keep what was found if it is one name, or else nothing."""
    return tuple(found) if found and len(found) == 1 else ()


def _shorten_words(words: Words) -> Iterator[Words]:
    """Yield a text's words, then those before each of its words of `WORDS_AFTER_NAMES`."""
    yield words
    for length in range(min(len(words) - 1, MAX_WORDS), 0, -1):
        if words[length] in WORDS_AFTER_NAMES:
            yield words[:length]


def _cut_to_stem(word: str) -> str:
    return word if word[0].isdigit() else word[:STEM]


def _are_alike(one: str, other: str) -> bool:
    """True if two words are forms or abbreviations of one word."""
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other)))  # noqa: B905
    if one == other or shared < STEM:
        return one == other
    rests = one[shared:], other[shared:]
    return not all(rests) or all(rest in _ENDINGS for rest in rests)
