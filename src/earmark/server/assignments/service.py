"""Handing out items, keeping them for a while, and taking them back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from sqlalchemy.orm import Session

from earmark.server.assignments import places, repository
from earmark.server.assignments.content import Shown, given, shown
from earmark.server.assignments.policy import LABELLING
from earmark.server.assignments.schemas import AnswerOrNone, AnswerValue, ConversationAtHand, GuidelineShown
from earmark.server.conversations import service as conversations
from earmark.server.conversations.service import AddedItem, ItemsAdded
from earmark.server.guidelines import service as guidelines
from earmark.server.kit.actor import Actor
from earmark.server.kit.clock import now
from earmark.server.kit.errors import ConflictError, NotAllowedError, NotFoundError
from earmark.server.kit.journal import Event, record
from earmark.server.kit.orm import new_id
from earmark.server.kit.repository import get
from earmark.server.kit.transaction import one_at_a_time
from earmark.server.projects import service as projects
from earmark.server.tables import (
    Annotation,
    Assignment,
    GuidelineVersion,
    Item,
    Membership,
    Place,
    Project,
    User,
)
from earmark.server.users import service as users

__all__ = [
    "AnswerOrNone",
    "AnswerValue",
    "ConversationAtHand",
    "GuidelineShown",
    "Shown",
    "alone",
    "answers_in_force",
    "cited",
    "count_turns",
    "give_back",
    "heard",
    "heartbeat",
    "is_decided",
    "next_assignment",
    "open_places",
    "own",
    "settle",
    "shown",
    "sweep",
    "take_back",
    "tasks_of",
]

Outcome = Literal["answered", "skipped", "defective"]

answers_in_force = repository.answers_in_force
count_turns = repository.count_turns


def is_decided(session: Session, item_id: str) -> bool:
    """Tell whether a review has the last word on any task of an item."""
    return bool(repository.decided_tasks(session, item_id))


def cited(annotation: Annotation) -> list[str]:
    """Return the clauses that were cited with an answer."""
    clauses: list[str] = annotation.context.get("clauses", [])
    return clauses


def open_places(session: Session, project_id: str, items: Iterable[AddedItem]) -> None:
    """Give new items as many places as their overlap; those that have some keep them."""
    new = {item.id: item for item in items}
    for item_id in repository.with_places(session, list(new)):
        del new[item_id]
    repository.open_places(session, project_id, new.values())


def alone(session: Session, user_id: str) -> None:
    """Let nothing else of this person's work go on in this moment: a double click, another browser."""
    one_at_a_time(session, f"work of {user_id}")


def next_assignment(
    session: Session, actor: Actor, project_id: str, *, prefetch: bool = False
) -> Assignment | None:
    """Return what the person is to answer next, or None when there is nothing.

    What they hold is given again, what was sent back to them first. `prefetch` asks for the one after it. So
    nobody ever holds more than two.

    Raises:
        ConflictError: the project was put away, or has no guideline yet.
    """
    project = projects.project(session, project_id)
    if project.archived_at is not None:
        raise ConflictError("project-archived", "This project was put away; its manager can bring it back.")
    version = guidelines.in_force(session, project_id)
    alone(session, actor.user_id)
    held = repository.held_by(session, project_id, actor.user_id)
    if len(held) > prefetch:
        assignment, place = held[prefetch]
        _renew(session, project, assignment, place)
        return assignment
    places.lapse_all(session, project_id, but=actor.user_id)
    only, asks = _asks(version)
    found = repository.first_free(session, project_id, actor.user_id, only) if asks else None
    return None if found is None else _hand_out(session, actor, project, version, found)


def _asks(version: GuidelineVersion) -> tuple[repository.Per | None, bool]:
    """Return to which kind of item the guideline is narrowed, None for both, and whether it asks anything at all."""
    kinds = {task["per"] for task in version.content["tasks"]}
    return (None if len(kinds) == 2 else next(iter(kinds), None)), bool(kinds)


