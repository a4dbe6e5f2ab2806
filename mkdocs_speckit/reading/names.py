"""What a text names: the labels and titles of phases, and which of many phases a text means.

The rules are in `docs/numbers.md`, section 3. `parse_name` takes a name apart:

| Name               | Label                   | Title        |
|--------------------|-------------------------|--------------|
| `Phase 2: Core API`| `phase`, from 2 to 2    | `core api`   |
| `Steps 2-8`        | `step`, from 2 to 8     | none         |
| `T001 Schema`      | `t`, from 1 to 1        | `schema`     |
| `Core & Docs`      | none                    | `core docs`  |

`Names` knows all the names of a table and finds the ones that another text means. `find` takes
these steps, each less strict than the one before. An example is a table of `Phase 1: Setup`,
`Phase 2: Core API`, `Phase 3: Verification` and `Phase 4: Order exporter`:

| Step                     | Text                  | Finds | Why                              |
|--------------------------|-----------------------|-------|----------------------------------|
| it is the name           | `phase 1 setup`       | 1     | It has the same words.           |
| it is the label          | `Phases 1-2 complete` | 1, 2  | `complete` is a word of state.   |
| it is the title          | `Setup`               | 1     | It is what follows the label.    |
| it begins with the label | `Phase 2 sandbox`     | 2     | `sandbox` belongs to the label.  |
| one begins the other     | `Core`, `Setup notes` | 2, 1  | No other title begins so.        |
| they share a stem        | `Verify`              | 3     | No other title has that stem.    |
| its words are in there   | `exporter`            | 4     | No other name has them.          |
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
    from collections.abc import Collection, Iterable, Iterator, Sequence

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

STATES = WORDS_AFTER_NAMES - frozenset(
    "baseline baselines criteria deliverable deliverables gate gates output outputs phase phases"
    " result results step tasks work".split()
)
"""Those that say a state and name no thing: `complete`, but not `outputs`."""

PHASE_WORDS = frozenset(
    "component epic increment iteration milestone part phase sprint stage step stream task"
    " track wave workstream".split()
)
"""A text that begins with one of these and a number names a phase."""

STEM = 4
"""Two forms of a word share at least this many letters (`Verify`, `Verification`)."""

MIN_PLURAL = 4
"""A shorter word for a label has no plural."""

_TWO = 2

MIN_LETTERS = 5
"""A single word in the middle of a name means that name if it has at least this many letters."""

MAX_LABELS = 30
"""A name with more labels has a title that looks like them."""

MAX_WORDS = 12
"""Only the first words of a longer text are compared."""

MAX_LOOKALIKES = 64
"""No more names with one beginning, or with one word, are compared."""

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
"""`T2-x`: a code that is compared as a whole."""

_LEADING = re.compile(
    r"(?:(?P<number>\d+(?:\.\d+)*[A-Za-z]?)(?=\s)|(?P<capital>[A-Z])(?=\s|-\w))[\s-]*(?=\w)"
)
"""`1 Baseline`, `2A Delete`, `A Baselines`: a number or capital that may be a label."""

_LABEL_JOINT = re.compile(r"\s*(?:[/,&+]|\band\b)\s*", re.IGNORECASE)
_JOINED = re.compile(rf"(?P<first>{_NUMBER})(?=\s*(?:$|[/,&+:.(\[–—-]|(?i:and)\b))")
"""A bare number behind a label and a joint: `Phases 2 and 3`, `Phase 1/2`."""

_SPACES = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]+")
_NOTES = re.compile(r"\(([^()]*)\)")

_LABEL_NOTE = re.compile(r"\(([^()]*)\)(?:\s*[:.–—-]\s*|$)")
"""A note between a label and the title, or in the title's place."""


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
    labels, or all words if there are none. A name may have several labels: `Phases 2 and 3`.
    """

    labels: tuple[Label, ...]
    words: Words
    full_words: Words
    title: Words

    @property
    def label(self) -> Label | None:
        """The first label."""
        return self.labels[0] if self.labels else None

    @property
    def known_words(self) -> Words:
        """The words by which it is known: without notes, except one that is its title."""
        is_note = self.words[len(self.words) - len(self.title) :] != self.title
        return self.words + self.title if is_note else self.words

    @property
    def is_label(self) -> bool:
        """True if the name is a label and nothing more."""
        return bool(self.labels) and not self.title


def split_words(text: str) -> Words:
    """Split a text into words in small letters; a text of signs alone is one word."""
    return tuple(_WORD.findall(text.casefold())) or tuple(text.casefold().split())


@lru_cache(maxsize=4096)
def parse_name(text: str) -> Name:
    """Take a name apart; of a name that is a label and a note, the note is the title."""
    text = text.replace("[", " ").replace("]", " ").strip()
    bare = strip_notes(text).strip()
    labels, rest = _split_labels(bare)
    title = split_words(rest)
    if labels and not title:
        title = split_words(" ".join(_NOTES.findall(text)))
    return Name(labels, split_words(bare), split_words(text), title)


def strip_label(text: str) -> str:
    """The name of a phase without the label that numbers it: `Core` of `Phase 2: Core`.

    Also of `Phase 2 (Core)`. `Cleaning (optional)` of `Phase 2 (optional): Cleaning`.
    """
    labels, title = _split_labels(text.strip())
    if not title or not all(label.word in PHASE_WORDS for label in labels):
        return text
    note = _LABEL_NOTE.match(title) if labels else None
    if note is None:
        return title
    name, words = title[note.end() :], note[1].strip()
    return f"{name} ({words})" if name and words else name or words or text


def split_side_by_side(text: str) -> list[str]:
    """Split a text before each label that follows another one: `M3 M4 done` is `M3`, `M4 done`.

    In `Phase 2 v3 notes`, `v3` belongs to what follows: it is a label of another kind.
    """
    parts, start = [], 0
    found = _match_label(text)
    while found and (after := _SPACES.match(text, found[1])):
        label, end = found
        found = _match_label(text, after.end())
        if found and found[0].word and found[0].word in PHASE_WORDS | {label.word}:
            parts.append(text[start:end])
            start = after.end()
        else:
            break
    return [*parts, text[start:]]


def _split_labels(text: str) -> tuple[tuple[Label, ...], str]:
    """Split a name into the labels that it begins with and what follows."""
    found = _match_label(text)
    if found is None:
        return (), text
    label, end = found
    labels = [label]
    while label.word and len(labels) < MAX_LABELS and (joint := _LABEL_JOINT.match(text, end)):
        following = _match_label(text, joint.end())
        if following and following[0].word == label.word:
            labels.append(following[0])
            end = following[1]
        elif bare := _JOINED.match(text, joint.end()):
            number = _parse_number(bare["first"])
            labels.append(Label(label.word, number, number))
            end = bare.end()
        else:
            break
    return tuple(labels), text[end:].lstrip(" \t:.)-–—|")


def _match_label(text: str, start: int = 0) -> tuple[Label, int] | None:
    """Match the label that begins at a place of a text; the second value is where it ends."""
    for pattern in (_WORDED, _CODED, _ORDINAL):
        match = pattern.match(text, start)
        if match is None:
            continue
        following = text[match.end() : match.end() + 1]
        if pattern is _WORDED and following.strip() and following not in ":.,;)(-–—/|'’+&":
            continue
        word = match["word"].casefold()
        if len(word) >= MIN_PLURAL and word.endswith("s"):
            word = word[:-1]
        first = _parse_number(match["first"])
        last = _parse_number(match["last"] or match["far"] or match["first"])
        if last < first:  # `W-A` is a code, not a range that runs backwards.
            word, first, last = match[0].casefold(), NO_NUMBER, NO_NUMBER
        return Label(word, first, last), match.end()
    if match := _CODE.match(text, start):
        return Label(match[0].casefold(), NO_NUMBER, NO_NUMBER), match.end()
    return None


def _parse_number(text: str) -> Number:
    """Parse the number of a label: `2`, `1.10`, `2A`, `A`."""
    digits = text.rstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    integers = tuple(int(part[:9]) for part in digits.split(".") if part)
    return integers, text[len(digits) :].casefold()


class Names:
    """The names of a table's rows; finds which of them a text means.

    `nouns` are what the rows are called besides their own labels: a number behind another noun
    (`Ticket 002`) names no row. All methods return the indexes of names in order, and nothing if
    the text means none. `own` is the index of a name that the text does not mean if it can mean
    another: a row does not wait for itself.
    """

    def __init__(self, texts: Sequence[str], nouns: Collection[str] = PHASE_WORDS) -> None:
        self.nouns = frozenset(nouns)
        self._names = _read_labels(texts)
        self._full_words: defaultdict[Words, list[int]] = defaultdict(list)
        self._words: defaultdict[Words, list[int]] = defaultdict(list)
        self._titles: defaultdict[Words, list[int]] = defaultdict(list)
        for index, name in enumerate(self._names):
            self._full_words[name.full_words].append(index)
            self._words[name.words].append(index)
            if name.title:
                self._titles[name.title].append(index)
        self._labels = _LabelIndex(
            (label, index) for index, name in enumerate(self._names) for label in name.labels
        )
        self._known_lookalikes: dict[Words, tuple[int, ...]] = {}
        self._known_sharing: dict[Words, tuple[int, ...]] = {}

    @cached_property
    def all_nouns(self) -> frozenset[str]:
        """What the rows are called, by their labels, too; in the singular."""
        return self.nouns | {label.word for name in self._names for label in name.labels}

    @cached_property
    def first_words(self) -> frozenset[str]:
        """The words that the names, without their labels, begin with."""
        return frozenset(name.title[0] for name in self._names if name.title)

    def get_telling_words(self, index: int) -> frozenset[str]:
        """The words of a name by which what comes of it is known: no label, no word of state."""
        return self._telling_words[index]

    @cached_property
    def _telling_words(self) -> list[frozenset[str]]:
        return [
            frozenset(word for word in name.title if len(word) >= STEM and not word.isdecimal())
            - WORDS_AFTER_NAMES
            for name in self._names
        ]

    def find_equal(self, text: str) -> tuple[int, ...]:
        """Find the names that are equal to a text, first with and then without their notes."""
        name = parse_name(text)
        return tuple(self._full_words.get(name.full_words) or self._words.get(name.words) or ())

    def find_exact(self, text: str, word: str = "", own: int | None = None) -> tuple[int, ...]:
        """Find the names that a text is equal to, or whose labels or title it is.

        A bare number takes over `word`, the label word of the text before it (`Phases 1, 2, 3`).
        Words of state behind a label or a title are passed over.
        """
        if found := self.find_equal(text):
            return found
        name = parse_name(text)
        if name.is_label or (name.labels and name.title[0] in WORDS_AFTER_NAMES):
            return self._find_all_labelled(name.labels, word)
        # `3 complete`; but `3 tasks` counts them, and `A gate` is some gate.
        number = _read_leading_label(name, text)
        may_count = not word and (name.words[:1] == ("a",) or text[:1].isdigit())
        if number.labels and (STATES if may_count else WORDS_AFTER_NAMES).issuperset(number.title):
            return self._find_all_labelled(number.labels, word)
        for words in _shorten_words(name.words):
            if found := tuple(self._words.get(words, ())) or _keep_single(
                self._titles.get(words), own
            ):
                return found
        return ()

    def find(self, text: str, word: str = "", own: int | None = None) -> tuple[int, ...]:
        """Find the names that a text means: the rule of naming, step by step."""
        # It is equal to a name; or it is the name's label; or it is what follows the label.
        if found := self.find_exact(text, word, own):
            return found
        # It begins with a label, and the words that follow belong to it.
        name = parse_name(text)
        if name.label is not None:
            # An abbreviated label is something else before words: `P1 bugs`.
            found = self._find_titled(name) or self._find_all_labelled(
                name.labels, word, takes_short=False
            )
            if found or name.label.word in PHASE_WORDS:
                return found
        elif found := self._find_coded(_read_leading_label(name, text)):
            return found
        for words in _shorten_words(name.words):
            # It abbreviates exactly one name: the words of one begin the words of the other, as
            # whole words or on a shared stem; or its words are, in this order, among those of
            # exactly one, two or more, or one of at least five letters.
            if found := self._find_abbreviated(words, own) or self._find_containing(words, own):
                return found
        return ()

    def find_whole(self, text: str, own: int | None = None) -> tuple[int, ...]:
        """Find the names that a text with joints means as a whole, without its words of state.

        It is a name, the labels or the title of one, or the beginning of one title.
        """
        name = parse_name(text)
        if name.is_label:
            return self._find_all_labelled(name.labels, "")
        *_, words = _shorten_words(name.words)
        if found := self._words.get(words):
            return tuple(found)
        if titled := _keep_single(self._titles.get(words), own):
            return titled
        return self.find_begun(words, own)

    def find_begun(self, words: Words, own: int | None = None) -> tuple[int, ...]:
        """Find the one name whose title these words begin."""
        alike = self._find_lookalikes(words)
        return _keep_single([i for i in alike if len(self._names[i].title) >= len(words)], own)

    def find_sharing(self, words: Words) -> tuple[int, ...]:
        """Find the names that have all these words, in the singular or the plural."""
        if words not in self._known_sharing:
            forms = [{word, f"{word}s", word.removesuffix("s")} for word in words[:MAX_WORDS]]
            having = [[i for form in f for i in self._by_words.get(form, ())] for f in forms]
            self._known_sharing[words] = tuple(
                index
                for index in sorted(set(min(having, key=len, default=())))
                if not any(form.isdisjoint(self._names[index].known_words) for form in forms)
            )
        return self._known_sharing[words]

    def find_same(self, text: str) -> tuple[int, ...]:
        """Find the names that mean the same phase as another name, by label before title."""
        if found := self.find_exact(text):
            return found
        name = parse_name(text)
        if name.label is None:
            return (
                self._find_numbered(_read_leading_label(name, text))
                or self._find_abbreviated(name.words, None)
                or self._find_containing(name.words, None)
            )
        if found := self._find_titled(name) or self._find_all_labelled(name.labels, ""):
            # Of several with one label, the title decides.
            alike = [i for i in found if _has_in_order(self._names[i].known_words, name.title)]
            return _keep_single(alike if name.title else ()) or found
        # `Phase 1: Setup` may be called `Setup` elsewhere; but `Phase 2: Setup` is another phase.
        titled = _keep_single(self._titles.get(name.title))
        titled = titled or self._find_abbreviated(name.title, None)
        return tuple(index for index in titled if not self._names[index].labels)

    def _find_numbered(self, name: Name) -> tuple[int, ...]:
        """The one name with this number and a similar title: `2 Verify`, `2. Verification`."""
        if not name.labels or not name.title:
            return ()
        labelled = self._find_all_labelled(name.labels, "")
        return _keep_single([i for i in self._find_lookalikes(name.title) if i in labelled])

    def _find_coded(self, name: Name) -> tuple[int, ...]:
        """Find the names that are numbered without a word, by such a number before other words.

        Only `005`, `2A` and `1.2` are sure to be labels there: `3 reviews` counts reviews.
        """
        number = name.words[0] if name.labels else ""
        if not number[:1].isdigit() or (number.isdigit() and number[0] != "0"):
            return ()
        found = self._find_all_labelled(name.labels, "")
        return tuple(index for index in found if not self._names[index].labels[0].word)

    def _find_all_labelled(
        self, labels: Sequence[Label], word: str, takes_short: bool = True
    ) -> tuple[int, ...]:
        """Find the names with these labels; nothing if one of them has no name."""
        found = [self._find_labelled(label, word, takes_short) for label in labels]
        return tuple(sorted(set().union(*found))) if all(found) else ()

    def _find_labelled(self, label: Label, word: str, takes_short: bool) -> tuple[int, ...]:
        """Find the names with a label; a bare number has the word `word`, if it is given."""
        if word and not label.word:
            label = label._replace(word=word)
        if label.word:
            return self._labels.find(label, label.word in self.all_nouns, takes_short)
        # A bare number or capital means the names with one label, a bare range those with one word.
        found = self._labels.find(label, takes_bare=True, takes_short=False)
        words = {own.word for index in found for own in self._names[index].labels}
        return found if len(words) == 1 else ()

    def _find_titled(self, name: Name) -> tuple[int, ...]:
        """Find the names with the same label and a title that one of two begins: `B: Line 2`."""
        if name.label is None or not name.title:
            return ()
        return tuple(
            index
            for index in self._find_lookalikes(name.title)
            if name.label in self._names[index].labels
        )

    def _find_abbreviated(self, words: Words, own: int | None) -> tuple[int, ...]:
        """Find the one name whose title these words begin, or else whose title begins them.

        Of several titles that begin them, the longest counts.
        """
        alike = [index for index in self._find_lookalikes(words) if index != own]
        if longer := [i for i in alike if len(self._names[i].title) >= len(words)]:
            return _keep_single(longer)
        length = max((len(self._names[index].title) for index in alike), default=0)
        return _keep_single([i for i in alike if len(self._names[i].title) == length])

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

    def _find_containing(self, words: Words, own: int | None) -> tuple[int, ...]:
        """Find the one name that has these words in this order, two or more or a long one."""
        if not words or (len(words) == 1 and not _is_telling(words[0])):
            return ()
        rarest = min((self._by_words.get(word, ()) for word in words[:MAX_WORDS]), key=len)
        if len(rarest) > MAX_LOOKALIKES:
            return ()
        return _keep_single(
            [i for i in rarest if i != own and _has_in_order(self._names[i].known_words, words)]
        )

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

    @cached_property
    def _by_words(self) -> dict[str, list[int]]:
        """The names by the words that they have."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for index, name in enumerate(self._names):
            for word in dict.fromkeys(name.known_words):
                found[word].append(index)
        return found


