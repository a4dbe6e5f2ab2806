"""Plan, schedule and findings → HTML and SVG.

Nothing of a plan is shown unescaped: all text goes through Jinja2's autoescape.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from mkdocs_speckit.model import wording

__all__ = ["make_style_element", "read_stylesheet"]

_FIGURE = re.compile(r"(?:P\d\d )?(?:≥ )?(?<![\d.,])\d[\d.,]*+(?:–\d[\d.,]*+)? [hd]\b[.,]?")
"""A figure as `wording` writes it, with the sign after it: `7.5–10.5 h`, `P50 ≥ 38 h,`."""

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)


MOST_KEPT = 256
"""So many pieces of a kind are kept for a preview's next build, where most plans are the same."""


def read_stylesheet() -> str:
    """The CSS that every rendered piece needs."""
    return files(__name__).joinpath("speckit.css").read_text(encoding="utf-8")


def make_style_element() -> str:
    """The CSS as an element of a page, without its comments."""
    lines = _COMMENT.sub("", read_stylesheet()).split("\n")
    return "<style>\n" + "\n".join(filter(None, map(str.strip, lines))) + "\n</style>"


def render(template: str, **values: object) -> str:
    """Fill in one of the package's templates; characters that HTML does not allow are U+FFFD."""
    filled = _environment().get_template(template).render(values).strip()
    return wording.make_valid_xml(filled)


def _unbroken(text: str) -> Markup:
    """A text whose figures stay in one line with their units."""
    return Markup(_FIGURE.sub(r'<span class="speckit-unbroken">\g<0></span>', str(escape(text))))  # noqa: S704


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader(__name__),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(
        effort_range=wording.format_range,
        done_of_total=wording.format_completion,
        unbroken=_unbroken,
    )
    environment.globals.update(count=wording.format_count)
    return environment
