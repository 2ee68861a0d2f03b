"""Arrow columns of any type as the texts and scalars a table is made of."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping

import numpy as np
import pyarrow as pa

from earmark.errors import FormatError
from earmark.formats.tabular.natives import native_column
from earmark.formats.tabular.raw import Place, Raw, RawColumn
from earmark.formats.tabular.typed import WORDS, plain, whole

__all__ = ["raw_of"]


def raw_of(columns: Mapping[str, pa.ChunkedArray | pa.Array], rows: int, shown: str) -> Raw:
    """Return Arrow columns as raw rows, numbered from 1.

    Raises:
        FormatError: a column holds bytes that are no text.
    """
    held = {name: _column(name, whole(values), shown) for name, values in columns.items()}

    def locate(wanted: Collection[int]) -> dict[int, Place]:
        return {row: (None, _row_text(columns, row - 1)) for row in wanted}

    return Raw(held, np.arange(1, rows + 1, dtype=np.int64), locate)


def _column(name: str, values: pa.Array, shown: str) -> RawColumn:
    kind = values.type
    if isinstance(values, pa.ExtensionArray):
        return _column(name, values.storage, shown)
    if pa.types.is_run_end_encoded(kind) or (pa.types.is_dictionary(kind) and not _is_text(kind.value_type)):
        decoded = values.dictionary_decode() if pa.types.is_dictionary(kind) else values.cast(kind.value_type)
        return _column(name, decoded, shown)
    if pa.types.is_dictionary(kind) or _is_text(kind):
        return RawColumn(_coded(values))
    if pa.types.is_null(kind):
        return RawColumn(pa.nulls(len(values), WORDS))
    if pa.types.is_primitive(kind) and not pa.types.is_duration(kind):
        return RawColumn(values)
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind):
        return _column(name, _decoded(name, values, shown), shown)
    texts, forms = native_column(values.to_pylist())
    return RawColumn(texts, forms)


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def _coded(values: pa.Array) -> pa.Array:
    """Return texts as words; a dictionary with wide codes or texts is narrowed."""
    coded = values if pa.types.is_dictionary(values.type) else values.dictionary_encode()
    return pa.DictionaryArray.from_arrays(coded.indices.cast(pa.int32()), coded.dictionary.cast(pa.string()))


def _decoded(name: str, values: pa.Array, shown: str) -> pa.Array:
    try:
        return values.cast(pa.binary()).cast(pa.string())
    except pa.ArrowInvalid:
        raise FormatError(
            f"{shown}: the column {name!r} holds bytes that are no UTF-8 text; leave it out"
        ) from None


def _row_text(columns: Mapping[str, pa.ChunkedArray | pa.Array], at: int) -> str:
    return json.dumps(
        {name: plain(values[at]) for name, values in columns.items()}, ensure_ascii=False, default=str
    )
