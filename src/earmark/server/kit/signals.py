"""How a higher domain learns of what a lower one did: a plain call, in the same transaction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

__all__ = ["Signal"]

Thing = TypeVar("Thing")


class Signal(Generic[Thing]):
    """Something a domain tells whoever listens. An exception in a listener undoes the effect as well.

    >>> joined: Signal[str] = Signal("joined")
    >>> @joined.subscribe
    ... def greet(session, name): print("hello", name)
    >>> joined.send(None, "Ana")
    hello Ana
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._listeners: list[Callable[[Session, Thing], None]] = []

    def subscribe(self, listener: Callable[[Session, Thing], None]) -> Callable[[Session, Thing], None]:
        """Call `listener(session, thing)` from now on; works as a decorator. Subscribing twice counts once."""
        if listener not in self._listeners:
            self._listeners.append(listener)
        return listener

    def send(self, session: Session, thing: Thing) -> None:
        """Tell every listener, in the order they subscribed."""
        for listener in self._listeners:
            listener(session, thing)
