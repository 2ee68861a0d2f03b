"""Audio and peaks, found and ready to be sent."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.responses import FileResponse, Response

from earmark.audio import PeakFacts, read_points
from earmark.server.kit.errors import BadCallError
from earmark.server.media.relayed import Relayed
from earmark.server.media.store import StoredObject

__all__ = ["MOST_POINTS", "OpenedAudio", "OpenedPeaks"]

MOST_POINTS = 65_536
_NO_TIME = "Thu, 01 Jan 1970 00:00:00 GMT"
"""When a file came in would tell which items came in together."""


@dataclass(frozen=True, slots=True)
class OpenedAudio:
    """A sound that can be sent. `etag` is made of its content; `stat` is that of a file of this machine."""

    source: Path | StoredObject
    media_type: str
    etag: str
    stat: os.stat_result | None = None

    def response(self) -> Response:
        """Return the answer to the request at hand: all of it, or the range the browser asks for (RFC 9110, 14)."""
        if isinstance(self.source, StoredObject):
            return Relayed(self.source, self.media_type, self.etag)
        headers = {"ETag": f'"{self.etag}"', "Last-Modified": _NO_TIME}
        return FileResponse(self.source, media_type=self.media_type, stat_result=self.stat, headers=headers)


@dataclass(frozen=True, slots=True)
class OpenedPeaks:
    """Peaks that are there."""

    path: Path
    facts: PeakFacts

    def to_json(self) -> dict[str, Any]:
        """Return the facts: sample rate, channels, seconds, bits, and the levels from fine to coarse."""
        return self.facts.to_json()

    def points(self, level: int, first: int, last: int) -> Response:
        """Return the points [first, last) of a level, as bytes: channel after channel, low and high by turns.

        Raises:
            BadCallError: there is no such level, or more points are asked for than are given at once.
        """
        if not 0 <= level < len(self.facts.levels):
            message = f"These peaks have the levels 0 to {len(self.facts.levels) - 1}."
            raise BadCallError("no-such-level", message, "level")
        if last - first > MOST_POINTS:
            raise BadCallError(
                "too-many-points", f"At most {MOST_POINTS:,} points are given at once.", "last"
            )
        content = read_points(self.path, self.facts, level, first, last)
        return Response(content, media_type="application/octet-stream")
