"""From shards to parts: rows go to the bucket of their item, and buckets next to each other make a part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa

from earmark.engines.hashing import buckets_of
from earmark.engines.shards import Reading, Shard, Told, pieces_of

__all__ = ["BUCKETS", "PART_ROWS", "grouped", "joined", "split_shard"]

BUCKETS = 128
"""How many buckets there are: fixed, since parts, and so the order of merging, follow from it."""

PART_ROWS = 1 << 20
"""How many rows a part has at most, if buckets are as small as that."""


def split_shard(shard: Shard, reading: Reading) -> Iterator[tuple[list[tuple[int, pa.Table]], Told]]:
    """Yield for each piece of a shard its rows by bucket (those that have any), and what there is to tell of it."""
    for table in pieces_of(shard, reading):
        bucket = buckets_of(table.data["item_id"], BUCKETS)
        order = np.argsort(bucket, kind="stable")
        sorted_rows = table.data.take(pa.array(order))
        ends = np.searchsorted(bucket[order], np.arange(BUCKETS + 1))
        rows = [
            (one, sorted_rows.slice(ends[one], ends[one + 1] - ends[one]))
            for one in range(BUCKETS)
            if ends[one + 1] > ends[one]
        ]
        yield rows, Told.of(table)


def grouped(rows: Sequence[int]) -> list[range]:
    """Return which buckets, given how many rows each has, make up each part: one for each, or 2, 4, … together.

    So many that a part has at most PART_ROWS rows on average: it follows from the table alone.

    >>> grouped([0] * 127 + [5])
    [range(0, 128)]
    """
    parts = 1
    while parts < len(rows) and sum(rows) > parts * PART_ROWS:
        parts *= 2
    size = len(rows) // parts
    return [range(first, first + size) for first in range(0, len(rows), size)]


def joined(pieces: Sequence[pa.Table]) -> pa.Table:
    """Return pieces as one table, each column's words told apart once; a column some lack is empty there."""
    whole = pa.concat_tables([_same(piece) for piece in pieces], promote_options="default")
    return whole.unify_dictionaries().combine_chunks()


def _same(piece: pa.Table) -> pa.Table:
    """Return a piece with words as words of one type, so that pieces of all shards go together."""
    return pa.table(
        {
            name: piece[name].dictionary_encode() if pa.types.is_string(piece[name].type) else piece[name]
            for name in piece.column_names
        }
    )
