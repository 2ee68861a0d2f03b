"""Removing files once the rows that named them are gone: after the commit, and even if the server is killed."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from earmark.server.kit.jobs import Kind, Progress, Running, register
from earmark.server.kit.transaction import one_at_a_time
from earmark.server.media import places, repository
from earmark.server.media.service import SWEEP

__all__ = ["KIND"]


def _sweep(session: Session, job: Running, prepared: Any) -> Progress:  # noqa: ARG001  # the signature of `step`
    """Remove the files that no row names any more. Whoever adds one with the same bytes waits, and looks again."""
    uploads, digests = job.subject.get("uploads", []), job.subject.get("digests", [])
    for digest in sorted(digests):
        one_at_a_time(session, f"media {digest}")
    gone = set(digests) - repository.known_digests(session, digests)
    for digest in sorted(gone):
        places.remove(places.stored(job.settings, digest), places.peaks_place(job.settings, digest))
    for upload_id in sorted(set(uploads) - repository.known_uploads(session, uploads)):
        places.remove(places.incoming(job.settings, upload_id))
    total = len(uploads) + len(digests)
    return Progress(done=total, total=total, finished=True)


KIND = register(Kind(SWEEP, _sweep))
