"""Peaks: the lowest and the highest sample of every stretch of a recording, in levels that get coarser.

The file holds level after level, fine to coarse; in a level channel after channel; in a channel a low and a
high for each point, as 16-bit whole numbers (little-endian, full scale 32,768). So any stretch of any level is
one read for each channel, however long the recording.
"""

from __future__ import annotations

import math
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from earmark.audio.decode import Samples, Sound, blocks
from earmark.audio.source import Source
from earmark.errors import FormatError

__all__ = ["PeakFacts", "PeakLevel", "read_points", "write_peaks"]

BITS = 16
FULL = 1 << (BITS - 1)
STEP = 4
"""How many points of a level make one of the next."""

POINTS_A_SECOND = 250
ENOUGH = 2_000
"""A level with no more points than this is the last: a screen is not wider."""

_POINTS_AT_ONCE = 1 << 14
_BYTES = 2 * BITS // 8

_Lows: TypeAlias = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class PeakLevel:
    """One level: how many samples are in a point, and how many points there are."""

    samples_per_point: int
    points: int


@dataclass(frozen=True, slots=True)
class PeakFacts:
    """What a file of peaks holds."""

    sample_rate: int
    channels: int
    seconds: float
    levels: tuple[PeakLevel, ...]
    bits: int = BITS

    @classmethod
    def of(cls, sound: Sound) -> PeakFacts:
        """Return the levels a recording gets.

        >>> PeakFacts.of(Sound("wav", 2, 8_000, 480_000)).levels[0]
        PeakLevel(samples_per_point=32, points=15000)
        """
        size = 1 << max(0, round(math.log2(sound.sample_rate / POINTS_A_SECOND)))
        levels = [PeakLevel(size, -(-sound.frames // size))]
        while levels[-1].points > ENOUGH:
            size *= STEP
            levels.append(PeakLevel(size, -(-sound.frames // size)))
        return cls(sound.sample_rate, sound.channels, sound.seconds, tuple(levels))

    @classmethod
    def from_json(cls, facts: dict[str, Any]) -> PeakFacts:
        """Return the facts as `to_json` gave them."""
        levels = tuple(PeakLevel(one["samples_per_point"], one["points"]) for one in facts["levels"])
        return cls(facts["sample_rate"], facts["channels"], facts["seconds"], levels, facts["bits"])

    def to_json(self) -> dict[str, Any]:
        """Return the fields, the levels as a list of objects."""
        return {
            "sample_rate": self.sample_rate,
            "channels": self.channels,
            "seconds": self.seconds,
            "bits": self.bits,
            "levels": [
                {"samples_per_point": one.samples_per_point, "points": one.points} for one in self.levels
            ],
        }

    def place(self, level: int, channel: int, point: int = 0) -> int:
        """Return where a point lies in the file, in bytes from its start."""
        before = sum(one.points for one in self.levels[:level]) * self.channels
        return (before + self.levels[level].points * channel + point) * _BYTES


def write_peaks(source: Source, sound: Sound, target: Path, shown: str | None = None) -> PeakFacts:
    """Decode a recording once and write its peaks; `target` is there whole or not at all.

    The memory it takes does not depend on the length of the recording.

    Raises:
        FileError: the recording cannot be read.
        FormatError: it is damaged, or ends before its announced end.
    """
    facts = PeakFacts.of(sound)
    draft = target.with_name(f"{target.name}.{os.getpid()}.draft")
    draft.parent.mkdir(parents=True, exist_ok=True)
    try:
        with draft.open("wb+", buffering=0) as file:
            _write_finest(source, facts, file.fileno(), shown)
            for level in range(1, len(facts.levels)):
                _write_coarser(facts, level, file.fileno())
            os.fsync(file.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return facts


def _write_finest(source: Source, facts: PeakFacts, file: int, shown: str | None) -> None:
    size, points = facts.levels[0].samples_per_point, facts.levels[0].points
    first = 0
    for block in blocks(source, _POINTS_AT_ONCE * size, shown):
        if block.shape[1] != facts.channels or first >= points:
            raise FormatError(f"{shown or source.name} changed while it was read; try again")
        lows, highs = _extremes(block, size)
        for channel in range(facts.channels):
            pairs = np.column_stack((lows[:, channel], highs[:, channel]))
            os.pwrite(file, pairs.astype("<i2").tobytes(), facts.place(0, channel, first))
        first += len(lows)
    if first < points:  # a decoder that finds less than was announced may say nothing of it
        raise FormatError(
            f"{shown or source.name} is cut off, or changed while it was read; copy or export it again"
        )


def _extremes(block: Samples, size: int) -> tuple[_Lows, _Lows]:
    starts = np.arange(0, len(block), size)
    scaled = np.clip(np.rint(block * FULL), -FULL, FULL - 1)
    lows = np.minimum.reduceat(scaled, starts, axis=0)
    highs = np.maximum.reduceat(scaled, starts, axis=0)
    return lows.astype(np.int16), highs.astype(np.int16)


def _write_coarser(facts: PeakFacts, level: int, file: int) -> None:
    finer = facts.levels[level - 1].points
    for channel in range(facts.channels):
        for first in range(0, finer, _POINTS_AT_ONCE * STEP):
            count = min(_POINTS_AT_ONCE * STEP, finer - first)
            pairs = _pairs(file, facts.place(level - 1, channel, first), count)
            starts = np.arange(0, count, STEP)
            lows = np.minimum.reduceat(pairs[:, 0], starts)
            highs = np.maximum.reduceat(pairs[:, 1], starts)
            coarser = np.column_stack((lows, highs)).astype("<i2").tobytes()
            os.pwrite(file, coarser, facts.place(level, channel, first // STEP))


def _pairs(file: int, place: int, count: int) -> NDArray[np.int16]:
    return np.frombuffer(os.pread(file, count * _BYTES, place), "<i2").reshape(-1, 2)


def read_points(path: Path, facts: PeakFacts, level: int, first: int, last: int) -> bytes:
    """Return the points [first, last) of a level: channel after channel, in each low and high by turns.

    Raises:
        IndexError: there is no such level.
        OSError: the file cannot be read.
    """
    points = facts.levels[level].points
    start, end = min(max(first, 0), points), min(max(last, 0), points)
    count = max(0, end - start)
    with path.open("rb", buffering=0) as file:
        parts = [
            os.pread(file.fileno(), count * _BYTES, facts.place(level, channel, start))
            for channel in range(facts.channels)
        ]
    return b"".join(parts)
