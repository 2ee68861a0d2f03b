"""Peaks: the lowest and highest sample of every stretch, at every level, wherever blocks begin and end."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import earmark.audio.peaks as module
from earmark.audio import PeakFacts, Sound, examine, read_points, write_peaks
from earmark.errors import FormatError
from tests.audio.making import noise, write


def _made(folder: Path, samples: NDArray[np.float32], rate: int = 8_000) -> tuple[Path, PeakFacts]:
    source = write(folder / "a.wav", samples, rate, subtype="FLOAT")
    facts = write_peaks(source, examine(source), folder / "a.peaks")
    return folder / "a.peaks", facts


def _points(path: Path, facts: PeakFacts, level: int, first: int, last: int) -> NDArray[np.int16]:
    """Return channels × points × (low, high)."""
    content = read_points(path, facts, level, first, last)
    return np.frombuffer(content, "<i2").reshape(facts.channels, -1, 2)


@pytest.mark.parametrize("frames", [1, 31, 32, 33, 8_000, 100_003])
@pytest.mark.parametrize("channels", [1, 2, 5])
def test_every_point_is_the_lowest_and_highest_of_its_samples(
    frames: int, channels: int, tmp_path: Path
) -> None:
    samples = noise(frames, channels)
    path, facts = _made(tmp_path, samples)
    scaled = np.rint(samples * 32_768)

    for number, level in enumerate(facts.levels):
        found = _points(path, facts, number, 0, level.points)
        size = level.samples_per_point
        for point in {0, level.points // 2, level.points - 1}:
            stretch = scaled[point * size : (point + 1) * size]
            expected = np.stack((stretch.min(axis=0), stretch.max(axis=0)), axis=1)
            assert np.array_equal(found[:, point], expected)


def test_any_stretch_is_a_slice_of_the_whole(tmp_path: Path) -> None:
    path, facts = _made(tmp_path, noise(50_000))
    whole = _points(path, facts, 0, 0, facts.levels[0].points)

    for first, last in [
        (0, 1),
        (17, 400),
        (1_000, 1_563),
        (1_500, 9_999),
        (0, 0),
        (40, 20),
        (99_999, 100_000),
    ]:
        assert np.array_equal(_points(path, facts, 0, first, last), whole[:, first : max(first, last)])


def test_where_blocks_end_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, _ = _made(tmp_path, noise(60_000))
    whole = path.read_bytes()

    for points_at_once in (1, 7, 250):
        monkeypatch.setattr(module, "_POINTS_AT_ONCE", points_at_once)
        _made(tmp_path, noise(60_000))
        assert path.read_bytes() == whole


def test_levels_get_coarser_until_a_screen_is_enough() -> None:
    facts = PeakFacts.of(Sound("wav", 2, 8_000, 4 * 3600 * 8_000))

    sizes = [level.samples_per_point for level in facts.levels]
    assert sizes == [32 * 4**number for number in range(len(sizes))]
    assert facts.levels[-1].points <= 2_000 < facts.levels[-2].points


def test_facts_survive_the_way_through_json() -> None:
    facts = PeakFacts.of(Sound("flac", 3, 44_100, 1_234_567))

    assert PeakFacts.from_json(facts.to_json()) == facts


def test_the_file_is_as_long_as_its_facts_say(tmp_path: Path) -> None:
    path, facts = _made(tmp_path, noise(70_001))

    assert path.stat().st_size == sum(level.points for level in facts.levels) * facts.channels * 4


def test_what_is_louder_than_full_scale_is_full_scale(tmp_path: Path) -> None:
    path, facts = _made(tmp_path, np.array([[2.0], [-2.0]], np.float32))

    assert _points(path, facts, 0, 0, 1).tolist() == [[[-32_768, 32_767]]]


def test_a_recording_that_cannot_be_read_to_its_end_leaves_no_peaks(tmp_path: Path) -> None:
    source = write(tmp_path / "a.flac", noise(48_000), 8_000)
    sound = examine(source)
    content = bytearray(source.read_bytes())
    content[len(content) // 2 :] = bytes(len(content) - len(content) // 2)
    source.write_bytes(content)

    with pytest.raises(FormatError):
        write_peaks(source, sound, tmp_path / "peaks" / "a.peaks")

    assert list((tmp_path / "peaks").iterdir()) == []


@pytest.mark.real
def test_real_speech_has_its_peaks_where_it_is_loud(real_data: Path, tmp_path: Path) -> None:
    import soundfile  # type: ignore[import-untyped]  # the package has no types

    source = real_data / "ami_excerpts" / "audio" / "dev00.wav"
    samples, _ = soundfile.read(source, dtype="int16", always_2d=True)
    facts = write_peaks(source, examine(source), tmp_path / "a.peaks")

    found = _points(tmp_path / "a.peaks", facts, 0, 0, facts.levels[0].points)
    loudest = int(np.abs(samples.astype(int)).max(axis=1).argmax())

    assert found.min() == samples.min()
    assert found.max() == samples.max()
    point = loudest // facts.levels[0].samples_per_point
    assert abs(int(samples[loudest, 0])) in (abs(int(found[0, point, 0])), abs(int(found[0, point, 1])))
