"""One cold process, measured: wall time, processor time and peak memory of it and all it started.

The process that measures must stay small: Linux counts the memory of the one that starts another into the
other's peak. So nothing heavy is imported here.

A process is cold, its byte code is not: installers compile packages, so byte code is always kept here, in a
folder of the bench, whatever the surrounding environment says. Call once unmeasured to fill it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

__all__ = ["Cost", "measure", "write_crowd"]


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of wall time, seconds of processor time (user and system), peak memory in MiB."""

    wall: float
    cpu: float
    peak_mib: float

    def as_json(self) -> dict[str, float]:
        """Return the figures, rounded to what the clock is worth."""
        return {name: round(value, 3) for name, value in asdict(self).items()}


def measure(command: Sequence[str | Path], byte_code: Path) -> tuple[Cost, str]:
    """Run a command as a new process; return its cost and what it printed.

    `byte_code` is the folder that compiled modules are kept in.

    Raises RuntimeError when the command fails: a failed run has no cost worth keeping.
    """
    surroundings = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    surroundings["PYTHONPYCACHEPREFIX"] = str(byte_code)
    started = time.perf_counter()
    with tempfile.TemporaryFile("w+") as complaints:
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=complaints, text=True, env=surroundings
        )
        printed = process.stdout.read() if process.stdout else ""
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        complaints.seek(0)
        if process.returncode:
            called = " ".join(str(word) for word in command)
            raise RuntimeError(f"{called} ended with {process.returncode}: {complaints.read()[-2000:]}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024), printed


def write_crowd(path: Path, seed: int, **sizes: int) -> None:
    """Write a synthetic crowd's table, in a process of its own."""
    options = [text for name, size in sizes.items() for text in (f"--{name}", str(size))]
    crowd = ["-m", "benchmarks", "crowd", "--out", str(path), "--seed", str(seed), *options]
    subprocess.run([sys.executable, *crowd], check=True, cwd=Path(__file__).resolve().parent.parent)
