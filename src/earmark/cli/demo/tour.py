"""What the tour of the workbench needs to know: a call, a disagreement, and a delivery that passes and fails."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from earmark.cli.demo.people import REVIEWER
from earmark.cli.demo.reviewing import CLAUSES, TASK
from earmark.cli.demo.samples import Samples
from earmark.cli.demo.seeding import HALF_DONE, Seeded
from earmark.quality.consensus.proportion import share
from earmark.server.reviews import queue, repository
from earmark.server.tables import Conversation, Item, Turn

__all__ = ["tour"]

HEARD = "telecom-call-02:1"
"""A customer of the telecom company leaves, on the telephone; the delivery says that she complains."""

PAIR = frozenset({"problem", "complaint"})


def tour(session: Session, samples: Samples, seeded: Seeded) -> dict[str, Any]:
    """Return the ids of the five steps, and the figures of the last one."""
    item, labels = _differ(session, samples, seeded)
    meant = samples.meant[item.external_id]
    return {
        "hear": {"conversation": _conversation(session, seeded.project, HALF_DONE)},
        "label": {"project": seeded.project},
        "differ": {"item": item.id, "task": TASK, "text": _text(session, item), "answers": labels},
        "settle": {"item": item.id, "task": TASK, "clause": CLAUSES[meant][0]},
        "changed": {"project": seeded.project, "task": TASK},
        "spot_check": _spot_check(session, samples, seeded),
    }


def _differ(session: Session, samples: Samples, seeded: Seeded) -> tuple[Item, dict[str, int]]:
    """Return an open item on which people say problem or complaint, the clauses that were rewritten."""
    waiting, _ = queue.waiting(
        session, seeded.project, seeded.people[REVIEWER.login], [TASK], "open", None, 200
    )
    candidates: list[tuple[bool, int, str, Item, dict[str, int]]] = []
    for place, one in enumerate(waiting):
        item = session.get_one(Item, one.item_id)
        if item.external_id in samples.meant:
            said = Counter(str(answer.answer) for answer in repository.answers(session, item.id, TASK))
            candidates.append((not set(said) >= PAIR, place, item.external_id, item, dict(said)))
    best = min(candidates, key=lambda one: one[:3])
    return best[3], best[4]


def _spot_check(session: Session, samples: Samples, seeded: Seeded) -> dict[str, Any]:
    delivered = {row["item_id"]: row for row in samples.delivered}
    right = sum(delivered[item]["label"] == label for item, label in samples.checked.items())
    n = len(samples.checked)
    estimate = share(right / n, size=n, n=n, over="items", measure="share_right/1")
    item = _item(session, seeded.project, HEARD)
    return {
        "item": item.id,
        "conversation": item.conversation_id,
        "text": _text(session, item),
        "said": delivered[HEARD]["label"],
        "meant": samples.meant[HEARD],
        "delivered": len(delivered),
        "wrong": len(samples.misheard),
        "checked": n,
        "right_of_checked": right,
        "share": estimate.to_json(),
        "recall": [_recall(samples, domain) for domain in ("bank", "clinic", "telecom")],
    }


def _recall(samples: Samples, domain: str) -> dict[str, Any]:
    """Of the customers of a domain who leave, how many the delivery hears leaving."""
    leave = [row for row in samples.delivered if row["domain"] == domain and _leaves(samples, row)]
    return {"domain": domain, "leave": len(leave), "heard": sum(row["label"] == "cancel" for row in leave)}


def _leaves(samples: Samples, row: dict[str, str]) -> bool:
    return row["label"] == "cancel" or row["item_id"] in samples.misheard


def _item(session: Session, project: str, external_id: str) -> Item:
    query = select(Item).where(Item.project_id == project, Item.external_id == external_id)
    return session.scalars(query).one()


def _conversation(session: Session, project: str, external_id: str) -> str:
    query = select(Conversation.id).where(
        Conversation.project_id == project, Conversation.external_id == external_id
    )
    return session.scalars(query).one()


def _text(session: Session, item: Item) -> str:
    query = select(Turn.text).where(
        Turn.conversation_id == item.conversation_id, Turn.position == item.position
    )
    return session.scalars(query).one() or ""
