"""What the tour of the workbench needs to know: a call, a disagreement, and a delivery that passes and fails."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from earmark.cli.demo.people import GUEST
from earmark.cli.demo.reviewing import CLAUSES, OPEN, TASK
from earmark.cli.demo.samples import Samples
from earmark.cli.demo.seeding import Seeded
from earmark.quality.consensus.proportion import share
from earmark.server.kit.actor import Actor
from earmark.server.kit.transaction import Database
from earmark.server.quality import service
from earmark.server.quality.measuring import Measured, measured
from earmark.server.reviews import repository
from earmark.server.tables import Item, Turn

__all__ = ["tour"]

HEARD = "telecom-call-02:1"
"""A customer of the telecom company leaves, on the telephone; the delivery says that she complains."""


def tour(database: Database, samples: Samples, seeded: Seeded) -> dict[str, Any]:
    """Return what the steps of the tour point at, the figures before a visitor comes, and those of its end."""
    found = measured(database, seeded.project)
    with database.reading() as session:
        return _tour(session, samples, seeded, found)


def _tour(session: Session, samples: Samples, seeded: Seeded, found: Measured) -> dict[str, Any]:
    item = _item(session, seeded.project, OPEN)
    labels = dict(Counter(str(answer.answer) for answer in repository.answers(session, item.id, TASK)))
    meant = samples.meant[item.external_id]
    return {
        "differ": {"item": item.id, "task": TASK, "text": _text(session, item), "answers": labels},
        "settle": {"item": item.id, "task": TASK, "clause": CLAUSES[meant][0], "meant": meant},
        "changed": {"task": TASK, "before": _before(session, seeded, found)},
        "spot_check": _spot_check(session, samples, seeded),
    }


def _before(session: Session, seeded: Seeded, found: Measured) -> dict[str, Any]:
    """Return agreement, and how many answers it rests on, as the Quality page shows them."""
    guest = Actor(seeded.people[GUEST.login], "", project_id=seeded.project, role=GUEST.role)
    (task,) = service.shown(session, guest, seeded.project, found, TASK).tasks
    return {"alpha": task.alpha.model_dump(), "answers": sum(label.answers for label in task.labels)}


def _spot_check(session: Session, samples: Samples, seeded: Seeded) -> dict[str, Any]:
    delivered = {row["item_id"]: row for row in samples.delivered}
    right = sum(delivered[item]["label"] == label for item, label in samples.checked.items())
    n = len(samples.checked)
    estimate = share(right / n, size=n, n=n, over="items", measure="share_right/1")
    item = _item(session, seeded.project, HEARD)
    return {
        "item": item.id,
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
    n, heard = len(leave), sum(row["label"] == "cancel" for row in leave)
    estimate = share(heard / max(1, n), size=n, n=n, over="items", measure="share_heard/1")
    return {"domain": domain, "leave": n, "heard": heard, "share": estimate.to_json()}


def _leaves(samples: Samples, row: dict[str, str]) -> bool:
    return row["label"] == "cancel" or row["item_id"] in samples.misheard


def _item(session: Session, project: str, external_id: str) -> Item:
    query = select(Item).where(Item.project_id == project, Item.external_id == external_id)
    return session.scalars(query).one()


def _text(session: Session, item: Item) -> str:
    query = select(Turn.text).where(
        Turn.conversation_id == item.conversation_id, Turn.position == item.position
    )
    return session.scalars(query).one() or ""
