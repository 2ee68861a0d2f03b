"""A lock that serves in the order of arrival, so that no writer waits much longer than the others."""

from __future__ import annotations

import threading
from collections import deque

__all__ = ["WriterQueue"]


class WriterQueue:
    """First come, first served; `threading.Lock` promises no order, and its unlucky waiter is the slow 1 %."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._held = False

    def enter(self, timeout: float) -> bool:
        """Wait for one's turn; return whether it came within `timeout` seconds."""
        with self._guard:
            if not self._held:
                self._held = True
                return True
            turn = threading.Lock()
            turn.acquire()
            self._waiting.append(turn)
        if turn.acquire(timeout=timeout):
            return True
        with self._guard:
            if turn in self._waiting:
                self._waiting.remove(turn)
                return False
        return True  # it was handed over in the very moment of giving up

    def leave(self) -> None:
        """Let the next one in."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._held = False
