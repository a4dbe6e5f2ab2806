"""Rendered pieces are kept for the next build, all in one cache that cannot grow without bound."""

from __future__ import annotations

from mkdocs_speckit.rendering import MAX_KEPT, call_once, keep


def test_a_kept_function_is_called_once_for_the_same_arguments() -> None:
    called = []

    @keep
    def make_bread(flour: str, *, is_sweet: bool) -> str:
        called.append(flour)
        return f"{flour} {is_sweet}"

    @keep
    def make_cake(flour: str, *, is_sweet: bool) -> str:
        return f"cake of {flour} {is_sweet}"

    assert [make_bread("rye", is_sweet=False) for _ in range(3)] == ["rye False"] * 3
    assert make_bread("rye", is_sweet=True) == "rye True"
    assert make_cake("rye", is_sweet=True) == "cake of rye True"
    assert called == ["rye", "rye"]


def test_what_was_used_last_is_kept_and_no_more_than_the_limit() -> None:
    made = keep(lambda number: number)
    for number in range(2 * MAX_KEPT):
        assert made(number) == number
        made(0)
    assert call_once.cache_info().currsize == MAX_KEPT
    misses = call_once.cache_info().misses
    made(0)
    assert call_once.cache_info().misses == misses