def _read_labels(texts: Sequence[str]) -> list[Name]:
    """Take names apart that belong together: one may have a label only because others have one.

    A bare number or capital at the beginning is a label if two names begin so, with different ones.
    """
    names = list(map(parse_name, texts))
    leading = [_read_leading_label(name, text) for name, text in zip(names, texts, strict=True)]
    bare = {name.label.first for name in leading if name.label and not name.label.word}
    found = leading if len(bare) > 1 else names
    for index, (name, text) in enumerate(zip(found, texts, strict=True)):
        if not name.labels:
            # `Foundation (Phase 1)` has its label in a note.
            for note in map(parse_name, _NOTES.findall(text)):
                if note.is_label and len(note.labels) == 1 and note.labels[0].word:
                    found[index] = replace(name, labels=note.labels)
                    break
    return found


def _read_leading_label(name: Name, text: str) -> Name:
    """Read the number or capital that a name without a label begins with as its label."""
    match = None if name.labels else _LEADING.match(strip_notes(text).strip())
    if match is None:
        return name
    number = _parse_number(match["number"] or match["capital"])
    title = split_words(strip_notes(text).strip()[match.end() :])
    return replace(name, labels=(Label("", number, number),), title=title)


_ANY = "*"
"""The word under which a label with any word is found."""


