"""Making submissions, annotations, assignments and reviews again from the journal alone, to compare them with the tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from earmark.server.kit.journal import Recorded, matches, recorded
from earmark.server.kit.orm import Table
from earmark.server.tables import Annotation, Assignment, Review, Submission

__all__ = ["Difference", "History", "differences", "history_of", "replayed"]

Rows: TypeAlias = dict[str, dict[str, Any]]

KINDS = ("assignment.handed_out", "assignment.lapsed", "submission.stored", "review.decided")


@dataclass(slots=True)
class History:
    """Rows by their ids, as they must be after the events; times as ISO texts."""

    submissions: Rows = field(default_factory=dict)
    annotations: Rows = field(default_factory=dict)
    assignments: Rows = field(default_factory=dict)
    reviews: Rows = field(default_factory=dict)
    unreadable: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that the journal and the tables do not tell alike; None where one of them lacks it."""

    table: str
    id: str
    by_journal: Mapping[str, Any] | None
    by_table: Mapping[str, Any] | None


def replayed(events: Iterable[Recorded]) -> History:
    """Return what the events say happened, reading nothing else.

    An event whose payload was erased, or is not the one it was written with, is listed as unreadable.
    """
    history = History()
    for event in events:
        if event.payload is None or not matches(event):
            history.unreadable.append(event.id)
        else:
            _STEPS[event.kind](history, event.payload)
    return history


def _handed_out(history: History, said: Mapping[str, Any]) -> None:
    again = said["returned_from"] is not None
    for other in history.assignments.values() if again else ():
        same = (other["item_id"], other["user_id"]) == (said["item_id"], said["user_id"])
        if same and other["state"] == "submitted":
            other["state"] = "returned"
    known = ("id", "item_id", "user_id", "place_id", "guideline_version_id", "context", "returned_from")
    history.assignments[said["id"]] = {**{name: said[name] for name in known}, "state": "held"}


def _lapsed(history: History, said: Mapping[str, Any]) -> None:
    assignment = history.assignments[said["id"]]
    assignment["state"] = "lapsed"
    _restore(history, assignment)


def _restore(history: History, ended: Mapping[str, Any]) -> None:
    """Let the earlier answer stand again when one that was sent back is not given anew."""
    if ended["returned_from"] is None:
        return
    before = [
        one
        for one in history.assignments.values()
        if one["state"] == "returned" and one["place_id"] == ended["place_id"]
    ]
    if before:
        before[-1]["state"] = "submitted"


def _stored(history: History, said: Mapping[str, Any]) -> None:
    history.submissions[said["submission"]["id"]] = dict(said["submission"])
    for annotation in said["annotations"]:
        history.annotations[annotation["id"]] = dict(annotation)
    assignment = history.assignments[said["assignment"]["id"]]
    was = assignment["state"]
    assignment["state"] = said["assignment"]["state"]
    assignment["place_id"] = said["assignment"]["place_id"]
    if was == "held" and assignment["state"] == "skipped":
        _restore(history, assignment)


def _decided(history: History, said: Mapping[str, Any]) -> None:
    history.reviews[said["id"]] = {name: value for name, value in said.items() if name != "handed_out"}


_STEPS = {
    "assignment.handed_out": _handed_out,
    "assignment.lapsed": _lapsed,
    "submission.stored": _stored,
    "review.decided": _decided,
}


def history_of(session: Session, project_id: str) -> History:
    """Return what the tables say, in the form of a history."""

    def rows(query: Select[Any], without: Sequence[str]) -> Rows:
        return {row.id: _plain(row, without) for row in session.scalars(query)}

    in_project = select(Assignment.id).where(Assignment.project_id == project_id)
    return History(
        submissions=rows(select(Submission).where(Submission.assignment_id.in_(in_project)), ()),
        annotations=rows(select(Annotation).where(Annotation.project_id == project_id), ("seq",)),
        assignments=rows(
            select(Assignment).where(Assignment.project_id == project_id),
            ("project_id", "created_at", "ended_at"),
        ),
        reviews=rows(select(Review).where(Review.project_id == project_id), ("seq",)),
    )


def _plain(row: Table, without: Sequence[str]) -> dict[str, Any]:
    names = [column.key for column in row.__table__.columns if column.key not in without]
    values = {name: getattr(row, name) for name in names}
    return {
        name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()
    }


def differences(session: Session, project_id: str, user_id: str | None = None) -> list[Difference]:
    """Return where a project's journal and its tables do not tell the same, of one person or of all.

    The journal is replayed as a whole: what one person answered can be sent back by another.
    """
    told = replayed(recorded(session, project_id=project_id, kinds=KINDS))
    found = history_of(session, project_id)
    result = [Difference("events", event_id, None, None) for event_id in told.unreadable]
    for name in ("submissions", "annotations", "assignments", "reviews"):
        by_journal, by_table = getattr(told, name), getattr(found, name)
        for key in sorted(by_journal.keys() | by_table.keys()):
            one, other = by_journal.get(key), by_table.get(key)
            whose = (one or other or {}).get("reviewer_id" if name == "reviews" else "user_id")
            if one != other and user_id in (None, whose):
                result.append(Difference(name, key, one, other))
    return result
