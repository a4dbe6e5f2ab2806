"""The gallery: plans with the faults that are meant, each with its pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mkdocs_speckit.audit import audit_plan
from mkdocs_speckit.reading import read
from tests.demo_site import GALLERY, ROOT

if TYPE_CHECKING:
    from pathlib import Path

DOCS = ROOT / "docs"
PLANS = sorted(GALLERY.glob("*.md"))
PICTURES = DOCS / "images" / "gallery"

MEANT = {
    "permits": {"dependency-cycle"},
    "seed-bank": {"effort-unestimated", "unfinished-content"},
}


def test_there_are_ten() -> None:
    assert len(PLANS) == 10


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_only_the_faults_on_purpose_are_found(path: Path) -> None:
    plan = read(path.read_text("utf-8"), path.name)
    assert plan is not None
    found = {finding.rule for finding in audit_plan(plan, {"missing-document": "ignore"})}
    assert found == MEANT.get(path.stem, set())


def test_each_plan_is_shown_in_each_view_and_no_other_picture_is_kept() -> None:
    page = (DOCS / "gallery.md").read_text("utf-8")
    views = ("light", "dark", "print", "phone")
    names = {f"{path.stem}-{view}.png" for path in PLANS for view in views}
    assert {picture.name for picture in PICTURES.iterdir()} == names
    assert all(f"](images/gallery/{name})" in page for name in names)
    assert all(f"](gallery/{path.name})" in page for path in PLANS)


def test_pictures_are_small() -> None:
    sizes = [picture.stat().st_size for picture in PICTURES.iterdir()]
    assert max(sizes) < 120_000
    assert sum(sizes) < 4_000_000
