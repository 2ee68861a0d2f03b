"""The formats Earmark knows, behind one registry: which one a file is in, and who reads and writes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Protocol

from earmark.errors import BadCell, FormatError
from earmark.formats.table import TableKind, Tables
from earmark.model import Notice

__all__ = ["Format", "Progress", "ReadOptions", "Registry", "Rejects", "Source"]

Progress = Callable[[str, int, int | None], None]
"""Called with what is being done, how much is done, and how much there is (None: unknown)."""

Rejects = Callable[[BadCell, str], None]
"""Called, where bad rows are skipped, with each bad cell and the row as it stands in the source."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read: what the rows are, which columns are meant, and what to do with bad rows.

    `kind` None means: decide by the columns. `columns` maps the design's names to the names in the file.
    `rejected` is told of every bad row that `skip_bad` leaves out.
    """

    kind: TableKind | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    skip_bad: bool = False
    progress: Progress | None = None
    rejected: Rejects | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Something to read: the name shown to people, its first bytes (unzipped), and how to open it (unzipped).

    It can be opened any number of times. `size` is the number of unzipped bytes, None where it is not known.
    """

    shown: str
    head: bytes
    open: Callable[[], BinaryIO]
    path: Path | None = None
    size: int | None = None


class Format(Protocol):
    """One format. Its suffixes are without `.gz`."""

    @property
    def name(self) -> str:
        """The name the format is asked for by."""
        ...

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The endings of the file names it writes to."""
        ...

    def recognises(self, source: Source) -> bool:
        """Return whether the first bytes (and the name) are of this format."""
        ...

    def read(self, source: Source, options: ReadOptions) -> Tables:
        """Read everything the file holds; what a table cannot hold goes to `Reading.losses`."""
        ...

    def write(self, tables: Tables, target: BinaryIO) -> tuple[Notice, ...]:
        """Write the tables; return what the format cannot hold."""
        ...


class Registry:
    """Formats in the order in which they are asked: the special before the general."""

    def __init__(self, formats: tuple[Format, ...]) -> None:
        self._formats = formats

    def names(self) -> tuple[str, ...]:
        """Return the names, in order."""
        return tuple(one.name for one in self._formats)

    def get(self, name: str) -> Format:
        """Return the format of this name.

        Raises:
            FormatError: there is none.
        """
        for one in self._formats:
            if one.name == name:
                return one
        raise FormatError(f"no format is called {name!r}; known are {', '.join(self.names())}")

    def recognise(self, source: Source) -> Format:
        """Return the first format that knows the source as its own.

        Raises:
            FormatError: none does.
        """
        for one in self._formats:
            if one.recognises(source):
                return one
        raise FormatError(
            f"{source.shown} is in no format Earmark knows; it reads {', '.join(self.names())}. "
            "Name one with --format, or save it as CSV with a header line"
        )

    def for_writing(self, path: str) -> Format:
        """Return the format whose suffix a path to be written has.

        Raises:
            FormatError: no format writes to such a name.
        """
        bare = path.removesuffix(".gz")
        for one in self._formats:
            if any(bare.endswith(suffix) for suffix in one.suffixes):
                return one
        known = sorted(suffix for one in self._formats for suffix in one.suffixes)
        raise FormatError(f"{path}: no format is written to such a name; endings are {', '.join(known)}")
