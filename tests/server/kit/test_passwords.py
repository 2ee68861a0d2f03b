"""Passwords: right or wrong, never quick, never many at once."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from pwdlib.hashers.argon2 import Argon2Hasher

from earmark.server.kit.errors import TooManyError
from earmark.server.kit.passwords import Passwords


class Slow(Argon2Hasher):
    """Counts how many hash at the same time, and how often anything is compared."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.compared = self.now = self.most = 0
        self.guard = threading.Lock()

    def verify(self, password: str | bytes, hash: str | bytes) -> bool:  # noqa: A002  # the parent's name
        with self.guard:
            self.compared += 1
            self.now += 1
            self.most = max(self.most, self.now)
        time.sleep(0.02)
        with self.guard:
            self.now -= 1
        return super().verify(password, hash)


def test_the_right_password_fits_and_another_does_not() -> None:
    passwords = Passwords(Slow())
    stored = passwords.hash("correct horse battery")

    assert passwords.right("correct horse battery", stored)
    assert not passwords.right("correct horse batterz", stored)
    assert stored.startswith("$argon2id$")


def test_an_unknown_login_is_compared_as_well() -> None:
    """What is not compared answers sooner, and tells who has an account."""
    slow = Slow()
    passwords = Passwords(slow)

    assert not passwords.right("anything", None)
    assert not passwords.right("a password nobody has", None)
    assert slow.compared == 2


def test_no_more_than_two_are_hashed_at_once() -> None:
    slow = Slow()
    passwords = Passwords(slow, at_once=2)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: passwords.right("x", None), range(8)))

    assert slow.most == 2


def test_who_would_wait_too_long_is_asked_to_come_again() -> None:
    passwords = Passwords(Slow(), at_once=1, patience=0.001)
    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(passwords.right, "x", None) for _ in range(4)]

    with pytest.raises(TooManyError, match="try again"):
        [future.result() for future in asked]
