"""Which documents of a folder are one feature, and whose items its progress counts.

The rules are those of `docs/numbers.md`, sections 1 and 5, for plans and for what is kept of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct

from mkdocs_speckit.features import SEVERAL
from mkdocs_speckit.model.formats import FORMATS, KIRO, OPENSPEC, SPEC_KIT
from mkdocs_speckit.model.levels import FILE_OF_KIND
from mkdocs_speckit.model.parts import Completion

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from mkdocs_speckit.model.plan import Plan


class CountedDocument(Struct, frozen=True, array_like=True):
    """What a plan's items are counted by in its feature; the names are those of `Plan`."""

    path: str
    folder: str
    format: str
    kind: str
    is_certain: bool
    completion: Completion
    otherwise: CountedDocument | None = None


Document = TypeVar("Document", "Plan", CountedDocument)


def sum_up(plan: Plan) -> CountedDocument:
    """Keep of a plan what its items are counted by."""
    return CountedDocument(
        plan.path,
        plan.folder,
        plan.format,
        plan.kind,
        plan.is_certain,
        plan.completion,
        None if plan.otherwise is None else sum_up(plan.otherwise),
    )


def count_items(documents: Iterable[CountedDocument], paths: Collection[str]) -> Completion:
    """Count the items of the features that some documents make, as their progress does.

    Of several features in one folder only those with one of these paths count.
    """
    counted = Completion()
    for group in group_documents(documents):
        features = split_group(group)
        for feature in features:
            if len(features) == 1 or any(document.path in paths for document in feature):
                counted += count_feature(feature, find_tasks(feature))
    return counted


def group_documents(documents: Iterable[Document]) -> list[list[Document]]:
    """Group documents by folder and format.

    Documents that are not certain, and have none beside them that is, are left out. Where several
    formats may have a document, it is of the first that is certain of it or of one beside it. None
    beside a document of OpenSpec is Kiro's (`docs/kiro.md`, K1).
    """
    documents = list(documents)
    certain = {(one.folder, one.format) for one in documents if one.is_certain}
    certain -= {(folder, KIRO) for folder, format_name in certain if format_name == OPENSPEC}
    by_folder: defaultdict[tuple[str, str], list[Document]] = defaultdict(list)
    for document in documents:
        for reading in _list_readings(document):
            if (reading.folder, reading.format) in certain:
                by_folder[reading.folder, reading.format].append(reading)
                break
    return list(by_folder.values())


def _list_readings(document: Document) -> list[Document]:
    """A document as each format reads it, in the order of formats."""
    readings: list[Document] = []
    reading: Document | None = document
    while reading is not None:
        readings.append(reading)
        reading = reading.otherwise
    return sorted(readings, key=lambda one: FORMATS.index(one.format)) if readings[1:] else readings


def split_group(documents: Sequence[Document]) -> list[list[Document]]:
    """Several plans in one folder are features of their own."""
    kinds = Counter(
        one.kind for one in documents if one.is_certain and (one.format, one.kind) not in SEVERAL
    )
    if max(kinds["plan"], kinds["spec"]) > 1:
        return [[document] for document in documents]
    return [list(documents)]


def find_tasks(documents: Sequence[Document]) -> Document | None:
    """The tasks document of a feature, if it has items: of several, the one of the usual name."""
    found = [one for one in documents if one.kind == "tasks" and one.completion.total]
    usual = [one for one in found if PurePosixPath(one.path).name == FILE_OF_KIND["tasks"]]
    return usual[0] if usual else found[0] if len(found) == 1 else None


def list_counted(documents: Sequence[Document], tasks: Document | None) -> Sequence[Document]:
    """The documents of a feature whose items count."""
    if tasks is not None:
        return [tasks]
    # Boxes in other documents of these formats are about the texts, not about the work.
    return [] if documents[0].format in {SPEC_KIT, KIRO} else documents


def count_feature(documents: Sequence[Document], tasks: Document | None) -> Completion:
    """Count the items of one feature."""
    return sum((one.completion for one in list_counted(documents, tasks)), Completion())
