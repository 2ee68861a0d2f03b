"""Raw results, kept as JSON lines with what is needed to judge and repeat them."""

from __future__ import annotations

import hashlib
import json
import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.environments import ROOT

__all__ = ["Results", "machine", "source", "today", "versions"]

PLACE = ROOT / "benchmarks" / "results"
OWN_PACKAGES = ("earmark", "numpy", "scipy", "pyarrow")


def machine() -> dict[str, Any]:
    """Return what the figures depend on: cores, memory in GiB, Python, and the load of the last minute."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "cores": os.cpu_count(),
        "memory_gib": round(memory / 2**30, 1),
        "processor": platform.machine(),
        "python": platform.python_version(),
        "load_before": round(os.getloadavg()[0], 2),
    }


def today() -> str:
    """Return the date, UTC."""
    return datetime.now(UTC).date().isoformat()


def versions() -> dict[str, str]:
    """Return the versions of the packages of this environment that a figure may hang on."""
    return {name: version(name) for name in OWN_PACKAGES} | {"source": source()}


def source() -> str:
    """Return a fingerprint of Earmark's own source: figures with different ones are of different code."""
    files = sorted((ROOT / "src").rglob("*.py"))
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()[:12]


class Results:
    """The results of one bench: `results/<bench>.jsonl`, one line a cell.

    A cell is named by what was measured (`{"what": …, "repeat": …}`); one that was finished is skipped, so
    a bench that was stopped goes on where it was.
    """

    def __init__(self, bench: str, *, again: bool = False, place: Path = PLACE) -> None:
        self.bench = bench
        self.path = place / f"{bench}.jsonl"
        self.lines: list[dict[str, Any]] = [] if again else self._read()

    def _read(self) -> list[dict[str, Any]]:
        if not self.path.exists():
            return []
        return [json.loads(line) for line in self.path.read_text(encoding="utf-8").splitlines()]

    def finished(self, cell: dict[str, Any]) -> dict[str, Any] | None:
        """Return the line of a cell that is done, or None."""
        return next((line for line in reversed(self.lines) if line["cell"] == cell), None)

    def keep(self, cell: dict[str, Any], result: dict[str, Any], **about: Any) -> dict[str, Any]:
        """Append a finished cell to the file and return its line."""
        line = {"bench": self.bench, "cell": cell, "result": result, "date": today(), **about}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
        self.lines.append(line)
        return line
