"""What an import left in the database, in a form that can be compared."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from earmark.server.kit.journal import recorded
from earmark.server.tables import Conversation, Item, Media, Place, Turn
from tests.server.world import Project

__all__ = ["TURNS", "conversation", "items", "places", "replayed", "stored"]

TURNS = """conversation_id,turn,speaker,text
c1,0,agent,Good morning
c1,1,customer,My card is gone
c1,2,agent,Since when?
c2,0,customer,Hello
c2,1,agent,Hello
"""


def stored(project: Project) -> dict[str, list[list[Any]]]:
    """Every conversation of a project with its turns and items, by the ids their source gave them."""
    found: dict[str, list[list[Any]]] = {}
    with project.world.database.reading() as session:
        query = select(Conversation).where(Conversation.project_id == project.id)
        for one in session.scalars(query.order_by(Conversation.external_id)):
            turns = session.scalars(
                select(Turn).where(Turn.conversation_id == one.id).order_by(Turn.position)
            )
            found[one.external_id] = [
                [turn.position, turn.speaker, turn.channel, turn.text, turn.start, turn.end] for turn in turns
            ]
    return found


def items(project: Project) -> dict[str, int | None]:
    """Every item of a project: its own id, and the turn it is."""
    with project.world.database.reading() as session:
        query = select(Item.external_id, Item.position).where(Item.project_id == project.id)
        return {row.external_id: row.position for row in session.execute(query.order_by(Item.external_id))}


def places(project: Project) -> list[tuple[str, int]]:
    """Every place of a project: the item's own id, and the place's number."""
    with project.world.database.reading() as session:
        query = select(Item.external_id, Place.number).join(Item, Item.id == Place.item_id)
        rows = session.execute(query.where(Place.project_id == project.id))
        return sorted((row.external_id, row.number) for row in rows)


def conversation(project: Project, external_id: str) -> dict[str, Any]:
    """A conversation as reviewers see it."""
    rows = project.owner.get(f"{project.path}/conversations?limit=200").json()["rows"]
    (listed,) = [row for row in rows if row["external_id"] == external_id]
    shown: dict[str, Any] = project.owner.get(f"/api/conversations/{listed['id']}").json()
    return shown


def tables(project: Project) -> dict[str, list[dict[str, Any]]]:
    """The rows of a project, as they stand."""
    found: dict[str, list[dict[str, Any]]] = {}
    with project.world.database.reading() as session:
        owned = select(Conversation.id).where(Conversation.project_id == project.id)
        queries = {
            "conversations": select(Conversation).where(Conversation.project_id == project.id),
            "turns": select(Turn).where(Turn.conversation_id.in_(owned)),
            "items": select(Item).where(Item.project_id == project.id),
            "media": select(Media).where(Media.project_id == project.id),
        }
        for name, query in queries.items():
            rows = [
                {column.key: getattr(row, column.key) for column in row.__table__.columns}
                for row in session.scalars(query)
            ]
            found[name] = sorted(rows, key=lambda row: str(sorted(row.items(), key=str)))
    return found


def replayed(project: Project) -> dict[str, list[dict[str, Any]]]:
    """The rows of a project, made again from nothing but what the journal says."""
    made = _Replay(project.id)
    with project.world.database.reading() as session:
        for event in recorded(session, project_id=project.id):
            made.take(event.kind, event.payload, event.at)
    rows = {name: list(found.values()) for name, found in made.rows.items()}
    return {
        name: sorted(found, key=lambda row: str(sorted(row.items(), key=str))) for name, found in rows.items()
    }


class _Replay:
    def __init__(self, project_id: str) -> None:
        self.project_id = project_id
        self.rows: dict[str, dict[Any, dict[str, Any]]] = {
            name: {} for name in ("conversations", "turns", "items", "media")
        }

    def take(self, kind: str, said: dict[str, Any] | None, at: Any) -> None:
        if said is None:
            return
        own = {"project_id": self.project_id, "created_at": at}
        if kind == "media.added":
            self.rows["media"][said["id"]] = {name: said[name] for name in said if name != "peaks"} | own
        elif kind in ("conversation.added", "conversation.extended"):
            self._conversation(kind, said, own)
        elif kind == "conversations.removed":
            self._removed(said)
        elif kind == "media.removed":
            for media_id in said["ids"]:
                del self.rows["media"][media_id]

    def _conversation(self, kind: str, said: dict[str, Any], own: dict[str, Any]) -> None:
        held = said["conversation"]
        if kind == "conversation.added":
            self.rows["conversations"][held["id"]] = held | own
        elif "media_id" in held:
            self.rows["conversations"][held["id"]]["media_id"] = held["media_id"]
        names = ("position", "speaker", "channel", "text", "start", "end")
        for turn in said["turns"]:
            row = dict(zip(names, turn, strict=True))
            self.rows["turns"][held["id"], row["position"]] = {"conversation_id": held["id"], **row}
        for item in said["items"]:
            self.rows["items"][item["id"]] = {**item, **own, "conversation_id": held["id"], "gold": None}

    def _removed(self, said: dict[str, Any]) -> None:
        for item_id in said.get("items", ()):
            self.rows["items"].pop(item_id, None)
        gone = set(said.get("conversations", ()))
        for conversation_id in gone:
            self.rows["conversations"].pop(conversation_id, None)
        self.rows["turns"] = {key: row for key, row in self.rows["turns"].items() if key[0] not in gone}
