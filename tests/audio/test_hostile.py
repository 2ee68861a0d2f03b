"""What is made to harm gets one sentence, takes little memory and little time, and leaves nothing."""

from __future__ import annotations

import os
import re
import resource
import struct
from pathlib import Path

import numpy as np
import pytest
import soundfile  # type: ignore[import-untyped]  # the package has no types

from earmark.audio import examine, write_peaks
from earmark.errors import FormatError, InputError
from tests.audio.hostile import PCM, chunk, flac_claiming, form, ogg_ending_at, riff
from tests.audio.making import KINDS, noise, write

DATA = chunk(b"data", PCM)
DAY = 24 * 3600
WAVES = {
    "no rate": riff(form(rate=0), DATA),
    "a rate of 2^31": riff(form(rate=2**31), DATA),
    "a rate of 2^32 - 1": riff(form(rate=2**32 - 1), DATA),
    "no channels": riff(form(channels=0), DATA),
    "65,535 channels": riff(form(channels=0xFFFF, bits=8), DATA),
    "samples of no bits": riff(form(bits=0), DATA),
    "a codec nobody knows": riff(form(tag=0x1234), DATA),
    "2^31 frames": riff(form(bits=8), chunk(b"data", PCM, 0x7FFFFFFF)),
    "2^62 frames": (
        b"RF64\xff\xff\xff\xffWAVE"
        + chunk(b"ds64", struct.pack("<QQQI", 2**62, 2**62, 2**62, 0))
        + form()
        + b"data\xff\xff\xff\xff"
        + PCM
    ),
    "no form": riff(DATA),
    "the form after the data": riff(DATA, form()),
    "a chunk that leads back": riff(form(), b"LIST\xf8\xff\xff\xff", DATA),
    "a chunk without an end": riff(form(), chunk(b"LIST", b"INFO", 0x7FFFFFFF), DATA),
    "chunk after chunk": riff(form(), *[chunk(b"junk", b"")] * 50_000, DATA),
    "no samples": riff(form(), chunk(b"data", b"")),
    "a header and nothing": riff(form()),
}
COMPRESSED = ("flac", "ogg", "opus", "mp3")


def _refused(path: Path) -> str:
    with pytest.raises(InputError) as refused:
        examine(path, f"calls/{path.name}")
    said = str(refused.value)
    assert said.startswith(f"calls/{path.name} ")
    assert "\n" not in said
    assert str(path.parent) not in said
    return said


@pytest.fixture
def whole(tmp_path: Path) -> dict[str, bytes]:
    """A second of noise in every compressed format."""
    return {
        kind: write(tmp_path / f"whole.{kind}", noise(48_000, 1), 48_000).read_bytes() for kind in COMPRESSED
    }


@pytest.mark.parametrize("what", WAVES)
def test_a_wav_that_lies_is_refused(what: str, tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(WAVES[what])

    _refused(tmp_path / "a.wav")


def test_chunks_within_chunks_are_passed_over(tmp_path: Path) -> None:
    nested = riff(form())
    for _ in range(50):
        nested = chunk(b"LIST", b"INFO" + nested)
    (tmp_path / "a.wav").write_bytes(riff(form(), nested, DATA))

    assert examine(tmp_path / "a.wav").frames == 8_000


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ({"total": 2**36 - 1}, "hours long"),
        ({"total": 0}, "does not say how long it is"),
        ({"total": DAY * 8_000 - 1}, "24 hours of sound in .* bytes, which can only be silence"),
        ({"total": 9_000_000, "rate": 0}, "cannot be decoded"),
        ({"total": 48_000, "rate": 2**20 - 1}, "samples a second"),
        ({"total": 48_000, "channels": 8}, "damaged"),
        ({"total": 48_000, "bits": 32}, "cannot be decoded"),
        ({"total": 48_000, "block": 0}, "damaged"),
        ({"total": 48_000, "block": 65_535}, "damaged"),
        ({"total": 49_000}, "damaged|cut off"),
    ],
)
def test_a_flac_that_claims_too_much_is_refused(
    claim: dict[str, int], said: str, whole: dict[str, bytes], tmp_path: Path
) -> None:
    (tmp_path / "a.flac").write_bytes(flac_claiming(whole["flac"], **claim))

    assert re.search(said, _refused(tmp_path / "a.flac"))


