"""How much higher or lower than the others each annotator's numbers are, on the same items."""

from __future__ import annotations

import numpy as np

from earmark.analysis.audit.material import TaskMaterial
from earmark.model import Estimate
from earmark.quality.intervals import critical
from earmark.quality.long_table import Floats

__all__ = ["lean"]

FEWEST = 2


def lean(task: TaskMaterial, *, level: float = 0.95) -> dict[int, Estimate]:
    """Return, for each annotator of a task with numbers, the mean difference from the others' mean.

    Each item that somebody else answered too counts once. The interval is Student's over items, or over
    conversations where items have one, with the error of a ratio: √(n/(n − 1) · Σ (Σ d − m·n_c)²) / Σ n_c.

    Undefined: fewer than two items (or conversations) shared with another annotator.
    """
    answers = task.answers
    if answers.values is None:
        return {}
    table, values = answers.table, answers.values[answers.table.label]
    many = table.per_item[table.item]
    shared = many >= FEWEST
    whole = np.bincount(table.item, values, minlength=table.items)[table.item]
    apart = values[shared] - (whole[shared] - values[shared]) / (many[shared] - 1)
    unit = table.item if answers.clusters is None else answers.clusters[table.item]
    over = "items" if answers.clusters is None else "conversations"
    who = table.annotator[shared]
    return {
        int(one): _mean(apart[who == one], unit[shared][who == one], over, level)
        for one in np.unique(table.annotator)
    }


def _mean(apart: Floats, unit: np.ndarray, over: str, level: float) -> Estimate:
    measure = "lean/1"
    names, place = np.unique(unit, return_inverse=True)
    units = len(names)
    if units < FEWEST:
        why = f"fewer than two {over} shared with another annotator"
        return Estimate.missing(why, n=units, over=over, measure=measure, level=level)
    place = place.reshape(-1)
    value = float(apart.mean())
    residual = np.bincount(place, apart) - value * np.bincount(place)
    error = float(np.sqrt(units / (units - 1) * (residual @ residual))) / len(apart)
    half = critical(units, level) * error
    return Estimate(value, value - half, value + half, level=level, n=units, over=over, measure=measure)
