"""Rows of tables and lines of RTTM, one conversation after the other, in the order of their turns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from earmark.errors import BadCell
from earmark.formats.registry import Source
from earmark.formats.rttm import Speech, read_rttm
from earmark.formats.turns import TurnTable
from earmark.server.conversations.importing.plan import FileReport, Options

__all__ = ["Row", "rows_of_rttm", "rows_of_table", "shows_something"]

_AT_ONCE = 2_000
_PLAIN = ("conversation_id", "turn", "speaker", "text", "start", "end", "audio", "domain", "language")


@dataclass(frozen=True, slots=True)
class Row:
    """A row as the file has it. `turn` is None where rows are in order but not numbered.

    `single` says that the row is a conversation of its own.
    """

    row: int
    conversation: str | None
    item: str | None = None
    turn: int | None = None
    speaker: str | None = None
    channel: str | None = None
    text: str | None = None
    start: float | None = None
    end: float | None = None
    audio: str | None = None
    domain: str | None = None
    language: str | None = None
    single: bool = False


def shows_something(read: TurnTable, options: Options) -> bool:
    """Tell whether the table has a column with something to see or to hear."""
    held = (
        {"text", "audio"}
        if not {"start", "end"} <= set(read.table.data.column_names)
        else {"text", "audio", "start"}
    )
    return any(read.table.has(name) and name not in options.ignored for name in held)


def rows_of_table(read: TurnTable, options: Options, report: FileReport) -> Iterator[Row]:
    """Yield the rows, those of a conversation together, by turn; conversations as they first appear."""
    data = read.table.data
    columns = {name: data[name] for name in _PLAIN if read.table.has(name) and name not in options.ignored}
    channel = options.named.get("channel", "channel")
    if channel in data.column_names and "channel" not in options.ignored:
        columns["channel"] = data[channel]
    item = data["item_id"]
    single = "conversation_id" not in columns
    if single:
        columns["conversation_id"] = item
    elif read.numbered or "item_id" in options.ignored or _repeats(item, report):
        item = pa.nulls(len(data), pa.string())
    row = item_row = data["row"]
    if read.numbered:  # what was counted before broken rows were left out
        row = item_row = pc.cast(data["item_id"].cast(pa.string()), pa.int64())
    stem = PurePosixPath(report.name).name.partition(".")[0] if read.numbered and single else None
    order = _order(columns["conversation_id"], columns.get("turn"), np.asarray(item_row))
    for first in range(0, len(order), _AT_ONCE):
        some = order[first : first + _AT_ONCE]
        yield from _taken(columns | {"item": item, "row": row}, some, single=single, stem=stem)


def _repeats(item: pa.ChunkedArray, report: FileReport) -> bool:
    repeated = len(item) - int(pc.count_distinct(item.cast(pa.string())).as_py())
    report.count("ids-repeated", repeated)
    return repeated > 0


def _order(conversation: Any, turn: Any, row: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the positions of the rows by conversation (as they first appear), turn, and row."""
    encoded = conversation.combine_chunks() if isinstance(conversation, pa.ChunkedArray) else conversation
    encoded = encoded if pa.types.is_dictionary(encoded.type) else encoded.dictionary_encode()
    codes = np.asarray(encoded.indices.fill_null(-1), np.int64)
    _, first, inverse = np.unique(codes, return_index=True, return_inverse=True)
    rank = np.argsort(np.argsort(first))[inverse]
    turns = row if turn is None else np.asarray(turn.fill_null(-1), np.int64)
    return np.lexsort((row, turns, rank))


def _taken(
    columns: dict[str, Any], some: NDArray[np.int64], *, single: bool, stem: str | None
) -> Iterator[Row]:
    index = pa.array(some)
    lists = {name: column.take(index).to_pylist() for name, column in columns.items()}
    names = list(lists)
    for values in zip(*lists.values(), strict=True):
        held = dict(zip(names, values, strict=True))
        conversation = held.pop("conversation_id")
        if stem is not None:
            conversation = held["item"] = f"{stem}:{held['row']}"
        channel = held.pop("channel", None)
        said = None if channel is None else str(channel)
        yield Row(conversation=conversation, channel=said, single=single, **held)


def rows_of_rttm(source: Source, report: FileReport) -> Iterator[Row]:
    """Yield the stretches of speech, those of a recording together, by time."""
    found: dict[str, list[Speech]] = {}
    for line in read_rttm(source):
        if isinstance(line, BadCell):
            report.reject(line)
        elif line is None:
            report.count("lines-passed-over")
        else:
            found.setdefault(line.recording, []).append(line)
    for recording, speech in found.items():
        several = len({one.channel for one in speech}) > 1
        for one in sorted(speech, key=lambda one: (one.start, one.end, one.line)):
            yield Row(
                row=one.line,
                conversation=recording,
                speaker=one.speaker,
                channel=_from_zero(one.channel) if several else None,
                start=one.start,
                end=one.end,
            )


def _from_zero(channel: str | None) -> str | None:
    """RTTM counts channels from 1."""
    if channel is None or not channel.isdecimal():
        return channel
    return str(max(0, int(channel) - 1))
