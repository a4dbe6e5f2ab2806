"""Which paths a pattern means."""

from __future__ import annotations

import pytest

from mkdocs_speckit.path_patterns import matches


@pytest.mark.parametrize(
    ("path", "pattern", "meant"),
    [
        ("a/plan.md", "*", True),
        ("a/b/plan.md", "a/**", True),
        ("a/b/plan.md", "a/*.md", True),
        ("b/a/plan.md", "a/**", False),
        ("a/b/plan.md", "**/plan.md", True),
        ("plan.md", "**/plan.md", True),
        ("a/b/plan.md", "a/**/plan.md", True),
        ("a/plan.md", "a/**/plan.md", True),
        ("a/myplan.md", "a/**/plan.md", False),
        ("a/b/plan.md", "plan.md", True),
        ("a/b/spec.md", "plan.md", False),
        ("A/plan.md", "a/*", False),
        ("https://example.org/a/", "https://example.org/*", True),
    ],
)
def test_a_pattern(path: str, pattern: str, meant: bool) -> None:
    assert matches(path, pattern) is meant
