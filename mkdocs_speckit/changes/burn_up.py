"""What the history of a repository says of each feature: its items over time (`model/burn_up.py`).

Each version of a feature's documents is read as the documents are today, and the items are counted
by the same rules. A document that was renamed or moved is followed back; one that was deleted
counts as long as it was there. For example, a feature that has `plan.md` and `tasks.md` today:

    3 March   plan.md is committed, with 12 boxes            0 of 12
    9 March   tasks.md comes to it, with 20 boxes of its own 0 of 20: now these count
    10 March  four of them are ticked                        4 of 20
"""

from __future__ import annotations

from collections import defaultdict
from hashlib import sha1, sha256
from itertools import chain, groupby
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from mkdocs_speckit.disk.cache import NO_CACHE
from mkdocs_speckit.features import join_folder
from mkdocs_speckit.features.counting import CountedDocument, count_items, sum_up
from mkdocs_speckit.model.burn_up import BurnUp, Point, add_burn_ups, make_burn_up

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from mkdocs_speckit.disk.commits import Commit, CommitLog, FileChange
    from mkdocs_speckit.disk.history import History
    from mkdocs_speckit.features import Feature
    from mkdocs_speckit.model.plan import Plan
    from mkdocs_speckit.project import Project

Name = bytes
"""Git's name for a file: its path from the top of the repository."""


MAX_TEXTS = 1000
"""The number of texts that are in memory at once."""

LENGTH_OF_SHA1 = 40
"""Of git's names; those of SHA-256 are longer."""


class Snapshot(NamedTuple):
    """The documents of a feature at the end of a day.

    `files` are git's names for their contents, by the files' own. Those of `kept` are there today,
    maybe under another name; the others were deleted.
    """

    day: int
    files: Mapping[Name, bytes]
    kept: frozenset[Name]


class _Step(NamedTuple):
    """What a commit did to one document; `is_kept` is true for one that is there today."""

    day: int
    change: FileChange
    is_kept: bool


class _Version(Struct, frozen=True, array_like=True):
    """What a version of a document was counted by; None if it was not a plan."""

    document: CountedDocument | None


def count_over_time(
    project: Project, history: History, log: CommitLog, documents: Mapping[str, Iterable[Name]]
) -> dict[str, tuple[BurnUp, Snapshot]]:
    """Count the items of features on each day of the history.

    `documents` are the files of each feature today, by any key; a feature none of whose files is
    committed has no entry. Each comes with its files in the last commit. `log` is that of the
    history. Raises what `History.read_texts` raises.
    """
    snapshots = {key: list(found) for key, found in follow_documents(documents, log.commits)}
    versions = (pair for days in snapshots.values() for day in days for pair in day.files.items())
    known = _read_versions(project, history, list(dict.fromkeys(versions)))
    found = {}
    for key, days in snapshots.items():
        figures = []
        for day, files, kept in days:
            read = (known[name, blob] for name, blob in sorted(files.items()))
            done = count_items(filter(None, read), frozenset(map(_show_name, kept)))
            figures.append(Point(day, done.done, done.total))
        burn_up = make_burn_up(figures, log.now)
        if burn_up is not None:
            found[key] = burn_up, days[-1]
    return found


def _show_name(name: Name) -> str:
    """A file's name as a text; bytes that are not UTF-8 are escaped."""
    return name.decode("utf-8", "backslashreplace")


def trace_features(
    project: Project,
    history: History,
    features: Mapping[str, Feature],
    find_file: Callable[[str], Path | None],
) -> dict[str, BurnUp]:
    """What the history says of each feature with its parts, by the path of its leading document.

    `features` are those of `group_features`, of joined documents; `find_file` gives the file of a
    document. Raises what `History.read_log` and `read_texts` raise.
    """
    log = history.read_log()
    units = {folder: _list_units(feature) for folder, feature in features.items()}
    names: dict[str, dict[Name, Path]] = {}
    for leading, paths in chain.from_iterable(units.values()):
        files = filter(None, map(find_file, paths))
        names[leading.path] = {name: file for file in files if (name := log.name_file(file))}
    counted = count_over_time(project, history, log, names)
    found: dict[str, BurnUp] = {}
    for folder in sorted(features, reverse=True):  # Parts come before what they are parts of.
        inside = [join_folder(folder, name) for name in features[folder].parts]
        of_parts = [found.get(leading.path) for part in inside for leading, _ in units[part]]
        for leading, _ in units[folder]:
            own = counted.get(leading.path)
            present = own and _add_present(*own, leading, names[leading.path])
            known = [present, *of_parts]
            of_parts = []  # They belong to the first of several plans.
            if whole := add_burn_ups(filter(None, known)):
                found[leading.path] = whole
    return found


def find_idle(features: Mapping[str, Feature], burn_ups: Mapping[str, BurnUp]) -> frozenset[str]:
    """The folders of features in which nothing was ticked for long.

    A part is not idle if something was ticked in what it is a part of. Nothing is to be ticked in
    what is archived.
    """
    idle = set()
    for folder, feature in features.items():
        change = feature.leading.change
        if change is not None and change.is_archived:
            continue
        whole = feature
        while whole.parent is not None:
            whole = whole.parent
        found = [burn_ups.get(leading.path) for leading, _ in _list_units(whole)]
        if any(found) and all(burn_up.is_idle for burn_up in found if burn_up is not None):
            idle.add(folder)
    return frozenset(idle)


def _list_units(feature: Feature) -> list[tuple[Plan, Sequence[str]]]:
    """The leading document of a feature with the paths of all; several plans are several units."""
    if feature.is_one:
        return [(feature.leading, feature.paths)]
    return [(plan, (plan.path,)) for plan in feature.plans]


