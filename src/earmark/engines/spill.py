"""What does not fit into memory lies in a folder of its own, in Arrow's format, and is gone at the end."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

__all__ = ["Spill", "read_rows", "write_rows"]


class Spill:
    """A temporary folder that hands out file names; `close` removes it with all that is in it."""

    def __init__(self, place: str | None = None) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="earmark-", dir=place, ignore_cleanup_errors=True)
        self._files = 0
        self.path = Path(self._folder.name)

    def file(self, suffix: str) -> str:
        """Return the path of a file that is not there yet."""
        self._files += 1
        return str(self.path / f"{self._files}{suffix}")

    def shared(self, value: Any) -> str | None:
        """Write what all parts share, and return where; None for nothing."""
        if value is None:
            return None
        path = self.file(".shared")
        with Path(path).open("wb") as file:
            pickle.dump(value, file, protocol=pickle.HIGHEST_PROTOCOL)
        return path

    def remove(self, *paths: str | None) -> None:
        """Remove files that nobody needs any more."""
        for path in paths:
            if path is not None:
                Path(path).unlink(missing_ok=True)

    def close(self) -> None:
        """Remove the folder."""
        self._folder.cleanup()


def write_rows(path: str, pieces: Sequence[pa.Table]) -> None:
    """Write tables of one schema one after the other; nothing is under the name until all is written."""
    half = Path(f"{path}.half")
    with pa.OSFile(str(half), "wb") as file, pa.ipc.new_stream(file, pieces[0].schema) as stream:
        for piece in pieces:
            stream.write_table(piece)
    half.replace(path)


def read_rows(path: str) -> pa.Table:
    """Return a table that was written; its columns lie in the file, which is mapped into memory."""
    with pa.memory_map(path) as file, pa.ipc.open_stream(file) as stream:
        return stream.read_all()
