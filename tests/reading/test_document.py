"""What a Document says of places in its source."""

from __future__ import annotations

from mkdocs_speckit.model.parts import Place
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


DOCUMENT = r"""# A *title* `code`

Text with ~~struck **bold**~~ and kept \[NAME] <b>raw</b>
on two lines.

- [x] Done ~~or not~~
  - [ ] Nested
    over two lines
- Plain
> - [-] Quoted

| A | ~~B~~ C |
|---|---|
| 1 | ~~x~~ y |
| 2 \| 3 | `z` |

a | b
c | d

<!-- one --> <!-- two -->

Para
- [ ] no blank line

```yaml
a: ~~b~~
```
"""


def test_a_markdown_document_has_its_outline_items_and_tables_at_their_places() -> None:
    document = parse_markdown(DOCUMENT)
    assert [(m.kind, m.text, m.line, m.parent) for m in document.outline] == [
        ("heading", "A title code", 1, None),
        ("table", "A | B C", 12, 0),
    ]
    items = [(i.box, i.text, i.kept, i.depth, i.place) for i in document.items]
    assert items == [
        ("x", "Done or not", "Done", 1, Place(6, 3)),
        (" ", "Nested over two lines", "Nested over two lines", 2, Place(7, 5)),
        ("-", "Quoted", "Quoted", 1, Place(10, 5)),
        (" ", "no blank line", "no blank line", 1, Place(23, 3)),
    ]
    assert [(item.text, item.place) for item in document.plain_items] == [("Plain", Place(9, 1))]
    (table,) = document.tables
    assert [
        [(c.text, c.full_text, c.place) for c in row] for row in (table.header, *table.rows)
    ] == [
        [("A", "A", Place(12, 3)), ("C", "B C", Place(12, 7))],
        [("1", "1", Place(14, 3)), ("y", "x y", Place(14, 7))],
        [("2 | 3", "2 | 3", Place(15, 3)), ("z", "z", Place(15, 12))],
    ]
    assert (table.landmark, table.line) == (1, 12)


def test_a_markdown_document_has_its_texts_its_struck_parts_and_what_is_not_rendered() -> None:
    document = parse_markdown(DOCUMENT)
    assert [document.source.slice(*span) for span in document.struck] == [
        "~~struck **bold**~~",
        "~~or not~~",
        "~~B~~",
        "~~x~~",
    ]
    # Code and signs at the beginning or the end of a block are not a part of its text.
    assert [document.source.slice(*span) for span in document.texts] == [
        "A *title* ",
        "Text with ~~struck **bold**~~ and kept \\[NAME] <b>raw</b>\non two lines.",
        "[x] Done ~~or not",
        "[ ] Nested\n    over two lines",
        "Plain",
        "[-] Quoted",
        *("A", "B~~ C", "1", "x~~ y", "2 \\| 3"),
        "a | b\nc | d",
        "Para",
        "[ ] no blank line",
    ]
    gap = "\N{OBJECT REPLACEMENT CHARACTER}"
    (run,) = document.runs
    assert run.text.split("\n")[0] == (
        f"Text with {gap}struck {gap}bold{gap} and kept {gap}[NAME] {gap}raw{gap}"
    )
    assert [(c.text, c.place, c.next_block) for c in document.comments] == [
        (" one ", Place(20, 1), (22, 22)),
        (" two ", Place(20, 14), (22, 22)),
    ]
    assert [(code.language, code.heading) for code in document.code_blocks] == [("yaml", 0)]
    assert [(each.cause, each.place) for each in document.unrendered_lists] == [
        ("shallow", Place(7, 3)),
        ("follows text", Place(23, 1)),
    ]
    assert document.table_faults == ()