def _add_present(
    burn_up: BurnUp, last: Snapshot, leading: Plan, files: Mapping[Name, Path]
) -> BurnUp | None:
    """A burn-up with what the feature has now, as not all may be committed.

    None if its files are those of the last commit, but have other figures: then the site reads them
    in another way, as it does with translations.
    """
    completion = leading.progress.completion if leading.progress else leading.completion
    if (completion.done, completion.total) == (burn_up.last.done, burn_up.last.total):
        return burn_up
    is_all = files.keys() <= last.files.keys()
    if is_all and all(_is_same(blob, files.get(name)) for name, blob in last.files.items()):
        return None
    day = max(burn_up.now, burn_up.last.day)
    before = [point for point in burn_up.points if point.day < day]
    return make_burn_up([*before, Point(day, completion.done, completion.total)], burn_up.now)


def _is_same(blob: bytes, file: Path | None) -> bool:
    """True if a file has the content that git's name is for, whatever its line ends."""
    try:
        content = b"" if file is None else file.read_bytes()
    except OSError:
        return False
    make = sha1 if len(blob) == LENGTH_OF_SHA1 else sha256
    texts = (content, content.replace(b"\r\n", b"\n"))
    names = (make(b"blob %d\0%b" % (len(text), text)).hexdigest() for text in texts)
    return file is not None and blob.decode("ascii") in names


def follow_documents(
    documents: Mapping[str, Iterable[Name]], commits: Iterable[Commit]
) -> Iterator[tuple[str, Iterator[Snapshot]]]:
    """Follow the files of features back to their first commits.

    Yields the key of each feature with the days on which a commit changed one of its files, oldest
    first. `commits` come with the newest first.
    """
    owner = {name: (key, True) for key, names in documents.items() for name in names}
    folders, others = _Folders(documents), set[Name]()
    steps: defaultdict[str, list[_Step]] = defaultdict(list)
    for day, changes in commits:
        # All of a commit happens at once: names are looked up as they were after it.
        found: list[tuple[str, bool, FileChange]] = []
        for change in changes:
            if change.after in owner:
                found.append((*owner[change.after], change))
                continue
            if change.after:  # A file that no page is made of.
                others.add(change.after)
            key = None if change.before in others else folders.find(change)
            if key is not None:
                found.append((key, False, change._replace(after=b"", blob=b"")))
        for _, _, change in found:
            owner.pop(change.after, None)
        for key, is_kept, change in found:
            steps[key].append(_Step(day, change, is_kept))
            if change.before:
                owner[change.before] = key, is_kept
                folders.follow(change, key)
    for key, found_steps in steps.items():
        yield key, _replay(reversed(found_steps))


class _Folders:
    """The folders that one feature alone has had: what was deleted there was a document of it."""

    def __init__(self, documents: Mapping[str, Iterable[Name]]) -> None:
        keys: defaultdict[Name, set[str]] = defaultdict(set)
        for key, names in documents.items():
            for name in names:
                keys[name.rpartition(b"/")[0]].add(key)
        self._keys = {folder: found.pop() for folder, found in keys.items() if len(found) == 1}
        self._taken = {*keys}

    def find(self, change: FileChange) -> str | None:
        """The feature that a file belonged to that was deleted or moved out of its folder.

        None if none is known.
        """
        folder = change.before.rpartition(b"/")[0]
        is_gone = not change.after or change.after.rpartition(b"/")[0] != folder
        return self._keys.get(folder) if change.before and is_gone else None

    def follow(self, change: FileChange, key: str) -> None:
        """Note the folder that a feature was moved from, file by file."""
        folder, _, before = change.before.rpartition(b"/")
        if folder not in self._taken and before == change.after.rpartition(b"/")[2]:
            self._taken.add(folder)
            self._keys[folder] = key


def _replay(steps: Iterable[_Step]) -> Iterator[Snapshot]:
    """The files at the end of each day; steps come with the oldest first."""
    files: dict[Name, tuple[bytes, bool]] = {}
    for day, of_day in groupby(steps, key=lambda step: step.day):
        for _, change, is_kept in of_day:
            files.pop(change.before, None)
            if change.blob:
                files[change.after] = change.blob, is_kept
        kept = frozenset(name for name, (_, is_kept) in files.items() if is_kept)
        yield Snapshot(day, {name: blob for name, (blob, _) in files.items()}, kept)


def _read_versions(
    project: Project, history: History, wanted: Sequence[tuple[Name, bytes]]
) -> dict[tuple[Name, bytes], CountedDocument | None]:
    """Read versions of documents by their names and contents; what was read once is kept."""
    cache = project.cache
    keys = {pair: cache.make_key("version", *pair) for pair in wanted}
    found: dict[tuple[Name, bytes], _Version] = {}
    for pair, key in keys.items():
        if (version := cache.get(key, _Version)) is not None:
            found[pair] = version
    missing: defaultdict[bytes, list[Name]] = defaultdict(list)
    for name, blob in wanted:
        if (name, blob) not in found:
            missing[blob].append(name)
    # A version is only counted: to keep all that it says would take too much room.
    uncached = replace(project, cache=NO_CACHE)
    blobs = list(missing)
    for begin in range(0, len(blobs), MAX_TEXTS):
        for blob, text in history.read_texts(blobs[begin : begin + MAX_TEXTS]).items():
            for name in missing[blob]:
                plan = uncached.read(text, _show_name(name))
                found[name, blob] = _Version(None if plan is None else sum_up(plan))
                cache.put(keys[name, blob], found[name, blob])
    return {pair: found[pair].document if pair in found else None for pair in wanted}