def _renew(session: Session, project: Project, assignment: Assignment, place: Place) -> None:
    if assignment.returned_from is None:
        places.hold(session, place, assignment, places.lease(project))


def _hand_out(
    session: Session, actor: Actor, project: Project, version: GuidelineVersion, place: Place
) -> Assignment:
    assignment = repository.lapsed_before(session, place.item_id, actor.user_id, version.id)
    if assignment is None:
        item = get(session, Item, place.item_id)
        assignment = _made(session, actor.user_id, item, version, place, project.settings["context_turns"])
    assignment.created_at = now(session)
    places.hold(session, place, assignment, places.lease(project))
    _record(session, actor, assignment, place)
    return assignment


def _made(
    session: Session, user_id: str, item: Item, version: GuidelineVersion, place: Place, context_turns: int
) -> Assignment:
    made = Assignment(
        id=new_id(),
        project_id=item.project_id,
        item_id=item.id,
        user_id=user_id,
        place_id=place.id,
        guideline_version_id=version.id,
        state="held",
        context=given(session, item, context_turns),
        created_at=now(session),
    )
    session.add(made)
    return made


def _record(session: Session, actor: Actor, assignment: Assignment, place: Place) -> None:
    facts: dict[str, Any] = {
        name: getattr(assignment, name)
        for name in (
            "id",
            "item_id",
            "user_id",
            "place_id",
            "guideline_version_id",
            "context",
            "returned_from",
        )
    }
    facts["lease_ends_at"] = place.lease_ends_at.isoformat() if place.lease_ends_at else None
    kind = "assignment.handed_out"
    record(session, Event(assignment.project_id, actor.pseudonym, kind, assignment.id, facts))


def own(session: Session, actor: Actor, assignment_id: str) -> Assignment:
    """Return an assignment of the person's own.

    Raises:
        NotFoundError: they have none with this id.
    """
    found = get(session, Assignment, assignment_id, "assignment")
    if found.user_id != actor.user_id:  # the guard has refused before
        raise NotFoundError
    return found


def heard(session: Session, actor: Actor, assignment_id: str) -> Assignment:
    """Return an assignment of the person's own whose sound they may hear now.

    That is while they keep it, and as long again as a lease once it is handed in, to go back to it.

    Raises:
        NotFoundError: they have none with this id.
        NotAllowedError: its time is over, or it is with others by now.
    """
    assignment = own(session, actor, assignment_id)
    if assignment.state == "held" and assignment.returned_from is not None:
        return assignment
    ends = repository.lease_of(session, assignment) if assignment.state == "held" else assignment.ended_at
    if ends is not None and assignment.state != "held":
        ends += places.lease(projects.project(session, assignment.project_id))
    if ends is None or ends <= now(session) or assignment.state == "lapsed":
        message = "The time for hearing this is over; take it up again to go on with it."
        raise NotAllowedError("sound-over", message)
    return assignment


def tasks_of(session: Session, assignment: Assignment, item: Item, version: GuidelineVersion) -> list[str]:
    """Return which tasks are asked: those of this kind of item, except what a review has decided already."""
    per = "conversation" if item.position is None else "turn"
    asked = [task["name"] for task in version.content["tasks"] if task["per"] == per]
    if assignment.returned_from is None:
        return asked
    decided = repository.decided_tasks(session, item.id)
    return [name for name in asked if name not in decided]


def heartbeat(session: Session, actor: Actor, assignment_id: str) -> Assignment:
    """Keep an item for its person for another lease, also after it lapsed, if nobody has taken it since.

    Raises:
        ConflictError: it was finished with, or others have it by now.
    """
    alone(session, actor.user_id)
    assignment = own(session, actor, assignment_id)
    if assignment.state not in ("held", "lapsed"):
        raise ConflictError("finished", "This was submitted or passed over already.")
    project = projects.project(session, assignment.project_id)
    place = _still_theirs(session, assignment)
    if place is None:
        raise ConflictError("lease-lapsed", "It was kept for you for a while and is with others by now.")
    if assignment.returned_from is None:
        was = assignment.state
        places.hold(session, place, assignment, places.lease(project))
        if was == "lapsed":
            _record(session, actor, assignment, place)
    return assignment


