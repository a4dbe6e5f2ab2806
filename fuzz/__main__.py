"""Fuzzes one target: `python -m fuzz reading -max_total_time=20`, with libFuzzer's own options.

What was tried stays in `build/fuzz/`, and the next run goes on from it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import atheris

from fuzz.target import NAMES, target_of
from fuzz.varied_json import vary

if TYPE_CHECKING:
    from fuzz.target import Target

ROOT = Path(__file__).parents[1]

LONGEST = 20_000
"""Bytes of input; what takes long with more has tests of its own."""

SECONDS = 10
"""No input of that length may take longer, on a machine that does other work, too."""

MEGABYTES = 2048


def main(name: str, *options: str) -> None:
    """Fuzz a target until libFuzzer has something, or is done; it ends the process."""
    with atheris.instrument_imports(include=["mkdocs_speckit"]):
        target = target_of(name)
    kept, begun = ROOT / "build/fuzz" / name, ROOT / "build/fuzz" / f"{name}-seeds"
    found = ROOT / "tests/found" / name
    for folder in (kept, begun, found):
        folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(target.seeds()):
        (begun / f"{number:03}").write_bytes(seed)
    words = ROOT / "build/fuzz" / f"{name}.dict"
    words.write_text("\n".join(map(_entry, sorted(target.words))), encoding="ascii")
    arguments = [
        "fuzz", f"-dict={words}", f"-artifact_prefix={found}/", f"-max_len={LONGEST}",
        f"-timeout={SECONDS}", f"-rss_limit_mb={MEGABYTES}",
        "-verbosity=0", "-print_final_stats=1", *options,
        str(kept), str(begun), str(found),
    ]  # fmt: skip
    atheris.Setup(arguments, target.check, **_variation(target))
    atheris.Fuzz()


def _variation(target: Target) -> dict[str, object]:
    """How a target's input is varied, where libFuzzer's own way is not enough."""

    def changed(content: bytes, longest: int, seed: int) -> bytes:
        new = vary(content, seed) if seed % 4 else None
        if new is None or len(new) > longest:
            return bytes(atheris.Mutate(content, longest))
        return new

    return {"custom_mutator": changed} if target.of_json else {}


def _entry(word: str) -> str:
    """A word as libFuzzer's dictionaries write it."""
    return '"' + "".join(rf"\x{byte:02x}" for byte in word.encode()[:60]) + '"'


if __name__ == "__main__":
    if not sys.argv[1:] or sys.argv[1] not in NAMES:
        sys.exit(f"which target? There are {', '.join(NAMES)}.")
    main(*sys.argv[1:])
