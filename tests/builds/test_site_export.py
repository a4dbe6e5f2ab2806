"""What a site publishes of its plans: `speckit.json`, badges and cards."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import msgspec
import pytest
import yaml
from jsonschema import Draft202012Validator
from mkdocs.exceptions import Abort

from mkdocs_speckit.audit import audit_plans
from mkdocs_speckit.disk import git as git_module
from mkdocs_speckit.export import export_plans
from tests.builds.test_overview import PAGES, PLAN
from tests.conftest import MARKER, SMALL, VALIDATOR, plan_of
from tests.disk.test_history import ODD_NAMES, SLOW, commit_names, git, put_before
from tests.headers import read_header, read_overview

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.builds.conftest import Checkout
    from tests.conftest import Site

EXPORT = {"export": True}


def files_under(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def exported(site: Site) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(site.html("speckit.json"))
    VALIDATOR.validate(data)
    return data


def build_by_itself(folder: Path, **configuration: object) -> Path:
    """Build a site of a few plans in a process of its own; the site's folder."""
    for name, text in PAGES.items():
        path = folder / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    config = {"site_name": "Bakery", "theme": "mkdocs", "plugins": [{"speckit": EXPORT}]}
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(config | configuration), encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return folder / "site"


def test_addresses_below_a_folder_that_another_plugin_adds(checkout: Checkout) -> None:
    """As mike does for each version: without the slash that MkDocs ends `site_url` with."""
    hook = "def on_config(config):\n    config.site_url += '1.0'\n"
    checkout.write({f"website/docs/{name}": text for name, text in PAGES.items()})
    checkout.write({"website/hooks.py": hook})
    site = checkout.build(EXPORT, hooks=["hooks.py"], site_url="https://example.org/harbour/")
    addresses = {str(plan["url"]) for plan in exported(site)["plans"]}
    assert "https://example.org/harbour/1.0/shop/bread/plan.html" in addresses
    assert all(address.startswith("https://example.org/harbour/1.0/") for address in addresses)


def test_a_site_publishes_nothing_unasked(build_site: Callable[..., Site]) -> None:
    names = files_under(build_site(PAGES).folder)
    assert not [name for name in names if name.startswith("speckit")]


def test_its_plans_are_those_of_the_plain_export_with_addresses(
    build_site: Callable[..., Site],
) -> None:
    plans = [plan_of(text, path) for path, text in PAGES.items() if "SPECKIT_LEVEL" in text]
    plain = msgspec.to_builtins(export_plans(audit_plans(plans, SMALL, files=list(PAGES))))
    data = exported(build_site(PAGES, speckit=EXPORT))
    assert data["version"] == plain["version"]
    urls = [plan.pop("url") for plan in data["plans"]]
    assert data["plans"] == plain["plans"]
    assert urls == ["shop/001-cake/plan.html", "shop/bread/plan.html", "shop/bread/tasks.html"]


def test_its_features_and_totals_are_those_of_the_overview(
    build_site: Callable[..., Site],
) -> None:
    data = exported(build_site(PAGES, speckit=EXPORT))
    assert data["site"] == "Site"
    cake, bread = data["features"]
    assert (cake["folder"], cake["status"], cake["effort"]["low"]) == (
        "shop/001-cake", "not filled in", None,
    )  # fmt: skip
    assert (bread["title"], bread["level"], bread["group"]) == ("Bread & butter", "2", "shop")
    assert bread["effort"] == {"low": 6.0, "high": 8.0, "unestimated": 0}
    assert bread["left"] == {"low": 5.0, "high": 6.0}
    assert bread["completion"] == {"done": 1, "total": 3}
    assert [(d["kind"], d["url"]) for d in bread["documents"]] == [
        ("plan", "shop/bread/plan.html"),
        ("tasks", "shop/bread/tasks.html"),
    ]
    assert data["totals"] == {
        "features": 2,
        "statuses": {"under way": 1, "not filled in": 1},
        "unestimated": 1,
        "effort": {"low": 6.0, "high": 8.0, "unestimated": 0},
        "left": {"low": 5.0, "high": 6.0},
        "completion": {"done": 1, "total": 3},
        "findings": {"error": 0, "warning": 1, "info": 2},
        "placeholders": 1,
    }


