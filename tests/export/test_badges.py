"""What badges say of features, and how they are drawn."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from mkdocs_speckit.export import badges as module
from mkdocs_speckit.export.badges import Badge, draw_badge, make_entry_badges, make_total_badges
from mkdocs_speckit.features.entries import Entry, Figures, sum_entries
from mkdocs_speckit.model.parts import Completion, Estimate
from mkdocs_speckit.rendering.text_width import measure_text

SVG = "{http://www.w3.org/2000/svg}"

BREAD = Entry("bread", ".", "bread/plan.md", "Bread", "2", "not started", Figures())


def messages(figures: Figures, level: str | None = "2") -> dict[str, str]:
    entry = replace(BREAD, figures=figures, level=level)
    return {name: content.message for name, content in make_entry_badges(entry).items()}


def drawn(content: Badge) -> ET.Element:
    return ET.fromstring(draw_badge(content))  # noqa: S314


def contrast(one: str, other: str) -> float:
    """The contrast of two colours by WCAG 2.2."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_what_they_say() -> None:
    assert messages(Figures(Estimate(7.5, 10.5), completion=Completion(10, 24))) == {
        "level": "level 2",
        "effort": "7.5–10.5 h",
        "progress": "10 of 24",
    }
    assert messages(Figures(Estimate(8, 14), unestimated=1))["effort"] == "≥ 8–14 h"
    assert messages(Figures(), None) == {
        "level": "unknown level",
        "effort": "no estimate",
        "progress": "no checklist",
    }


def test_what_they_say_of_all_features() -> None:
    done = replace(BREAD, folder="cake", status="done", figures=Figures(Estimate(1, 2)))
    found = make_total_badges(sum_entries([BREAD, done]), "Bakery")
    assert {name: content.message for name, content in found.items()} == {
        "plans": "1 of 2 done",
        "effort": "≥ 1–2 h",
        "progress": "no checklist",
    }


@pytest.mark.parametrize(
    ("completion", "colour"),
    [
        (Completion(0, 4), module.PLAIN),
        (Completion(3, 4), module.UNDER_WAY),
        (Completion(4, 4), module.DONE),
        (Completion(), module.PLAIN),
    ],
)
def test_colours_tell_what_is_done(completion: Completion, colour: str) -> None:
    entry = replace(BREAD, figures=Figures(completion=completion))
    assert make_entry_badges(entry)["progress"].colour == colour


@pytest.mark.parametrize("name", ["LABEL", "PLAIN", "DONE", "UNDER_WAY", "UNKNOWN"])
def test_white_text_stands_out(name: str) -> None:
    assert contrast("#ffffff", getattr(module, name)) >= 4.5


def test_an_image_says_what_it_shows() -> None:
    image = drawn(make_entry_badges(BREAD)["level"])
    assert image.get("role") == "img"
    assert image.get("aria-label") == image.findtext(f"{SVG}title") == "Bread: plan level 2"
    assert [text.text for text in image.iter(f"{SVG}text")] == ["plan", "level 2"]


def test_the_grounds_are_as_wide_as_the_texts_and_meet() -> None:
    image = drawn(Badge("effort", "7.5–10.5 h", module.PLAIN, "Bread"))
    label, message = (measure_text(text, 11) for text in ("effort", "7.5–10.5 h"))
    assert float(image.get("width", "")) == pytest.approx(label + message + 4 * 6, abs=2)
    left, right = (str(path.get("d")) for path in image.iter(f"{SVG}path"))
    assert "." not in left + right
    assert left.partition("H")[2].partition("V")[0] == right.partition("M")[2].partition(" ")[0]


@given(st.text())
def test_any_title_is_text_of_well_formed_xml(title: str) -> None:
    image = drawn(replace(make_entry_badges(BREAD)["level"], subject=title))
    assert [element.tag.removeprefix(SVG) for element in image.iter()] == [
        "svg", "title", "path", "path", "g", "text", "text",
    ]  # fmt: skip


def test_a_title_is_shown_as_it_is() -> None:
    hostile = '</title><script>alert("x")</script> ]]> &amp; \x02'
    image = drawn(replace(make_entry_badges(BREAD)["level"], subject=hostile))
    shown = hostile.replace("\x02", "\ufffd") + ": plan level 2"
    assert image.findtext(f"{SVG}title") == image.get("aria-label") == shown
