"""From a matplotlib figure to an inline SVG: colours of the page, text as text, the same bytes every time."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["ACCENT", "INK", "LINE", "MUTED", "canvas", "inline", "place"]

# Colours that occur nowhere else stand for the page's own; so a plot is right in light, dark and print.
INK, MUTED, LINE, ACCENT = "#010203", "#010204", "#010205", "#010206"
_VARIABLES = {INK: "--ink", MUTED: "--muted", LINE: "--line", ACCENT: "--accent"}
_SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "earmark",
    "text.parse_math": False,
    "font.size": 12,
    "axes.unicode_minus": True,
    "savefig.transparent": True,
    "path.simplify": False,
}
_PLACE = re.compile(r"@(\d+)@")
_REFERENCE = re.compile(r'(?:url\(#|href="#)([^)"]+)')
_ID = re.compile(r' id="([^"]*)"')


def place(number: int) -> str:
    """Return the word that stands in a plot for the text with this number until it is inlined.

    Texts of the data never pass through the plotting library, which would look for their glyphs and read
    dollar signs as formulas.

    >>> place(3)
    '@3@'
    """
    return f"@{number}@"


@contextmanager
def canvas(width: float, height: float) -> Iterator[Figure]:
    """Yield an empty figure of this size in CSS pixels, under the settings every plot shares."""
    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    with mpl.rc_context(_SETTINGS):
        figure = Figure(figsize=(width / 72, height / 72))
        FigureCanvasSVG(figure)
        yield figure


def inline(figure: Figure, *, name: str, message: str, texts: Mapping[int, str] | None = None) -> Markup:
    """Return the figure as an SVG element.

    `name` is unique on the page (ids begin with it), `message` says in words what is to be seen, `texts` are
    what the `place` words stand for.
    """
    buffer = io.StringIO()
    figure.savefig(
        buffer, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None}
    )
    drawn = _body(buffer.getvalue())
    drawn = _own_ids(drawn, name)
    for colour, variable in _VARIABLES.items():
        drawn = drawn.replace(colour, f"var({variable})")
    found = texts or {}
    drawn = _PLACE.sub(lambda match: str(escape(found[int(match[1])])), drawn)
    width, height = (72 * inches for inches in figure.get_size_inches())
    head = (
        f'<svg class="plot" role="img" aria-labelledby="{name}-title" viewBox="0 0 {width:g} {height:g}" '
        f'style="--width:{width:g}px"><title id="{name}-title">{escape(message)}</title>'
    )
    return Markup(head + drawn + "</svg>")  # noqa: S704  # all text of the data went through escape()


def _body(document: str) -> str:
    inner = document[document.index("<svg") :]
    inner = inner[inner.index(">") + 1 : inner.rindex("</svg>")]
    inner = re.sub(r"<metadata>.*?</metadata>", "", inner, flags=re.DOTALL)
    # A style element inside an inline SVG would style the whole page.
    inner = re.sub(r"<style.*?</style>", "", inner, flags=re.DOTALL)
    inner = re.sub(r"<defs>\s*</defs>", "", inner)
    inner = re.sub(r"font(?:-size: ([\d.]+)px; font-family|): [^;\"]*", _font, inner)
    inner = re.sub(r' transform="rotate\(-0 [^"]*"', "", inner)
    inner = inner.replace("xlink:href", "href")
    return re.sub(r"\s*\n\s*", " ", inner)


def _font(match: re.Match[str]) -> str:
    size = match[1] or (re.search(r"([\d.]+)px", match[0]) or [None, "12"])[1]
    return f"font-size: {size}px"


def _own_ids(drawn: str, name: str) -> str:
    used = set(_REFERENCE.findall(drawn))
    drawn = _ID.sub(lambda match: f' id="{name}-{match[1]}"' if match[1] in used else "", drawn)
    return _REFERENCE.sub(lambda match: match[0].replace(match[1], f"{name}-{match[1]}"), drawn)
