"""Measuring a project's answers: worked out once for each state of the record, and kept while that lasts."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from earmark.server.kit.transaction import Database
from earmark.server.quality import repository, tables

if TYPE_CHECKING:
    from earmark.analysis.audit import AuditResult
    from earmark.formats import Table

__all__ = ["Measured", "measured"]

MOST = 32


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured up to an event; None where there was nothing to measure."""

    upto: int
    audit: AuditResult | None


_kept: OrderedDict[str, Measured] = OrderedDict()
_busy: dict[str, threading.Lock] = {}
_guard = threading.Lock()


def measured(database: Database, project_id: str) -> Measured:
    """Return what is to be said of a project's answers as they are now. Two who ask at once wait for one answer."""
    with _guard:
        lock = _busy.setdefault(project_id, threading.Lock())
    with lock:
        with database.reading() as session:
            upto = repository.last_change(session, project_id)
            found = _kept.get(project_id)
            if found is not None and found.upto == upto:
                return found
            annotations = tables.annotation_table(session, project_id)
            items = tables.item_table(session, project_id)
        made = Measured(upto, _audit(annotations, items))
        with _guard:
            _kept[project_id] = made
            _kept.move_to_end(project_id)
            while len(_kept) > MOST:
                _kept.popitem(last=False)
        return made


def _audit(annotations: Table, items: Table) -> AuditResult | None:
    from earmark.analysis.answers import answers_of
    from earmark.analysis.audit import audit
    from earmark.formats import Tables

    if not len(annotations) or not len(answers_of(annotations)):
        return None
    return audit(Tables(annotations=annotations, items=items))