def test_a_part_counts_once(build_site: Callable[..., Site]) -> None:
    pages = {
        "bread/plan.md": PLAN.format("Bread"),
        "bread/001-dough/plan.md": PLAN.format("Dough"),
    }
    data = exported(build_site(pages, speckit=EXPORT))
    assert [feature["parent"] for feature in data["features"]] == [None, "bread"]
    assert data["totals"]["features"] == 1
    assert data["totals"]["effort"]["high"] == 8.0


def test_addresses_are_whole_where_the_sites_own_is_known(tmp_path: Path) -> None:
    site = build_by_itself(tmp_path, site_url="https://bakery.example/docs")
    data = json.loads((site / "speckit.json").read_text("utf-8"))
    assert data["features"][1]["url"] == "https://bakery.example/docs/shop/bread/plan/"
    assert data["plans"][1]["url"] == "https://bakery.example/docs/shop/bread/plan/"


def test_dates_are_those_of_the_last_commits(
    build_site: Callable[..., Site], tmp_path: Path
) -> None:
    build_site(PAGES)
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", "docs/shop/bread")
    git(tmp_path, "commit", "--quiet", "-m", "Bread", date="2026-03-04")
    data = exported(build_site(PAGES, speckit=EXPORT))
    assert [feature["changed"] for feature in data["features"]] == [None, "2026-03-04"]


@pytest.mark.parametrize("are_kept", [True, False])
def test_no_name_in_the_history_breaks_a_build(
    build_site: Callable[..., Site], tmp_path: Path, are_kept: bool
) -> None:
    build_site(PAGES)
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    git(tmp_path, "add", "docs/shop/bread")
    git(tmp_path, "commit", "--quiet", "-m", "Bread", date="2026-03-04")
    kept = [ODD_NAMES] if are_kept else [ODD_NAMES, []]
    for names in kept:
        commit_names(tmp_path, names, "2026-04-05", "docs/shop/bread/plan.md")
    site = build_site(PAGES, speckit=EXPORT)
    changed = [feature["changed"] for feature in exported(site)["features"]]
    assert changed == [None, "2026-04-05"]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no shell to write such a git in")
