"""What the first and last bytes of a sound file say, before any decoder is let near it.

Sources: Microsoft RIFF 1.0 and EBU Tech 3306 (RF64); RFC 3533 (Ogg); RFC 9639 (FLAC); ISO/IEC 11172-3 (MP3).
"""

from __future__ import annotations

import struct
from typing import BinaryIO

from earmark.audio.source import Source, reading, size_of
from earmark.errors import FormatError

__all__ = ["MEDIA_TYPES", "container", "refuse_cut_off"]

MEDIA_TYPES = {"wav": "audio/wav", "flac": "audio/flac", "ogg": "audio/ogg", "mp3": "audio/mpeg"}
"""How each container is called on the web."""

_MOST_CHUNKS = 1_000
_LONGEST_PAGE = 27 + 255 + 255 * 255
_UNKNOWN_SIZE = 0xFFFFFFFF


def container(head: bytes) -> str | None:
    """Return which container a file's first 16 bytes begin: `wav`, `flac`, `ogg`, `mp3`, or None.

    >>> container(b"fLaC" + bytes(12)), container(b"conversation_id,")
    ('flac', None)
    """
    if head[:4] in (b"RIFF", b"RF64") and head[8:12] == b"WAVE":
        return "wav"
    if head[:4] == b"fLaC":
        return "flac"
    if head[:4] == b"OggS":
        return "ogg"
    return "mp3" if head[:3] == b"ID3" or _is_mpeg_frame(head) else None


def _is_mpeg_frame(head: bytes) -> bool:
    """Whether a frame of MPEG layer III begins here: sync word, a known version, bit rate and sample rate."""
    if len(head) < 3 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return False
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    return version != 1 and layer == 1 and head[2] >> 4 not in (0, 15) and head[2] >> 2 & 3 != 3


def refuse_cut_off(path: Source, kind: str, shown: str) -> None:
    """Refuse a file that says itself that it should be longer; a decoder would pass over that in silence.

    Raises:
        FormatError: it is cut off, or its header holds nothing that can be read.
    """
    size = size_of(path)
    with reading(path) as stream:
        if kind == "wav":
            _check_wav(stream, size, shown)
        elif kind == "ogg":
            _check_ogg(stream, size, shown)


def _check_wav(stream: BinaryIO, size: int, shown: str) -> None:
    """Walk the chunks to the samples, and compare what they should take with what is there."""
    large = stream.read(12)[:4] == b"RF64"
    in_ds64 = 0
    for _ in range(_MOST_CHUNKS):
        head = stream.read(8)
        if len(head) < 8:
            break
        name, length = head[:4], struct.unpack("<I", head[4:])[0]
        if name == b"ds64" and length >= 24:
            in_ds64 = struct.unpack("<8xQ", stream.read(16))[0]
            stream.seek(length - 16 + length % 2, 1)
        elif name == b"data":
            wanted = in_ds64 if large and length == _UNKNOWN_SIZE else length
            there = size - stream.tell()
            # Programs that write to a pipe cannot go back to fill the length in.
            if wanted not in (0, _UNKNOWN_SIZE) and wanted > there:
                raise FormatError(
                    f"{shown} is cut off: its header announces {wanted:,} bytes of sound and {there:,} are there; "
                    "copy or export it again"
                )
            return
        else:
            stream.seek(length + length % 2, 1)
    raise FormatError(
        f"{shown} is cut off or damaged: it ends before any sound begins; copy or export it again"
    )


def _check_ogg(stream: BinaryIO, size: int, shown: str) -> None:
    """See whether the last page is whole."""
    stream.seek(max(0, size - _LONGEST_PAGE))
    tail = stream.read()
    at = tail.rfind(b"OggS")
    segments = tail[at + 26] if at >= 0 and len(tail) > at + 26 else -1
    body = tail[at + 27 : at + 27 + segments] if segments >= 0 else b""
    if segments < 0 or len(body) < segments or len(tail) < at + 27 + segments + sum(body):
        raise FormatError(f"{shown} is cut off: its last page is not whole; copy or export it again")
