"""doccano: its exports with users and without, its JSON and JSON Lines imports, and CSV of text and label."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from earmark.errors import FormatError
from earmark.formats.json.field import Field
from earmark.formats.json.records import JsonRecords, first_keys, read_json_records, text_of
from earmark.formats.registry import ReadOptions, Source
from earmark.formats.table import TableKind, Tables
from earmark.formats.tabular.naming import makes_sense
from earmark.formats.tools.assemble import assemble
from earmark.formats.tools.doccano.record import DOCCANO_TEXTS, read_record
from earmark.formats.tools.doccano.write import write_records
from earmark.formats.tools.ingest import gather, read_parts
from earmark.model import Notice

__all__ = ["DOCCANO", "Doccano"]

_COLUMNS = {"text", "label"}
_FOREIGN = {"item_id", "answer", "_input_hash", "_task_hash", "status", "fields"}
_ANSWERS = {"label", "labels", "annotations", "entities", "cats"}


class Doccano:
    """The format `doccano`."""

    name = "doccano"
    suffixes: tuple[str, ...] = (".doccano.jsonl",)

    def recognises(self, source: Source) -> bool:
        """Return whether the first record holds a text with doccano's labels, or a header says text, label."""
        keys = first_keys(source.head)
        if not keys:
            return _is_csv(source.head)
        if _FOREIGN & keys.keys() or makes_sense(list(keys), TableKind.ANNOTATIONS, {}):
            return False
        said = keys.get("text", keys.get("data")) == '"' or {"filename", "upload_name"} & keys.keys()
        return bool(said) and any(keys.get(key) == "[" for key in _ANSWERS)

    def read(self, source: Source, options: ReadOptions) -> Tables:
        """Read items and annotations.

        Raises:
            FileError: the file is empty or not UTF-8.
            FormatError: it is not JSON or CSV, or a record is not built as doccano builds it.
        """
        held = _csv(source) if _is_csv(source.head) else read_json_records(source)
        parts, rejected = read_parts(held.records, options, read_record, f"reading {source.shown}")
        contents = gather(parts, DOCCANO_TEXTS, rejected=rejected, notices=held.notices)
        return assemble(contents, source.shown, self.name, options.kind)

    def write(self, tables: Tables, target: BinaryIO) -> tuple[Notice, ...]:
        """Write one record for each answer; return what doccano has no place for."""
        return write_records(tables, target)


def _is_csv(head: bytes) -> bool:
    first = head.decode("utf-8", "replace").removeprefix("\ufeff").partition("\n")[0]
    try:
        names = next(csv.reader([first.strip()]), [])
    except csv.Error:
        return False
    return {name.strip().lower() for name in names} == _COLUMNS


def _csv(source: Source) -> JsonRecords:
    return JsonRecords(tuple(_rows(source)))


def _rows(source: Source) -> Iterator[Field]:
    reader = csv.reader(io.StringIO(text_of(source), newline=""), strict=True)
    try:
        names = [name.strip().lower() for name in next(reader)]
        for number, cells in enumerate(reader, 1):
            if len(cells) != len(names) and cells:
                raise Field.record(cells, source.shown, number).bad(f"a row of {len(names)} cells")
            row = {name: cell for name, cell in zip(names, cells, strict=False) if cell}
            yield Field.record(
                row | {"label": [row["label"]] if "label" in row else []}, source.shown, number
            )
    except csv.Error as error:
        raise FormatError(f"{source.shown}: line {reader.line_num}: not valid CSV ({error})") from None


DOCCANO = Doccano()
