"""fastText lines: labels as words that begin with `__label__`, then the text."""

from __future__ import annotations

from typing import BinaryIO

from earmark.formats.contents import Part, Remark
from earmark.formats.json.field import Field
from earmark.formats.json.records import text_of
from earmark.formats.registry import ReadOptions, Source
from earmark.formats.rows import contents_of, items_named
from earmark.formats.table import TableKind, Tables
from earmark.formats.tools.assemble import assemble
from earmark.formats.tools.ingest import RemarkTexts, gather, read_parts
from earmark.formats.tools.writing import by_item, losses_of, refuse_nothing
from earmark.model import Annotation, Choice, Item, Notice

__all__ = ["FASTTEXT", "FastText"]

_MARK = "__label__"
_TOOL = "fastText"
_TEXTS = RemarkTexts(
    notices={
        "item-without-text": "Lines that have labels but no text, so nobody can check them: {count}.",
        "unlabelled": "Lines without a label: {count}.",
    },
    losses={},
)


class FastText:
    """The format `fasttext`."""

    name = "fasttext"
    suffixes: tuple[str, ...] = (".fasttext.txt",)

    def recognises(self, source: Source) -> bool:
        """Return whether the first line begins with a label."""
        return source.head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(_MARK.encode())

    def read(self, source: Source, options: ReadOptions) -> Tables:
        """Read items and annotations; fastText names neither items (the line's number is taken) nor annotators.

        Raises:
            FileError: the file is empty or not UTF-8.
        """
        lines = enumerate(text_of(source).split("\n"), 1)
        records = [Field.record(line.strip(), source.shown, number) for number, line in lines if line.strip()]
        parts, rejected = read_parts(records, options, _read_line, f"reading {source.shown}")
        return assemble(gather(parts, _TEXTS, rejected=rejected), source.shown, self.name, options.kind)

    def write(self, tables: Tables, target: BinaryIO) -> tuple[Notice, ...]:
        """Write one line for each answer that is a choice; return what a line has no place for.

        Raises:
            FormatError: no answer can be held.
        """
        contents = contents_of(tables)
        given = by_item(contents.annotations)
        remarks = [Remark("ids-not-held", item_id, None, _TOOL) for item_id in items_named(contents)]
        lines: list[str] = []
        for item in items_named(contents).values():
            for one in given.get(item.id, []):
                line = _line(item, one)
                if line is None:
                    remarks.append(Remark("answer-not-held", item.id, one.task or None, _TOOL))
                else:
                    lines.append(line)
        refuse_nothing(contents, len(lines), _TOOL)
        target.write("".join(f"{line}\n" for line in lines).encode())
        held = {TableKind.ANNOTATIONS: ("item_id", "label", "outcome"), TableKind.ITEMS: ("item_id", "text")}
        return losses_of(tables, held, remarks, _TOOL)


def _read_line(record: Field, part: Part) -> None:
    labels, words = [], record.text().split(" ")
    while words and words[0].startswith(_MARK):
        labels.append(words.pop(0).removeprefix(_MARK))
    if not all(labels):
        raise record.bad(f"a label after each {_MARK}")
    item_id, text = str(record.row), " ".join(words)
    if not text:
        part.remark("item-without-text", item_id)
    part.items.append(Item(item_id, text or None))
    if not labels:
        part.remark("unlabelled", item_id)
        return
    part.remark("annotator-unnamed", item_id)
    part.annotations.append(Annotation(item_id, "unnamed", Choice(tuple(labels))))


def _line(item: Item, one: Annotation) -> str | None:
    if not isinstance(one.answer, Choice) or not one.answer.labels:
        return None
    if any(any(char.isspace() for char in label) for label in one.answer.labels):
        return None
    text = " ".join((item.text or "").split())
    return " ".join([*(_MARK + label for label in one.answer.labels), text]).rstrip()


FASTTEXT = FastText()
