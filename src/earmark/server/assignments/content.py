"""What is shown with an item: its conversation, and nothing that tells items apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from earmark.server.assignments import repository
from earmark.server.assignments.repository import TurnRead
from earmark.server.assignments.schemas import ConversationAtHand, GuidelineShown, TurnAtHand
from earmark.server.kit.repository import get
from earmark.server.tables import Assignment, GuidelineVersion, Item, Media

__all__ = ["Shown", "given", "shown", "sound"]


@dataclass(frozen=True, slots=True)
class Shown:
    """An item with its conversation and the guideline it is answered under."""

    item: Item
    version: GuidelineVersion
    turns: tuple[TurnRead, ...]
    media: Media | None

    @property
    def target(self) -> TurnRead | None:
        """The turn that is asked about; None when it is the conversation."""
        return next((turn for turn in self.turns if turn.position == self.item.position), None)

    def conversation(self, sound_at: str) -> ConversationAtHand:
        """Return the conversation as it is sent; its sound lies at `sound_at`/audio and `sound_at`/peaks."""
        media = self.media
        return ConversationAtHand(
            turns=[TurnAtHand.of(turn, target=turn.position == self.item.position) for turn in self.turns],
            audio=None if media is None else f"{sound_at}/audio",
            peaks=None if media is None else f"{sound_at}/peaks",
            seconds=None if media is None else media.seconds,
            channels=None if media is None else media.channels,
        )

    def guideline(self) -> GuidelineShown:
        """Return the guideline version as it is sent."""
        return GuidelineShown.of(self.version)


def given(session: Session, item: Item, context_turns: int) -> dict[str, Any]:
    """Return which turns are handed out with an item: `first` and `last` by position, and how many before it."""
    positions = repository.positions_up_to(session, item.conversation_id, item.position, context_turns + 1)
    if not positions:
        return {"first": None, "last": None, "turns": 0}
    before = len(positions) - 1 if item.position is not None else len(positions)
    return {"first": positions[0], "last": positions[-1], "turns": before}


def shown(session: Session, item: Item, version: GuidelineVersion, context: dict[str, Any] | None) -> Shown:
    """Return an item with the turns of `context`; with all that lead up to it when that is None."""
    bounds = (
        (context["first"], context["last"])
        if context and context["first"] is not None
        else (None, item.position)
    )
    turns = repository.turns(session, item.conversation_id, *bounds)
    _, media = repository.conversation(session, item.conversation_id)
    return Shown(item, version, tuple(turns), media)


def sound(session: Session, assignment: Assignment) -> Media | None:
    """Return the audio of an assignment's conversation."""
    item = get(session, Item, assignment.item_id)
    _, media = repository.conversation(session, item.conversation_id)
    return media
