"""Where a site's files are: each plan has badges and cards of its own, on every disk."""

from __future__ import annotations

from pathlib import PurePosixPath
from unicodedata import normalize

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from mkdocs_speckit.export.badges import (
    BADGE,
    BADGES,
    find_badge_folders,
    make_entry_badges,
    make_total_badges,
)
from mkdocs_speckit.export.cards import SCHEMES
from mkdocs_speckit.export.site_files import make_site_files
from mkdocs_speckit.features.documents import FeatureDocuments
from mkdocs_speckit.features.entries import Entry, Figures, sum_entries
from mkdocs_speckit.model.finding import Failures
from tests.conftest import plan_of

PLAN = Entry("x", ".", "x/plan.md", "X", "2", "not started", Figures())
DOCUMENTS = FeatureDocuments(plan_of("# Plan: X\n\n<!-- SPECKIT_LEVEL: 2 -->\n"))

NAMES = st.sampled_from(
    "x X x-2 X-2 ß SS straße.x STRASSE.X é e\u0301 progress.json PROGRESS.json_ effort.svg"
    " level.json__ plans.svg card-dark.svg CARD-light.svg_ level . x. a.b".split()
)
PATHS = st.builds(
    lambda parts, end: "/".join(parts) + end,
    st.lists(NAMES.filter(lambda name: name != "."), min_size=1, max_size=3),
    st.sampled_from([".md", ".markdown"]),
)


def fold(path: str) -> str:
    """As a disk does that knows neither case nor how a letter with an accent is written."""
    return normalize("NFC", normalize("NFC", path).casefold())


def paths_of(paths: list[str]) -> list[str]:
    features = {replace(PLAN, path=path, folder=path): DOCUMENTS for path in paths}
    return [path for path, _ in make_site_files("Site", [], features, str, Failures())]


@given(st.lists(PATHS, unique=True))
def test_no_two_files_have_one_path_and_none_is_the_folder_of_another(paths: list[str]) -> None:
    made = [PurePosixPath(fold(path)) for path in paths_of(paths)]
    assert len(set(made)) == len(made)
    assert {parent for path in made for parent in path.parents}.isdisjoint(made)


@given(st.lists(PATHS, unique=True), st.randoms())
def test_the_paths_do_not_depend_on_the_order_of_the_plans(
    paths: list[str], random: object
) -> None:
    folders = find_badge_folders(paths)
    random.shuffle(paths)  # type: ignore[attr-defined]
    assert find_badge_folders(paths) == folders


@given(st.lists(st.sampled_from(["plan", "a/plan", "b/tasks", "b", "c.d/x y"]), unique=True))
def test_usual_plans_have_them_under_the_paths_of_their_pages(names: list[str]) -> None:
    folders = find_badge_folders(f"{name}.md" for name in names)
    assert folders == {f"{name}.md": BADGES / name for name in names}


def test_every_badge_and_card_is_known_by_its_name() -> None:
    names = {*make_entry_badges(PLAN), *make_total_badges(sum_entries([PLAN]), "Site")}
    assert all(BADGE.fullmatch(f"{name}.{end}") for name in names for end in ("json", "svg"))
    assert all(BADGE.fullmatch(f"card-{scheme}.svg") for scheme in SCHEMES)


def test_what_fails_to_be_drawn_is_left_out_alone() -> None:
    failures = Failures()
    broken = replace(PLAN, path="a/plan.md", folder="a", title=None)
    features = {broken: DOCUMENTS, PLAN: DOCUMENTS}
    paths = {path for path, _ in make_site_files("Site", [], features, str, failures)}
    cards = {path for path in paths if "card" in path}
    assert cards == {f"speckit/badges/x/plan/card-{scheme}.svg" for scheme in SCHEMES}
    assert "speckit/badges/a/plan/progress.svg" in paths
    assert {path for path, _ in failures.found} >= {"a/plan.md"}
