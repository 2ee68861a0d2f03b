"""Files that are no text at all: told apart by their first bytes, and named in words."""

from __future__ import annotations

from earmark.errors import FileError
from earmark.formats.registry import Source

__all__ = ["PARQUET_MAGIC", "refuse_binary"]

PARQUET_MAGIC = b"PAR1"

_SAVE_AS = "save the table as CSV (UTF-8)"
_SIGNATURES = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a WAV or another RIFF file"),
    (b"fLaC", "FLAC audio"),
    (b"OggS", "Ogg audio"),
    (b"ID3", "MP3 audio"),
    (b"%PDF", "a PDF document"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"ARROW1", "an Arrow (Feather) file"),
    (b"\x89HDF", "an HDF5 file"),
    (b"\x93NUMPY", "a NumPy array"),
    (b"\x7fELF", "a program"),
    (b"BZh", "bzip2 data"),
    (b"\xfd7zXZ", "xz data"),
    (b"\x28\xb5\x2f\xfd", "zstd data"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x1f\x8b", "gzip data inside gzip data"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file"),
)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def refuse_binary(source: Source) -> None:
    """Refuse what is neither text nor Parquet, saying what it looks like.

    Raises:
        FileError: it is a workbook, an image, sound, an archive, a web page, UTF-16, or holds NUL bytes.
    """
    head = source.head
    if head.startswith(PARQUET_MAGIC):
        return
    if head.startswith(b"PK\x03\x04"):
        raise FileError(f"{source.shown} looks like {_zipped(source)}; {_SAVE_AS}")
    for signature, what in _SIGNATURES:
        if head.startswith(signature):
            raise FileError(f"{source.shown} looks like {what}, not a table; {_SAVE_AS}")
    if head.startswith(_UTF16) or _alternating(head):
        raise FileError(f"{source.shown} is UTF-16; save it as UTF-8, or run iconv -f UTF-16 -t UTF-8 on it")
    if b"\0" in head:
        raise FileError(f"{source.shown} is binary: byte {head.index(0)} is NUL; {_SAVE_AS}")
    if head.lstrip()[:15].lower().startswith((b"<!doctype html", b"<html")):
        raise FileError(f"{source.shown} is a web page, not a table; download the file itself")


def _zipped(source: Source) -> str:
    if b"[Content_Types].xml" in source.head or source.shown.lower().endswith((".xlsx", ".xlsm")):
        return "an Excel workbook"
    if b"opendocument.spreadsheet" in source.head:
        return "an OpenDocument spreadsheet"
    return "a ZIP archive"


def _alternating(head: bytes) -> bool:
    """Whether every other byte of the beginning is NUL, as in UTF-16 text without a byte order mark."""
    start = head[:64]
    if len(start) < 4:
        return False
    return not any(start[1::2]) or not any(start[0::2])
