"""Which phases and tasks a text names: `Phases 3–5`, `US1 and US2`, `Setup (T001)`, `all stories`.

The rules are in `docs/spec-kit.md`, section S4; a phase's name and number are read as in section 3
of `docs/numbers.md`. With the phases *Setup*, *Core* and *User Story 1*, the last with T004:

| Text                      | Names           | Why                                                |
|---------------------------|-----------------|----------------------------------------------------|
| `Phases 1, 2`             | *Setup*, *Core* | They are the numbers of phases.                    |
| `User Story 1`, `US1`     | *User Story 1*  | A story names its phase.                           |
| `T004`                    | *User Story 1*  | A task stands for its phase.                       |
| `the tests (US1)`         | *User Story 1*  | Nothing else names one, so the parentheses count.  |
| `all user stories`        | *User Story 1*  | It is the phase of a story.                        |
| `everything`, for *Core*  | *Setup*         | These are the phases above.                        |
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from mkdocs_speckit.model.tasks import MAX_RANGE, TASK_ID
from mkdocs_speckit.reading.dependency_cells import CellReader
from mkdocs_speckit.reading.names import Names, parse_name, split_words
from mkdocs_speckit.reading.quantities import strip_notes
from mkdocs_speckit.reading.task_lists import normalise_id
from mkdocs_speckit.reading.translations import (
    CJK,
    CJK_STORIES_LEAD,
    NUMERALS,
    PHASE_COUNTERS,
    PHASE_WORDS,
    STORIES,
    STORIES_LEAD,
    STORY_WORDS,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mkdocs_speckit.model.parts import PhaseBoxes
    from mkdocs_speckit.model.tasks import Task

MAX_NAME = 200
"""A longer text is not a name."""

MAX_WORDS = 6
"""Nor is a text that only begins with a number or code and has more words."""

_SIGNS = str.maketrans(
    {
        "（": "(",
        "）": ")",
        "：": ": ",
        "，": ", ",
        "、": ", ",
        "。": ". ",
        "；": "; ",
        "／": "/",
        "＋": "+",
    }
)
_NUMERAL = re.compile(rf"((?:{PHASE_WORDS}|{STORY_WORDS})\s?)([{NUMERALS}])(?![{NUMERALS}])")
_WAVE = re.compile(r"(?<=\d)\s?[~〜～]\s?(?=(?:US|T|Phase )?\d)")
_DOT = re.compile(r"(?<=[\d)])\s?[·・]\s?(?=(?:US|T|Phase )?\d)")
_BETWEEN_SCRIPTS = re.compile(rf"(?<=[{CJK}])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[{CJK}])")
_LIST = re.compile(
    r"\b(US|Phase )(\d{1,4})"
    r"((?:(?:\s?[,/&+]\s?|\s(?:and|und|et|y|e|と|및|和)\s)\d{1,4}(?![\w-]|\.\d)"
    r"(?!\s(?!and\b|und\b|et\b|y\b|e\b)[A-Za-z])){1,30})"
)
"""`Phases 3, 4 and 5`: numbers behind one word, none of which counts what follows it."""

_PHASES = re.compile(
    rf"(?:(?<!\w)|(?<=[^\x00-\x7f]))(?:{PHASE_WORDS})[sn]?\s*#?(?=\d|[A-Z]\b)",
    re.IGNORECASE,
)
_NUMBER_BEFORE_PHASE = re.compile(rf"第\s?(\d{{1,3}})\s?(?:{PHASE_COUNTERS})")
_STORIES = re.compile(
    rf"(?:(?<!\w)|(?<=[^\x00-\x7f]))(?:{STORY_WORDS}|{STORIES})[\s-]*(?=\d)", re.IGNORECASE
)

_STORY_NOUN = (
    rf"{STORIES}|trabalho de hist[oó]rias? de usu[aá]rio"
    r"|(?:user[ -])?story(?=[ -](?:phases?|work|tasks|implementation)\b)"
    r"|(?<=each )user story|(?<=every )user story|(?<=any )user story"
)
_ALL_STORIES = re.compile(
    rf"(?:(?<!\w)(?:(?:{STORIES_LEAD})\s{{1,9}}){{0,9}}(?:{_STORY_NOUN})"
    r"(?:[ -](?:phases?|work|tasks|implementation)\b)?"
    r"(?:\s(?:deseadas|desejadas|souhaitées|priorizadas)\b)?"
    rf"|(?:(?:{CJK_STORIES_LEAD})\s?){{1,9}}(?:{STORY_WORDS}|{STORIES}))"
    r"(?!\w{0,30}\s{0,9}\d)(?:\s?(?:すべて|全て|全部|가 모두|이 모두))?"
    r"(?:\s?\(Phases?\s?(?P<first>\d{1,3})\s?\+\))?",
    re.IGNORECASE,
)
"""`all five user-story phases`, `the desired stories`, the bare `User stories`."""

_ALL_ABOVE = re.compile(
    r"(?:todas (?:as|las) fases(?: anteriores)?|toutes les (?:phases|étapes)(?: précédentes)?"
    r"|alle[nr]? (?:vorherigen |vorigen |vorangehenden |vorangegangenen )?Phasen"
    r"|(?:すべての|全ての?)(?:先行|前の?)?フェーズ|모든 (?:이전 )?(?:단계|페이즈)"
    r"|(?:all|everything)(?: (?:else|above|of the above))?)",
    re.IGNORECASE,
)
_NOTE = re.compile(r"\s*\(([^()]*)\)")
_WORDS_THAT_JOIN = r"[,;]|\s[+&∥|]\s|\b(?:and|und|et|y|e)\b|と|および|及び|和|与|및|와|과"
_CLAUSE_JOINT = re.compile(_WORDS_THAT_JOIN, re.IGNORECASE)
_JOINT = re.compile(rf"[/·・]|{_WORDS_THAT_JOIN}", re.IGNORECASE)
_ARTICLE = re.compile(
    r"(?:(?:the|both|and|la|le|les|du|des|da|do|das|dos|del|el|los|las|der|den|dem|die|von|de)\s+"
    r"|l['’]|(?:(?:すべて|全て)(?!の)|それぞれ|在)\s?)+",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:[\s,]{0,9}(?:only|alone|solely|uniquement|seulement|solamente|apenas|somente|nur)"
    r"|\s{1,9}(?:complet[aeo]s?|complètes?|abgeschlossen|ab)\b"
    r"|\s?(?:の|を|が|は|に|だけ|両方|フェーズ|段階|完了|의|를|을|만|모두|단계|전부|完成|全部|阶段|之)){1,9}\s{0,9}\Z",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+")
_TAG = re.compile(r"\[[^\[\]]{0,40}\]")
_FROM = re.compile(r"Phase\s?(\d{1,3})\s?\+", re.IGNORECASE)
"""`Phase 3+` or its note in parentheses."""

_POSSESSIVE = re.compile(r"['’]s\b")
_PRIORITY = re.compile(r"P\d", re.IGNORECASE)
_CODE_WORDS = frozenset(["phase", "us", "wp"])


class Named(NamedTuple):
    """What a name means: phases by their indexes, or the ids of tasks alone."""

    phases: tuple[int, ...] = ()
    tasks: tuple[str, ...] = ()


def normalise(text: str) -> str:
    """A text with the signs and the words for phases and stories that all languages share."""
    text = _NUMERAL.sub(
        lambda match: match[1] + str(NUMERALS.index(match[2]) + 1), text.translate(_SIGNS)
    )
    text = _NUMBER_BEFORE_PHASE.sub(r"Phase \1", text)
    text = _STORIES.sub("US", _PHASES.sub("Phase ", text))
    text = _BETWEEN_SCRIPTS.sub(" ", _DOT.sub(", ", _WAVE.sub("-", text)))
    return _LIST.sub(
        lambda match: match[1] + match[2] + _NUMBER.sub(rf"{match[1]}\g<0>", match[3]), text
    )


class PhaseNames:
    """The names of a list's phases, stories and tasks; finds which of them a text means.

    All texts are expected as `normalise` makes them.
    """

    def __init__(self, phases: Sequence[PhaseBoxes], tasks: Sequence[Task]) -> None:
        self.size = len(phases)
        self.with_story = tuple(n for n, phase in enumerate(phases) if phase.stories)
        self._labels = [phase.label for phase in phases]
        self._phase_of_row = [*range(self.size)]
        texts = [_make_name(phase) for phase in phases]
        for number, phase in enumerate(phases):
            for story in phase.stories:
                texts.append(story)
                self._phase_of_row.append(number)
        self._names = Names(texts, {"phase", "story"})
        self._reader = CellReader(self._names, self.size, "above")
        self._phases_of_task: defaultdict[str, dict[int, None]] = defaultdict(dict)
        self._ids: dict[str, str] = {}
        for task in tasks:
            for one in task.ids:
                self._ids.setdefault(one.casefold(), one)
                if task.phase is not None:
                    self._phases_of_task[one.casefold()][task.phase] = None
        self._numbers = sorted((_number(key), id_) for key, id_ in self._ids.items())

    def list_rows(self) -> tuple[Names, list[int]]:
        """All names of phases, and the phase of each."""
        return self._names, self._phase_of_row

    # Tasks.

    def read_ids(self, text: str) -> list[str]:
        """The ids in a text; a range stands for the tasks of the list whose numbers lie in it.

        A range of more than `MAX_RANGE` numbers is a mistake. Only its last number is returned: no
        list has that task, so the rule `unknown-task` reports it.
        """
        found: dict[str, None] = {}
        for match in TASK_ID.finditer(text):
            first = self._spell(match["first"])
            if not match["last"]:
                found[first] = None
                continue
            last = self._spell(f"T{match['last'].lstrip('T').lstrip('-')}")
            if _number(last) - _number(first) <= MAX_RANGE:
                start = bisect_left(self._numbers, (_number(first), ""))
                end = bisect_right(self._numbers, (_number(last), "\U0010ffff"))
                found[first] = None
                found.update((one, None) for _, one in self._numbers[start:end])
            found[last] = None
        return list(found)

    def _spell(self, written: str) -> str:
        """An id as the list spells it, or as it is written."""
        one = normalise_id(written)
        return self._ids.get(one.casefold(), one)

    def is_of_ids(self, text: str) -> bool:
        """True if a text names tasks and nothing else, but for notes."""
        rest = _JOINT.sub(" ", TASK_ID.sub(" ", _TAG.sub(" ", strip_notes(text))))
        return TASK_ID.search(strip_notes(text)) is not None and not rest.strip(" .:-–—∥|")

    def find_phases_of(self, ids: Iterable[str]) -> dict[int, None]:
        """The phases of some tasks."""
        return {n: None for one in ids for n in self._phases_of_task.get(one.casefold(), ())}

    # Names: all of a text.

    def find_named(self, text: str) -> Named | None:
        """What a text as a whole names: tasks alone, or phases; None if a part names nothing."""
        text = _strip(text)
        if not text or len(text) > MAX_NAME:
            return None
        if self.is_of_ids(text):
            return Named(tasks=tuple(self.read_ids(strip_notes(text))))
        if match := _ALL_STORIES.fullmatch(text):
            return Named(self._list_stories(int(match["first"] or 0)))
        if match := _FROM.match(text):
            return Named(self._list_stories(int(match[1])))
        if (stories := _ALL_STORIES.match(text)) and not strip_notes(text[stories.end() :]).strip():
            noted = self._find_in_notes(text)
            return Named(tuple(n for n in noted if n in self.with_story)) if noted else None
        found = self._find_name(text)
        if found is None:
            parts = [self._find_name(part) for part in _split(text)]
            if len(parts) < 2 or not all(parts):  # noqa: PLR2004 - One part is the whole text.
                return None
            found = {n: None for part in parts for n in part or ()}
        return Named(tuple(sorted(found)))

    def _list_stories(self, first: int) -> tuple[int, ...]:
        """The phases of stories; of `User Stories (Phase 3+)` those from number `first` on."""
        labels = self._labels
        return tuple(
            n
            for n in self.with_story
            if not first or (labels[n].isdigit() and int(labels[n]) >= first)
        )

    def _find_name(self, text: str) -> dict[int, None] | None:
        """The phases of one name, by its own words or else by labels in its notes."""
        bare = _strip(strip_notes(text))
        if _POSSESSIVE.search(bare):
            return None  # `US1's importer` is something in it.
        noted = self._find_in_notes(text)
        found: dict[int, None] = {}
        if bare and not _PRIORITY.fullmatch(bare):
            label = parse_name(bare).label
            rows = self._names.find_exact(bare)
            is_joined = len(_split(bare)) > 1
            is_short = len(bare.split()) <= MAX_WORDS
            is_labelled = label is not None and label.word in _CODE_WORDS
            if not (rows or is_joined) and is_labelled and is_short:
                rows = self._names.find(bare)
            rows = rows or self._names.find_begun(split_words(bare))
            found = self._map_rows(rows)
        if found and noted and not found.keys() & noted.keys():
            return None  # Two names that contradict each other.
        if found and noted:
            found = {n: None for n in found if n in noted}
        return found or (noted if bare else None) or None

    def _find_in_notes(self, text: str) -> dict[int, None]:
        """The phases of labels in parentheses, of those with labels alone: `(Phase 3)`, `(US1)`."""
        found: dict[int, None] = {}
        for note in _NOTE.findall(text):
            parts = [part for part in _JOINT.split(note) if part.strip()]
            word = ""
            for part in parts:
                name = parse_name(part.strip())
                label = name.label if name.is_label else None
                if label is None or (label.word or word) not in _CODE_WORDS:
                    break
                word = label.word or word
                found |= self._map_rows(self._names.find_exact(part.strip(), word))
        return found

    def _map_rows(self, rows: Iterable[int]) -> dict[int, None]:
        return dict.fromkeys(self._phase_of_row[row] for row in rows)

    def find_listed(self, text: str) -> list[int]:
        """The phases that the parts of a text name, each as a whole: `WP01 (its tables), WP02`."""
        named = map(self.find_named, _split(text))
        return [phase for one in named if one is not None for phase in one.phases]

    def find_last(self, text: str) -> dict[int, None]:
        """The phases that the last parts of a text name, as far back as each names some."""
        found: dict[int, None] = {}
        for part in reversed(text.split(",")):
            named = self.find_named(part)
            if named is None:
                break
            found |= dict.fromkeys(named.phases) | self.find_phases_of(named.tasks)
        return found

    # What follows a verb.

    def find_in(self, text: str, own: int) -> dict[int, None]:
        """The phases that a text names for the phase `own`; what names none is left out."""
        text = _strip(text)
        found: dict[int, None] = {}
        if not text:
            return found
        if _ALL_ABOVE.fullmatch(strip_notes(text).strip()):
            return dict.fromkeys(range(own))
        for match in _ALL_STORIES.finditer(mask_notes(text)):
            start = _FROM.match(text[match.end() :].lstrip(" ("))
            found |= dict.fromkeys(self._list_stories(int(start[1]) if start else 0))
        text = _ALL_STORIES.sub(" ", text) if found else text
        bare = mask_notes(text)
        found |= self.find_phases_of(self.read_ids(bare))
        whole = _strip(TASK_ID.sub(" ", strip_notes(text)))
        if rows := self._names.find_exact(whole):
            return found | self._map_rows(rows)
        for number, part in enumerate(_split(text, _CLAUSE_JOINT)):
            rest = _strip(TASK_ID.sub(" ", strip_notes(part)))
            noted = self._find_in_notes(part)
            if noted and not self._names.find_exact(rest):
                found |= noted
            elif re.search(r"\w", rest) and not _PRIORITY.fullmatch(rest):
                reading = self._reader.read_text(rest, own)
                # `Phase 2 and validates the US1 integration`: the second part says something else.
                if number == 0 or not reading.external:
                    found |= self._map_rows(reading.nodes)
        if not found:
            for note in _NOTE.findall(text):
                if self.is_of_ids(note):
                    found |= self.find_phases_of(self.read_ids(note))
        return found


def _make_name(phase: PhaseBoxes) -> str:
    """The name of a phase: its label, and its title without the story that it is for."""
    title = normalise(phase.title)
    title = re.sub(r"^(?:\W*\bUS\d+[a-z]?\b)+\W*", "", title)
    if not phase.label:
        return title
    label = phase.label if phase.label.casefold().startswith("wp") else f"Phase {phase.label}"
    return f"{label}: {title}" if title else label


def _number(id_: str) -> int:
    return int(re.sub(r"\D.*", "", id_[1:]) or 0)


def _strip(text: str) -> str:
    """A text without signs, articles and particles around it."""
    text = text.strip(" \t*_`.,:;-–—→>")
    text = _TAIL.sub("", _ARTICLE.sub("", text, count=1) if _ARTICLE.match(text) else text)
    return text.strip(" \t*_`.,:;-–—→>")


def mask_notes(text: str) -> str:
    """A text without what is in parentheses, as long as before."""
    depth, masked = 0, []
    for char in text:
        depth += char == "("
        masked.append("\0" if depth else char)
        depth -= char == ")" and depth > 0
    return "".join(masked)


def _split(text: str, joint: re.Pattern[str] | None = None) -> list[str]:
    """The parts of a text between joints that are not in parentheses."""
    masked = mask_notes(text)
    parts, start = [], 0
    for found in (joint or _JOINT).finditer(masked):
        parts.append(text[start : found.start()])
        start = found.end()
    return [*parts, text[start:]]
