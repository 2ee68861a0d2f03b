"""The storm as large as it is meant: 40 people, 2,000 items, overlap 3, three kills, on SQLite and on PostgreSQL.

It is the test of `tests/server/test_storm.py`, with its checks, at the size that a test run has no time for.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import Any

from benchmarks.databases import DATABASES, place
from benchmarks.record import Results, machine, versions
from earmark.server.database import connect
from earmark.server.kit.journal import latest
from earmark.server.kit.transaction import Database
from tests.server.calm import assert_nothing_was_lost
from tests.server.storming import RealClock, Server, Storm, Weather, prepared, rage

__all__ = ["main"]

ITEMS = 2000
PATIENCE = 3600.0
COMMAND = "./dev bench storm"


def main(arguments: list[str]) -> int:
    """Let it rage where it has not yet; return 1 when something was lost."""
    parser = argparse.ArgumentParser(prog=COMMAND)
    parser.add_argument("--again", action="store_true", help="measure finished cells anew")
    parser.add_argument("--items", type=int, default=ITEMS)
    parser.add_argument("--database", choices=DATABASES, action="append")
    asked = parser.parse_args(arguments)
    results = Results("storm", again=asked.again)
    weather = Weather(items=asked.items, patience=PATIENCE)
    kept = []
    for kind in asked.database or DATABASES:
        cell = {
            "database": kind,
            "items": weather.items,
            "overlap": weather.overlap,
            "people": weather.people,
        }
        line = results.finished(cell)
        if line is None:
            about: dict[str, Any] = {
                "command": COMMAND,
                "seed": "the number of each person",
                "machine": machine(),
            }
            line = results.keep(cell, _rage(kind, weather), **about, packages=versions())
        print(f"{kind}: {line['result']}")
        kept.append(line["result"]["kept"])
    return 0 if all(kept) else 1


def _rage(kind: str, weather: Weather) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name, place(kind, Path(name)) as database:
        url = database.with_tables()
        print(f"storm: preparing {weather.items} items on {kind}", file=sys.stderr)
        storm = prepared(url, Path(name), weather)
        server = Server(Path(name), url)
        began = time.monotonic()
        server.start()
        try:
            rage(storm, server)
        finally:
            server.stop()
        return _told(storm, time.monotonic() - began) | _checked(url, storm)


def _told(storm: Storm, wall: float) -> dict[str, Any]:
    waits = sorted(storm.waits)
    return {
        "wall": round(wall, 1),
        "confirmed": len(storm.confirmed),
        "kills": len(storm.weather.killed_at),
        "happened": dict(sorted(storm.happened.items())),
        "wait_ms": {
            "p50": round(1000 * waits[len(waits) // 2], 1),
            "p99": round(1000 * waits[len(waits) * 99 // 100], 1),
            "max": round(1000 * waits[-1], 1),
        },
    }


def _checked(url: str, storm: Storm) -> dict[str, Any]:
    database = Database(connect(url), RealClock())
    try:
        with database.reading() as session:
            events = latest(session)
        assert_nothing_was_lost(database, storm)
    except AssertionError as problem:
        law = traceback.extract_tb(problem.__traceback__)[-1]
        return {"kept": False, "why": f"{law.name}: {law.line}", "failures": storm.failures}
    finally:
        database.close()
    return {"kept": not storm.failures, "events": events, "failures": storm.failures}
