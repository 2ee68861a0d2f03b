"""Exports: the tables of a project, written to a file wholly or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from earmark.client.connection import Connection
from earmark.client.projects import Project, address_of
from earmark.errors import FailedError, OverloadedError, UnreachableError, UnreadableAnswerError
from earmark.formats.output import written

__all__ = ["FORMATS", "TABLES", "Exports"]

TABLES = ("annotations", "items", "gold", "labels", "scheme")
FORMATS = ("csv", "jsonl", "parquet")
PASSING = (UnreachableError, UnreadableAnswerError, FailedError, OverloadedError)


class Exports:
    """`client.exports`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def save(
        self,
        project: str | Project,
        path: str | Path,
        *,
        table: str = "annotations",
        format: str = "csv",  # noqa: A002  # the word everywhere else
        safe: str | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> int:
        """Write a table of the project to a file and return its bytes; people appear as pseudonyms only.

        `table` is `annotations`, `items`, `gold` (what reviews decided), `labels` (the final ones) or `scheme`
        (what may be answered: a JSON file for `--scheme`). `safe="spreadsheet"` puts an apostrophe before
        cells a spreadsheet would take for formulas; without it every cell is as it was given. When the
        connection breaks it is begun again; a file that was there is replaced at the end only.
        """
        query = {"table": table, "format": None if table == "scheme" else format, "safe": safe}
        attempt = 1
        while True:
            try:
                return self._written(f"{address_of(project)}/export", query, Path(path), progress)
            except PASSING as problem:
                self._connection.wait(problem, attempt)
            attempt += 1

    def _written(
        self, address: str, query: dict[str, str | None], path: Path, progress: Callable[[int], None] | None
    ) -> int:
        received = 0
        with self._connection.stream(address, query) as parts, written(path) as file:
            for part in parts:
                file.write(part)
                received += len(part)
                if progress is not None:
                    progress(received)
        return received
