"""Hiding what was added, and showing it again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_speckit.page.pieces import hide_added, show_added, wrap_added

TEXT = st.text("ab<>!-/ speckit", max_size=20).filter(lambda text: "speckit" not in text)


@given(st.lists(st.tuples(TEXT, TEXT)))
def test_what_was_hidden_is_shown_again_with_the_changes_of_others(
    pieces: list[tuple[str, str]],
) -> None:
    html = "".join(written + wrap_added(piece) for written, piece in pieces)
    hidden, kept = hide_added(html)
    assert len(kept) == len(pieces)
    assert show_added(hidden, kept) == html
    assert show_added(f"<p>{hidden}</p>", kept) == f"<p>{html}</p>"


def test_comments_of_an_author_stay_what_they_are() -> None:
    html = f"<!--speckit:7-->{wrap_added('two')}<!--speckit:0--><!--speckit-->"
    assert show_added(*hide_added(html)) == html


def test_only_what_was_written_is_left() -> None:
    hidden, _ = hide_added(f"one {wrap_added('<b>two</b>')}\nthree{wrap_added('four')}")
    assert hidden == "one <!--speckit:0-->\nthree<!--speckit:1-->"


BOX = (
    '<span aria-label="in progress" class="speckit-box speckit-box--in-progress" role="img"></span>'
)


def test_boxes_are_hidden_with_the_classes_of_their_items() -> None:
    items = [
        f'<li class="speckit-item speckit-item--in-progress">{BOX} a</li>',
        f'<li class="theme speckit-item" id="b">{BOX} b</li>',
        f'<li class="speckit-item speckit-item--open"><p>{BOX} c</p></li>',
        f"<li>{wrap_added('<b>d</b>')}</li>",
    ]
    hidden, pieces = hide_added("".join(items))
    assert hidden == (
        "<li><!--speckit:0--> a</li>"
        '<li class="theme speckit-item" id="b"><!--speckit:1--> b</li>'
        '<li class="speckit-item speckit-item--open"><p><!--speckit:2--> c</p></li>'
        "<li><!--speckit:3--></li>"
    )
    assert show_added(hidden, pieces) == "".join(items)


def test_a_box_comes_back_into_an_item_that_another_has_changed() -> None:
    html = f'<li class="speckit-item speckit-item--open">{BOX} a</li>'
    hidden, pieces = hide_added(html)
    changed = hidden.replace("<li>", '<li id="x">')
    assert show_added(changed, pieces) == f'<li id="x">{BOX} a</li>'
