"""A sound file is what it says, or is refused in one sentence."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
import pytest
import soundfile  # type: ignore[import-untyped]  # the package has no types

from earmark.audio import blocks, examine
from earmark.errors import FileError, FormatError, InputError

RATE = 8_000
TONE = 0.5 * np.sin(np.arange(RATE) * 2 * np.pi * 440 / RATE)


@pytest.mark.parametrize(
    ("name", "subtype"),
    [
        ("a.wav", "PCM_16"),
        ("b.wav", "ULAW"),
        ("c.wav", "ALAW"),
        ("d.flac", "PCM_16"),
        ("e.ogg", "VORBIS"),
        ("f.mp3", None),
    ],
)
def test_what_is_written_is_found_again(tmp_path: Path, name: str, subtype: str | None) -> None:
    soundfile.write(tmp_path / name, np.column_stack((TONE, TONE / 2)), RATE, subtype=subtype)

    sound = examine(tmp_path / name)

    assert (sound.channels, sound.sample_rate) == (2, RATE)
    assert sound.seconds == pytest.approx(1, abs=0.2)
    assert sum(len(block) for block in blocks(tmp_path / name, 1000)) == sound.frames


def test_the_sample_calls_can_be_heard() -> None:
    with as_file(files("earmark") / "samples" / "calls") as folder:
        calls = sorted(folder.glob("*.flac"))
        sounds = [examine(call) for call in calls]

    assert len(sounds) >= 12
    assert {(sound.channels, sound.sample_rate) for sound in sounds} == {(2, RATE)}
    assert all(45 <= sound.seconds <= 60 for sound in sounds)


@pytest.mark.real
def test_real_meetings_are_read_whole(real_data: Path) -> None:
    found = [examine(path) for path in sorted((real_data / "ami_excerpts" / "audio").glob("*.wav"))]

    assert sum(sound.seconds for sound in found) == pytest.approx(120, abs=0.01)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b"this is a text, whatever its name says" * 10, "is not a sound file"),
        (b"RIFF\xff\xff\xff\x7fWAVEfmt \x10\x00\x00\x00", "bad.wav"),
        (b"\x00" * 5000, "is not a sound file"),
    ],
    ids=["empty", "text", "header only", "zeros"],
)
def test_what_is_no_sound_gets_one_sentence(tmp_path: Path, content: bytes, told: str) -> None:
    (tmp_path / "bad.wav").write_bytes(content)

    with pytest.raises(InputError, match=told) as caught:
        examine(tmp_path / "bad.wav")

    assert "bad.wav" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", np.tile(TONE, 20), RATE)
    content = (tmp_path / "a.wav").read_bytes()
    (tmp_path / "a.wav").write_bytes(content[: len(content) // 3])

    with pytest.raises(FormatError, match="cut off"):
        examine(tmp_path / "a.wav")


def test_a_header_that_claims_the_impossible_is_refused(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", TONE, RATE)
    content = bytearray((tmp_path / "a.wav").read_bytes())
    content[22:24] = (60_000).to_bytes(2, "little")  # channels
    (tmp_path / "a.wav").write_bytes(bytes(content))

    with pytest.raises(InputError):
        examine(tmp_path / "a.wav")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"gone\.wav"):
        examine(tmp_path / "gone.wav")


def test_damaged_files_never_end_in_anything_but_one_sentence(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    soundfile.write(tmp_path / "a.flac", TONE, RATE)
    whole = (tmp_path / "a.flac").read_bytes()
    for _ in range(300):
        content = bytearray(whole[: int(rng.integers(1, len(whole)))])
        for place in rng.integers(0, len(content), 5):
            content[place] = int(rng.integers(256))
        (tmp_path / "b.flac").write_bytes(bytes(content))
        said = ""
        try:
            examine(tmp_path / "b.flac")
        except InputError as problem:
            said = str(problem)
        assert said == "" or "b.flac" in said
