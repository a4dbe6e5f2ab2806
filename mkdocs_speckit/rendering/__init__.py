"""Plan, schedule and findings → HTML and SVG.

All text of a plan is escaped: it goes through Jinja2's autoescape.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache, partial, wraps
from importlib.resources import files
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from mkdocs_speckit.model import wording

if TYPE_CHECKING:
    from collections.abc import Callable

    from mkdocs_speckit.features.links import LinkRow

__all__ = ["make_style_element", "read_stylesheet"]

MAX_KEPT = 2048
"""How many small pieces are kept; with more, those that were used last."""

MAX_DRAWN = 150
"""The largest number of phases in a diagram or a timeline; a plan with more is not drawn."""

_DAY = rf"\d{{1,2}}(?: (?:{'|'.join(wording.MONTHS)})(?: \d{{4}})?)?"

_FIGURE = re.compile(
    r"(?:P\d\d )?(?:≥ )?(?<![\d.,])\d[\d.,]*+(?:–\d[\d.,]*+)? (?:[hd]\b|of \d[\d,]*+)[.,]?"
    rf"|\b(?:{_DAY}–)?\d{{1,2}} (?:{'|'.join(wording.MONTHS)})\b"
)
"""A figure as `wording` writes it, with the sign after it: `7.5–10.5 h`, `P50 ≥ 38 h,`, `4 of 9`.

Also one day or two: `28 Mar–4 Apr`."""

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)

_P = ParamSpec("_P")
_T = TypeVar("_T")


def keep(make: Callable[_P, _T]) -> Callable[_P, _T]:
    """Decorate a function that makes a small piece: the same arguments give the kept piece.

    Many pages show the same marks, and most rows of an overview are as in the build before. The
    arguments must be hashable. All decorated functions share one bounded cache.
    """
    return wraps(make)(partial(call_once, make))


@lru_cache(MAX_KEPT)
def call_once(make: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    """Call a function with these arguments, or return what it returned last time."""
    return make(*arguments, **options)


def read_stylesheet() -> str:
    """The CSS that every rendered piece needs."""
    return files(__name__).joinpath("speckit.css").read_text(encoding="utf-8")


def make_style_element() -> str:
    """The CSS as an element of a page, without its comments."""
    lines = _COMMENT.sub("", read_stylesheet()).split("\n")
    return "<style>\n" + "\n".join(filter(None, map(str.strip, lines))) + "\n</style>"


def render_notice(text: str) -> str:
    """Render a sentence about the page itself, such as what is missing from it."""
    return render("notice.html", text=text)


def render_links(row: LinkRow) -> str:
    """Render the row of links to the documents of a feature."""
    return render("documents.html", whole=row.whole, groups=row.groups)


def render(template: str, **values: object) -> str:
    """Fill in one of the package's templates; characters that HTML does not allow become U+FFFD."""
    filled = _load_environment().get_template(template).render(values).strip()
    return wording.make_valid_xml(filled)


@cache
def _load_environment() -> Environment:
    environment = Environment(
        loader=PackageLoader(__name__),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters["done_of_total"] = wording.format_completion
    # No line breaks between a figure and its unit.
    environment.filters["unbroken"] = lambda text: Markup(  # noqa: S704
        _FIGURE.sub(r'<span class="speckit-unbroken">\g<0></span>', str(escape(text)))
    )
    environment.globals.update(count=wording.format_count)
    return environment
