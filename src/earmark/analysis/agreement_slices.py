"""Slices of a task by what the items table says of its items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from earmark.analysis.encode import encode, same_words
from earmark.analysis.tasks import TaskAnswers
from earmark.formats import Table

__all__ = ["of_items", "slices_of"]

Group = tuple[Mapping[str, str], TaskAnswers]


def of_items(columns: Sequence[str], annotations: Table, items: Table | None) -> tuple[list[str], list[str]]:
    """Return the columns that the annotations have (or nobody), and those that only the items have.

    >>> from earmark.formats import read
    >>> labels = [{"item_id": "1", "annotator_id": "a", "label": "x", "batch": "1"}]
    >>> items = read([{"item_id": "1", "domain": "bank"}], kind="items").items
    >>> of_items(["batch", "domain"], read(labels).annotations, items)
    (['batch'], ['domain'])
    """
    theirs = [name for name in columns if not annotations.has(name) and items is not None and items.has(name)]
    return [name for name in columns if name not in theirs], theirs


def slices_of(groups: Sequence[Group], items: Table | None, columns: Sequence[str]) -> list[Group]:
    """Return each group once for every value that its items have in a column of the items table, in order.

    An item that the table does not know, or that has no value there, lies in the slice of the empty word.
    """
    found = list(groups)
    for name in columns if items is not None else ():
        found = [part for group in found for part in _by_column(group, items, name)]
    return found


def _by_column(group: Group, items: Table | None, name: str) -> list[Group]:
    about, task = group
    if items is None:
        return [group]
    values, known = encode(items.data[name]), encode(items.data["item_id"])
    codes = same_words(known, task.items)
    of_item = np.full(task.table.items, -1, dtype=np.int64)
    of_item[codes[codes >= 0]] = values.codes[codes >= 0]
    mine = of_item[task.table.item]
    return [({**about, name: values.word(int(code))}, task.only(mine == code)) for code in np.unique(mine)]
