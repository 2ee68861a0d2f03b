"""One figure by one engine: `python -m benchmarks.engine_alone ENGINE WORKERS MEMORY FOLDER WHAT`.

Prints a fingerprint of the whole result, what it says, and the seconds it took.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from typing import Any

from earmark.engines import bytes_of, engine_named, shards_of

__all__ = ["main"]

ROUNDS = 10


def agreement(engine: Any, folder: str) -> tuple[bytes, Any]:
    from earmark.analysis.parts.agreement import agreement_in_parts

    found = agreement_in_parts(engine, shards_of(folder)).to_json()
    return json.dumps(found).encode(), [row["estimate"]["value"] for row in found["results"]]


def consensus(engine: Any, folder: str) -> tuple[bytes, Any]:
    from earmark.analysis.parts.consensus import consensus_in_parts

    task = consensus_in_parts(engine, shards_of(folder), iterations=ROUNDS, tolerance=0.0).tasks[0]
    found = task.found
    content = [found.label.tobytes(), found.probability.tobytes(), found.log_odds.tobytes()]
    content += [json.dumps(task.annotators()).encode(), found.why.encode()]
    return b"".join(content), {
        "items": len(found.label),
        "log_likelihood": found.log_likelihood,
        "why": found.why,
    }


def main(name: str, workers: str, memory: str, folder: str, what: str) -> None:
    """Print one JSON object."""
    started = time.perf_counter()
    with engine_named(name, workers=int(workers), memory=bytes_of(memory)) as engine:
        ready = time.perf_counter()
        content, says = {"agreement": agreement, "consensus": consensus}[what](engine, folder)
        done = time.perf_counter()
    seconds = {"start": round(ready - started, 2), "count": round(done - ready, 2)}
    print(json.dumps({"sha256": hashlib.sha256(content).hexdigest(), "says": says, "seconds": seconds}))


if __name__ == "__main__":
    main(*sys.argv[1:])