@pytest.mark.parametrize("script", SLOW.values(), ids=SLOW)
def test_a_git_that_hangs_is_one_warning_and_no_dates(
    build_site: Callable[..., Site], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    overviews = {f"{name}.md": "# Plans\n\n<!-- speckit: overview -->\n" for name in "abc"}
    build_site(PAGES)
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", "docs/shop/bread")
    git(tmp_path, "commit", "--quiet", "-m", "Bread", date="2026-03-04")
    put_before(monkeypatch, tmp_path, script)
    monkeypatch.setattr(git_module, "TIMEOUT", 0.5)
    site = build_site(PAGES | overviews, speckit=EXPORT)
    assert {feature["changed"] for feature in exported(site)["features"]} == {None}
    assert [line for line in site.log if " git " in line] == [
        f"WARNING: speckit: git did not answer within 0.5 s in {tmp_path}; the plans are shown"
        " without their history and without dates"
    ]


def test_the_same_site_gives_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = []
    for seed in ("0", "0", "4242"):
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        site = files_under(build_by_itself(tmp_path))
        built.append({name: data for name, data in site.items() if name.startswith("speckit")})
    assert len(built[0]) == 1 + 2 * (3 + 2 * 3) + 2 * 2
    assert built[0] == built[1] == built[2]


def test_nothing_is_written_into_the_sources(
    build_site: Callable[..., Site], tmp_path: Path
) -> None:
    build_site(PAGES, speckit=EXPORT)
    assert set(files_under(tmp_path / "docs")) == set(PAGES)


def test_each_feature_has_badges_under_the_path_of_its_page(
    build_site: Callable[..., Site],
) -> None:
    site = build_site(PAGES, speckit=EXPORT)
    folder = site.folder / "speckit" / "badges"
    said = {
        path.relative_to(folder).with_suffix("").as_posix(): json.loads(path.read_text("utf-8"))
        for path in folder.rglob("*.json")
    }
    assert {name: f"{data['label']} | {data['message']}" for name, data in said.items()} == {
        "plans": "plans | 0 of 2 done",
        "effort": "effort | ≥ 6–8 h",
        "progress": "progress | 1 of 3",
        "shop/bread/plan/level": "plan | level 2",
        "shop/bread/plan/effort": "effort | 6–8 h",
        "shop/bread/plan/progress": "progress | 1 of 3",
        "shop/001-cake/plan/level": "plan | level 3",
        "shop/001-cake/plan/effort": "effort | no estimate",
        "shop/001-cake/plan/progress": "progress | no checklist",
    }
    for name, data in said.items():
        assert set(data) == {"schemaVersion", "label", "message", "color"}
        assert data["schemaVersion"] == 1
        drawn = ET.fromstring(site.html(f"speckit/badges/{name}.svg"))  # noqa: S314
        texts = [text.text for text in drawn.iter("{http://www.w3.org/2000/svg}text")]
        assert texts == [data["label"], data["message"]]


def test_each_feature_has_two_cards_that_say_what_its_page_says(
    build_site: Callable[..., Site],
) -> None:
    site = build_site(PAGES, speckit=EXPORT)
    cards = sorted(path.parent for path in (site.folder / "speckit/badges").rglob("card-*.svg"))
    names = [path.relative_to(site.folder / "speckit/badges").as_posix() for path in cards]
    assert names == ["shop/001-cake/plan"] * 2 + ["shop/bread/plan"] * 2
    header = read_header(site.page("shop/bread/plan.html"))
    for scheme in ("light", "dark"):
        said, *texts = card_texts(site, f"shop/bread/plan/card-{scheme}.svg")
        assert texts[:2] == ["Bread & butter", header.state + " · ".join(header.counts)]
        assert texts[2] == f"Next: {header.facts['Next']}"
        assert said.endswith(" · ".join(["; ".join(header.phases)]))
        assert header.facts["Left"].startswith(texts[3].removeprefix("Left: "))


def test_a_card_of_a_whole_has_its_parts(build_site: Callable[..., Site]) -> None:
    pages = {
        "bread/plan.md": f"# Plan: Bread\n\n{MARKER}Text.\n",
        "bread/001-dough/plan.md": PLAN.format("Dough"),
        "bread/002-oven/plan.md": PLAN.format("Oven").replace("[ ]", "[x]"),
    }
    site = build_site(pages, speckit=EXPORT)
    _, title, state, lead, *_ = card_texts(site, "bread/plan/card-light.svg")
    assert (title, state, lead) == ("Bread", "Under way3 of 4 items", "Next: Dough · 1 of 2")


def card_texts(site: Site, path: str) -> list[str]:
    """What an image says in full, and its lines."""
    drawn = ET.fromstring(site.html(f"speckit/badges/{path}"))  # noqa: S314
    lines = drawn.iter("{http://www.w3.org/2000/svg}text")
    return [str(drawn[0].text), *("".join(line.itertext()) for line in lines)]


def test_pages_can_link_to_them(build_site: Callable[..., Site]) -> None:
    page = (
        "# Home\n\n![Progress](speckit/badges/shop/bread/plan/progress.svg)\n\n[data](speckit.json)"
    )
    pages = PAGES | {"index.md": page, "shop/001-cake/plan.md": PLAN.format("Cake")}
    site = build_site(pages, speckit=EXPORT, strict=True)
    image = site.page("index.html").select_one("img")
    assert image is not None
    assert (site.folder / str(image["src"])).is_file()


@pytest.mark.parametrize(
    "path",
    ["speckit.json", "speckit/badges/effort.svg", "speckit/badges/shop/bread/plan/card-dark.svg"],
)
def test_a_file_in_the_way_is_one_clear_sentence(
    build_site: Callable[..., Site], caplog: pytest.LogCaptureFixture, path: str
) -> None:
    with pytest.raises(Abort):
        build_site(PAGES | {path: "mine"}, speckit=EXPORT)
    (line,) = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert f"{path} is written by `export`; rename your own file" in line


@pytest.mark.parametrize("is_in_folders", [True, False])
def test_a_page_in_the_way_is_one_clear_sentence(tmp_path: Path, is_in_folders: bool) -> None:
    """The page `speckit.json.md` is the file `index.html` in a folder `speckit.json`."""
    for name in ("speckit.json.md", "speckit/badges/Effort.svg.md"):
        folder = tmp_path / name
        (folder / "docs" / name).parent.mkdir(parents=True)
        (folder / "docs" / name).write_text("# Mine\n", encoding="utf-8")
        options: dict[str, Any] = {"use_directory_urls": is_in_folders}
        if not is_in_folders:
            build_by_itself(folder, **options)
            continue
        with pytest.raises(subprocess.CalledProcessError) as error:
            build_by_itself(folder, **options)
        path = name.removesuffix(".md").lower()
        assert error.value.stderr.decode().count("\n") == 1
        assert f"{path} is written by `export`; rename your own file" in str(error.value.stderr)


def test_plans_that_are_called_like_badges_have_their_own(
    build_site: Callable[..., Site],
) -> None:
    names = (
        "x.md",
        "x/progress.json.md",
        "X.md",
        "effort.json.md",
        "effort.json_.md",
        "x-2.md",
        "card-dark.svg.md",
    )
    site = build_site({name: PLAN.format(name) for name in names}, speckit=EXPORT)
    folder = site.folder / "speckit" / "badges"
    said = {
        ET.parse(path).getroot()[0].text: path.parent.relative_to(folder).as_posix()  # noqa: S314
        for path in folder.rglob("level.svg")
    }
    assert said == {
        f"{title}: plan level 2": place
        for title, place in {
            "X.md": "X",
            "card-dark.svg.md": "card-dark.svg_",
            "effort.json.md": "effort.json_",
            "effort.json_.md": "effort.json__",
            "x-2.md": "x-2",
            "x.md": "x-3",
            "x/progress.json.md": "x/progress.json_",
        }.items()
    }


def test_a_site_without_plans(build_site: Callable[..., Site]) -> None:
    data = exported(build_site({"index.md": "# Home\n"}, speckit=EXPORT))
    assert (data["plans"], data["features"], data["totals"]["features"]) == ([], [], 0)


def test_errors_in_plans_leave_the_export_there(build_site: Callable[..., Site]) -> None:
    pages = {"plan.md": "# Plan\n\n<!-- SPECKIT_LEVEL: nine -->\n"}
    options = {**EXPORT, "rules": {"unknown-level": "error"}}
    site = build_site(pages, speckit=options, fails=True)
    assert exported(site)["features"][0]["level"] is None


def test_a_preview_publishes_what_changes(checkout: Checkout) -> None:
    plan = "website/docs/bread/plan.md"
    checkout.write({plan: PLAN.format("Bread")})
    badge = "speckit/badges/bread/plan/progress.svg"
    with checkout.serve(EXPORT) as preview:
        preview.wait_for(badge, "1 of 2")
        checkout.write({plan: PLAN.format("Bread").replace("[ ]", "[x]")})
        preview.wait_for(badge, "2 of 2")
        preview.wait_for("speckit/badges/bread/plan/card-light.svg", "2 of 2")
        data = json.loads(preview.get("speckit.json"))
        assert data["totals"]["completion"] == {"done": 2, "total": 2}
        assert data["features"][0]["url"] == f"{preview.address}bread/plan.html"


def test_plans_from_outside_are_published_by_their_paths_in_the_site(checkout: Checkout) -> None:
    checkout.write({"specs/bread/plan.md": PLAN.format("Bread")})
    site = checkout.build({**EXPORT, "sources": ["../specs"]})
    (plan,) = exported(site)["plans"]
    assert (plan["path"], plan["url"]) == ("specs/bread/plan.md", "specs/bread/plan.html")
    assert (site.folder / "speckit/badges/specs/bread/plan/effort.svg").is_file()


HOSTILE = '<script>alert("x")</script> ]]> & \'" </svg>'


def test_hostile_titles_are_text(build_site: Callable[..., Site]) -> None:
    text = PLAN.format(f"`{HOSTILE}` \x0b\x02")
    site = build_site({"bread/plan.md": text, "index.md": PAGES["index.md"]}, speckit=EXPORT)
    title = exported(site)["features"][0]["title"]
    assert HOSTILE in title
    assert HOSTILE in read_overview(site.page("index.html")).rows[0][0]
    drawn = ET.fromstring(site.html("speckit/badges/bread/plan/effort.svg"))  # noqa: S314
    assert {element.tag.rpartition("}")[2] for element in drawn.iter()} == {
        "svg", "title", "path", "g", "text",
    }  # fmt: skip
    assert HOSTILE in str(drawn[0].text)
    said, title, *_ = card_texts(site, "bread/plan/card-dark.svg")
    assert HOSTILE in said
    assert HOSTILE[:30] in title


def test_the_schema_allows_no_other_members() -> None:
    whole = {"version": 2, "plans": [], "site": "Bakery", "features": [], "more": 1}
    (error,) = Draft202012Validator(VALIDATOR.schema).iter_errors(whole)
    assert "'more' was unexpected" in error.message
