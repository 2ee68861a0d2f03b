"""Making submissions, annotations, assignments, places and reviews again from the journal alone, to compare them with the tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from earmark.server.kit.journal import Recorded, matches, recorded
from earmark.server.kit.orm import Table
from earmark.server.tables import Annotation, Assignment, Place, Review, Submission

__all__ = ["Difference", "History", "differences", "history_of", "replayed"]

Rows: TypeAlias = dict[Any, dict[str, Any]]

KINDS = ("assignment.handed_out", "assignment.lapsed", "submission.stored", "review.decided")
TABLES = ("submissions", "annotations", "assignments", "places", "reviews")


@dataclass(slots=True)
class History:
    """Rows by their ids, as they must be after the events; times as ISO texts.

    Of the places it has those that are held or filled, and by whom; how long one is held is no part of what
    happened: looking at it again makes it longer.
    """

    submissions: Rows = field(default_factory=dict)
    annotations: Rows = field(default_factory=dict)
    assignments: Rows = field(default_factory=dict)
    places: Rows = field(default_factory=dict)
    reviews: Rows = field(default_factory=dict)
    unreadable: list[str] = field(default_factory=list)

    def of(self, user_id: str) -> History:
        """Return what is one person's: what they were handed, answered, hold, and decided as a reviewer."""

        def own(rows: Rows, column: str = "user_id") -> Rows:
            return {key: row for key, row in rows.items() if row[column] == user_id}

        return History(
            own(self.submissions),
            own(self.annotations),
            own(self.assignments),
            own(self.places),
            own(self.reviews, "reviewer_id"),
        )


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that the journal and the tables do not tell alike; None where one of them lacks it."""

    table: str
    id: Any
    by_journal: Mapping[str, Any] | None
    by_table: Mapping[str, Any] | None


def replayed(events: Iterable[Recorded]) -> History:
    """Return what the events say happened, reading nothing else.

    An event whose payload was erased, or is not the one it was written with, is listed as unreadable.
    """
    told = _Replay()
    for event in events:
        if event.payload is None or not matches(event):
            told.history.unreadable.append(event.id)
        else:
            _STEPS[event.kind](told, event.payload)
    return told.history


class _Replay:
    """A history while it is told; `of_item` has the assignments of each item, in the order they were made."""

    def __init__(self) -> None:
        self.history = History()
        self.of_item: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)

    def handed_out(self, said: Mapping[str, Any]) -> None:
        again = said["returned_from"] is not None
        others = self.of_item[said["item_id"]]
        for other in others if again else ():
            if other["user_id"] == said["user_id"] and other["state"] == "submitted":
                other["state"] = "returned"
        known = ("id", "item_id", "user_id", "place_id", "guideline_version_id", "context", "returned_from")
        assignment = {**{name: said[name] for name in known}, "state": "held"}
        others[:] = [
            other for other in others if other["id"] != said["id"]
        ]  # handed out anew after it lapsed
        others.append(assignment)
        self.history.assignments[said["id"]] = assignment
        if not again:  # what is sent back keeps the place that its answer fills
            self._take(assignment, "held")

    def lapsed(self, said: Mapping[str, Any]) -> None:
        assignment = self.history.assignments[said["id"]]
        assignment["state"] = "lapsed"
        place = self.history.places.get(said["place_id"])
        if place is not None and (place["assignment_id"], place["state"]) == (said["id"], "held"):
            del self.history.places[said["place_id"]]
        self._restore(assignment)

    def stored(self, said: Mapping[str, Any]) -> None:
        self.history.submissions[said["submission"]["id"]] = dict(said["submission"])
        for annotation in said["annotations"]:
            self.history.annotations[annotation["id"]] = dict(annotation)
        assignment = self.history.assignments[said["assignment"]["id"]]
        was = assignment["state"]
        assignment["state"] = said["assignment"]["state"]
        assignment["place_id"] = said["assignment"]["place_id"]
        if assignment["state"] == "submitted":
            self._take(assignment, "filled")
        elif said["place"] is not None and said["place"]["state"] == "free":
            self.history.places.pop(said["place"]["id"], None)
        if was == "held" and assignment["state"] == "skipped":
            self._restore(assignment)

    def decided(self, said: Mapping[str, Any]) -> None:
        review = {name: value for name, value in said.items() if name != "handed_out"}
        self.history.reviews[said["id"]] = review

    def _take(self, assignment: Mapping[str, Any], state: str) -> None:
        place = {"state": state, "user_id": assignment["user_id"], "assignment_id": assignment["id"]}
        self.history.places[assignment["place_id"]] = place

    def _restore(self, ended: Mapping[str, Any]) -> None:
        """Let the earlier answer stand again when one that was sent back is not given anew."""
        if ended["returned_from"] is None:
            return
        for one in reversed(self.of_item[ended["item_id"]]):
            if one["state"] == "returned" and one["place_id"] == ended["place_id"]:
                one["state"] = "submitted"
                return


_STEPS = {
    "assignment.handed_out": _Replay.handed_out,
    "assignment.lapsed": _Replay.lapsed,
    "submission.stored": _Replay.stored,
    "review.decided": _Replay.decided,
}


def history_of(session: Session, project_id: str) -> History:
    """Return what the tables say, in the form of a history."""

    def rows(query: Select[Any], without: Sequence[str] = ()) -> Rows:
        return {row.id: _plain(row, without) for row in session.scalars(query)}

    in_project = select(Assignment.id).where(Assignment.project_id == project_id)
    taken = select(Place).where(Place.project_id == project_id, Place.state != "free")
    return History(
        submissions=rows(select(Submission).where(Submission.assignment_id.in_(in_project))),
        annotations=rows(select(Annotation).where(Annotation.project_id == project_id), ("seq",)),
        assignments=rows(
            select(Assignment).where(Assignment.project_id == project_id),
            ("project_id", "created_at", "ended_at"),
        ),
        places=rows(taken, ("id", "project_id", "item_id", "number", "draw", "lease_ends_at")),
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
    if user_id is not None:
        told, found = told.of(user_id), found.of(user_id)
    for name in TABLES:
        by_journal, by_table = getattr(told, name), getattr(found, name)
        for key in sorted(by_journal.keys() | by_table.keys()):
            one, other = by_journal.get(key), by_table.get(key)
            if one != other:
                result.append(Difference(name, key, one, other))
    return result
