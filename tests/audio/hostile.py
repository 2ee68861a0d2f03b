"""Files made to lie: chunks that do not end, headers that claim what cannot be, pages that lead astray."""

from __future__ import annotations

import struct

import numpy as np

__all__ = ["chunk", "flac_claiming", "form", "ogg_ending_at", "riff"]

PCM = np.random.default_rng(1).integers(-9_000, 9_000, 8_000).astype("<i2").tobytes()


def chunk(name: bytes, content: bytes, size: int | None = None) -> bytes:
    """A chunk of a WAV file that says it is `size` bytes long."""
    length = len(content) if size is None else size
    return name + struct.pack("<I", length) + content + (b"\0" if len(content) % 2 else b"")


def form(*, channels: int = 1, rate: int = 8_000, bits: int = 16, tag: int = 1) -> bytes:
    """The chunk that says what the samples are."""
    align = channels * bits // 8
    second = min(rate * align, 2**32 - 1)
    return chunk(b"fmt ", struct.pack("<HHIIHH", tag, channels, rate, second, align, bits))


def riff(*chunks: bytes) -> bytes:
    """A WAV file of these chunks."""
    content = b"WAVE" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(content)) + content


def flac_claiming(
    real: bytes, *, total: int, rate: int = 8_000, channels: int = 1, bits: int = 16, block: int = 4_096
) -> bytes:
    """A FLAC file whose STREAMINFO (RFC 9639, 8.2) claims what it is told to."""
    facts = rate << 44 | channels - 1 << 41 | bits - 1 << 36 | total
    claim = struct.pack(">HH6xQ16x", block, block, facts)
    return real[:8] + claim + real[42:]


def ogg_ending_at(real: bytes, position: int) -> bytes:
    """An Ogg file whose last page says it ends at a position (RFC 3533, 6), with a checksum that is right."""
    at = real.rfind(b"OggS")
    page = bytearray(real[at:])
    page[6:14] = struct.pack("<q", position)
    page[22:26] = bytes(4)
    page[22:26] = struct.pack("<I", _checksum(page))
    return real[:at] + bytes(page)


def _checksum(page: bytes | bytearray) -> int:
    found = 0
    for byte in page:
        found ^= byte << 24
        for _ in range(8):
            found = (found << 1 ^ (0x04C11DB7 if found & 0x80000000 else 0)) & 0xFFFFFFFF
    return found
