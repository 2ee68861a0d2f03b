"""Label Studio JSON, read and written: tasks with annotations (or the older completions), and JSON_MIN."""

from __future__ import annotations

from typing import BinaryIO

from earmark.formats.contents import Part
from earmark.formats.json.field import Field
from earmark.formats.json.records import first_keys, read_json_records
from earmark.formats.registry import ReadOptions, Source
from earmark.formats.table import Tables
from earmark.formats.tools.assemble import assemble
from earmark.formats.tools.ingest import RemarkTexts, gather, read_parts
from earmark.formats.tools.label_studio.flat import read_flat
from earmark.formats.tools.label_studio.tasks import TaskReader
from earmark.formats.tools.label_studio.write import write_tasks
from earmark.model import Notice

__all__ = ["LABEL_STUDIO", "LabelStudio"]

_TEXTS = RemarkTexts(
    notices={
        "annotator-pseudonym": "Annotations by people known by e-mail only, for which a hash stands: {count}.",
        "offsets-units": "Spans that counted characters as a browser does (UTF-16), converted: {count}.",
        "offsets-differs": "Spans that quote another text than stands at their place in the item's text: {count}.",
        "answered-twice": "Annotations that answer task '{task}' twice; the last answer is kept: {count}.",
        "annotation-without-answer": "Annotations that hold no answer that can be read: {count}.",
    },
    losses={
        "unsupported-region": "Regions of type {detail} (task '{task}'), shapes on an image, a video or a series, "
        "which Earmark cannot measure: {count}.",
        "region-not-placed": "Regions of type {detail} (task '{task}') whose text is not in the export: {count}.",
        "unsupported-result": "Results of type {detail} (task '{task}'), a kind Earmark does not hold: {count}.",
        "relation": "Relations between regions: {count}.",
        "draft-not-read": "Drafts, which nobody submitted: {count}.",
        "prediction-unsupported-region": "Predicted regions of type {detail} (task '{task}'), shapes: {count}.",
        "prediction-region-not-placed": "Predicted regions of type {detail} (task '{task}') whose text is not in "
        "the export: {count}.",
        "prediction-unsupported-result": "Predicted results of type {detail} (task '{task}'): {count}.",
        "prediction-relation": "Predicted relations between regions: {count}.",
    },
)


class LabelStudio:
    """The format `label-studio`."""

    name = "label-studio"
    suffixes: tuple[str, ...] = (".label-studio.json",)

    def recognises(self, source: Source) -> bool:
        """Return whether the first object is a task with data, or a flat annotation."""
        keys = first_keys(source.head)
        tasks = keys.get("data") == "{" or (
            keys.get("annotations", keys.get("completions")) == "["
            and "text" not in keys
            and "fields" not in keys
        )
        return tasks or {"annotation_id", "annotator", "id", "lead_time"} <= keys.keys()

    def read(self, source: Source, options: ReadOptions) -> Tables:
        """Read items, annotations, gold and predictions.

        Raises:
            FileError: the file is empty or not UTF-8.
            FormatError: it is not JSON, or a record is not built as Label Studio builds it.
        """
        held = read_json_records(source)
        reader = TaskReader()

        def read_one(record: Field, part: Part) -> None:
            if "data" not in record.mapping() and "annotation_id" in record.mapping():
                read_flat(record, part)
            else:
                reader.read(record, part)

        parts, rejected = read_parts(held.records, options, read_one, f"reading {source.shown}")
        reader.complete()
        contents = gather(parts, _TEXTS, schemes=reader.schemes, rejected=rejected, notices=held.notices)
        return assemble(contents, source.shown, self.name, options.kind)

    def write(self, tables: Tables, target: BinaryIO) -> tuple[Notice, ...]:
        """Write tasks with annotations and predictions; return what Label Studio has no place for."""
        return write_tasks(tables, target)


LABEL_STUDIO = LabelStudio()
