"""Prodigy's JSON Lines: what `db-out` writes, and the inputs that carry spans."""

from __future__ import annotations

from typing import BinaryIO

from earmark.formats.contents import Part
from earmark.formats.json.field import Field
from earmark.formats.json.records import first_keys, read_json_records
from earmark.formats.registry import ReadOptions, Source
from earmark.formats.table import TableKind, Tables
from earmark.formats.tabular.naming import makes_sense
from earmark.formats.tools.assemble import assemble
from earmark.formats.tools.ingest import gather, read_parts
from earmark.formats.tools.prodigy.record import PRODIGY_TEXTS, ChoiceStyle, read_record
from earmark.formats.tools.prodigy.write import write_records
from earmark.model import Choice, Kind, Label, Notice, Scheme

__all__ = ["PRODIGY", "Prodigy"]

_OWN = {"_input_hash", "_task_hash", "_view_id", "_session_id", "_annotator_id"}


class Prodigy:
    """The format `prodigy`."""

    name = "prodigy"
    suffixes: tuple[str, ...] = (".prodigy.jsonl",)

    def recognises(self, source: Source) -> bool:
        """Return whether the first record has Prodigy's hashes, or a text with spans."""
        keys = first_keys(source.head)
        if "item_id" in keys or "fields" in keys:
            return False
        marked = "spans" in keys and keys.get("text") == '"'
        return bool(_OWN & keys.keys()) or (marked and not makes_sense(list(keys), TableKind.ANNOTATIONS, {}))

    def read(self, source: Source, options: ReadOptions) -> Tables:
        """Read items and annotations.

        Raises:
            FileError: the file is empty or not UTF-8.
            FormatError: it is not JSON, or a record is not built as Prodigy builds it.
        """
        held, style = read_json_records(source), ChoiceStyle()

        def read_one(record: Field, part: Part) -> None:
            read_record(record, part, style)

        parts, rejected = read_parts(held.records, options, read_one, f"reading {source.shown}")
        schemes = {"spans": Scheme(Kind.SPANS), "audio_spans": Scheme(Kind.SEGMENTS)}
        if style.options is not None:
            schemes["accept"] = _scheme(style, parts)
        contents = gather(parts, PRODIGY_TEXTS, schemes=schemes, rejected=rejected, notices=held.notices)
        return assemble(contents, source.shown, self.name, options.kind)

    def write(self, tables: Tables, target: BinaryIO) -> tuple[Notice, ...]:
        """Write one record for each answer; return what Prodigy has no place for."""
        return write_records(tables, target)


def _scheme(style: ChoiceStyle, parts: list[Part]) -> Scheme:
    chosen = [one.answer for part in parts for one in part.annotations if one.task == "accept"]
    several = any(isinstance(one, Choice) and len(one.labels) != 1 for one in chosen)
    labels = tuple(Label(name, shown) for name, shown in (style.options or {}).items())
    return Scheme(Kind.CATEGORIES if style.several or several else Kind.CATEGORY, labels)


PRODIGY = Prodigy()
