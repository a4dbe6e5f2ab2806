"""mike: several versions of a site, each in a folder of a branch."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.conftest import Site
from tests.neighbours.conftest import FOUND, assert_shown, in_both_orders, links

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from tests.builds.conftest import Checkout

SPECKIT = {"overview": "plans.md", "export": True}
ADDRESS = "https://example.org/harbour/"


def addresses(site: Site) -> set[str]:
    """Where the plans of a site's export are."""
    exported = json.loads(site.html("speckit.json"))
    return {str(plan["url"]) for plan in exported["plans"]}


@in_both_orders("mike")
def test_a_version_is_a_site_below_the_sites_address(
    build: Callable[..., Site], plugins: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MIKE_DOCS_VERSION", "1.0")  # As mike tells MkDocs what it builds.
    site = build(plugins, speckit=SPECKIT, site_url=ADDRESS)
    assert site.log == FOUND
    assert_shown(site, "shop/plan.html", "index.html", "other.html")
    assert addresses(site) == {f"{ADDRESS}1.0/shop/plan.html", f"{ADDRESS}1.0/shop/tasks.html"}
    (canonical,) = site.page("shop/plan.html").select("link[rel=canonical]")
    assert canonical["href"] in addresses(site)


@in_both_orders("mike")
def test_versions_lie_beside_one_another(
    build: Callable[..., Site], checkout: Checkout, plugins: list[Any], tmp_path: Path
) -> None:
    """Both are whole, and lead to pages of their own alone."""
    build(plugins, speckit=SPECKIT, site_url=ADDRESS)
    for version, alias in (("1.0", "old"), ("2.0", "latest")):
        deploy(checkout, version, alias)
    checkout.git("worktree", "add", str(tmp_path / "branch"), "gh-pages")
    for version in ("1.0", "2.0", "latest"):
        site = Site(tmp_path / "branch" / version, [])
        assert_shown(site, "shop/plan.html", "index.html", "other.html")
        pages = links(site.page("plans.html"), ".speckit-overview details")
        assert pages == ["shop/plan.html", "shop/tasks.html"]
        (sheet,) = site.page("shop/plan.html").select("link[href$='speckit.css']")
        assert (site.folder / "shop" / str(sheet["href"])).is_file()
    exported = Site(tmp_path / "branch/1.0", [])
    assert addresses(exported) == {f"{ADDRESS}1.0/shop/plan.html", f"{ADDRESS}1.0/shop/tasks.html"}
    badges = tmp_path / "branch/2.0/speckit/badges/shop/plan"
    assert (badges / "progress.svg").is_file()


def deploy(checkout: Checkout, version: str, alias: str) -> None:
    """Build the site as a version of it, and commit that to the branch."""
    beside = str(Path(sys.executable).parent)
    mike = shutil.which("mike", path=beside)
    assert mike, "mike is not installed"
    known = {
        f"GIT_{who}_{what}": value
        for who in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "Somebody"), ("EMAIL", "somebody@example.org"))
    }
    path = os.pathsep.join([beside, os.environ["PATH"]])
    subprocess.run(
        [mike, "deploy", version, alias],
        cwd=checkout.website,
        env=os.environ | known | {"PATH": path, "GIT_CONFIG_GLOBAL": os.devnull},
        capture_output=True,
        check=True,
    )
