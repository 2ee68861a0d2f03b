"""Native values, as JSON and Parquet hold them, written as the one text a table holds."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from enum import IntEnum
from types import NoneType
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from earmark.errors import SchemeError
from earmark.model import Kind, Marks, Scheme, answer_from_json, cell

__all__ = ["Form", "Forms", "native_column", "native_text", "schemes_by_task"]


class Form(IntEnum):
    """What a native value was before it became a text."""

    PLAIN = 0
    LABELS = 1
    SPANS = 2
    SEGMENTS = 3
    EMPTY_LIST = 4
    NO_ANSWER = 5  # a structure that is neither labels nor marks


Forms: TypeAlias = NDArray[np.int8]


def native_column(values: Sequence[Any]) -> tuple[pa.Array, Forms | None]:
    """Return native values as dictionary-encoded texts, and the forms they had (None: all plain).

    >>> texts, forms = native_column(["yes", 3.0, True, None, ["b", "a"]])
    >>> texts.to_pylist(), forms.tolist()
    (['yes', '3', 'true', None, '["a", "b"]'], [0, 0, 0, 0, 1])
    """
    kinds = {type(value) for value in values}
    if kinds <= {str, NoneType}:
        return pa.array(values, pa.string()).dictionary_encode(), None
    if kinds <= {int, NoneType} or kinds <= {float, NoneType}:
        known = {value: native_text(value)[0] for value in set(values)}
        return pa.array([known[value] for value in values], pa.string()).dictionary_encode(), None
    pairs = [native_text(value) for value in values]
    texts = pa.array([text for text, _ in pairs], pa.string()).dictionary_encode()
    forms = np.fromiter((form for _, form in pairs), np.int8, len(pairs))
    return texts, forms if forms.any() else None


def native_text(value: Any) -> tuple[str | None, Form]:
    """Return the text of one native value (None where it is missing), and the form it had.

    A whole number keeps all its digits, also beyond 2^53: ids are numbers in many tools.
    """
    match value:
        case None:
            return None, Form.PLAIN
        case str():
            return value, Form.PLAIN
        case bool():
            return str(value).lower(), Form.PLAIN
        case int():
            return str(value), Form.PLAIN
        case float():
            return _number_text(value), Form.PLAIN
        case list() | tuple():
            return _list_text(list(value))
        case dict():
            return json.dumps(value, ensure_ascii=False, default=str), Form.NO_ANSWER
    return str(value), Form.PLAIN


def _number_text(value: float) -> str | None:
    if math.isnan(value):
        return None
    return cell(answer_from_json(value)) if math.isfinite(value) else str(value)


def _list_text(values: list[Any]) -> tuple[str, Form]:
    if not values:
        return "[]", Form.EMPTY_LIST
    given = [_given(one) for one in values]
    try:
        answer = answer_from_json(given)
    except SchemeError:
        return json.dumps(values, ensure_ascii=False, default=str), Form.NO_ANSWER
    if not isinstance(answer, Marks):
        return cell(answer), Form.LABELS
    return cell(answer), Form.SPANS if answer.marks[0].unit == "char" else Form.SEGMENTS


def _given(value: Any) -> Any:
    """Return a mark without its empty fields, which Parquet holds for every mark."""
    return (
        {key: held for key, held in value.items() if held is not None} if isinstance(value, dict) else value
    )


_KINDS = {Form.LABELS: Kind.CATEGORIES, Form.SPANS: Kind.SPANS, Form.SEGMENTS: Kind.SEGMENTS}


def schemes_by_task(tasks: pa.Array | None, forms: Forms | None) -> dict[str, Scheme]:
    """Return, for each task that has lists, the scheme they state: several labels, spans or segments.

    A task with empty lists alone has several labels, none of them chosen.
    """
    if forms is None or not forms.any():
        return {}
    names = [""] if tasks is None else [name or "" for name in tasks.dictionary.to_pylist()] + [""]
    code = np.zeros(len(forms), np.int64) if tasks is None else _codes(tasks, len(names) - 1)
    stated: dict[str, Scheme] = {}
    for at, name in enumerate(names):
        found = set(np.unique(forms[code == at]).tolist())
        kind = next((kind for form, kind in _KINDS.items() if form in found), None)
        if kind is None and Form.EMPTY_LIST in found:
            kind = Kind.CATEGORIES
        if kind is not None:
            stated[name] = Scheme(kind)
    return stated


def _codes(words: pa.Array, missing: int) -> NDArray[np.int64]:
    return np.asarray(words.indices.fill_null(missing), np.int64)
