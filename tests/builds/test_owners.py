"""Owners on pages, in overviews and in the export."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.headers import read_header, read_overview

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Site

MARKER = "<!-- SPECKIT_LEVEL: 2 -->"
SPEC_KIT = "# Tasks: Tea\n\n" + "".join(f"- [ ] T00{n} Pour @ben\n" for n in range(1, 5))
PAGES = {
    "bread/plan.md": f"{MARKER}\n# Plan: Bread\n\n**Owner**: <b>Ana</b>, Cem\n\n- [ ] Bake @ben\n",
    "cake/plan.md": f"{MARKER}\n# Plan: Cake\n\n- [ ] Bake\n",
    "specs/001-tea/tasks.md": SPEC_KIT,
    "bens.md": '# Ben\n\n<!-- speckit: overview owner="@BEN, nobody" -->\n',
}


def test_owners_are_named_exported_and_chosen(build_site: Callable[..., Site]) -> None:
    site = build_site(PAGES, speckit={"export": True})
    assert read_header(site.page("bread/plan.html")).counts == ["0 of 1 items", "owners: Cem, @ben"]
    rows = read_overview(site.page("bens.html")).rows
    assert [row[0] for row in rows] == ["Tea", "Bread"]
    exported = json.loads(site.html("speckit.json"))
    assert {one["folder"]: one["owners"] for one in exported["features"]} == {
        "bread": ["Cem", "@ben"], "cake": [], "specs/001-tea": ["@ben"],
    }  # fmt: skip
    (tasks,) = [plan["tasks"] for plan in exported["plans"] if plan["kind"] == "tasks"]
    assert [task["owners"] for task in tasks] == [["@ben"]] * 4
