"""How good each annotator is within the values of a column: a language, a dialect, a domain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from earmark.analysis.answers import Answers
from earmark.analysis.tasks import TaskAnswers
from earmark.errors import TableError
from earmark.quality.consensus import Consensus, skills_by

__all__ = ["skill_rows"]


def skill_rows(
    task: TaskAnswers, found: Consensus, answers: Answers, by: Sequence[str]
) -> Iterator[dict[str, Any]]:
    """Yield `annotator_id, task, answers, accuracy, low, high` and the columns `by`, for each of their values.

    Raises:
        TableError: a column is not in the table.
    """
    columns = []
    for name in by:
        if name not in answers.table.data.column_names:
            raise TableError(f"there is no column {name!r} to group by; give one of the table's columns")
        columns.append(answers.column(name).take(task.at))
    keys = np.stack([column.codes for column in columns], axis=1)
    values, group = np.unique(keys, axis=0, return_inverse=True)
    for one in skills_by(task.table, found, group.reshape(-1).astype(np.int32)):
        words = [column.word(int(code)) for column, code in zip(columns, values[one.group], strict=True)]
        yield {
            "annotator_id": str(task.annotators[one.annotator].as_py()),
            "task": task.task,
            "answers": one.answers,
            "accuracy": one.accuracy.value,
            "low": one.accuracy.low,
            "high": one.accuracy.high,
        } | dict(zip(by, words, strict=True))
