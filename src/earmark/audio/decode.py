"""What a sound file holds, and its samples block by block: in bounded memory, whatever its header claims."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import soundfile  # type: ignore[import-untyped]  # the package has no types
from numpy.typing import NDArray

from earmark.audio.containers import MEDIA_TYPES, container, refuse_cut_off
from earmark.audio.source import Source, Watched, reading, size_of
from earmark.errors import FileError, FormatError

__all__ = ["SUFFIXES", "Samples", "Sound", "blocks", "examine", "media_type"]

SUFFIXES = (".wav", ".flac", ".mp3", ".ogg", ".oga", ".opus")
"""The endings of the names of sound files that can be read."""

ALLOWED = "WAV, FLAC, MP3, OGG and Opus can be read"
MOST_CHANNELS = 16
RATES = (1_000, 384_000)
LONGEST = 24 * 3600
MOST_SAMPLES = 2**33
FREE_SAMPLES = 2**28
MOST_A_BYTE = 256
"""Of what is longer than 2^28 samples (9 hours at 8 kHz): a few bytes must not become days of work."""

ENDLESS = 2**62
_END = 4_096

Samples: TypeAlias = NDArray[np.float32]
"""Samples between -1 and 1, one row a frame, one column a channel."""


@dataclass(frozen=True, slots=True)
class Sound:
    """What a sound file holds. `kind` is its container; `frames` are samples of each channel."""

    kind: str
    channels: int
    sample_rate: int
    frames: int

    @property
    def seconds(self) -> float:
        """How long it is."""
        return self.frames / self.sample_rate

    @property
    def media_type(self) -> str:
        """What it is called on the web."""
        return MEDIA_TYPES[self.kind]


def examine(path: Source, shown: str | None = None) -> Sound:
    """Look into a sound file: its header, its first and its last samples. `shown` is the name in the sentence.

    Takes time and memory that do not depend on the length of the file, nor on what its header claims.

    Raises:
        FileError: it is not there, may not be read, or is empty.
        FormatError: it is no sound, is cut off or damaged, or is of a kind or a size that cannot be used.
    """
    name = shown or path.name
    kind = _kind(path, name)
    refuse_cut_off(path, kind, name)
    with _opened(path, name) as file:
        sound = Sound(kind, int(file.channels), int(file.samplerate), int(file.frames))
        _refuse_unlikely(sound, name)
        _refuse_packed(sound, size_of(path), name)
        _read_end(file, sound, name)
    return sound


def blocks(path: Source, frames: int, shown: str | None = None) -> Iterator[Samples]:
    """Yield a file's samples, `frames` at a time (the last block may be shorter); what is no number becomes 0.

    Raises:
        FileError: it is not there or may not be read.
        FormatError: it is no sound, or ends before its announced end.
    """
    name = shown or path.name
    with _opened(path, name) as file:
        announced, seen = int(file.frames), 0
        while seen < announced:
            block = _read(file, min(frames, announced - seen), name)
            if not len(block):
                raise FormatError(
                    f"{name} is cut off: it announces {announced:,} samples and ends after {seen:,}; "
                    "copy or export it again"
                )
            seen += len(block)
            yield block


def media_type(path: Source) -> str | None:
    """Return what a sound file is called on the web, by its first bytes; None when it is no sound.

    Raises:
        OSError: it cannot be read.
    """
    with reading(path) as stream:
        kind = container(stream.read(16))
    return None if kind is None else MEDIA_TYPES[kind]


def _kind(path: Source, name: str) -> str:
    try:
        with reading(path) as stream:
            head = stream.read(16)
    except OSError as error:
        raise _unreadable(error, name) from None
    if not head:
        raise FileError(f"{name} is empty (0 bytes); copy or export it again")
    kind = container(head)
    if kind is None:
        raise FormatError(f"{name} is not a sound file Earmark knows, whatever its name says; {ALLOWED}")
    return kind


@contextmanager
def _opened(path: Source, name: str) -> Iterator[Any]:
    """Open a sound file; what keeps it from being read on the way is not taken for damage."""
    if isinstance(path, Path):
        with _sound_file(path, name) as file:
            yield file
        return
    try:
        watched = Watched(reading(path))
    except OSError as error:
        raise _unreadable(error, name) from None
    with watched:
        try:
            with _sound_file(watched, name) as file:
                yield file
        except FormatError:
            if watched.failure is None:
                raise
            raise _unreadable(watched.failure, name) from None


def _sound_file(opened: Path | Watched, name: str) -> Any:
    try:
        return soundfile.SoundFile(opened)
    except soundfile.LibsndfileError as error:
        raise FormatError(f"{name} cannot be decoded ({_reason(error)}); {ALLOWED}") from None
    except OSError as error:
        raise _unreadable(error, name) from None


def _unreadable(error: OSError, name: str) -> FileError:
    return FileError(f"{name} cannot be read: {(error.strerror or 'unknown reason').lower()}")


def _refuse_unlikely(sound: Sound, name: str) -> None:
    low, high = RATES
    if not 1 <= sound.channels <= MOST_CHANNELS:
        raise FormatError(f"{name} claims {sound.channels:,} channels; allowed are 1 to {MOST_CHANNELS}")
    if not low <= sound.sample_rate <= high:
        raise FormatError(
            f"{name} claims {sound.sample_rate:,} samples a second; allowed are {low:,} to {high:,}"
        )
    if sound.frames < 1:
        raise FormatError(f"{name} holds no sound: it has a header and not one sample")
    if sound.frames >= ENDLESS:
        raise FormatError(f"{name} does not say how long it is; convert or export it again")
    if sound.seconds > LONGEST or sound.frames * sound.channels > MOST_SAMPLES:
        raise FormatError(
            f"{name} claims to be {sound.seconds / 3600:,.0f} hours long; split it into parts of at most "
            f"{LONGEST // 3600} hours"
        )


def _refuse_packed(sound: Sound, size: int, name: str) -> None:
    samples = sound.frames * sound.channels
    if samples > FREE_SAMPLES and samples > MOST_A_BYTE * size:
        raise FormatError(
            f"{name} claims {sound.seconds / 3600:,.0f} hours of sound in {size:,} bytes, which can only be "
            "silence; cut it, or export it as WAV"
        )


def _read_end(file: Any, sound: Sound, name: str) -> None:
    """Read the first and the last samples: a header that promises more than there is does not get past this."""
    _read(file, min(_END, sound.frames), name)
    last = min(_END, sound.frames)
    try:
        file.seek(sound.frames - last)
    except soundfile.LibsndfileError:
        raise FormatError(_cut_off(name)) from None
    if len(_read(file, last, name)) < last:
        raise FormatError(_cut_off(name))


def _cut_off(name: str) -> str:
    return f"{name} is cut off: it ends before the end its header announces; copy or export it again"


def _read(file: Any, frames: int, name: str) -> Samples:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            found: Samples = file.read(frames, dtype="float32", always_2d=True)
        except soundfile.LibsndfileError as error:
            raise FormatError(f"{name} is damaged ({_reason(error)}); copy or export it again") from None
    return np.nan_to_num(found, copy=False, nan=0.0, posinf=1.0, neginf=-1.0)


def _reason(error: Any) -> str:
    said = str(error.error_string).strip().rstrip(".").lower()
    if not said or "does not exist" in said:  # what libsndfile says when an MP3 holds not one whole frame
        return "there is no sound in it"
    if "psf_" in said or "sf_info" in said:
        return "its data does not hold together"
    return said
