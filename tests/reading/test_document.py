"""What a Document says of places in its source."""

from __future__ import annotations

from mkdocs_speckit.reading.document.markdown import parse_markdown

TEXT = """\
a ~~b~~ c

```
x
```

<!-- one
two
three --> four

five
"""


def test_text_is_struck_from_the_first_sign_to_the_last() -> None:
    document = parse_markdown(TEXT)
    struck = [offset for offset in range(len(TEXT)) if document.is_struck(offset)]
    assert TEXT[struck[0] : struck[-1] + 1] == "~~b~~"


def test_fenced_code_and_what_begins_inside_a_comment_are_hidden_lines() -> None:
    assert parse_markdown(TEXT).find_hidden_lines() == {3, 4, 5, 8, 9}