def _still_theirs(session: Session, assignment: Assignment) -> Place | None:
    if assignment.state in ("held", "submitted"):
        place = repository.place_of(session, assignment)
        if assignment.returned_from is not None or place.assignment_id == assignment.id:
            return place
    return places.retake(session, assignment)


def settle(session: Session, assignment: Assignment, outcome: Outcome) -> Place | None:
    """Do to the place what a submission does to it, and return it: an answer fills it, passing over gives it free.

    Raises:
        ConflictError: the place is with others by now, or the item was sent back and is asked anew.
    """
    if assignment.state == "returned":
        message = "A reviewer sent this back; it comes again with the reason. Answer it there."
        raise ConflictError("given-again", message)
    if outcome != "answered":
        return _pass_over(session, assignment)
    place = _still_theirs(session, assignment)
    if place is None:
        message = "The time for this was over and others have answered it; your answer is kept on your page."
        raise ConflictError("place-gone", message)
    places.fill(session, place, assignment)
    return place


def _pass_over(session: Session, assignment: Assignment) -> Place | None:
    place = repository.place_of(session, assignment) if assignment.state in ("held", "submitted") else None
    sent_back = assignment.state == "held" and assignment.returned_from is not None
    if place is not None and place.assignment_id == assignment.id and not sent_back:
        places.free(session, place)
    if place is not None and sent_back:
        places.restore(session, place)
    assignment.state, assignment.ended_at = "skipped", now(session)
    return place


def give_back(
    session: Session, actor: Actor, item: Item, user_ids: Sequence[str], review_id: str
) -> list[Assignment]:
    """Hand an item to people again whose answers a review sent back; their places stay theirs.

    Left out are those who are no longer in the project, or hold it again already.
    """
    version = guidelines.in_force(session, item.project_id)
    project = projects.project(session, item.project_id)
    made = []
    answered = repository.answered_by(session, item.id, user_ids)
    for assignment, place in answered:
        if repository.may_label(session, item.project_id, assignment.user_id, LABELLING.split()):
            turns = project.settings["context_turns"]
            again = _made(session, assignment.user_id, item, version, place, turns)
            again.returned_from = review_id
            assignment.state = "returned"
            made.append((again, place))
    session.flush()
    for again, place in made:
        _record(session, actor, again, place)
    return [again for again, _ in made]


def take_back(session: Session, item_id: str) -> None:
    """Ask nobody any more about an item that was sent back and has been decided since."""
    for assignment, place in repository.sent_back(session, item_id):
        places.lapse(session, assignment, place)


def sweep(session: Session, project_id: str) -> int:
    """Give free what is held beyond its lease; return how many places that were."""
    return places.lapse_all(session, project_id)


def _release(session: Session, user_id: str, project_id: str | None) -> None:
    for assignment, place in repository.held_of(session, user_id, project_id):
        places.lapse(session, assignment, place)


@conversations.items_added.subscribe
def on_items_added(session: Session, added: ItemsAdded) -> None:
    """Let new items be handed out."""
    open_places(session, added.project_id, added.items)


@projects.left.subscribe
def on_left(session: Session, membership: Membership) -> None:
    """Let others have what a person holds who left, or may no longer label."""
    if membership.ended_at is not None or membership.role not in LABELLING.split():
        _release(session, membership.user_id, membership.project_id)


@users.disabled.subscribe
def on_disabled(session: Session, user: User) -> None:
    """Let others have what a person holds who may no longer sign in."""
    _release(session, user.id, None)
