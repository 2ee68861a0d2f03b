"""Audio by reference: in folders of this machine, or in a store, both named by the installation and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from earmark.audio import SUFFIXES, Source
from earmark.errors import FileError, FormatError
from earmark.server.kit.errors import UnusableError
from earmark.server.media import names, roots, store
from earmark.server.settings import Settings

__all__ = ["Referred", "check_place", "recording_at", "referred"]

LONGEST_ADDRESS = 2_000
_UNUSABLE = "unusable:"


@dataclass(frozen=True, slots=True)
class Referred:
    """A sound file that stays where it is: its name from the place on that was named, and its address."""

    name: str
    address: str

    @classmethod
    def of(cls, name: str, address: str) -> Referred:
        """Return it; one whose name cannot be used is shown with all that is odd about it, and cannot be read."""
        fault = names.fault_of(name)
        if fault is None and len(address) > LONGEST_ADDRESS:
            fault = "too long a path"
        return cls(name, address) if fault is None else cls(names.visible(name), f"{_UNUSABLE}{fault}")


def check_place(settings: Settings, named: str) -> None:
    """Refuse a place the installation does not name, without asking anybody else.

    Raises:
        UnusableError: it is none that this server may read.
    """
    if not store.is_address(named):
        roots.folder_of(settings, named)
    elif not store.is_granted(settings, named):
        message = f"{named!r} is none that this server may read; EARMARK_S3_BUCKETS names those it may."
        raise UnusableError("no-such-folder", message, "folder")


def referred(settings: Settings, named: str) -> Iterator[Referred]:
    """Yield the sound files of a place and below it, by name.

    Raises:
        UnusableError: it may not be read, cannot be listed, or holds more than can be taken at once.
    """
    check_place(settings, named)
    if not store.is_address(named):
        for name, path in roots.sounds_in(settings, roots.folder_of(settings, named)):
            yield Referred.of(name, str(path))
        return
    seen = 0
    for name, found in store.objects_in(settings, named):
        if name.lower().endswith(SUFFIXES) and not any(
            part.startswith(".") for part in name.split("/") if part != ".."
        ):
            seen += 1
            if seen > roots.MOST_FILES:
                raise roots.too_many()
            yield Referred.of(name, found.address)


def recording_at(settings: Settings, address: str, name: str) -> Source:
    """Return the recording at an address.

    Raises:
        FileError: it may not be read (any more), or is empty.
        FormatError: its name cannot be used.
    """
    if address.startswith(_UNUSABLE):
        fault = address.removeprefix(_UNUSABLE)
        raise FormatError(f"{name} has a name that cannot be used ({fault}); rename it")
    if not store.is_address(address):
        real = roots.allowed(settings, Path(address))
        if real is None:
            raise FileError(f"{name} lies in no folder that this server may read")
        return real
    found = store.object_at(settings, address)
    if found is None:
        raise FileError(f"{name} lies in no bucket that this server may read")
    return found
