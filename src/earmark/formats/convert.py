"""From one format to another, with everything that is lost on the way said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from earmark.errors import CallError, FormatError
from earmark.formats.known import REGISTRY, format_named
from earmark.formats.reading import read
from earmark.formats.registry import Progress
from earmark.formats.table import Reading, TableKind, Tables
from earmark.formats.write_out import write
from earmark.model import Notice

__all__ = ["Conversion", "convert"]

_BESIDE = "written-beside"


@dataclass(frozen=True, slots=True)
class Conversion:
    """What was converted: the rows of each kind, what neither side could hold, what must be known, the files."""

    source: str
    target: str
    from_format: str
    to_format: str
    rows: Mapping[str, int]
    losses: tuple[Notice, ...]
    notices: tuple[Notice, ...]
    written: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the fields, notices as objects."""
        return {
            "source": self.source,
            "target": self.target,
            "from_format": self.from_format,
            "to_format": self.to_format,
            "rows": dict(self.rows),
            "losses": [one.to_json() for one in self.losses],
            "notices": [one.to_json() for one in self.notices],
            "written": list(self.written),
        }


def convert(
    src: str | Path,
    dst: str | Path,
    *,
    from_format: str | None = None,
    to_format: str | None = None,
    kind: TableKind | str | None = None,
    columns: Mapping[str, str] | None = None,
    skip_bad: bool = False,
    rejected: str | Path | None = None,
    progress: Progress | None = None,
) -> Conversion:
    """Read `src` and write it to `dst`, in the format its ending names.

    Tables are written one a file: what a tool holds in one file becomes `labels.csv`, `labels.items.csv`, … .
    All files are written or none. What the target cannot hold is in `losses`.

    >>> import tempfile, pathlib
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> _ = (folder / "a.csv").write_text("item_id,annotator_id,label\\n1,ann,yes\\n")
    >>> convert(folder / "a.csv", folder / "a.label-studio.json").rows
    {'annotations': 1}

    Raises:
        CallError: source and target are one file.
        FileError: the source cannot be read.
        FormatError: a format is unknown, or the target can hold none of the answers.
        TableError: rows cannot be read.
        OutputError: a file cannot be written; then none is.
    """
    _refuse_same(src, dst)
    chosen = format_named(to_format) if to_format is not None else REGISTRY.for_writing(Path(dst).name)
    tables = read(
        src,
        kind=kind,
        format=from_format,
        columns=columns,
        skip_bad=skip_bad,
        rejected=rejected,
        progress=progress,
    )
    reading = _reading(tables, str(src))
    _refuse_nothing(tables, reading)
    told = write(tables, dst, format=chosen.name)
    beside = tuple(path for one in told if one.code == _BESIDE for path in one.examples)
    return Conversion(
        source=reading.path,
        target=str(dst),
        from_format=reading.format,
        to_format=chosen.name,
        rows={table.kind.value: len(table) for table in tables.all()},
        losses=(*reading.losses, *(one for one in told if one.code != _BESIDE)),
        notices=reading.notices,
        written=(str(dst), *beside),
    )


def _refuse_same(src: str | Path, dst: str | Path) -> None:
    if str(src) != "-" and Path(src).exists() and Path(dst).exists() and Path(src).samefile(dst):
        raise CallError(f"{dst} is the source itself; name another file to be written")


def _reading(tables: Tables, shown: str) -> Reading:
    held = tables.all()
    if not held:
        raise FormatError(f"{shown} holds neither items nor answers; there is nothing to convert")
    return held[0].reading


def _refuse_nothing(tables: Tables, reading: Reading) -> None:
    """Refuse a source whose answers are all of a kind Earmark cannot hold: what was written would look whole."""
    answered = (tables.annotations, tables.gold, tables.predictions, tables.production)
    if reading.losses and all(table is None for table in answered):
        lost = " ".join(one.text for one in reading.losses)
        raise FormatError(f"{reading.path}: none of its answers can be held, so nothing is written. {lost}")
