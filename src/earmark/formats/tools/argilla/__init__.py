"""Argilla: records as `to_json` writes them, flat as data sets hold them, and the records of Argilla 1."""

from __future__ import annotations

from collections.abc import Collection
from typing import BinaryIO

from earmark.formats.contents import Part
from earmark.formats.json.field import Field
from earmark.formats.json.records import first_keys, read_json_records
from earmark.formats.registry import ReadOptions, Source
from earmark.formats.table import Tables
from earmark.formats.tools.argilla.old import read_old_record
from earmark.formats.tools.argilla.record import ARGILLA_TEXTS, read_record, with_empty_marks
from earmark.formats.tools.argilla.write import write_records
from earmark.formats.tools.assemble import assemble
from earmark.formats.tools.ingest import gather, read_parts
from earmark.model import Notice

__all__ = ["ARGILLA", "Argilla"]

_OLD = {"annotation", "annotation_agent", "prediction", "prediction_agent"}


class Argilla:
    """The format `argilla`."""

    name = "argilla"
    suffixes: tuple[str, ...] = (".argilla.json",)

    def recognises(self, source: Source) -> bool:
        """Return whether the first record has Argilla's responses, suggestions or annotation agents."""
        keys = first_keys(source.head)
        nested = keys.get("fields") == "{" and bool({"responses", "suggestions", "metadata"} & keys.keys())
        flat = any(key.endswith((".responses", ".suggestion")) for key in keys)
        return nested or flat or (_is_old(keys.keys()) and "item_id" not in keys)

    def read(self, source: Source, options: ReadOptions) -> Tables:
        """Read items, annotations and predictions.

        Raises:
            FileError: the file is empty or not UTF-8.
            FormatError: it is not JSON, or a record is not built as Argilla builds it.
        """
        held = read_json_records(source)
        parts, rejected = read_parts(held.records, options, _read_one, f"reading {source.shown}")
        with_empty_marks(parts)
        contents = gather(parts, ARGILLA_TEXTS, rejected=rejected, notices=held.notices)
        return assemble(contents, source.shown, self.name, options.kind)

    def write(self, tables: Tables, target: BinaryIO) -> tuple[Notice, ...]:
        """Write nested records with responses and suggestions; return what Argilla has no place for."""
        return write_records(tables, target)


def _read_one(record: Field, part: Part) -> None:
    if _is_old(record.mapping().keys()):
        read_old_record(record, part)
    else:
        read_record(record, part)


def _is_old(keys: Collection[str]) -> bool:
    held = _OLD.intersection(keys)
    return "fields" not in keys and (len(held) > 1 or (bool(held) and "status" in keys))


ARGILLA = Argilla()
