"""Items to hand out, and people at their desks, in a line each."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import Any

from sqlalchemy import select

from earmark.server.assignments import service
from earmark.server.conversations.service import AddedItem
from earmark.server.kit.orm import new_id
from earmark.server.tables import Conversation, Item, Place, Turn
from tests.server.world import Project, Visitor, World

KEYS = count()
TEXTS = ["Hello, this is Dana.", "I want a new card.", "Of course.", "It never works!", "Thank you, bye."]


def new_key() -> str:
    return f"key-{next(KEYS):08}"


@dataclass
class Desk:
    """A project with items, and what people do in it."""

    project: Project
    items: list[str]

    @classmethod
    def of(
        cls, world: World, *, items: int = 1, overlap: int = 2, guideline: Any = None, **more: Any
    ) -> Desk:
        """A project with a guideline and `items` items, each a turn of its own conversation."""
        project = world.project(overlap=overlap)
        project.publish(guideline)
        return cls(project, add_items(project, items, overlap=overlap, **more))

    @property
    def world(self) -> World:
        return self.project.world

    def people(self, many: int, role: str = "annotator") -> list[Visitor]:
        return [self.project.member(role) for _ in range(many)]

    def next(self, person: Visitor, *, prefetch: bool = False) -> Any:
        """What the person is handed, or None when there is nothing."""
        response = person.post(f"{self.project.path}/assignments/next", {"prefetch": prefetch})
        assert response.status_code in (200, 204), response.text
        return response.json() if response.status_code == 200 else None

    def submit(self, person: Visitor, assignment: Any, label: str = "request", **body: Any) -> Any:
        """The response to a submission of the two tasks of the usual guideline."""
        answers = [{"task": "intent", "answer": label}, {"task": "polite", "answer": "2"}]
        given = {"key": new_key(), "answers": answers, "seconds": 3.5, **body}
        if given.get("outcome", "answered") != "answered":
            given["answers"] = []
        return person.post(f"/api/assignments/{assignment['id']}/submission", given)

    def label(self, person: Visitor, *labels: str) -> list[Any]:
        """Let the person answer one item a label; return the assignments."""
        done = []
        for label in labels:
            assignment = self.next(person)
            response = self.submit(person, assignment, label)
            assert response.status_code == 200, response.text
            done.append(assignment)
        return done

    def places(self) -> list[Place]:
        with self.world.database.reading() as session:
            return list(session.scalars(select(Place).order_by(Place.draw, Place.number)))

    def states(self) -> list[str]:
        return [place.state for place in self.places()]


def add_items(
    project: Project, many: int, *, overlap: int = 2, whole: bool = False, turn: int = 3
) -> list[str]:
    """Add conversations of five turns, and an item of each: the turn `turn`, or the `whole` of it."""
    ids = []
    with project.world.database.writing() as session:
        at = project.world.clock()
        start = len(session.scalars(select(Item.id).where(Item.project_id == project.id)).all())
        for number in range(start, start + many):
            made = Conversation(
                id=new_id(), project_id=project.id, external_id=f"call-{number}", domain="bank", created_at=at
            )
            item = Item(
                id=new_id(),
                project_id=project.id,
                conversation_id=made.id,
                position=None if whole else turn,
                external_id=f"call-{number}" if whole else f"call-{number}/{turn}",
                purpose="gold" if number % 5 == 4 else "label",
                gold={"intent": "problem"} if number % 5 == 4 else None,
                overlap=overlap,
                draw=number,
                created_at=at,
            )
            session.add(made)
            session.flush()
            session.add(item)
            for position, text in enumerate(TEXTS):
                session.add(
                    Turn(
                        conversation_id=made.id,
                        position=position,
                        speaker="agent" if position % 2 == 0 else "caller",
                        text=text,
                        start=position * 2.0,
                        end=position * 2.0 + 1.5,
                    )
                )
            session.flush()
            service.open_places(session, project.id, [AddedItem(item.id, item.draw, overlap)])
            ids.append(item.id)
    return ids
