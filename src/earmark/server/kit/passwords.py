"""Passwords: hashed slowly on purpose, a few at a time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from earmark.server.kit.errors import TooManyError

__all__ = ["Passwords"]


class Passwords:
    """Hashes with argon2id, at most `at_once` at a time: each takes 64 MiB and tens of milliseconds.

    Call it outside a writing transaction: nobody should wait for a password.
    """

    def __init__(
        self, hasher: Argon2Hasher | None = None, *, at_once: int = 2, patience: float = 5.0
    ) -> None:
        self._hash = PasswordHash((hasher or Argon2Hasher(),))
        self._turns = threading.BoundedSemaphore(at_once)
        self._patience = patience
        self._nobody = self._hash.hash("a password nobody has")

    def hash(self, password: str) -> str:
        """Return the text to store."""
        with self._turn():
            return self._hash.hash(password)

    def right(self, password: str, stored: str | None) -> bool:
        """Tell whether the password fits; with nothing stored it takes just as long to say no.

        Raises:
            TooManyError: too many are being hashed already.
        """
        with self._turn():
            fits = self._hash.verify(password, stored or self._nobody)
        return fits and stored is not None

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._turns.acquire(timeout=self._patience):
            raise TooManyError(
                "too-many-sign-ins", "Too many people are signing in; try again in a moment.", 2
            )
        try:
            yield
        finally:
            self._turns.release()