class _LabelIndex:
    """Labels with the indexes of the names that bear them."""

    def __init__(self, labels: Iterable[tuple[Label, int]]) -> None:
        self._singles: defaultdict[str, list[tuple[Number, int]]] = defaultdict(list)
        self._ranges: defaultdict[str, list[tuple[Label, int]]] = defaultdict(list)
        words = set()
        for label, index in labels:
            words.add(label.word)
            for word in (label.word, _ANY):
                if label.first == label.last:
                    self._singles[word].append((label.first, index))
                else:
                    self._ranges[word].append((label, index))
        for singles in self._singles.values():
            singles.sort()
        self._reach: dict[str, list[Number]] = {}
        for word, ranges in self._ranges.items():
            ranges.sort(key=lambda entry: entry[0].first)
            # The largest last number of a range or of one before it.
            self._reach[word] = list(accumulate((label.last for label, _ in ranges), max))
        self._words = sorted(words)

    def find(self, label: Label, takes_bare: bool, takes_short: bool) -> tuple[int, ...]:
        """Find the names whose number lies in a label's range.

        A label without a word fits any name; a name without one fits a label that `takes_bare`.
        A label with one letter for a word that `takes_short` fits the one word that begins so, and
        the other way round.
        """
        words = [label.word, ""][: 1 + takes_bare] if label.word else [_ANY]
        is_single = label.first == label.last
        if is_single and (found := self._find_between(words, label.first, label.last)):
            return found
        # `Phase 2` means `2A` and `2B` if there is no `2`; `Phases 1-2` includes them.
        integers, letter = label.last
        if found := self._find_between(words, label.first, (integers, letter or "~")):
            return found
        # `P1` means `Phase 1` if only one word begins so, and `Phase 1` means `P1` among phases.
        if takes_short and len(label.word) == 1:
            # Sorted, the words with this letter follow it.
            start = bisect(self._words, label.word)
            words = [w for w in self._words[start : start + 2] if w.startswith(label.word)]
            if len(words) == 1:
                return self._find_between(words, label.first, label.last)
        elif takes_bare and label.word:
            return self._find_between([label.word[0]], label.first, label.last)
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


