"""How hard the items are, and what more labels would buy: the two plots, and what they say in words."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from earmark.analysis.audit.result import DifficultyAudit, WorthAudit, WorthPoint
from earmark.report import svg
from earmark.report.numbers import NARROW, count, share
from earmark.report.plots import quiet

__all__ = [
    "band_name",
    "difficulty_message",
    "difficulty_plot",
    "overlap_message",
    "worth_message",
    "worth_plot",
]

_CLEARLY = 0.97  # widths closer than this to each other are the same for whoever plans


def band_name(band: DifficultyAudit) -> str:
    """Return a band of agreement in words.

    >>> band_name(DifficultyAudit(1.0, 1.0, 3)), band_name(DifficultyAudit(0.0, 0.25, 3))
    ('all alike', 'under 25\\u202f%')
    """
    if band.least >= 1:
        return "all alike"
    if band.least <= 0:
        return f"under {100 * band.below:.0f}{NARROW}%"
    return f"{100 * band.least:.0f} to {100 * band.below:.0f}{NARROW}%"


def difficulty_message(bands: Sequence[DifficultyAudit]) -> str:
    """Return what the plot of difficulty shows.

    >>> difficulty_message([DifficultyAudit(0.0, 0.5, 20), DifficultyAudit(0.5, 1.0, 0), DifficultyAudit(1.0, 1.0, 80)])
    'How hard the items are. 80.0\\u202f% of 100 items are answered alike by all; on 20.0\\u202f% fewer than half of the pairs of answers agree.'
    """
    items = sum(band.items for band in bands)
    alike = sum(band.items for band in bands if band.least >= 1)
    hard = sum(band.items for band in bands if band.below <= 0.5)
    return (
        f"How hard the items are. {share(alike / items)} of {count(items)} items are answered alike by all; "
        f"on {share(hard / items)} fewer than half of the pairs of answers agree."
    )


def difficulty_plot(bands: Sequence[DifficultyAudit], name: str) -> Markup | None:
    """Draw how many items lie in each band of agreement; None where there are none."""
    if not bands or not any(band.items for band in bands):
        return None
    with svg.canvas(560, 170) as figure:
        axes = figure.add_axes((0.0, 0.17, 1.0, 0.74))
        heights = [band.items for band in bands]
        axes.bar(range(len(bands)), heights, width=0.7, color=svg.ACCENT, linewidth=0)
        for x, height in enumerate(heights):
            axes.text(x, height, count(height), ha="center", va="bottom", color=svg.MUTED, fontsize=11)
        axes.set_xlim(-0.6, len(bands) - 0.4)
        axes.set_ylim(0, max(heights) * 1.14)
        axes.set_xticks(range(len(bands)), [svg.place(x) for x in range(len(bands))])
        axes.set_yticks([])
        quiet(axes)
        texts = {x: band_name(band) for x, band in enumerate(bands)}
        return svg.inline(figure, name=name, message=difficulty_message(bands), texts=texts)


def worth_message(worth: WorthAudit) -> str:
    """Return what more units would buy, in one sentence or two.

    >>> now, twice = WorthPoint(1, 100, 300, 2.0, 0.1), WorthPoint(2, 200, 600, 4.0, 0.0707)
    >>> worth_message(WorthAudit("items", (now, twice), ()))
    'With the 300 answers there are the interval of alpha is 0.10 wide; twice as many (about 2 hours more work) would make it 0.071.'
    """
    now, twice = _now(worth), _twice(worth)
    hours = "" if now.hours is None else f" (about {_hours(now.hours)} more work)"
    return (
        f"With the {count(now.answers)} answers there are the interval of alpha is {_wide(now.width)} wide; "
        f"twice as many{hours} would make it {_wide(twice.width)}."
    )


def overlap_message(worth: WorthAudit) -> str:
    """Return how many answers an item the same number of answers is spent best on; empty where not known.

    >>> from earmark.analysis.audit.result import OverlapWorth
    >>> many = tuple(OverlapWorth(each, width) for each, width in ((2, 0.08), (3, 0.1)))
    >>> overlap_message(WorthAudit("items", (), many))
    'For alpha alone the same number of answers tells most with 2 an item (0.080 wide; with 3, as most items have here, 0.10). For the consensus more answers an item are worth more than that.'
    """
    if not worth.overlap:
        return ""
    usual = worth.overlap[-1]
    best = min(worth.overlap, key=lambda one: one.width)
    if best.width >= _CLEARLY * usual.width:
        return (
            f"Spent with fewer answers an item on more items, the same number of answers would tell about as much "
            f"as with {usual.answers_per_item}, as most items have here."
        )
    return (
        f"For alpha alone the same number of answers tells most with {best.answers_per_item} an item "
        f"({_wide(best.width)} wide; with {usual.answers_per_item}, as most items have here, {_wide(usual.width)}). "
        "For the consensus more answers an item are worth more than that."
    )


def worth_plot(worth: WorthAudit | None, name: str) -> Markup | None:
    """Draw the width of alpha's interval against the answers it takes; None where it is not known."""
    if worth is None:
        return None
    points = worth.points
    with svg.canvas(560, 210) as figure:
        axes = figure.add_axes((0.09, 0.22, 0.88, 0.72))
        places = list(range(len(points)))  # each step doubles the answers
        axes.plot(places, [point.width for point in points], color=svg.ACCENT, linewidth=1.75)
        for x, point in zip(places, points, strict=True):
            today = point is _now(worth)
            axes.plot(
                [x],
                [point.width],
                marker="o",
                markersize=8 if today else 4,
                color=svg.ACCENT,
                markerfacecolor=svg.ACCENT if today else "none",
            )
            axes.annotate(
                f"{_wide(point.width)}" + (" now" if today else ""),
                (x, point.width),
                xytext=(6, 6),
                textcoords="offset points",
                color=svg.INK if today else svg.MUTED,
                fontsize=11,
            )
        axes.set_xlim(-0.25, len(points) - 0.4)
        axes.set_ylim(0, points[0].width * 1.2)
        axes.set_xticks(places, [svg.place(x) for x in places])
        quiet(axes, grid="y")
        texts = {x: count(point.answers) for x, point in zip(places, points, strict=True)}
        return svg.inline(figure, name=name, message=worth_message(worth), texts=texts)


def _now(worth: WorthAudit) -> WorthPoint:
    return next(point for point in worth.points if point.times == 1)


def _twice(worth: WorthAudit) -> WorthPoint:
    return worth.points[worth.points.index(_now(worth)) + 1]


def _wide(width: float) -> str:
    return f"{width:.2f}" if width >= 0.1 else f"{width:.3f}"


def _hours(hours: float) -> str:
    if hours < 1:
        return f"{max(1, round(60 * hours))} minutes"
    return (
        f"{hours:.0f} hour{'' if round(hours) == 1 else 's'}"
        if hours >= 3 or hours == int(hours)
        else f"{hours:.1f} hours"
    )
