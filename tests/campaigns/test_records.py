"""What the documentation says of long runs is what their records say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests import campaigns
from tests.campaigns import ROOT, make_table, read_records, write_files
from tests.compatibility.table import with_table

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


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


def test_runs_over_files_add_up_and_forget_files_that_are_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(campaigns, "RECORDS", tmp_path)
    write_files("mutants-reading", {
        "reading/names.py": {"mutants": {"killed": 10}},
        "reading/gone.py": {"mutants": {"killed": 99}},
    })  # fmt: skip
    write_files("mutants-reading", {
        "reading/effort.py": {"mutants": {"killed": 3, "survived": 1}},
        "reading/names.py": {"mutants": {"killed": 4, "timed out": 1, "untested": 1}},
    })  # fmt: skip
    files = read_records()["mutants-reading"]["files"]
    assert list(files) == ["reading/effort.py", "reading/names.py"]
    assert all({"commit", "day"} < set(file) for file in files.values())
    assert "of 10 mutants in 2 files 80.0% were noticed, 1 survived" in make_table()
