"""Taking tables out: made whole, registered under the project, written down in the record, then sent."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy.orm import Session

from earmark.model import Scheme
from earmark.server.kit.actor import Actor
from earmark.server.kit.clock import now
from earmark.server.kit.installation import Installation
from earmark.server.kit.journal import Event, latest, record
from earmark.server.kit.orm import new_id
from earmark.server.kit.transaction import one_at_a_time
from earmark.server.quality import repository, tables
from earmark.server.quality.final import final_labels
from earmark.server.tables import Derived

if TYPE_CHECKING:
    import pyarrow as pa

    from earmark.formats import Table

__all__ = ["MEDIA_TYPES", "Export", "Exported", "FileFormat", "make", "safe_for_spreadsheets"]

Exported = Literal["annotations", "items", "gold", "labels", "scheme"]
FileFormat = Literal["csv", "jsonl", "parquet"]
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/x-ndjson",
    "parquet": "application/vnd.apache.parquet",
    "json": "application/json",
}
KEPT = 3_600.0
"""Seconds for which the file of an export stays, for a download that is under way."""

FORMULAS = "^[=+\\-@\t\r]"


@dataclass(frozen=True, slots=True)
class Export:
    """A file that was made: where it lies, how many rows it has, and the last event it takes in."""

    path: Path
    table: Exported
    format: str
    rows: int
    upto: int


def make(
    installation: Installation,
    actor: Actor,
    project_id: str,
    what: Exported,
    file_format: FileFormat,
    *,
    safe: bool,
) -> Export:
    """Write one of a project's tables to a file, and the fact into the record.

    All of it comes from one state of the database. `safe` puts an apostrophe before cells that a spreadsheet
    would take for a formula: such a file is for people, and does not read back as the same table.
    """
    folder = installation.settings.derived / "exports" / project_id
    folder.mkdir(parents=True, exist_ok=True)
    _sweep(folder)
    with installation.database.reading() as session:
        upto = latest(session)
        if what == "scheme":
            made = _write_schemes(folder, tables.schemes(session, project_id), upto)
        else:
            found = _table(session, project_id, what)
            made = _write(folder, found, what, file_format, upto, safe=safe and file_format == "csv")
    with installation.database.writing() as session:
        _register(session, installation, actor, project_id, made, safe=safe and file_format == "csv")
    return made


def _table(session: Session, project_id: str, what: Exported) -> Table:
    if what == "items":
        return tables.item_table(session, project_id)
    if what == "gold":
        return tables.gold_table(session, project_id)
    annotations = tables.annotation_table(session, project_id)
    return (
        annotations
        if what == "annotations"
        else final_labels(annotations, tables.gold_table(session, project_id))
    )


def _write(
    folder: Path, found: Table, what: Exported, file_format: FileFormat, upto: int, *, safe: bool
) -> Export:
    from earmark import formats

    path = folder / f"{new_id()}.{file_format}"
    sent = safe_for_spreadsheets(found) if safe else found
    formats.write(formats.Tables(**{found.kind.value: sent}), path)
    return Export(path, what, file_format, len(found), upto)


def _write_schemes(folder: Path, found: Mapping[str, Scheme], upto: int) -> Export:
    """Write the schemes as the file that `--scheme` takes."""
    path = folder / f"{new_id()}.json"
    content = {
        "task": {
            name: {
                "kind": scheme.kind.value,
                "labels": [{"id": label.id, "name": label.name} for label in scheme.labels],
            }
            for name, scheme in found.items()
        }
    }
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return Export(path, "scheme", "json", len(found), upto)


def safe_for_spreadsheets(found: Table) -> Table:
    """Return a table whose texts no spreadsheet takes for formulas: those that begin with = + - @, a tab or a
    carriage return get an apostrophe in front. Numbers stay numbers."""
    import pyarrow as pa

    columns = {name: _disarmed(found.data[name]) for name in found.data.column_names}
    return replace(found, data=pa.table(columns))


def _disarmed(column: pa.ChunkedArray) -> pa.ChunkedArray:
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = column.type
    if not (pa.types.is_string(kind) or pa.types.is_dictionary(kind)):
        return column
    texts = column.cast(pa.string())
    armed = pc.match_substring_regex(texts, FORMULAS)
    return pc.if_else(armed, pc.binary_join_element_wise("'", texts, ""), texts)


def _sweep(folder: Path) -> None:
    """Remove files that nobody downloads any more."""
    for old in folder.iterdir():
        if old.stat().st_mtime < time.time() - KEPT:
            old.unlink(missing_ok=True)


def _register(
    session: Session, at: Installation, actor: Actor, project_id: str, made: Export, *, safe: bool
) -> None:
    facts: dict[str, Any] = {
        "table": made.table,
        "format": made.format,
        "spreadsheet": safe,
        "rows": made.rows,
        "size": made.path.stat().st_size,
        "sha256": _sha256(made.path),
        "upto": made.upto,
    }
    kind = f"export.{made.table}.{made.format}"
    one_at_a_time(session, f"{kind} of {project_id}")
    row = repository.derived(session, project_id, kind)
    if row is None:
        row = Derived(id=new_id(), source_kind="project", source_id=project_id, kind=kind)
        session.add(row)
    row.path = made.path.relative_to(at.settings.data).as_posix()
    row.facts, row.created_at = facts, now(session)
    session.flush()
    record(session, Event(project_id, actor.pseudonym, "export.made", row.id, facts))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
