"""Imports: what files hold, before anything is stored; and taking it in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from earmark.client.connection import Connection
from earmark.client.jobs import Job
from earmark.client.projects import Project, address_of
from earmark.client.reading import read
from earmark.client.uploads import Upload
from earmark.model import Notice

__all__ = ["ImportOptions", "Imports", "Preview", "PreviewedFile", "Rejected"]


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What becomes an item: every turn, the turns of some speakers, or whole conversations.

    `columns` says which columns of a table are meant, where their names do not.
    """

    label: str = "turns"
    speakers: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return them as the server takes them."""
        return {"label": self.label, "speakers": list(self.speakers), "columns": dict(self.columns)}


@dataclass(frozen=True, slots=True)
class Rejected:
    """One thing that cannot be taken; `row` counts from 1, None is the file as a whole."""

    row: int | None
    column: str | None
    found: str
    allowed: str

    def __str__(self) -> str:
        """Give the place, what was found, and what is allowed."""
        if self.row is None:
            return self.found
        column = f", column {self.column}" if self.column else ""
        return f"row {self.row}{column}: found {self.found}; allowed: {self.allowed}"


@dataclass(frozen=True, slots=True)
class PreviewedFile:
    """What one file holds: its format, which column each field is taken from, and the first rows left out.

    `kind` is `turns`, `texts`, `speech` (RTTM), `audio`, or `none` where it cannot be used.
    """

    name: str
    format: str
    kind: str
    rows: int | None
    mapping: Mapping[str, str] = field(default_factory=dict)
    columns: tuple[str, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    rejected_rows: int = 0
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would bring; nothing is stored yet. `already` of the items are there, and would stay."""

    files: tuple[PreviewedFile, ...]
    conversations: int
    items: int
    already: int = 0
    speakers: tuple[str, ...] = ()


class Imports:
    """`client.imports`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def preview(
        self,
        project: str | Project,
        uploads: Sequence[str | Upload],
        options: ImportOptions | None = None,
    ) -> Preview:
        """Return what the uploads hold; nothing is stored."""
        path = f"{address_of(project)}/imports/preview"
        return self._connection.post(Preview, path, _body(uploads, options), repeatable=True)

    def start(
        self,
        project: str | Project,
        uploads: Sequence[str | Upload],
        options: ImportOptions | None = None,
        *,
        folder: str | None = None,
    ) -> Job:
        """Begin to take the uploads in, and return the job; `client.jobs.wait` waits for it.

        `folder` is one of the server's own folders of audio, referred to without copying.
        """
        body = _body(uploads, options) | ({} if folder is None else {"folder": folder})
        answer = self._connection.post(dict[str, Any], f"{address_of(project)}/imports", body)
        job = answer.get("job")
        if isinstance(job, str):
            return self._connection.get(Job, f"/api/jobs/{job}")
        return read(Job, job, "answer.job")


def _body(uploads: Sequence[str | Upload], options: ImportOptions | None) -> dict[str, Any]:
    ids = [one if isinstance(one, str) else one.id for one in uploads]
    return {"uploads": ids, "options": (options or ImportOptions()).to_json()}
