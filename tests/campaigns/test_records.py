"""What the documentation says of long runs is what their records say."""

from __future__ import annotations

from tests.campaigns import ROOT, make_table, read_records
from tests.compatibility.table import with_table


def test_the_page_has_the_table_that_follows_from_the_records() -> None:
    page = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    assert with_table(page, make_table(), "long runs") == page, "run `python -m tests.campaigns`"


def test_no_run_of_a_fuzzer_has_left_an_open_fault() -> None:
    for name, record in read_records().items():
        assert not record.get("found"), name


def test_memory_does_not_grow_by_a_tenth_in_500_edits() -> None:
    record = read_records()["soak"]
    assert record["edits"] >= 500
    assert float(record["growth"].rstrip("%")) < 10
