"""What the simulated reviewer decides, and under which clause."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from earmark.cli.demo.calendar import Clock
from earmark.cli.demo.samples import Samples
from earmark.server.kit.actor import Actor
from earmark.server.kit.repository import get
from earmark.server.kit.transaction import Database
from earmark.server.reviews import queue, repository, service
from earmark.server.reviews.schemas import DecisionGiven
from earmark.server.tables import Item

__all__ = ["CLAUSES", "OPEN", "review"]

TASK = "intent"
OPEN = "clinic-call-01:7"
"""Left for whoever takes the tour: a customer drops an appointment, and three people hear three things."""

DECIDES = 24
"""Items the reviewer has decided; the others are open, for whoever comes."""

CLAUSES = {
    "problem": ("4.1", "It is reported so that it will be mended."),
    "complaint": ("4.2", "The company is reproached with how it acted."),
    "cancel": ("4.3", "They want it ended."),
    "confirm": ("3.1", "They agree to what was asked before."),
    "deny": ("3.2", "They decline."),
    "give_details": ("2.2", "It answers with facts."),
    "request": ("5.2", "Something is asked for."),
    "thanks_close": ("3.2", "It closes the conversation."),
    "other": ("7.2", "No clause covers it."),
}


def review(database: Database, clock: Clock, samples: Samples, reviewer: Actor) -> None:
    """Decide every second of the most disputed items on which the authors' own label is known.

    The item of the tour is left open, and items of equal disagreement come in the order of their names.
    """
    project = reviewer.project_id or ""
    with database.reading() as session:
        waiting, _ = queue.waiting(session, project, reviewer.user_id, [TASK], "open", None, DECIDES * 4)
        names = {one.item_id: get(session, Item, one.item_id).external_id for one in waiting}
    waiting.sort(key=lambda one: (-one.disagreement, names[one.item_id]))
    meant = samples.meant.keys() - {OPEN}
    known = [one.item_id for one in waiting if names[one.item_id] in meant]
    for item_id in known[1 : 2 * DECIDES : 2]:
        assert clock.at is not None  # noqa: S101  # the seeding has set it
        clock.at += timedelta(seconds=40)
        with database.writing() as session:
            service.decide(
                session, reviewer, project, _decision(session, item_id, samples.meant[names[item_id]])
            )


def _decision(session: Session, item_id: str, meant: str) -> dict[str, object]:
    """Accept an answer that says what was meant; where nobody said it, give it."""
    clause, reason = CLAUSES[meant]
    given = repository.answers(session, item_id, TASK)
    right = next((one.id for one in given if one.answer == meant), None)
    decision: dict[str, object] = {"item": item_id, "task": TASK, "clause": clause, "reason": reason}
    chosen = {"decision": "other", "answer": meant}
    if right is not None:
        chosen = {"decision": "accept", "annotation": right}
    return DecisionGiven.model_validate(decision | chosen).model_dump()
