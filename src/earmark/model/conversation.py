"""A conversation and its turns."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Conversation", "Turn"]


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says at a stretch. Time in seconds, half-open; None where it is not known."""

    position: int
    speaker: str | None = None
    text: str | None = None
    start: float | None = None
    end: float | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """Audio, turns, or both."""

    id: str
    turns: tuple[Turn, ...] = ()
    audio: str | None = None
    domain: str | None = None
    language: str | None = None

    def before(self, position: int) -> tuple[Turn, ...]:
        """Return the turns before a position: the context in which a turn is understood.

        >>> call = Conversation("c1", (Turn(0, "agent", "Hello"), Turn(2, "caller", "Hi")))
        >>> [turn.text for turn in call.before(2)]
        ['Hello']
        """
        return tuple(turn for turn in self.turns if turn.position < position)
