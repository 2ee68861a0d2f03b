"""The plots of the audit page: which labels are confused, agreement over time, how many answers an item has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from earmark.analysis.audit.result import Confusion, WindowAudit
from earmark.report import svg
from earmark.report.bars import Scale
from earmark.report.numbers import count
from earmark.report.order import in_order
from earmark.report.visible import visible
from earmark.report.wording import answers_message, confusion_message, time_message, window_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["answers_plot", "confusion_plot", "quiet", "time_plot"]

LEAST_LABELS, MOST_LABELS = 4, 15
MOST_NUMBERS = 24
_LABEL_LENGTH = 22
_UPRIGHT = 4  # labels up to this length stand upright under their column
_CHARACTER = 7.4
_FAINTEST, _STRONGEST = 0.08, 0.5  # stronger, and the numbers in the squares could not be read


def confusion_plot(confusions: Sequence[Confusion], name: str) -> Markup | None:
    """Draw how the disagreement is spread over pairs of labels; None for fewer than 4 or more than 15 labels.

    Each square is the share of all disagreement that lies between its row and its column; pairs that are not
    among the confusions given stay empty.
    """
    labels = sorted({label for confusion in confusions for label in confusion.labels}, key=in_order)
    shares = {frozenset(c.labels): c.share.value for c in confusions if c.share.value}
    if not LEAST_LABELS <= len(labels) <= MOST_LABELS or not shares:
        return None
    shown = [visible(label, _LABEL_LENGTH, length=False) for label in labels]
    widest = max(map(_width, shown))
    margin = 20 + _CHARACTER * widest
    cell = 34 if len(labels) > 8 else 40
    side = cell * (len(labels) - 1)
    with svg.canvas(margin + side + 8, side + margin + 8) as figure:
        axes = figure.add_axes(
            (margin / (margin + side + 8), margin / (margin + side + 8), *_square(side, margin))
        )
        _squares(axes, labels, shares)
        columns, rows = len(labels) - 1, len(labels) - 1
        axes.set_xlim(0, columns)
        axes.set_ylim(rows, 0)
        places = [svg.place(x) for x in range(columns)]
        axes.set_xticks([x + 0.5 for x in range(columns)], places)
        for text in axes.get_xticklabels() if widest > _UPRIGHT else ():
            text.set(rotation=90, rotation_mode="anchor", ha="right", va="center")
        axes.set_yticks([y + 0.5 for y in range(rows)], [svg.place(y + 1) for y in range(rows)])
        quiet(axes)
        return svg.inline(
            figure, name=name, message=confusion_message(confusions), texts=dict(enumerate(shown))
        )


def time_plot(windows: Sequence[WindowAudit], name: str) -> Markup | None:
    """Draw alpha window by window with its interval as a band; None for fewer than three windows with a value.

    Windows stand side by side in order, whatever their length; where one is undefined the line is broken.
    """
    if sum(window.alpha.defined for window in windows) < 3:
        return None
    scale = Scale.fitted(window.alpha for window in windows)
    with svg.canvas(560, 200) as figure:
        axes = figure.add_axes((0.1, 0.2, 0.86, 0.75))
        for run in _runs(windows):
            _band(axes, run, windows)
        axes.set_xlim(-0.6, len(windows) - 0.4)
        axes.set_ylim(scale.low, scale.high)
        marks = _spread(len(windows), 5)
        axes.set_xticks(marks, [svg.place(mark) for mark in marks])
        quiet(axes, grid="y")
        axes.tick_params(axis="x", pad=12)  # below the lowest number beside it
        texts = {mark: window_name(windows[mark]).partition(" to ")[0] for mark in marks}
        return svg.inline(figure, name=name, message=time_message(windows), texts=texts)


def answers_plot(answers_per_item: Mapping[int, int], name: str) -> Markup | None:
    """Draw how many questions got how many answers; None where all got the same number."""
    if len(answers_per_item) < 2:
        return None
    bars = _grouped(answers_per_item)
    with svg.canvas(560, 180) as figure:
        axes = figure.add_axes((0.0, 0.17, 1.0, 0.74))
        heights = [height for _, height in bars]
        axes.bar(range(len(bars)), heights, width=0.7, color=svg.ACCENT, linewidth=0)
        for x, height in enumerate(heights):
            if len(bars) <= 12:
                axes.text(x, height, count(height), ha="center", va="bottom", color=svg.MUTED, fontsize=11)
        axes.set_xlim(-0.6, len(bars) - 0.4)
        axes.set_ylim(0, max(heights) * 1.12)
        axes.set_xticks(range(len(bars)), [label for label, _ in bars])
        axes.set_yticks([])
        quiet(axes)
        axes.spines["bottom"].set_visible(True)
        axes.spines["bottom"].set_color(svg.LINE)
        return svg.inline(figure, name=name, message=answers_message(answers_per_item))


def _squares(axes: Axes, labels: Sequence[str], shares: Mapping[frozenset[str], float]) -> None:
    from matplotlib.patches import Rectangle

    most = max(shares.values())
    for row in range(1, len(labels)):
        for column in range(row):
            share = shares.get(frozenset((labels[row], labels[column])))
            corner = (column + 0.04, row - 1 + 0.04)
            axes.add_patch(
                Rectangle(corner, 0.92, 0.92, facecolor="none", edgecolor=svg.LINE, linewidth=0.75)
            )
            if share is None:
                continue
            opacity = round(_FAINTEST + (_STRONGEST - _FAINTEST) * share / most, 3)
            axes.add_patch(Rectangle(corner, 0.92, 0.92, facecolor=svg.ACCENT, linewidth=0, alpha=opacity))
            text = f"{100 * share:.0f}%" if share >= 0.005 else "<1%"
            axes.text(column + 0.5, row - 0.5, text, ha="center", va="center", fontsize=10.5, color=svg.INK)


def _band(axes: Axes, run: Sequence[int], windows: Sequence[WindowAudit]) -> None:
    drawn = [(x, alpha.low, alpha.value, alpha.high) for x in run if (alpha := windows[x].alpha).defined]
    places = [x for x, *_ in drawn]
    lows, values, highs = ([row[column] for row in drawn] for column in (1, 2, 3))
    if len(places) > 1:
        axes.fill_between(places, lows, highs, color=svg.ACCENT, alpha=0.18, linewidth=0)  # type: ignore[arg-type]  # all defined
    else:
        axes.vlines(places, lows, highs, color=svg.ACCENT, linewidth=2)  # type: ignore[arg-type]  # all defined
    axes.plot(places, values, color=svg.ACCENT, linewidth=1.75, marker="o", markersize=4)  # type: ignore[arg-type]  # all defined


def _runs(windows: Sequence[WindowAudit]) -> list[list[int]]:
    runs: list[list[int]] = [[]]
    for place, window in enumerate(windows):
        if window.alpha.defined:
            runs[-1].append(place)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _grouped(answers_per_item: Mapping[int, int]) -> list[tuple[str, int]]:
    numbers = sorted(answers_per_item)
    if len(numbers) <= MOST_NUMBERS:
        return [(str(n), answers_per_item[n]) for n in numbers]
    step = -(-(numbers[-1] - numbers[0] + 1) // 12)
    groups: dict[int, int] = {}
    for n in numbers:
        start = numbers[0] + (n - numbers[0]) // step * step
        groups[start] = groups.get(start, 0) + answers_per_item[n]
    return [(f"{start}–{start + step - 1}", height) for start, height in groups.items()]


def _spread(total: int, most: int) -> list[int]:
    if total <= most:
        return list(range(total))
    return sorted({round(step * (total - 1) / (most - 1)) for step in range(most)})


def _square(side: float, margin: float) -> tuple[float, float]:
    return side / (margin + side + 8), side / (side + margin + 8)


def _width(text: str) -> int:
    return sum(2 if ord(char) > 0x2E7F else 1 for char in text)


def quiet(axes: Axes, grid: str | None = None) -> None:
    """Take from a plot all that says nothing: frame, tick marks, background."""
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.tick_params(length=0, colors=svg.MUTED, pad=6)
    axes.set_facecolor("none")
    if grid == "y":
        axes.grid(axis="y", color=svg.LINE, linewidth=0.75)
        axes.set_axisbelow(True)
