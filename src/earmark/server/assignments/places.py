"""What can happen to a place: it is held for the time of a lease, given free, or filled. Never more than that."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from earmark.server.assignments import repository
from earmark.server.kit.clock import now
from earmark.server.kit.journal import SYSTEM, Event, record
from earmark.server.tables import Assignment, Place, Project

__all__ = ["fill", "free", "hold", "lapse", "lapse_all", "lease", "restore", "retake"]

AT_ONCE = 100
"""Lapsed places that one request gives free: what is left is for the next one."""


def lease(project: Project) -> timedelta:
    """Return how long an item is kept for whoever took it."""
    return timedelta(minutes=project.settings["lease_minutes"])


def hold(session: Session, place: Place, assignment: Assignment, length: timedelta) -> None:
    """Keep a place for an assignment, from now until the lease ends."""
    place.state, place.user_id, place.assignment_id = "held", assignment.user_id, assignment.id
    place.lease_ends_at = now(session) + length
    assignment.place_id, assignment.state, assignment.ended_at = place.id, "held", None


def free(session: Session, place: Place) -> None:
    """Let others have a place."""
    place.state = "free"
    place.user_id = place.assignment_id = place.lease_ends_at = None
    session.flush()  # before the person takes another place of the item: they never have two


def fill(session: Session, place: Place, assignment: Assignment) -> None:
    """Put an answer into a place."""
    place.state, place.user_id, place.assignment_id = "filled", assignment.user_id, assignment.id
    place.lease_ends_at = None
    assignment.place_id, assignment.state, assignment.ended_at = place.id, "submitted", now(session)


def restore(session: Session, place: Place) -> None:
    """Let the answer in a place stand that had been sent back and is not going to be given anew."""
    answered = session.get(Assignment, place.assignment_id) if place.assignment_id else None
    if answered is not None and answered.state == "returned":
        answered.state = "submitted"


def lapse(session: Session, assignment: Assignment, place: Place | None, by: str = SYSTEM) -> None:
    """End an assignment of which nothing came; its place, if it has one of its own, is free again."""
    assignment.state, assignment.ended_at = "lapsed", now(session)
    if place is not None and place.assignment_id == assignment.id and place.state == "held":
        free(session, place)
    elif place is not None and assignment.returned_from is not None:
        restore(session, place)
    facts: dict[str, Any] = {
        "id": assignment.id,
        "item_id": assignment.item_id,
        "user_id": assignment.user_id,
        "place_id": assignment.place_id,
    }
    record(session, Event(assignment.project_id, by, "assignment.lapsed", assignment.id, facts))


def lapse_all(session: Session, project_id: str, but: str | None = None) -> int:
    """Give free what is held beyond its lease (except by the person `but`); return how many places that were."""
    over = repository.lapsed(session, project_id, now(session), but, AT_ONCE)
    for assignment, place in over:
        lapse(session, assignment, place)
    return len(over)


def retake(session: Session, assignment: Assignment) -> Place | None:
    """Return a place of the item that the assignment can have although its own is gone; None when there is none.

    It is the one the person holds by another assignment, else a free one, else one whose lease is over.
    """
    places = repository.takeable(session, assignment.item_id, assignment.user_id, now(session))
    mine = next((place for place in places if place.user_id == assignment.user_id), None)
    if mine is not None and mine.state == "filled":
        return None
    open_ones = sorted(places, key=lambda place: place.state != "free")  # a free one rather than a lapsed one
    if mine is None and not open_ones:
        return None
    found = mine or open_ones[0]
    if found.state == "held" and found.assignment_id != assignment.id:
        other = session.get(Assignment, found.assignment_id, populate_existing=True)
        if other is not None:
            lapse(session, other, found)
    return found
