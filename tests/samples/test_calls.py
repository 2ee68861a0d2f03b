"""The sample calls: two channels, a telephone's rate, times that fit the sound."""

from __future__ import annotations

import json
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest

CALLS = Path(__file__).resolve().parents[2] / "src/earmark/samples/calls"
NAMES = sorted(path.stem for path in CALLS.glob("*.json"))


def described(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((CALLS / f"{name}.json").read_text(encoding="utf-8"))
    return found


def stream(name: str) -> dict[str, int]:
    """Read the STREAMINFO block that every FLAC file begins with (RFC 9639, 8.2)."""
    head = (CALLS / f"{name}.flac").read_bytes()[:42]
    packed = int.from_bytes(head[18:26], "big")
    return {
        "magic": int(head[:4] == b"fLaC"),
        "rate": packed >> 44,
        "channels": (packed >> 41 & 7) + 1,
        "bits": (packed >> 36 & 31) + 1,
        "samples": packed & (1 << 36) - 1,
    }


def overlap(turns: list[dict[str, Any]]) -> float:
    seconds = 0.0
    for one, other in combinations(turns, 2):
        seconds += max(0.0, min(one["end"], other["end"]) - max(one["start"], other["start"]))
    return seconds


def test_there_are_at_least_twelve_calls_in_at_most_ten_megabytes() -> None:
    size = sum(path.stat().st_size for path in CALLS.glob("*.flac"))

    assert len(NAMES) >= 12
    assert size <= 10_000_000
    assert sorted(path.stem for path in CALLS.glob("*.flac")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_call_has_two_channels_of_a_telephone_and_lasts_45_to_60_seconds(name: str) -> None:
    sound = stream(name)

    assert (sound["magic"], sound["rate"], sound["channels"], sound["bits"]) == (1, 8000, 2, 16)
    assert sound["samples"] / 8000 == pytest.approx(described(name)["seconds"], abs=0.001)
    assert 45 <= described(name)["seconds"] <= 60


@pytest.mark.parametrize("name", NAMES)
def test_turns_lie_within_the_call_in_order_and_on_their_speakers_channel(name: str) -> None:
    call = described(name)
    turns = call["turns"]

    assert [turn["turn"] for turn in turns] == list(range(len(turns)))
    assert all(0 <= turn["start"] < turn["end"] <= call["seconds"] for turn in turns)
    assert all(one["start"] < other["start"] for one, other in pairwise(turns))
    assert all(call["channels"][turn["channel"]] == turn["speaker"] for turn in turns)


@pytest.mark.parametrize("name", NAMES)
def test_nobody_talks_over_himself(name: str) -> None:
    for channel in (0, 1):
        assert overlap([turn for turn in described(name)["turns"] if turn["channel"] == channel]) == 0


def test_nearly_every_call_has_an_interruption() -> None:
    overlapping = [name for name in NAMES if overlap(described(name)["turns"]) >= 0.3]

    assert len(overlapping) >= 10


def test_there_is_an_accent_a_second_language_and_every_kind_of_noise() -> None:
    calls = [described(name) for name in NAMES]
    dialects = {voice["dialect"] for call in calls for voice in call["voices"].values()}
    kinds = {noise["kind"] for call in calls for noise in call["noise"].values()}

    assert dialects == {"", "scottish", "second-language"}
    assert kinds == {"line", "street", "keyboard", "babble"}
    assert {call["domain"] for call in calls} == {"bank", "telecom", "clinic"}
