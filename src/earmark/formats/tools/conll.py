"""CoNLL columns: a token a line, its tag in the last column, an empty line between texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
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
from earmark.model import Annotation, Answer, Item, Kind, Mark, Marks, Notice, Scheme, as_text

__all__ = ["CONLL", "Conll"]

_TOOL = "CoNLL"
_TAG = re.compile(r"O|[BIELSU]-\S+")
_TEXTS = RemarkTexts(
    notices={
        "tokens-joined": "Texts put together from tokens with a space between them, as CoNLL keeps no spaces: {count}."
    },
    losses={"columns-not-held": "Texts whose tokens have more columns than token and tag: {count}."},
)


class Conll:
    """The format `conll`: tags B, I, O, and E, L, S, U of the longer schemes."""

    name = "conll"
    suffixes: tuple[str, ...] = (".conll",)

    def recognises(self, source: Source) -> bool:
        """Return whether the complete lines of the head all end in a tag."""
        lines = source.head.decode("utf-8", "replace").removeprefix("\ufeff").split("\n")
        whole = [line for line in lines[:-1] or lines if line.strip() and not line.startswith("-DOCSTART-")]
        cells = [line.split() for line in whole]
        return bool(cells) and all(len(row) > 1 and _TAG.fullmatch(row[-1]) for row in cells)

    def read(self, source: Source, options: ReadOptions) -> Tables:
        """Read items and spans; texts are numbered, and there are no annotators in the file.

        Raises:
            FileError: the file is empty or not UTF-8.
            FormatError: a line has no tag.
        """
        blocks = list(_blocks(text_of(source)))
        records = [Field.record(block, source.shown, number) for number, block in enumerate(blocks, 1)]
        parts, rejected = read_parts(records, options, _read_block, f"reading {source.shown}")
        contents = gather(parts, _TEXTS, schemes={"": Scheme(Kind.SPANS)}, rejected=rejected)
        return assemble(contents, source.shown, self.name, options.kind)

    def write(self, tables: Tables, target: BinaryIO) -> tuple[Notice, ...]:
        """Write each answer that marks spans as tokens with B, I and O; words are cut where a span begins or ends.

        Raises:
            FormatError: no answer can be held.
        """
        contents, written = contents_of(tables), 0
        remarks = [Remark("ids-not-held", item_id, None, _TOOL) for item_id in items_named(contents)]
        given = by_item(contents.annotations)
        for item in items_named(contents).values():
            for one in given.get(item.id, []):
                lines = _lines(item.text, one.answer)
                if lines is None:
                    remarks.append(Remark("answer-not-held", item.id, one.task or None, _TOOL))
                    continue
                written += 1
                target.write(("\n".join(lines) + "\n\n").encode())
        refuse_nothing(contents, written, _TOOL)
        held = {TableKind.ANNOTATIONS: ("item_id", "label", "outcome"), TableKind.ITEMS: ("item_id", "text")}
        return losses_of(tables, held, remarks, _TOOL)


def _lines(text: str | None, answer: Answer | None) -> list[str] | None:
    """The lines of an answer; None where a span has no label, overlaps another, or begins or ends in a space."""
    if not isinstance(answer, Marks) or text is None or not text.strip():
        return None
    cuts = sorted({int(edge) for mark in answer.marks for edge in (mark.start, mark.end)})
    tokens = [token for word in re.finditer(r"\S+", text) for token in _cut(*word.span(), cuts)]
    starts = {start: at for at, (start, _) in enumerate(tokens)}
    ends = {end: at for at, (_, end) in enumerate(tokens)}
    tags = ["O"] * len(tokens)
    for mark in answer.marks:
        first, last = starts.get(int(mark.start)), ends.get(int(mark.end))
        if mark.unit != "char" or mark.label is None or not re.fullmatch(r"\S+", mark.label):
            return None
        if first is None or last is None or first > last or any(tag != "O" for tag in tags[first : last + 1]):
            return None
        tags[first : last + 1] = [f"B-{mark.label}", *[f"I-{mark.label}"] * (last - first)]
    return [f"{text[start:end]}\t{tag}" for (start, end), tag in zip(tokens, tags, strict=True)]


def _cut(start: int, end: int, cuts: list[int]) -> Iterator[tuple[int, int]]:
    """A word as tokens, cut where a span begins or ends within it."""
    edges = [start, *(cut for cut in cuts if start < cut < end), end]
    return pairwise(edges)


def _blocks(text: str) -> Iterator[list[str]]:
    block: list[str] = []
    for line in [*text.split("\n"), ""]:
        if line.strip() and not line.startswith("-DOCSTART-"):
            block.append(line.rstrip("\r"))
        elif block:
            yield block
            block = []


def _read_block(record: Field, part: Part) -> None:
    item_id, tokens, tags = str(record.row), [], []
    for line in record.entries():
        cells = line.text().split()
        if len(cells) < 2 or not _TAG.fullmatch(cells[-1]):
            raise line.bad("a token and its tag: O, or B-, I-, E-, S-, L- or U- and a label")
        tokens.append(cells[0])
        tags.append(cells[-1])
        if len(cells) > 2 and len(tokens) == 1:
            part.remark("columns-not-held", item_id)
    part.items.append(Item(item_id, " ".join(tokens)))
    part.remark("tokens-joined", item_id)
    part.remark("annotator-unnamed", item_id)
    part.annotations.append(Annotation(item_id, "unnamed", Marks(tuple(_spans(tokens, tags)))))


def _spans(tokens: list[str], tags: list[str]) -> Iterator[Mark]:
    """The spans of the tags: one ends where a tag is O, begins anew, or has another label."""
    at, start, label = 0, 0, ""
    for token, tag in zip([*tokens, ""], [*tags, "O"], strict=True):
        prefix, _, name = tag.partition("-")
        if label and (name != label or prefix in ("B", "S", "U")):
            yield Mark(start, at - 1, "char", as_text(label))
            label = ""
        if name and not label:
            start, label = at, name
        at += len(token) + 1
        if label and prefix in ("E", "L", "S", "U"):
            yield Mark(start, at - 1, "char", as_text(label))
            label = ""


CONLL = Conll()
