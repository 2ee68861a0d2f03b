"""Rows of results to a table: CSV, JSON Lines or Parquet by the file's name, plain or gzipped, whole or not at all."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from earmark.errors import CallError
from earmark.formats.output import written

__all__ = ["rows_as_bytes", "write_rows"]

_LINES = (".jsonl", ".ndjson", ".jsonlines")
_TEXT = (".csv", ".tsv")


def write_rows(tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    """Write each list of rows to the path it stands under; the first row names the columns.

    Formulas in cells stay what they are (a table must read back as it was); nothing here runs them.

    Raises:
        CallError: a path's ending is none that rows can be written as.
        OutputError: a file cannot be written; what stood there before is left untouched.
    """
    contents = {path: rows_as_bytes(rows, path) for path, rows in tables.items()}
    for path, content in contents.items():
        with written(path) as file:
            file.write(content)


def rows_as_bytes(
    rows: Sequence[Mapping[str, Any]], path: str, *, columns: Sequence[str] | None = None
) -> bytes:
    r"""Return what the file at `path` is to hold; `columns` are those of the first row where not given.

    >>> rows_as_bytes([{"item_id": "007", "label": "a,b"}], "x.csv")
    b'item_id,label\n007,"a,b"\n'
    """
    name = Path(path).name.lower()
    zipped = name.endswith(".gz")
    ending = Path(name.removesuffix(".gz")).suffix
    if ending in _TEXT:
        named = list(columns if columns is not None else rows[0] if rows else ())
        content = _delimited(rows, named, "," if ending == ".csv" else "\t")
    elif ending in _LINES:
        content = "".join(
            json.dumps(row, ensure_ascii=False, allow_nan=False) + "\n" for row in rows
        ).encode()
    elif ending == ".parquet" and not zipped:
        return _parquet(rows)
    else:
        raise CallError(
            f"{path}: cannot tell how to write it; end the name in .csv, .tsv, .jsonl or .parquet (or .csv.gz)"
        )
    return gzip.compress(content, mtime=0) if zipped else content


def _delimited(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], delimiter: str) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    if columns:
        writer.writerow(columns)
    writer.writerows([["" if row[c] is None else row[c] for c in columns] for row in rows])
    return text.getvalue().encode("utf-8")


def _parquet(rows: Sequence[Mapping[str, Any]]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    buffer = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([dict(row) for row in rows]), buffer, compression="zstd")
    return buffer.getvalue()