@pytest.mark.parametrize(
    "content",
    [b"fLaC" + b"\x01\0\0\0" * 200_000, b"fLaC\x01\xff\xff\xff" + bytes(100), b"fLaC\0\0\0\x22" + bytes(34)],
    ids=["blocks without end", "a block without end", "nothing said"],
)
def test_a_flac_of_blocks_that_lead_nowhere_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.flac").write_bytes(content)

    _refused(tmp_path / "a.flac")


@pytest.mark.parametrize("position", [2**62, 20 * 3600 * 48_000, -5_000])
@pytest.mark.parametrize("kind", ["ogg", "opus"])
def test_an_ogg_whose_last_page_lies_is_refused(
    kind: str, position: int, whole: dict[str, bytes], tmp_path: Path
) -> None:
    (tmp_path / "a.ogg").write_bytes(ogg_ending_at(whole[kind], position))

    _refused(tmp_path / "a.ogg")


def test_an_mp3_with_a_tag_without_end_or_a_count_that_lies_is_refused(
    whole: dict[str, bytes], tmp_path: Path
) -> None:
    at = max(whole["mp3"].find(b"Xing"), whole["mp3"].find(b"Info"))
    (tmp_path / "a.mp3").write_bytes(b"ID3\x04\0\0\x7f\x7f\x7f\x7f" + whole["mp3"])
    (tmp_path / "b.mp3").write_bytes(whole["mp3"][: at + 8] + b"\x7f\xff\xff\xff" + whole["mp3"][at + 12 :])

    _refused(tmp_path / "a.mp3")
    _refused(tmp_path / "b.mp3")


@pytest.mark.parametrize(
    "content",
    [
        b"FORM\0\0\0\0AIFF" + bytes(99),
        b"\0\0\0\x20ftypM4A " + bytes(99),
        "id,text".encode("utf-16"),
        b"PK\x03\x04",
    ],
    ids=["aiff", "m4a", "utf-16", "zip"],
)
@pytest.mark.parametrize("name", ["a.wav", "a.mp3", "a.flac"])
def test_what_is_mislabelled_is_said_to_be_no_sound(name: str, content: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)

    assert "is not a sound file" in _refused(tmp_path / name)


def test_an_hour_of_silence_is_taken_although_it_is_small(tmp_path: Path) -> None:
    silence = np.zeros((3600 * 8_000, 1), np.int16)
    soundfile.write(tmp_path / "a.flac", silence, 8_000)

    assert examine(tmp_path / "a.flac").seconds == 3600


@pytest.mark.full
def test_a_day_of_silence_in_few_bytes_is_refused(tmp_path: Path) -> None:
    """A whole one, with every one of its frames: 691 million samples in less than 2 MB."""
    hour = np.zeros((3600 * 8_000, 1), np.int16)
    with soundfile.SoundFile(tmp_path / "a.flac", "w", 8_000, 1) as file:
        for _ in range(24):
            file.write(hour)

    assert "which can only be silence" in _refused(tmp_path / "a.flac")
    assert (tmp_path / "a.flac").stat().st_size < 3 * 2**20


@pytest.mark.parametrize("kind", KINDS)
def test_headers_with_any_bytes_changed_end_in_a_sentence_or_in_peaks(kind: str, tmp_path: Path) -> None:
    """150 files a format, most of them changed where the header is; memory stays within 64 MiB."""
    draw = np.random.default_rng(20)
    real = write(tmp_path / f"real.{kind}", noise(12_000, 2), 48_000).read_bytes()
    path = tmp_path / f"a.{kind}"
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for number in range(150):
        content = bytearray(real if number % 3 else real[: int(draw.integers(1, len(real)))])
        reach = len(content) if number % 5 == 0 else min(200, len(content))
        for place in draw.integers(0, reach, int(draw.integers(1, 8))):
            content[place] = int(draw.choice([0, 1, 0x7F, 0x80, 0xFF, int(draw.integers(256))]))
        path.write_bytes(content)
        try:
            found = examine(path, "a")
            write_peaks(path, found, tmp_path / "peaks" / "a", "a")
        except InputError as problem:
            assert str(problem).startswith("a ")  # noqa: PT017  # it need not be raised

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024
    assert {one.name for one in tmp_path.iterdir()} <= {f"real.{kind}", f"a.{kind}", "peaks"}


def test_a_file_that_shrinks_while_its_peaks_are_made_leaves_none(tmp_path: Path) -> None:
    path = write(tmp_path / "a.wav", noise(48_000), 8_000)
    found = examine(path)
    os.truncate(path, 5_000)

    with pytest.raises(FormatError, match="cut off"):
        write_peaks(path, found, tmp_path / "peaks" / "a")

    assert list((tmp_path / "peaks").iterdir()) == []
