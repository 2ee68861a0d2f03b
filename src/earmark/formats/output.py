"""Writing a file wholly or not at all."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO, BinaryIO, Literal, TextIO, overload

from earmark.errors import OutputError

__all__ = ["written"]


@overload
def written(path: str | Path, mode: Literal["wb"] = "wb") -> AbstractContextManager[BinaryIO]: ...
@overload
def written(path: str | Path, mode: Literal["w"]) -> AbstractContextManager[TextIO]: ...


def written(
    path: str | Path, mode: str = "wb"
) -> AbstractContextManager[BinaryIO] | AbstractContextManager[TextIO]:
    """Open a file to be written; it takes its place when the block ends well, and leaves no trace otherwise.

    What is written goes to a temporary file in the same folder, is flushed to the disk, and then replaces
    `path` in one step; a link is followed, and an existing file keeps its permissions. Text (`"w"`) is UTF-8
    with line ends as they are written. A device or pipe is written to directly.

    >>> import tempfile, pathlib
    >>> target = pathlib.Path(tempfile.mkdtemp()) / "note.txt"
    >>> with written(target, "w") as file:
    ...     _ = file.write("done")
    >>> target.read_text()
    'done'

    Raises:
        OutputError: the folder is missing, the path is a folder, permission is missing, no space is left.
    """
    return _written(Path(path), mode)  # type: ignore[return-value]  # the mode decides which of the two


@contextmanager
def _written(path: Path, mode: str) -> Iterator[IO[bytes] | IO[str]]:
    try:
        target = path.resolve()
    except (OSError, ValueError, RuntimeError):
        raise OutputError(f"{str(path)!r} is not a path a file can have") from None
    try:
        before = target.stat() if target.exists() else None
        if before is not None and not stat.S_ISREG(before.st_mode):
            if stat.S_ISDIR(before.st_mode):
                raise IsADirectoryError(errno.EISDIR, "is a folder")
            with _open(os.open(target, os.O_WRONLY), mode) as direct:
                yield direct
            return
        temporary, descriptor = _beside(target)
        try:
            with _open(descriptor, mode) as file:
                if before is not None:
                    os.fchmod(descriptor, stat.S_IMODE(before.st_mode))
                yield file
                file.flush()
                os.fsync(descriptor)
            temporary.replace(target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        _settle(target.parent)
    except OSError as error:
        raise OutputError(_sentence(path, error)) from None


def _open(descriptor: int, mode: str) -> IO[bytes] | IO[str]:
    if mode == "wb":
        return os.fdopen(descriptor, "wb")
    return os.fdopen(descriptor, "w", encoding="utf-8", newline="")


def _beside(target: Path) -> tuple[Path, int]:
    """Create a new file in the target's folder, with the permissions any new file gets."""
    count = 0
    while True:
        temporary = target.parent / f".earmark-{os.getpid()}-{count}.tmp"
        try:
            return temporary, os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        except FileExistsError:
            count += 1


def _settle(folder: Path) -> None:
    """Flush the folder, so that the new name survives a power cut; not every system lets a program do so."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    except OSError:
        pass
    finally:
        os.close(descriptor)


def _sentence(path: Path, error: OSError) -> str:
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            return f"{path} could not be written: no space is left on the disk; free some, or write elsewhere"
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return (
                f"{path} could not be written: the permission to write there is missing; choose another place"
            )
        case errno.EISDIR:
            return f"{path} is a folder; name a file in it"
        case errno.ENOENT | errno.ENOTDIR:
            return f"{path} could not be written: there is no folder {path.parent}; create it first"
    return f"{path} could not be written: {(error.strerror or str(error)).lower()}"
