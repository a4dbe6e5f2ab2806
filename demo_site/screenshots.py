"""Takes the pictures of the README from the built demo site: `make screenshots`."""

from __future__ import annotations

import functools
import http.server
import shutil
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
PICTURES = HERE.parent / "docs" / "images"

SHOTS = {
    "plan-page.png": ("accounts/passkeys/plan/", "light", ""),
    "diagram-dark.png": ("accounts/passkeys/plan/", "dark", "#l2-phase-dependencies"),
}


def main() -> None:
    """Serve the built site to a headless browser and save what it shows."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(HERE / "site"))
    with (
        http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server,
        sync_playwright() as playwright,
    ):
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for name, (path, scheme, anchor) in SHOTS.items():
            page = browser.new_page(
                color_scheme="dark" if scheme == "dark" else "light",
                viewport={"width": 1280, "height": 640},
            )
            page.goto(f"http://127.0.0.1:{server.server_address[1]}/{path}{anchor}")
            page.wait_for_timeout(500)
            page.screenshot(path=PICTURES / name)
        browser.close()
        server.shutdown()


if __name__ == "__main__":
    main()
