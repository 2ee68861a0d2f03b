"""What must hold of a row beyond the types of its cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from earmark.formats.table import TableKind
from earmark.formats.tabular.bad_rows import BadRows, quoted
from earmark.formats.tabular.naming import Plan
from earmark.formats.tabular.natives import Form, Forms

__all__ = ["Rows", "check_rows"]

_ANSWER_FORMS = "a text, a number, a list of texts or a list of marks with start and end"


@dataclass(frozen=True, slots=True)
class Rows:
    """Columns as read, by their names in the table, and the names they had in the file."""

    columns: Mapping[str, pa.Array]
    plan: Plan
    count: int

    def missing(self, name: str) -> NDArray[np.bool_]:
        """Which rows have nothing in a column; all of them where there is no such column."""
        if name not in self.columns:
            return np.ones(self.count, bool)
        return np.asarray(self.columns[name].is_null())

    def probabilities(self) -> list[str]:
        """The names of the columns `p:<label>`."""
        return [name for name in self.columns if name.startswith("p:")]


def check_rows(rows: Rows, forms: Forms | None, bad: BadRows) -> None:
    """Note the rows that repeat the header, miss what they need, or hold a label that is none.

    `forms` are the forms the labels had (None: all plain).
    """
    _header_again(rows, bad)
    _missing_words(rows, bad)
    if forms is not None:
        _label_forms(rows, forms, bad)


def _header_again(rows: Rows, bad: BadRows) -> None:
    needed = [
        name for name in ("item_id", "annotator_id", "label", "predicted", "text") if name in rows.columns
    ]
    again = np.ones(rows.count, bool)
    for name in needed:
        again &= _equal(rows.columns[name], rows.plan.found(name))
        if not again.any():
            return
    if len(needed) > 1:
        bad.add(np.flatnonzero(again), None, lambda _: "the header line once more", "a row of values")


def _equal(column: pa.DictionaryArray, text: str) -> NDArray[np.bool_]:
    code = pc.index(column.dictionary, pa.scalar(text, pa.string())).as_py()
    codes = np.asarray(column.indices.fill_null(-1), np.int64)
    return np.equal(codes, code if code >= 0 else -2)


def _missing_words(rows: Rows, bad: BadRows) -> None:
    kind = rows.plan.kind
    if kind is TableKind.PRODUCTION:
        _note(rows, bad, rows.missing("predicted"), "predicted", "the label that was predicted")
        neither = rows.missing("item_id") & rows.missing("text")
        _note(rows, bad, neither, "item_id" if "item_id" in rows.columns else "text", "an item_id or a text")
        return
    _note(rows, bad, rows.missing("item_id"), "item_id", "the id of an item")
    match kind:
        case TableKind.ANNOTATIONS:
            _note(rows, bad, rows.missing("annotator_id"), "annotator_id", "the id of an annotator")
            _note(rows, bad, _unexcused(rows), "label", "a label, or outcome=skipped")
        case TableKind.GOLD:
            _note(rows, bad, rows.missing("label"), "label", "a label")
        case TableKind.PREDICTIONS:
            without = rows.missing("label")
            for name in rows.probabilities():
                without &= rows.missing(name)
            _note(rows, bad, without, "label", "a label, or a probability for at least one")


def _unexcused(rows: Rows) -> NDArray[np.bool_]:
    """Which rows lack a label without being skipped or defective."""
    missing = rows.missing("label")
    if missing.any() and "outcome" in rows.columns:
        outcome = rows.columns["outcome"]
        codes = pc.index_in(outcome.dictionary, pa.array(["skipped", "defective"]))
        missing &= ~np.asarray(codes.is_valid().take(outcome.indices).fill_null(False))
    return missing


def _note(rows: Rows, bad: BadRows, wrong: NDArray[np.bool_], name: str, allowed: str) -> None:
    if wrong.any():
        bad.add(np.flatnonzero(wrong), rows.plan.found(name), lambda _: "nothing", allowed)


def _label_forms(rows: Rows, forms: Forms, bad: BadRows) -> None:
    label = rows.columns["label"]
    _note_forms(rows, bad, forms == Form.NO_ANSWER, _ANSWER_FORMS)
    task = rows.columns.get("task")
    code = (
        np.zeros(len(forms), np.int64) if task is None else np.asarray(task.indices.fill_null(-1), np.int64)
    )
    marks = (forms == Form.SPANS) | (forms == Form.SEGMENTS)
    other = (forms == Form.LABELS) | ((forms == Form.PLAIN) & np.asarray(label.is_valid()))
    _note_forms(
        rows, bad, other & np.isin(code, np.unique(code[marks])), "marks, as in other rows of the task"
    )


def _note_forms(rows: Rows, bad: BadRows, wrong: NDArray[np.bool_], allowed: str) -> None:
    label = rows.columns["label"]
    if wrong.any():
        bad.add(
            np.flatnonzero(wrong), rows.plan.found("label"), lambda at: quoted(label[at].as_py()), allowed
        )