def _keep_single(found: Sequence[int] | None, own: int | None = None) -> tuple[int, ...]:
    """Keep what was found if it is one name, or one beside `own`; or else nothing."""
    if found and len(found) == _TWO:
        found = [index for index in found if index != own]
    return tuple(found) if found and len(found) == 1 else ()


def _is_telling(word: str) -> bool:
    """True if a word alone may mean a name that it does not begin."""
    is_common = word in STATES or word.removesuffix("s") in PHASE_WORDS
    return len(word) >= MIN_LETTERS and word.isalpha() and not is_common


def _has_in_order(words: Words, wanted: Words) -> bool:
    """True if all wanted words are among these, in the same order."""
    rest = iter(words)
    return all(word in rest for word in wanted)


def _shorten_words(words: Words) -> Iterator[Words]:
    """Yield a text's words, then without one, two, … of the words of state that it ends with."""
    yield words
    for length in range(len(words) - 1, max(0, len(words) - 1 - MAX_WORDS), -1):
        if words[length] in WORDS_AFTER_NAMES:
            yield words[:length]
        elif words[length] not in ("and", "as", "its"):
            break


def _cut_to_stem(word: str) -> str:
    return word if word[0].isdigit() else word[:STEM]


def _are_alike(one: str, other: str) -> bool:
    """True if two words with one stem are forms or abbreviations of one word."""
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other)))  # noqa: B905
    rests = one[shared:], other[shared:]
    return not all(rests) or all(rest in _ENDINGS for rest in rests)
