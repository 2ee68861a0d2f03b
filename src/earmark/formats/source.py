"""What is read: a path, plain or gzipped, or standard input; and the sentence for each way it can fail."""

from __future__ import annotations

import gzip
import io
import stat
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import BinaryIO, cast

import pyarrow as pa

from earmark.errors import EarmarkError, FileError
from earmark.formats.binary import refuse_binary
from earmark.formats.registry import Source

__all__ = ["HEAD", "one_sentence", "source_of", "source_of_bytes"]

HEAD = 1 << 16
"""How many bytes are looked at to tell the format."""

_GZIP = b"\x1f\x8b"
_STANDARD_INPUT = "standard input"


def source_of(path: str | Path) -> Source:
    """Return the source at a path, or standard input for `-`; what cannot be read twice is kept in memory.

    Raises:
        FileError: nothing is there, it is a folder, it is empty or binary, or it may not be read.
    """
    shown = _STANDARD_INPUT if str(path) == "-" else str(path)
    with one_sentence(shown):
        return _checked(_opened(path, shown))


def source_of_bytes(content: bytes, shown: str) -> Source:
    """Return a source that is in memory, plain or gzipped; `shown` is the name it goes by.

    Raises:
        FileError: it is empty or binary.
    """
    with one_sentence(shown):
        return _checked(_from_bytes(content, shown))


def _checked(source: Source) -> Source:
    if not source.head.removeprefix(b"\xef\xbb\xbf").strip():
        raise FileError(f"{source.shown} is empty; a table needs a header line and at least one row")
    refuse_binary(source)
    return source


def _opened(path: str | Path, shown: str) -> Source:
    if shown == _STANDARD_INPUT:
        return _from_bytes(sys.stdin.buffer.read(), shown)
    where = Path(path)
    try:
        mode = where.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        raise FileError(_missing(where)) from None
    except ValueError:
        raise FileError(f"{shown!r} is not a path a file can have") from None
    if stat.S_ISDIR(mode):
        raise FileError(f"{shown} is a folder; name the file in it that is to be read")
    if not stat.S_ISREG(mode):
        with where.open("rb") as stream:
            return _from_bytes(stream.read(), shown)
    return _from_file(where, shown)


def _from_file(where: Path, shown: str) -> Source:
    with where.open("rb") as stream:
        zipped = stream.read(2) == _GZIP
    if zipped:
        return _with_head(shown, lambda: cast("BinaryIO", gzip.open(where, "rb")), where, None)
    return _with_head(shown, lambda: where.open("rb"), where, where.stat().st_size)


def _from_bytes(content: bytes, shown: str) -> Source:
    if content.startswith(_GZIP):
        return _with_head(shown, lambda: cast("BinaryIO", gzip.open(io.BytesIO(content))), None, None)
    return _with_head(shown, lambda: io.BytesIO(content), None, len(content))


def _with_head(shown: str, opening: Callable[[], BinaryIO], path: Path | None, size: int | None) -> Source:
    with opening() as stream:
        head = stream.read(HEAD)
    return Source(shown, head, opening, path, size)


def _missing(where: Path) -> str:
    folder = where.parent
    if not folder.is_dir():
        return f"{where} is not there: there is no folder {folder}"
    try:
        names = sorted(one.name for one in folder.iterdir())
    except OSError:
        names = []
    near = get_close_matches(where.name, names, 3)
    return f"{where} is not there" + (f"; near it are {', '.join(near)}" if near else "; check the name")


@contextmanager
def one_sentence(shown: str) -> Iterator[None]:
    """Turn what goes wrong below, while `shown` is read, into one FileError that says it in words."""
    try:
        yield
    except EarmarkError:
        raise
    except PermissionError:
        raise FileError(f"{shown} may not be read: the permission to read it is missing") from None
    except EOFError:
        raise FileError(
            f"{shown} ends too early: its gzip data is cut off; copy or download it again"
        ) from None
    except (gzip.BadGzipFile, zlib.error):
        raise FileError(f"{shown} holds damaged gzip data; copy or download it again") from None
    except MemoryError:
        raise FileError(
            f"{shown} does not fit into memory; split it, or read it on a larger machine"
        ) from None
    except UnicodeError as error:
        raise FileError(f"{shown} is not UTF-8 throughout ({_first_line(error)}); save it as UTF-8") from None
    except (pa.ArrowException, OSError) as error:
        raise FileError(f"{shown} cannot be read: {_first_line(error)}") from None


def _first_line(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    lines = str(error).strip().splitlines()
    return (lines[0] if lines else type(error).__name__)[:200].rstrip(".")
