"""Names of phases: any text names some of any names, and a name always names itself."""

from __future__ import annotations

from fuzz.target import Target
from fuzz.words import cells, demo_documents, words_in
from mkdocs_speckit.reading.names import Names, parse_name


def check(data: bytes) -> None:
    """The last line is looked for among the others."""
    *texts, wanted = data.decode("utf-8", "replace").split("\n")
    known = Names(texts)
    for find in (
        known.find_equal,
        known.find_exact,
        known.find,
        known.find_whole,
        known.find_same,
    ):
        found = find(wanted)
        assert sorted(set(found)) == list(found), found
        assert set(found) <= set(range(len(texts))), found
    if wanted.isascii():
        assert known.find_equal(wanted.upper()) == known.find_equal(wanted), (
            "the case of letters counts"
        )
    assert set(known.find_equal(wanted)) <= set(known.find_exact(wanted)) <= set(known.find(wanted))
    for index, text in enumerate(texts):
        if parse_name(text).words:
            assert index in known.find_equal(text), f"{text!r} does not name itself"
            assert index in known.find_same(text), f"{text!r} is not the same as itself"


TARGET = Target(
    check,
    lambda: ("\n".join(cells(text)).encode() for text in demo_documents()),
    words_in("mkdocs_speckit.reading.names"),
)
