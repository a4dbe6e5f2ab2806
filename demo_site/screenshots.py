"""Takes the pictures of the documentation.

`make screenshots`, `make gallery` and `make generators` take those of the README and the tour, of
the gallery and of the page on generators.
"""

from __future__ import annotations

import functools
import http.server
import shutil
import sys
import threading
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from PIL import Image
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from playwright.sync_api import Browser, FloatRect, Locator

HERE = Path(__file__).parent
DOCS = HERE.parent / "docs"
PICTURES = DOCS / "images"

DESK, PAPER, PHONE, HALF = 1280, 718, 360, 800
"""Widths in px; paper is A4 without its margins, a half is a window beside another."""

FIRST_SCREEN, SHEET, PHONE_SCREEN = 800, 1016, 780
"""Heights in px of what is seen first: in a window, on paper, on a phone."""

README_SCREEN = {DESK: 900, HALF: 1000}
"""Heights in px by widths: side by side, as wide as 16 to 9, both pictures are of one height."""

FRAME = 12
"""So much of the page is shown around a part of it."""

# A page painted in parts is not the same each time.
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-lcd-text", "--disable-partial-raster",
    "--disable-composited-antialiasing",
)  # fmt: skip


Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


class View(NamedTuple):
    """How a page is looked at; without a part, which may be several elements, it is the window."""

    width: int
    scheme: Scheme = "light"
    media: Literal["screen", "print"] = "screen"
    part: str = ""
    height: int = FIRST_SCREEN


class Shot(NamedTuple):
    """A picture's file and the page that it shows."""

    file: str
    page: str
    view: View


PASSKEYS, EXPRESS = "accounts/passkeys/plan/", "checkout/express-checkout/plan/"


class Part(NamedTuple):
    """A part of the demo that the tour shows: its page, and the elements that it is made of."""

    page: str
    elements: str
    width: int = DESK


TOUR = {
    "header": Part(PASSKEYS, "article > :is(h1, .speckit-documents, .speckit-header)"),
    "checklist": Part(
        "accounts/passkeys/tasks/",
        "#phase-3-sign-in-flow, #phase-5-testing-release + .speckit-progress + ul",
    ),
    "diagram": Part(EXPRESS, "#l2-phase-dependencies + .speckit-diagram"),
    "phone": Part(PASSKEYS, ".speckit-diagram", PHONE),
    "timeline": Part(EXPRESS, ".speckit-timeline"),
    "table": Part(PASSKEYS, ".speckit-timeline ~ .md-typeset__scrollwrap:has(.speckit-share)"),
    "placeholder": Part(PASSKEYS, ":is(#technical-context, #technical-context + *)"),
    "overview": Part("", ".speckit-overview"),
    "spec-kit": Part(
        "specs/014-sail-repairs/tasks/",
        "article > :is(h1, .speckit-documents, .speckit-header), #phase-1-setup,"
        " #phase-2-foundational + .speckit-progress + ul",
    ),
}  # fmt: skip

FINDINGS = Part(PASSKEYS, ".speckit-findings")
"""In a site of its own, as the demo's pages show none."""

BURN_UP = Part(EXPRESS, ".speckit-burn-up")
"""In the demo with a history."""

# Whoever reads in the dark prints in the light.
GALLERY = {
    "light": View(DESK),
    "dark": View(DESK, "dark"),
    "print": View(PAPER, "dark", "print", height=SHEET),
    "phone": View(PHONE, height=PHONE_SCREEN),
}


GITHUB = HERE.parent / "build" / "github"
"""The plan as GitHub shows it (`github_view.py`)."""

HISTORY = HERE.parent / "build" / "demo" / "site"
"""The demo with a history (`history.py`)."""

SITES = HERE.parent / "build" / "sites"
"""The demo site as other generators have built it (`noxfile.py`)."""

GENERATORS = {
    "readthedocs": "mkdocs/mkdocs-readthedocs",
    "material": "material/mkdocs-material",
    "materialx": "materialx/mkdocs-materialx",
    "properdocs": "properdocs/properdocs-mkdocs",
    "zensical": "zensical/zensical-modern",
}
"""The pictures of the page on generators, and the sites that they show."""


def main(album: str) -> None:
    """Take the pictures of built sites: `tour`, `gallery` or `generators`."""
    if album == "tour":
        take(tuple(tour(TOUR)), HERE / "site")
        take(tuple(tour({"findings": FINDINGS})), HERE / "findings")
        take(tuple(tour({"burn-up": BURN_UP})), HISTORY)
        take(tuple(readme("plan", PASSKEYS, DESK)), HERE / "site")
        take(tuple(readme("github", "plan.html", HALF)), GITHUB)
    elif album == "gallery":
        take(tuple(gallery()), HERE / "gallery")
    else:
        view = View(1000)
        for name, site in GENERATORS.items():
            shot = Shot(f"generators/{name}.png", "accounts/passkeys/plan/", view)
            take((shot,), SITES / site)


def tour(parts: Mapping[str, Part]) -> Iterator[Shot]:
    """Each part, light and dark."""
    for name, part in parts.items():
        for scheme in SCHEMES:
            view = View(part.width, scheme, part=part.elements)
            yield Shot(f"tour/{name}-{scheme}.png", part.page, view)


def readme(name: str, page: str, width: int) -> Iterator[Shot]:
    """The first screen of a page, light and dark."""
    for scheme in SCHEMES:
        yield Shot(f"{name}-{scheme}.png", page, View(width, scheme, height=README_SCREEN[width]))


def gallery() -> Iterator[Shot]:
    """Every plan of the gallery in every view."""
    for plan in sorted((DOCS / "gallery").glob("*.md")):
        for name, view in GALLERY.items():
            yield Shot(f"gallery/{plan.stem}-{name}.png", f"{plan.stem}/", view)


def take(shots: tuple[Shot, ...], site: Path) -> None:
    """Serve a built site to a headless browser and save what it shows."""
    with served(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("chromium-headless-shell"),
            args=FLAGS,
        )
        for shot in shots:
            save(shot, browser, address)
        browser.close()


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Serve a folder; gives its address."""
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def save(shot: Shot, browser: Browser, address: str) -> None:
    """Open a page, look at it and save the picture."""
    view = shot.view
    page = browser.new_page(
        color_scheme=view.scheme, viewport={"width": view.width, "height": view.height}
    )
    page.goto(f"{address}/{shot.page}")
    page.emulate_media(media=view.media)
    page.wait_for_timeout(500)
    box = _framed(page.locator(view.part)) if view.part else None
    picture = page.screenshot(full_page=box is not None, clip=box)
    page.close()
    file = PICTURES / shot.file
    file.parent.mkdir(parents=True, exist_ok=True)
    # A quarter of the bytes, and nobody sees a difference.
    Image.open(BytesIO(picture)).convert("RGB").quantize(dither=Image.Dither.NONE).save(
        file, optimize=True
    )


def _framed(elements: Locator) -> FloatRect:
    """Where elements are on their page, all of them together, with some of it around them."""
    boxes = [box for element in elements.all() if (box := element.bounding_box())]
    left, top = (min(box[side] for box in boxes) - FRAME for side in ("x", "y"))
    right = max(box["x"] + box["width"] for box in boxes) + FRAME
    bottom = max(box["y"] + box["height"] for box in boxes) + FRAME
    return {"x": left, "y": top, "width": right - left, "height": bottom - top}


if __name__ == "__main__":
    main(sys.argv[1])
