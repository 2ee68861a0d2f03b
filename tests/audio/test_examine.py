"""A sound file is taken for what it holds, and refused in one sentence when it is not what it claims."""

from __future__ import annotations

import resource
from pathlib import Path

import numpy as np
import pytest

from earmark.audio import blocks, examine, media_type
from earmark.errors import FileError, FormatError, InputError
from tests.audio.making import KINDS, RATE, noise, wav_header, write


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_known_by_what_it_holds(kind: str, tmp_path: Path) -> None:
    rate = 48_000 if kind == "opus" else RATE
    path = write(tmp_path / f"a.{kind}", noise(rate * 2), rate)

    found = examine(path)

    assert (found.channels, found.sample_rate, found.frames) == (2, rate, rate * 2)
    assert found.seconds == 2.0
    assert media_type(path) == found.media_type


@pytest.mark.parametrize("kind", KINDS)
def test_the_name_decides_nothing(kind: str, tmp_path: Path) -> None:
    path = write(tmp_path / f"a.{kind}", noise(48_000), 48_000)

    assert examine(path.rename(tmp_path / "call.data")).kind in ("ogg" if kind == "opus" else kind)


@pytest.mark.parametrize("share", [0.97, 0.5, 0.1, 0.01])
@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_is_cut_off_is_refused(kind: str, share: float, tmp_path: Path) -> None:
    whole = write(tmp_path / f"a.{kind}", noise(48_000 * 3), 48_000).read_bytes()
    (tmp_path / f"b.{kind}").write_bytes(whole[: int(len(whole) * share)])

    with pytest.raises(FormatError, match=rf"^b\.{kind} (is (cut off|damaged)|cannot be decoded)"):
        examine(tmp_path / f"b.{kind}")


HOSTILE = {
    "text.wav": (b"conversation_id,turn\nc1,0\n", "is not a sound file Earmark knows"),
    "page.mp3": (b"<!doctype html><title>Not found</title>", "is not a sound file Earmark knows"),
    "channels.wav": (wav_header(channels=0xFFFF, data=8_000) + bytes(8_000), "cannot be decoded|channels"),
    "many.wav": (wav_header(channels=64, data=12_800) + bytes(12_800), "64 channels"),
    "length.wav": (wav_header(data=0x7FFFFFFF) + bytes(100), "cut off: its header announces 2,147,483,647"),
    "rate.wav": (wav_header(rate=10, data=1_000) + bytes(1_000), "10 samples a second"),
    "nothing.wav": (wav_header(data=0), "no sound"),
    "junk.wav": (b"RIFF\xff\xff\xff\x7fWAVE" + b"junk\x00\x00\x00\x00" * 5_000, "before any sound begins"),
    "junk.flac": (b"fLaC" + bytes(range(256)) * 8, "cannot be decoded"),
    "junk.ogg": (b"OggS" + bytes(range(256)) * 8, "cut off|cannot be decoded"),
    "junk.mp3": (b"\xff\xfb\x90\x00" + bytes(3_000), "cannot be decoded"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_only_looks_like_sound_is_refused_in_one_sentence(name: str, tmp_path: Path) -> None:
    content, said = HOSTILE[name]
    (tmp_path / name).write_bytes(content)

    with pytest.raises(InputError, match=said) as refused:
        examine(tmp_path / name, "calls/" + name)

    sentence = str(refused.value)
    assert sentence.startswith(f"calls/{name} ")
    assert "\n" not in sentence
    assert str(tmp_path) not in sentence


def test_a_header_that_claims_weeks_is_refused(tmp_path: Path) -> None:
    """The 36 bits of a FLAC header that say how many samples there are."""
    content = bytearray(write(tmp_path / "a.flac", noise(16_000)).read_bytes())
    content[21] |= 0x0F
    content[22:26] = b"\xff" * 4
    (tmp_path / "a.flac").write_bytes(content)

    with pytest.raises(FormatError, match="hours long"):
        examine(tmp_path / "a.flac")


def test_an_empty_file_is_said_to_be_empty(tmp_path: Path) -> None:
    (tmp_path / "a.wav").touch()

    with pytest.raises(FileError, match=r"^a\.wav is empty \(0 bytes\)"):
        examine(tmp_path / "a.wav")


def test_a_file_that_is_not_there_is_said_not_to_be_there(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no such file"):
        examine(tmp_path / "a.wav")


def test_a_wav_written_to_a_pipe_is_taken(tmp_path: Path) -> None:
    """Its writer could not go back to say how long it became."""
    content = wav_header(data=0xFFFFFFFF) + noise(RATE, 1).astype("<i2").tobytes()
    (tmp_path / "a.wav").write_bytes(content)

    assert examine(tmp_path / "a.wav").frames == RATE


@pytest.mark.parametrize("size", [1, 1_000, 16_384, 1_000_000])
def test_blocks_together_are_the_file(size: int, tmp_path: Path) -> None:
    samples = noise(3_000 if size == 1 else 40_000)
    path = write(tmp_path / "a.wav", samples, subtype="FLOAT")

    assert np.array_equal(np.concatenate(list(blocks(path, size))), samples)


def test_what_is_no_number_becomes_silence(tmp_path: Path) -> None:
    samples = noise(100, 1)
    samples[7], samples[8] = np.nan, np.inf
    path = write(tmp_path / "a.wav", samples, subtype="FLOAT")

    (block,) = blocks(path, 100)

    assert (block[7, 0], block[8, 0]) == (0.0, 1.0)


def test_blocks_of_a_file_that_ends_early_end_with_a_sentence(tmp_path: Path) -> None:
    whole = write(tmp_path / "a.mp3", noise(RATE * 3)).read_bytes()
    (tmp_path / "a.mp3").write_bytes(whole[: len(whole) // 2])

    with pytest.raises(FormatError, match="cut off"):
        list(blocks(tmp_path / "a.mp3", 4_096))


def test_a_large_claim_takes_no_memory(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(wav_header(channels=16, data=0x7FFFFFF0) + bytes(100_000))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    with pytest.raises(FormatError):
        examine(tmp_path / "a.wav")

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000
