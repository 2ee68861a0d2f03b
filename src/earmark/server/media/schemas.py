"""Uploads and peaks as they are sent and received."""

from __future__ import annotations

import unicodedata
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from earmark.server.kit.schemas import Schema
from earmark.server.media import names
from earmark.server.tables import Upload

__all__ = ["FileName", "NewUpload", "PeakLevelShown", "PeaksShown", "Received", "UploadShown"]


def _file_name(text: str) -> str:
    """Take a name, or a path below a dropped folder, as one line of text; it never becomes a path here."""
    plain = unicodedata.normalize("NFC", text.replace("\\", "/"))
    fault = names.fault_of(plain)
    if fault is not None:
        raise ValueError(f"the name of a file must be one line of text; this one has {fault}")
    return plain


FileName = Annotated[str, StringConstraints(min_length=1, max_length=300), AfterValidator(_file_name)]


class NewUpload(Schema):
    """A file that is going to come; `name` may be a path below the folder that was dropped."""

    name: FileName
    size: int = Field(ge=0, le=2**50, description="Its bytes.")


class UploadShown(Schema):
    """A file on its way; the next part belongs at byte `received`."""

    id: str
    name: str
    size: int
    received: int
    finished: bool

    @classmethod
    def of(cls, upload: Upload) -> UploadShown:
        """Return an upload and how far it is."""
        return cls(
            id=upload.id,
            name=upload.name,
            size=upload.size,
            received=upload.received,
            finished=upload.finished_at is not None,
        )


class Received(Schema):
    """How much of the upload is there, safe on disk."""

    received: int


class PeakLevelShown(Schema):
    """One level of peaks."""

    samples_per_point: int
    points: int


class PeaksShown(Schema):
    """What peaks there are, from fine to coarse; the points themselves are got in stretches."""

    sample_rate: int
    channels: int
    seconds: float
    bits: Literal[8, 16]
    levels: list[PeakLevelShown]
