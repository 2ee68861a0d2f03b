"""Large imports: 200,000 turns as CSV and JSON Lines, and 2 GB of calls by reference and sent in parts.

Each is done whole, killed with signal 9 at a quarter and at three fifths, and cancelled half-way, on SQLite and on
PostgreSQL; afterwards it is counted what is there. The memory is that of the process that does the import, beyond
what it has before it begins; for calls sent in parts also that of the server that receives them.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.databases import DATABASES, place
from benchmarks.record import Results, machine, versions
from tests.server.conversations.sizing import OVERLAP, Import, write_calls

__all__ = ["main"]

COMMAND = "./dev bench import_size"
TURNS = 200_000
CALLS = 18
MODES = ("whole", "killed", "cancelled")
MOST_MIB = {"csv": 300.0, "jsonl": 300.0, "folder": 100.0, "upload": 100.0}


def main(arguments: list[str]) -> int:
    """Measure what is not measured yet; return 1 when a bound or a count does not hold."""
    parser = argparse.ArgumentParser(prog=COMMAND)
    parser.add_argument("--again", action="store_true", help="measure finished cells anew")
    parser.add_argument("--turns", type=int, default=TURNS)
    parser.add_argument("--calls", type=int, default=CALLS, help="of 115 MB each")
    parser.add_argument("--database", choices=DATABASES, action="append")
    parser.add_argument("--what", choices=MOST_MIB, action="append")
    asked = parser.parse_args(arguments)
    results = Results("import_size", again=asked.again)
    held = True
    for what in asked.what or MOST_MIB:
        for kind in asked.database or DATABASES:
            for mode in MODES:
                count = asked.turns if what in ("csv", "jsonl") else asked.calls
                cell = {"what": what, "count": count, "database": kind, "mode": mode}
                line = results.finished(cell)
                if line is None:
                    about: dict[str, Any] = {"command": COMMAND, "seed": 1, "machine": machine()}
                    line = results.keep(
                        cell, _measured(kind, what, count, mode), **about, packages=versions()
                    )
                print(f"{what}, {kind}, {mode}: {line['result']}", flush=True)
                held = held and line["result"]["held"]
    return 0 if held else 1


def _measured(kind: str, what: str, count: int, mode: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name, place(kind, Path(name)) as database:
        folder = Path(name) / "data"
        if what in ("folder", "upload"):
            write_calls(folder / "calls", count)
        large = Import(database.with_tables(), folder, what, count)
        kills = [large.killed_at(share) for share in (0.25, 0.6)] if mode == "killed" else []
        worked = large.work(cancel=mode == "cancelled")
        found = large.check()
    right = _left_nothing(found) if mode == "cancelled" else _is_whole(found, what, count)
    beyond = worked["peak"] - worked["before"]
    told = {
        "wall": round(worked["wall"], 1),
        "cpu": round(worked["cpu"], 1),
        "beyond_mib": round(beyond, 1),
        "peak_mib": round(worked["peak"], 1),
        "steps": len(worked["seen"]),
        "killed_at": [round(share, 2) for share in kills],
        "right": right,
    }
    if what == "upload":
        sent = large.prepared
        beyond = max(beyond, sent["peak"] - sent["before"])
        told |= {
            "sent_wall": round(sent["wall"], 1),
            "sent_beyond_mib": round(sent["peak"] - sent["before"], 1),
        }
    progress = _progress_is_true(found, worked["seen"], mode)
    return told | {"progress": progress, "held": right and progress and beyond < MOST_MIB[what]}


def _is_whole(found: dict[str, Any], what: str, count: int) -> bool:
    """Whether everything is there, and nothing twice; calls by reference are not copied."""
    places = found["items"] == found["names"] == count and found["places"] == count * OVERLAP
    if what in ("csv", "jsonl"):
        return bool(places and found["turns"] == count and not found["staged"])
    copied = found["stored"] > 0
    return bool(places and found["media"] == found["peaks"] == count and copied == (what == "upload"))


def _left_nothing(found: dict[str, Any]) -> bool:
    names = (
        "conversations",
        "turns",
        "items",
        "places",
        "media",
        "derived",
        "told",
        "peaks",
        "stored",
        "staged",
    )
    return bool(found["state"] == "cancelled" and not any(found[name] for name in names))


def _progress_is_true(found: dict[str, Any], seen: list[tuple[int, int]], mode: str) -> bool:
    done = [one for one, _ in seen]
    rises = done == sorted(done) and all(one <= total for one, total in seen)
    return rises and (mode == "cancelled" or found["done"] == found["total"])
