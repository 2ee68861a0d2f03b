"""Parquet: the table with its types, lists and marks as they are, and the schemes in the file's own metadata."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, BinaryIO

import pyarrow as pa

from earmark.errors import FormatError, SchemeError
from earmark.formats.binary import PARQUET_MAGIC
from earmark.formats.registry import ReadOptions, Source
from earmark.formats.source import one_sentence
from earmark.formats.table import Table, TableKind, Tables
from earmark.formats.tabular.columnar import raw_of
from earmark.formats.tabular.naming import plan_of
from earmark.formats.tabular.outgoing import main_table, native_labels, unheld, written_columns
from earmark.formats.tabular.tabulate import tabulate
from earmark.model import Kind, Label, Notice, Scheme, Shape

__all__ = ["PARQUET", "Parquet"]

_KEY = b"earmark"
_MARKS = pa.list_(
    pa.struct(
        [
            ("start", pa.float64()),
            ("end", pa.float64()),
            ("unit", pa.string()),
            ("track", pa.string()),
            ("label", pa.string()),
            ("speaker", pa.string()),
            ("text", pa.string()),
        ]
    )
)


class Parquet:
    """Parquet, compressed with zstd; any writer's files are read.

    Several labels, marks and numbers are native where all tasks of the table have such answers, else JSON
    texts. Kind and schemes are kept under the key `earmark` of the file's metadata.
    """

    name = "parquet"
    suffixes: tuple[str, ...] = (".parquet",)

    def recognises(self, source: Source) -> bool:
        """Return whether the file begins as Parquet files do."""
        return source.head.startswith(PARQUET_MAGIC)

    def read(self, source: Source, options: ReadOptions) -> Tables:
        """Read a table.

        Raises:
            FormatError: the file is damaged, or a column holds bytes that are no text.
            TableError: a column is missing or ambiguous, or rows cannot be read.
        """
        table = _opened(source)
        kind, schemes = _stated(table.schema.metadata or {}, source.shown)
        plan = plan_of(table.column_names, options.kind or kind, options.columns, source.shown)
        columns = dict(zip(plan.names, table.columns, strict=True))
        raw = raw_of(columns, table.num_rows, source.shown)
        return tabulate(raw, plan, options, shown=source.shown, format_name=self.name, schemes=schemes)

    def stream(
        self, source: Source, options: ReadOptions, rows: int, groups: range | None = None
    ) -> Iterator[Tables]:
        """Yield the same table in pieces of at most `rows` rows, so that it never is in memory at once.

        `groups` names the row groups wanted; without it all are read. Rows are numbered from the first wanted.
        """
        from pyarrow import parquet

        with one_sentence(source.shown), _file(source) as stream:
            file = parquet.ParquetFile(stream, read_dictionary=_texts(source))
            kind, schemes = _stated(file.schema_arrow.metadata or {}, source.shown)
            plan = plan_of(file.schema_arrow.names, options.kind or kind, options.columns, source.shown)
            wanted = None if groups is None else list(groups)
            done = 0
            for batch in file.iter_batches(batch_size=rows, row_groups=wanted):
                columns = dict(zip(plan.names, batch.columns, strict=True))
                raw = raw_of(columns, batch.num_rows, source.shown)
                raw = replace(raw, row=raw.row + done)
                done += batch.num_rows
                yield tabulate(raw, plan, options, shown=source.shown, format_name=self.name, schemes=schemes)

    def write(self, tables: Tables, target: BinaryIO) -> tuple[Notice, ...]:
        """Write one table: the annotations, or the first there is."""
        from pyarrow import parquet

        table = main_table(tables)
        columns = {
            name: values.cast(pa.string()) if pa.types.is_dictionary(values.type) else values
            for name, values in written_columns(table).items()
        }
        if "label" in columns:
            columns["label"] = _labels(table, columns)
        out = pa.table(columns).replace_schema_metadata({_KEY: _statement(table)})
        parquet.write_table(out, target, compression="zstd")
        return unheld(tables, table, holds_schemes=True)


PARQUET = Parquet()
"""The one instance."""


def _file(source: Source) -> Any:
    """Return the file to be read a piece at a time: mapped into memory where it lies on a disk."""
    if source.path is not None and source.size is not None:
        return pa.memory_map(str(source.path))
    with source.open() as stream:
        return pa.BufferReader(stream.read())


def _texts(source: Source) -> list[str]:
    """Return the columns that hold texts: they are read as words."""
    from pyarrow import parquet

    with _file(source) as stream:
        schema = parquet.read_schema(stream)
    return [one.name for one in schema if pa.types.is_string(one.type) or pa.types.is_large_string(one.type)]


def _opened(source: Source) -> pa.Table:
    from pyarrow import parquet

    with source.open() as stream:
        content = stream.read()
    try:
        return parquet.ParquetFile(pa.BufferReader(content)).read()
    except (pa.ArrowException, OSError) as error:
        lines = str(error).strip().splitlines() or ["no reason is given"]
        raise FormatError(
            f"{source.shown} is damaged Parquet ({lines[0][:120].rstrip('.')}); copy it again, or write it anew"
        ) from None


def _statement(table: Table) -> bytes:
    schemes = {
        task: {"kind": scheme.kind.value, "labels": [[label.id, label.name] for label in scheme.labels]}
        for task, scheme in table.schemes.items()
    }
    return json.dumps({"kind": table.kind.value, "schemes": schemes}, ensure_ascii=False).encode()


def _stated(
    metadata: Mapping[bytes, bytes], shown: str
) -> tuple[TableKind | None, Mapping[str, Scheme] | None]:
    """Return the kind and the schemes that Earmark wrote into a file's metadata; None and None in others."""
    if _KEY not in metadata:
        return None, None
    try:
        stated: Any = json.loads(metadata[_KEY])
        schemes = {
            str(task): Scheme(Kind(one["kind"]), tuple(Label(str(i), str(name)) for i, name in one["labels"]))
            for task, one in stated["schemes"].items()
        }
        return TableKind(stated["kind"]), schemes
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, SchemeError):
        raise FormatError(
            f"{shown}: what its metadata say under 'earmark' cannot be read; write the file anew, "
            "or take that entry out"
        ) from None


def _labels(table: Table, columns: Mapping[str, pa.Array]) -> pa.Array:
    """Return labels natively where the tasks all have one shape of answer that is not a text, else as texts."""
    texts = columns["label"]
    labels = texts.to_pylist()
    tasks = columns["task"].to_pylist() if "task" in columns else [None] * len(labels)
    kind = _native_type({table.schemes.get(task or "") for task in dict.fromkeys(tasks)})
    if kind is None:
        return texts
    natives = native_labels(labels, tasks, table.schemes)
    if any(isinstance(one, str) for one in natives):
        return texts
    return pa.array(natives, kind)


def _native_type(schemes: set[Scheme | None]) -> pa.DataType | None:
    kinds = {None if scheme is None else (scheme.kind, scheme.shape) for scheme in schemes}
    if kinds == {(Kind.CATEGORIES, Shape.CHOICE)}:
        return pa.list_(pa.string())
    if kinds == {(Kind.SCALE, Shape.NUMBER)}:
        return pa.float64()
    if kinds and kinds <= {(Kind.SPANS, Shape.MARKS), (Kind.SEGMENTS, Shape.MARKS)}:
        return _MARKS
    return None
