"""What is heard besides the speakers."""

from __future__ import annotations

import numpy as np

from demo.speech import RATE, Samples, telephone

__all__ = ["noise"]


def noise(kind: str, level: float, voices: list[Samples], length: int, rng: np.random.Generator) -> Samples:
    """Return background of one kind, its level in dBFS (root mean square over the whole length).

    `voices` are turns of other calls: many of them at once, backwards, are a babble nobody can understand.

    Raises:
        KeyError: no such kind.
    """
    made = {"line": _line, "street": _street, "keyboard": _keyboard, "babble": _babble}[kind](
        length, voices, rng
    )
    heard = telephone(made)
    scaled: Samples = heard * (10 ** (level / 20) / np.sqrt(np.mean(heard**2)))
    return scaled


def _line(length: int, _: list[Samples], rng: np.random.Generator) -> Samples:
    hum = sum(np.sin(2 * np.pi * f * np.arange(length) / RATE) for f in (350.0, 400.0, 450.0))
    return _white(length, rng) + 0.15 * np.asarray(hum)


def _street(length: int, _: list[Samples], rng: np.random.Generator) -> Samples:
    """Rumble that swells when something passes."""
    spectrum = np.fft.rfft(_white(length, rng))
    frequency = np.fft.rfftfreq(length, 1 / RATE)
    rumble: Samples = np.fft.irfft(spectrum / np.sqrt(frequency + 60.0), length)
    swell = np.full(length, 0.35)
    for middle in np.arange(0.1, 1.0, 0.23) + 0.1 * rng.random(4):
        at = (np.arange(length) / length - middle) / 0.05
        swell += np.exp(-0.5 * at**2)
    passing: Samples = rumble * swell
    return passing


def _keyboard(length: int, _: list[Samples], rng: np.random.Generator) -> Samples:
    """Bursts of typing: short clicks, some 7 a second, with rests between the bursts."""
    sound = 0.004 * _white(length, rng)
    click = np.exp(-np.arange(240) / 30.0)
    at = 0.0
    while (
        at := at + 0.06 + 0.16 * rng.random() + (2.5 if rng.random() < 0.08 else 0.0)
    ) < length / RATE - 0.1:
        begin = int(at * RATE)
        sound[begin : begin + 240] += click * _white(240, rng) * (0.4 + rng.random())
    return sound


def _babble(length: int, voices: list[Samples], rng: np.random.Generator) -> Samples:
    sound = 0.01 * _white(length, rng)
    for _ in range(7):
        at = int(rng.random() * 2 * RATE)
        while at < length:
            voice = voices[int(rng.random() * len(voices))][::-1]
            fits = voice[: length - at]
            sound[at : at + len(fits)] += (0.3 + 0.7 * rng.random()) * fits
            at += len(voice) + int(rng.random() * RATE)
    return sound


def _white(length: int, rng: np.random.Generator) -> Samples:
    """Uniform noise of unit variance (the only random source used is `random`, whose stream is stable)."""
    drawn: Samples = (rng.random(length) - 0.5) * np.sqrt(12.0)
    return drawn
