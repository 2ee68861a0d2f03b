"""Peaks hold the lowest and the highest sample of every stretch, at every level, for every channel."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import numpy as np
import pytest
import soundfile  # type: ignore[import-untyped]  # the package has no types

from earmark.audio import PeakFacts, examine, read_points, write_peaks

RATE = 8_000


def recording(path: Path, seconds: float, channels: int = 2, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    samples = rng.uniform(-0.9, 0.9, (int(seconds * RATE), channels))
    soundfile.write(path, samples, RATE, subtype="PCM_16")
    read, _ = soundfile.read(path, dtype="float32", always_2d=True)
    return np.asarray(read)


def level(path: Path, facts: PeakFacts, number: int) -> np.ndarray:
    """Return a level as (channels, points, 2)."""
    points = facts.levels[number].points
    return np.frombuffer(read_points(path, facts, number, 0, points), "<i2").reshape(
        facts.channels, points, 2
    )


@pytest.mark.parametrize("seconds", [0.001, 0.5, 40.0])
def test_every_point_holds_the_extremes_of_its_stretch(tmp_path: Path, seconds: float) -> None:
    samples = recording(tmp_path / "a.wav", seconds)
    facts = write_peaks(tmp_path / "a.wav", examine(tmp_path / "a.wav"), tmp_path / "a.peaks")

    for number, one in enumerate(facts.levels):
        found = level(tmp_path / "a.peaks", facts, number)
        for channel in range(2):
            parts = np.array_split(
                samples[:, channel], range(one.samples_per_point, len(samples), one.samples_per_point)
            )
            lows = [round(float(part.min()) * 32_768) for part in parts]
            highs = [round(float(part.max()) * 32_768) for part in parts]
            assert found[channel, :, 0].tolist() == lows
            assert found[channel, :, 1].tolist() == highs


def test_a_part_of_a_level_is_the_same_part_of_the_whole(tmp_path: Path) -> None:
    recording(tmp_path / "a.wav", 20)
    facts = write_peaks(tmp_path / "a.wav", examine(tmp_path / "a.wav"), tmp_path / "a.peaks")

    part = np.frombuffer(read_points(tmp_path / "a.peaks", facts, 0, 100, 150), "<i2").reshape(2, 50, 2)

    assert (part == level(tmp_path / "a.peaks", facts, 0)[:, 100:150]).all()
    assert read_points(tmp_path / "a.peaks", facts, 0, 10**9, 10**9 + 5) == b""


def test_facts_survive_being_written_down(tmp_path: Path) -> None:
    recording(tmp_path / "a.wav", 3)
    facts = write_peaks(tmp_path / "a.wav", examine(tmp_path / "a.wav"), tmp_path / "a.peaks")

    assert PeakFacts.from_json(facts.to_json()) == facts


def test_a_damaged_recording_leaves_no_peaks_behind(tmp_path: Path) -> None:
    recording(tmp_path / "a.wav", 30)
    sound = examine(tmp_path / "a.wav")
    content = (tmp_path / "a.wav").read_bytes()
    (tmp_path / "a.wav").write_bytes(content[: len(content) // 2])

    with pytest.raises(Exception, match=r"a\.wav"):
        write_peaks(tmp_path / "a.wav", sound, tmp_path / "a.peaks")

    assert [path.name for path in tmp_path.iterdir()] == ["a.wav"]


def test_memory_does_not_grow_with_the_recording(tmp_path: Path) -> None:
    peaks = []
    for minutes in (2, 16):
        with soundfile.SoundFile(tmp_path / "long.wav", "w", RATE, 2, "PCM_16") as file:
            for _ in range(minutes):
                file.write(np.zeros((60 * RATE, 2)))
        sound = examine(tmp_path / "long.wav")
        tracemalloc.start()
        write_peaks(tmp_path / "long.wav", sound, tmp_path / "long.peaks")
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert peaks[1] < 1.5 * peaks[0]
