"""Sounds and files that only look like them."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import numpy as np
import soundfile  # type: ignore[import-untyped]  # the package has no types
from numpy.typing import NDArray

KINDS = {"wav": {}, "flac": {}, "mp3": {}, "ogg": {}, "opus": {"format": "OGG", "subtype": "OPUS"}}
RATE = 16_000


def noise(frames: int, channels: int = 2, seed: int = 1) -> NDArray[np.float32]:
    """Uniform noise between -0.5 and 0.5."""
    found: NDArray[np.float32] = (
        np.random.default_rng(seed).uniform(-0.5, 0.5, (frames, channels)).astype(np.float32)
    )
    return found


def write(path: Path, samples: NDArray[Any], rate: int = RATE, **more: Any) -> Path:
    """Write samples in the format of the path's ending."""
    soundfile.write(path, samples, rate, **{**KINDS.get(path.suffix[1:], {}), **more})
    return path


def wav_header(*, channels: int = 1, rate: int = RATE, data: int = 0, bits: int = 16) -> bytes:
    """A header that claims what it is told to."""
    align = channels * bits // 8
    form = struct.pack("<HHIIHH", 1, channels & 0xFFFF, rate, rate * align & 0xFFFFFFFF, align & 0xFFFF, bits)
    return (
        b"RIFF"
        + struct.pack("<I", 0x7FFFFFFF)
        + b"WAVEfmt "
        + struct.pack("<I", 16)
        + form
        + b"data"
        + struct.pack("<I", data)
    )
