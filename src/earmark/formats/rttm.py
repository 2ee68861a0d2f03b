"""RTTM: who speaks when, one line a stretch of speech (NIST, The 2009 Rich Transcription evaluation plan, appendix A).

Only the SPEAKER lines are read; the other kinds of lines, and comments, are passed over and counted.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from earmark.errors import BadCell, FileError
from earmark.formats.registry import Source

__all__ = ["SUFFIX", "Speech", "is_rttm", "read_rttm"]

SUFFIX = ".rttm"
_KINDS = {
    "SEGMENT", "NOSCORE", "NO_RT_METADATA", "LEXEME", "NON-LEX", "NON-SPEECH", "FILLER", "EDIT", "IP", "SU",
    "CB", "A/P", "SPEAKER", "SPKR-INFO",
}  # fmt: skip
_FEWEST = 8
_NONE = "<NA>"


@dataclass(frozen=True, slots=True)
class Speech:
    """A stretch of speech: line, recording, channel (None where not known), seconds (half-open), and who speaks."""

    line: int
    recording: str
    channel: str | None
    start: float
    end: float
    speaker: str | None


def is_rttm(source: Source) -> bool:
    """Return whether the name says so, or the first line that is no comment is a SPEAKER line.

    >>> import io
    >>> is_rttm(Source("a.txt", b";; made by hand\\nSPEAKER a 1 0.5 1.0 <NA> <NA> ann <NA> <NA>\\n", io.BytesIO))
    True
    """
    if source.shown.removesuffix(".gz").lower().endswith(SUFFIX):
        return True
    for line in source.head.decode("utf-8", "replace").removeprefix("\ufeff").splitlines():
        fields = line.split()
        if fields and not fields[0].startswith(";"):
            return fields[0] == "SPEAKER" and len(fields) >= _FEWEST
    return False


def read_rttm(source: Source) -> Iterator[Speech | BadCell | None]:
    """Yield what each line says: a stretch of speech, what is wrong with it, or None for lines of other kinds.

    Raises:
        FileError: the file is not UTF-8.
    """
    with source.open() as stream:
        for number, raw in enumerate(stream, 1):
            try:
                line = raw.decode("utf-8").removeprefix("\ufeff")
            except UnicodeDecodeError:
                raise FileError(f"{source.shown} is not UTF-8: line {number}; save it as UTF-8") from None
            fields = line.split()
            if fields and not fields[0].startswith(";"):
                yield _read(number, fields)


def _read(line: int, fields: list[str]) -> Speech | BadCell | None:
    if fields[0] not in _KINDS:
        return BadCell(line, "type", repr(fields[0])[:60], "SPEAKER, or another type of RTTM", line)
    if fields[0] != "SPEAKER":
        return None
    if len(fields) < _FEWEST:
        return BadCell(line, None, f"{len(fields)} fields", f"at least {_FEWEST} fields", line)
    start, seconds = _number(fields[3]), _number(fields[4])
    if start is None:
        return BadCell(line, "onset", repr(fields[3])[:60], "seconds from 0", line)
    if not seconds:
        return BadCell(line, "duration", repr(fields[4])[:60], "seconds above 0", line)
    return Speech(line, fields[1], _known(fields[2]), start, round(start + seconds, 6), _known(fields[7]))


def _known(field: str) -> str | None:
    return None if field == _NONE else field


def _number(field: str) -> float | None:
    try:
        found = float(field)
    except ValueError:
        return None
    return found if math.isfinite(found) and found >= 0 else None
