"""Where sound comes from: a file of this machine, or something that is read from elsewhere bit by bit."""

from __future__ import annotations

import io
from pathlib import Path
from typing import BinaryIO, Protocol, TypeAlias, cast

__all__ = ["Recording", "Source", "Watched", "reading", "size_of"]


class Recording(Protocol):
    """A recording that is no file of this machine: it has a name, a size in bytes, and can be read."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def size(self) -> int:
        """Its bytes."""

    def open(self) -> BinaryIO:
        """Return a stream that can be read and sought in; OSError says that it cannot be read."""


Source: TypeAlias = Path | Recording
"""A file, or a recording kept elsewhere."""


def reading(source: Source) -> BinaryIO:
    """Open a source for reading.

    Raises:
        OSError: it cannot be read.
    """
    return cast("BinaryIO", source.open("rb")) if isinstance(source, Path) else source.open()


def size_of(source: Source) -> int:
    """Return the bytes of a source.

    Raises:
        OSError: it is not there.
    """
    return source.stat().st_size if isinstance(source, Path) else source.size


class Watched(io.RawIOBase):
    """A stream for a decoder, which takes no exceptions: a failure looks like the end, and is kept in `failure`."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.failure: OSError | None = None

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def seekable(self) -> bool:
        """Tell that one can go to any place."""
        return True

    def readinto(self, target: object) -> int:
        """Fill a buffer; return how many bytes came, 0 at the end and after a failure."""
        view = memoryview(target).cast("B")  # type: ignore[arg-type]  # a buffer, which 3.11 has no name for
        try:
            found = self._stream.read(len(view)) if self.failure is None else b""
        except OSError as problem:
            self.failure, found = problem, b""
        view[: len(found)] = found
        return len(found)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a place, counted as in `io`."""
        try:
            return self._stream.seek(offset, whence)
        except (OSError, ValueError):  # a header may name places before the beginning
            return self._stream.tell()

    def tell(self) -> int:
        """Return the place."""
        return self._stream.tell()

    def close(self) -> None:
        """Let the stream go."""
        if not self.closed:
            self._stream.close()
        super().close()
