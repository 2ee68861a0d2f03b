"""The one small picture used everywhere: a value as a dot, its interval as a bar, on a scale shared by its neighbours.

In HTML it is drawn with borders, so that it prints without background graphics and follows the colours of the page;
in the terminal with characters.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from earmark.model import Estimate
from earmark.report.numbers import MINUS

__all__ = ["Scale", "bar", "text_bar"]

_QUARTER = 0.25
_ROOM = 35  # percent of the width that the name of the low end takes
_BELOW = -0.3  # intervals that reach further down than this, and than every value, run out of the picture
_WIDE = 0.5  # an interval wider than half the scale tells nothing, and must not press all others together


@dataclass(frozen=True, slots=True)
class Scale:
    """The stretch of numbers that bars side by side are drawn on."""

    low: float = 0.0
    high: float = 1.0

    @classmethod
    def over(cls, estimates: Iterable[Estimate | None]) -> Scale:
        """Return 0 to 1, widened in tenths where an interval goes beyond; far below zero only as values do.

        An interval that holds half the scale or more widens nothing.

        >>> Scale.over([Estimate(-0.1, -0.25, 0.2)])
        Scale(low=-0.3, high=1.0)
        >>> Scale.over([Estimate(0.9, -0.95, 1.0), Estimate(0.5, 0.4, 0.6)])
        Scale(low=0.0, high=1.0)
        >>> Scale.over([])
        Scale(low=0.0, high=1.0)
        """
        low, high, least = 0.0, 1.0, _BELOW
        for estimate in estimates:
            if estimate is None or estimate.low is None or estimate.high is None or estimate.value is None:
                continue
            telling = estimate.high - estimate.low <= _WIDE
            low = min(low, estimate.low if telling else estimate.value)
            high, least = max(high, estimate.high), min(least, estimate.value)
        return cls(math.floor(10 * max(low, least)) / 10, math.ceil(10 * high) / 10)

    @classmethod
    def fitted(cls, estimates: Iterable[Estimate | None]) -> Scale:
        """Return the same scale, ended at the first quarter that holds every interval.

        >>> Scale.fitted([Estimate(0.1, 0.05, 0.2), Estimate(0.3, 0.2, 0.4)])
        Scale(low=0.0, high=0.5)
        """
        kept = [e for e in estimates if e is not None and e.high is not None]
        widest = cls.over(kept)
        top = max((e.high for e in kept if e.high is not None), default=1.0)
        return cls(widest.low, max(_QUARTER, math.ceil(top / _QUARTER) * _QUARTER))

    def at(self, number: float) -> float:
        """Return where a number lies, in percent of the width; at the end where it lies beyond.

        >>> Scale(-1, 1).at(0.5), Scale(-0.3, 1).at(-0.8)
        (75.0, 0.0)
        """
        return min(100.0, max(0.0, 100 * (number - self.low) / (self.high - self.low)))

    @property
    def ticks(self) -> tuple[tuple[float, str], ...]:
        """The places that are named over the bars, with their names; the low end only where there is room.

        >>> Scale(-1, 1).ticks
        ((0.0, '−1'), (50.0, '0'), (100.0, '1'))
        >>> Scale(-0.1, 1).ticks
        ((9.09, '0'), (100.0, '1'))
        """
        named = [self.low, self.middle, self.high]
        if self.low < 0 and self.at(0) < _ROOM:
            named = named[1:]
        return tuple((round(self.at(number), 2), _tick(number)) for number in named)

    @property
    def middle(self) -> float:
        """Where the line in the middle stands: at zero, or halfway where nothing lies below zero."""
        return 0.0 if self.low < 0 else (self.low + self.high) / 2

    @property
    def line(self) -> float:
        """The place of that line, in percent of the width."""
        return round(self.at(self.middle), 2)


def bar(estimate: Estimate, scale: Scale) -> Markup:
    """Return the picture of an estimate as HTML; empty where it is undefined (the reason stands beside it).

    The numbers stand beside the bar, so that the bar itself is hidden from screen readers.

    >>> str(bar(Estimate(0.5, 0.25, 0.75), Scale()))
    '<i class="bar" aria-hidden="true" style="--l:25;--w:50;--v:50"></i>'
    """
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return Markup('<i class="bar none" aria-hidden="true"></i>')
    low, middle, high = (scale.at(number) for number in (estimate.low, estimate.value, estimate.high))
    style = f"--l:{_short(low)};--w:{_short(high - low)};--v:{_short(middle)}"
    return Markup('<i class="bar" aria-hidden="true" style="{}"></i>').format(style)


def text_bar(estimate: Estimate, scale: Scale, width: int = 24, *, ascii_only: bool = False) -> str:
    """Return the picture of an estimate as `width` characters.

    >>> text_bar(Estimate(0.5, 0.25, 0.75), Scale(), 13)
    '···━━━●━━━···'
    >>> text_bar(Estimate(0.5, 0.25, 0.75), Scale(), 13, ascii_only=True)
    '...===o===...'
    """
    quiet, drawn, dot = (".", "=", "o") if ascii_only else ("·", "━", "●")
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return quiet * width
    cells = [round(scale.at(x) / 100 * (width - 1)) for x in (estimate.low, estimate.value, estimate.high)]
    first, middle, last = cells
    line = [drawn if first <= place <= last else quiet for place in range(width)]
    line[middle] = dot
    return "".join(line)


def _short(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")


def _tick(number: float) -> str:
    return f"{number:g}".replace("-", MINUS)
