"""Answers side by side: under letters, not names, until the task is decided."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence

from sqlalchemy import Row
from sqlalchemy.orm import Session

from earmark.server.assignments import service as assignments
from earmark.server.reviews import repository, schemas, service
from earmark.server.tables import Annotation, GuidelineVersion, Item, Submission, User

__all__ = ["beside", "letters"]


def letters(key: bytes, item_id: str, user_ids: Sequence[str]) -> dict[str, str]:
    """Return the letter of each person, in an order drawn for the item: nothing can be read from it.

    >>> sorted(letters(b"secret", "item", ["ana", "bo"]).values())
    ['A', 'B']
    """

    def drawn(user_id: str) -> str:
        return hmac.new(key, f"{item_id} {user_id}".encode(), hashlib.sha256).hexdigest()

    ordered = sorted(set(user_ids), key=drawn)
    return {user_id: _letter(place) for place, user_id in enumerate(ordered)}


def _letter(place: int) -> str:
    return chr(ord("A") + place % 26) * (1 + place // 26)


def beside(session: Session, key: bytes, item: Item, version: GuidelineVersion) -> list[schemas.TaskBeside]:
    """Return the answers in force to each task there is something to decide on."""
    rows = repository.answers_in_full(session, item.id)
    letter = letters(key, item.id, [user.id for _, _, user, _ in rows])
    decisions = service.decisive(session, item.id)
    found = []
    for task in service.reviewed_tasks(version, item):
        decision = decisions.get(task)
        told = decision is not None and decision.decision != "return"
        mine = [_answer(row, letter[row[2].id], told=told) for row in rows if row[0].task == task]
        if mine:
            shown = None if decision is None else schemas.DecidedShown.of(decision)
            ordered = sorted(mine, key=lambda one: (len(one.letter), one.letter))
            found.append(schemas.TaskBeside(task=task, answers=ordered, decision=shown))
    return found


def _answer(
    row: Row[Annotation, Submission, User, GuidelineVersion], letter: str, *, told: bool
) -> schemas.AnswerBeside:
    annotation, submission, user, version = row
    return schemas.AnswerBeside(
        annotation=annotation.id,
        letter=letter,
        answer=annotation.answer,
        comment=submission.comment,
        clauses=assignments.cited(annotation),
        guideline=version.number,
        name=user.name if told else None,
    )
