"""Sounds made for a test, and sending files as a browser does."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import numpy as np
import soundfile  # type: ignore[import-untyped]  # the package has no types

from tests.server.world import Project, Visitor

RATE = 8_000


def sound(
    seconds: float = 1.0, *, channels: int = 2, seed: int = 1, kind: str = "WAV", rate: int = RATE
) -> bytes:
    """Noise, another in each channel."""
    samples = np.random.default_rng(seed).uniform(-0.5, 0.5, (int(seconds * rate), channels))
    target = io.BytesIO()
    soundfile.write(target, samples.astype(np.float32), rate, format=kind)
    return target.getvalue()


def begin(project: Project, name: str, size: int, by: Visitor | None = None) -> Any:
    """Begin an upload; return the response."""
    return (by or project.owner).post(f"{project.path}/uploads", {"name": name, "size": size})


def send_part(visitor: Visitor, upload_id: str, offset: int, part: bytes) -> Any:
    """Send one part; return the response."""
    headers = {"Upload-Offset": str(offset), "Content-Type": "application/octet-stream"}
    return visitor.request("PATCH", f"/api/uploads/{upload_id}", content=part, headers=headers)


def upload(project: Project, name: str, content: bytes | str) -> str:
    """Send a file whole and return the upload's id."""
    sent = content.encode() if isinstance(content, str) else content
    begun = begin(project, name, len(sent))
    assert begun.status_code == 201, begun.text
    upload_id = str(begun.json()["id"])
    for offset in range(0, len(sent), 8 * 2**20):
        response = send_part(project.owner, upload_id, offset, sent[offset : offset + 8 * 2**20])
        assert response.status_code == 200, response.text
    return upload_id


def import_call(
    uploads: list[str], label: str = "turns", speakers: tuple[str, ...] = (), **more: Any
) -> dict[str, Any]:
    """The body of an import."""
    columns = more.pop("columns", {})
    return {
        "uploads": uploads,
        "options": {"label": label, "speakers": list(speakers), "columns": columns},
        **more,
    }


def run_import(project: Project, files: Mapping[str, bytes | str], **options: Any) -> dict[str, Any]:
    """Upload files and import them; return the job as it is in the end."""
    uploads = [upload(project, name, content) for name, content in files.items()]
    response = project.owner.post(f"{project.path}/imports", import_call(uploads, **options))
    assert response.status_code == 202, response.text
    project.world.do_jobs()
    job: dict[str, Any] = project.owner.get(f"/api/jobs/{response.json()['job']}").json()
    return job
