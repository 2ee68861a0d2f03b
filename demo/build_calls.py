"""Speaks the call scripts: one FLAC (left: agent, right: customer) and one JSON of true times a call.

python demo/build_calls.py [--out DIR]       needs flite and sox; the same input gives the same sound
"""

from __future__ import annotations

import argparse
import json
import zlib
from pathlib import Path

import numpy as np

from demo.noise import noise
from demo.script import Script, read_folder
from demo.speech import RATE, Samples, speak, write_flac

HERE = Path(__file__).resolve().parent
CHANNELS = ("agent", "customer")
AFTERWARDS = 0.8  # seconds before somebody hangs up


def placed(script: Script, turns: list[Samples]) -> list[int]:
    """Return the sample at which each turn begins: its gap after everybody so far has stopped."""
    begins: list[int] = []
    stopped = 0
    for line, turn in zip(script.lines, turns, strict=True):
        begin = max(0, stopped + round((line.gap or 0.0) * RATE))
        begins.append(begin)
        stopped = max(stopped, begin + len(turn))
    return begins


def mixed(script: Script, turns: list[Samples], begins: list[int], crowd: list[Samples]) -> Samples:
    """Return the call, shape (length, 2): what is said, over its background."""
    length = max(b + len(t) for b, t in zip(begins, turns, strict=True)) + round(AFTERWARDS * RATE)
    call = np.zeros((length, 2))
    for line, begin, turn in zip(script.lines, begins, turns, strict=True):
        call[begin : begin + len(turn), CHANNELS.index(line.speaker)] += turn
    for position, channel in enumerate(CHANNELS):
        kind, level = script.noise[channel]
        rng = np.random.default_rng(zlib.crc32(f"{script.id} {channel}".encode()))
        call[:, position] += noise(kind, level, crowd, length, rng)
    return call


def described(script: Script, turns: list[Samples], begins: list[int], seconds: float) -> str:
    """Return what is true of the call, as JSON: one line a turn."""
    head = {
        "conversation_id": script.id,
        "title": script.title,
        "domain": script.domain,
        "language": script.language,
        "audio": f"calls/{script.id}.flac",
        "rate": RATE,
        "seconds": round(seconds, 3),
        "channels": list(CHANNELS),
        "voices": {
            who: {"voice": v.name, "pitch": v.pitch, "stretch": v.stretch, "dialect": v.dialect}
            for who, v in script.voices.items()
        },
        "noise": {who: {"kind": kind, "dbfs": level} for who, (kind, level) in script.noise.items()},
    }
    rows = [
        {
            "turn": position,
            "channel": CHANNELS.index(line.speaker),
            "speaker": line.speaker,
            "start": round(begin / RATE, 3),
            "end": round((begin + len(turn)) / RATE, 3),
            "text": line.text,
        }
        for position, (line, begin, turn) in enumerate(zip(script.lines, begins, turns, strict=True))
    ]
    fields = [f" {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in head.items()]
    listed = ",\n".join(f"  {json.dumps(row, ensure_ascii=False)}" for row in rows)
    return "{\n" + ",\n".join(fields) + ',\n "turns": [\n' + listed + "\n ]\n}\n"


def main() -> None:
    """Build every call."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--out", type=Path, default=HERE.parent / "src/earmark/samples/calls")
    out: Path = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    scripts = read_folder(HERE / "calls")
    spoken = [[speak(line.text, script.voices[line.speaker]) for line in script.lines] for script in scripts]
    for number, (script, turns) in enumerate(zip(scripts, spoken, strict=True)):
        crowd = [turn for other, said in enumerate(spoken) if other != number for turn in said]
        begins = placed(script, turns)
        call = mixed(script, turns, begins, crowd)
        write_flac(out / f"{script.id}.flac", call)
        described_call = described(script, turns, begins, len(call) / RATE)
        (out / f"{script.id}.json").write_text(described_call, encoding="utf-8")
        print(f"{script.id}  {len(call) / RATE:5.1f} s")


if __name__ == "__main__":
    main()
