"""How often a model says what most people say."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from earmark.analysis.audit.material import Material, TaskMaterial
from earmark.analysis.audit.result import Measured
from earmark.analysis.encode import Coded, encode, same_words
from earmark.analysis.of_task import rows_of_task
from earmark.formats import Table
from earmark.quality import consensus as methods

__all__ = ["predictions_measured"]

NOTE = "the majority is not the truth; a systematic mistake of the people is invisible here"


def predictions_measured(material: Material, task: TaskMaterial) -> Iterator[Measured]:
    """Yield how often each model's prediction equals the majority of the people.

    Where a model gave probabilities only, the most probable label counts. A label no person gives is a wrong
    prediction, not a missing one.
    """
    table = material.predictions
    if table is None or task.majority is None:
        return
    rows = rows_of_task(table, task.task)
    predicted = _predicted(table)
    label = same_words(predicted, task.answers.labels)
    said = np.where(label < 0, len(task.answers.labels), label).astype(np.int32)
    said[predicted.codes < 0] = -1
    item = same_words(encode(table.data["item_id"]), task.answers.items)
    rows = rows[(item[rows] >= 0) & (said[rows] >= 0)]
    model = (
        encode(table.data["model"])
        if table.has("model")
        else Coded(np.zeros(len(table), np.int32), pa.array([""]))
    )
    for code in np.unique(model.codes[rows]):
        mine = rows[model.codes[rows] == code]
        name = model.word(int(code))
        yield Measured(
            f"predictions{f' of {name}' if name else ''} equal to the majority",
            methods.accuracy(
                said[mine], task.majority.found.label[item[mine]], level=material.interval.level
            ),
            task.task or None,
            note=NOTE,
        )


def _predicted(table: Table) -> Coded:
    """Return the label each row predicts; of equally probable ones the first in the alphabet."""
    if table.has("label"):
        return encode(table.data["label"])
    columns = sorted(name for name in table.data.column_names if name.startswith("p:"))
    chances = np.stack([np.asarray(table.data[name].to_numpy(), dtype=np.float64) for name in columns])
    known = np.isfinite(chances)
    best = np.where(known, chances, -1.0).argmax(axis=0)
    codes = np.where(known.any(axis=0), best, -1).astype(np.int32)
    return Coded(codes, pa.array([name.removeprefix("p:") for name in columns]))
