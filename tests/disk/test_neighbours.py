"""What is known about other plugins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs.structure.files import File

from mkdocs_speckit.disk.neighbours import strip_language

if TYPE_CHECKING:
    from pathlib import Path


def test_a_translation_has_the_name_of_what_it_translates(tmp_path: Path) -> None:
    file = File("shop/plan.de.md", str(tmp_path), "out", use_directory_urls=False)
    assert strip_language(file) == "shop/plan.de.md"
    file.norm_src_uri = "shop/plan.md"  # type: ignore[attr-defined]
    assert strip_language(file) == "shop/plan.md"
    file.norm_src_uri = "plan.md"  # type: ignore[attr-defined]
    assert strip_language(file) == "shop/plan.md"
