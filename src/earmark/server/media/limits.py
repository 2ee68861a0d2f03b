"""How much is taken in at once, and for how long what is on its way is kept."""

from __future__ import annotations

from datetime import timedelta

__all__ = ["LARGEST_UPLOAD", "MOST_UPLOADS", "RESERVE", "UPLOADS_KEPT"]

LARGEST_UPLOAD = 8 * 2**30
"""The largest file, in bytes: four hours of 24-bit stereo at 48 kHz are 4 GiB."""

MOST_UPLOADS = 20_000
"""How many files of a project may be on their way, or wait for their import."""

RESERVE = 256 * 2**20
"""Bytes that uploads leave free on the disk, for the database."""

UPLOADS_KEPT = timedelta(days=7)
"""An upload that nobody imported by then is removed."""
