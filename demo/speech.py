"""Speaks one turn with flite, and finds where the speech in it begins and ends."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from demo.script import Voice

__all__ = ["RATE", "Samples", "speak", "telephone", "tool", "write_flac"]

RATE = 8000
"""Samples a second: what a telephone carries."""

LOW, HIGH = 300.0, 3400.0
"""The band of a telephone line, in Hz."""

SILENCE = 0.45
"""Seconds of silence that "…" stands for."""

Samples = NDArray[np.float64]

_EDGE = 10 ** (-40 / 20)  # of the loudest sample: below this a turn has not begun, or is over


def tool(name: str, *arguments: str) -> None:
    """Run flite or sox.

    Raises:
        SystemExit: the tool is not installed.
    """
    path = shutil.which(name)
    if path is None:
        raise SystemExit(f"{name} is not installed; the calls are built with flite and sox")
    subprocess.run([path, *arguments], check=True)  # noqa: S603  # our own scripts are the only input


def speak(text: str, voice: Voice) -> Samples:
    """Return the turn as a telephone passes it: 8 kHz, no silence at its ends, a loudness of -22 dBFS.

    "…" becomes a silence; "—" (a turn that is cut off) is left out.
    """
    parts = [part for part in re.split(r"\s*…\s*", text) if re.search(r"\w", part)]
    pause = np.zeros(int(SILENCE * RATE))
    spoken: list[Samples] = []
    for part in parts:
        spoken += [pause, _trimmed(_flite(part.replace("—", "").strip(), voice))]
    turn = telephone(np.concatenate(spoken[1:]))
    loudness = np.sqrt(np.mean(turn[np.abs(turn) > 0.02 * np.abs(turn).max()] ** 2))
    levelled: Samples = np.clip(turn * (10 ** (-22 / 20) / loudness), -0.9, 0.9)
    return levelled


def telephone(samples: Samples) -> Samples:
    """Return the samples as a line passes them: 300 to 3400 Hz, with soft edges.

    >>> hum = np.sin(2 * np.pi * 50 * np.arange(8000) / 8000)
    >>> bool(np.abs(telephone(hum)).max() < 0.01)
    True
    """
    frequency = np.fft.rfftfreq(len(samples), 1 / RATE)
    rise = np.clip((frequency - LOW / 2) / (LOW / 2), 0, 1)
    fall = np.clip((HIGH + 400 - frequency) / 400, 0, 1)
    passed: Samples = np.fft.irfft(np.fft.rfft(samples) * rise * fall, len(samples))
    return passed


def _flite(text: str, voice: Voice) -> Samples:
    with tempfile.TemporaryDirectory() as folder:
        said, shifted = Path(folder) / "said.wav", Path(folder) / "shifted.wav"
        tool(
            "flite",
            "-voice",
            voice.name,
            "--setf",
            f"duration_stretch={voice.stretch}",
            "-t",
            text,
            str(said),
        )
        tool(
            *("sox", "-R", "-D", "-v", "0.7", str(said), "-b", "16", str(shifted)),
            *("pitch", str(voice.pitch), "rate", "-v", str(RATE)),
        )
        with wave.open(str(shifted), "rb") as file:
            frames = file.readframes(file.getnframes())
    return np.frombuffer(frames, dtype="<i2").astype(np.float64) / 32768


def _trimmed(samples: Samples) -> Samples:
    loud = np.flatnonzero(np.abs(samples) > _EDGE * np.abs(samples).max())
    return samples[loud[0] : loud[-1] + 1]


def write_flac(path: Path, channels: Samples) -> None:
    """Write samples of shape (length, 2) as FLAC, in steps of 12 bits: finer than a telephone's, and small."""
    steps = np.round(np.clip(channels, -0.999, 0.999) * 2048).astype("<i2") * 16
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "call.wav"
        with wave.open(str(plain), "wb") as file:
            file.setnchannels(2)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(steps.tobytes())
        tool("sox", "-R", "-D", str(plain), "-C", "8", "--comment", "", str(path))
