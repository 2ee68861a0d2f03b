"""Submitting answers: stored together or not at all, and never twice."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from earmark.client.answers import AnswerValue, with_tasks
from earmark.client.assignments import Assignment, where
from earmark.client.connection import Connection

__all__ = ["Submissions", "Submitted"]


@dataclass(frozen=True, slots=True)
class Submitted:
    """What the server has stored: the submission's id, and the id of the annotation of each answer."""

    submission: str
    annotations: tuple[str, ...]


class Submissions:
    """`client.submissions`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def send(
        self,
        assignment: str | Assignment,
        answers: Mapping[str, AnswerValue],
        *,
        seconds: float,
        comment: str | None = None,
        shown: tuple[int, int] | None = None,
        key: str | None = None,
    ) -> Submitted:
        """Submit the answers to an assignment's tasks, and return once they are stored.

        A lost connection or a failing server is met by sending the same `key` again, so that an answer that
        did arrive is confirmed, not stored twice; give a key of your own to be able to do so even after a
        restart of your program. `seconds` is how long it took; `shown` the first and last turn in view.

        Raises:
            ConflictError: the place is gone (`place-gone`), or the key belongs to another answer (`key-reused`).
        """
        return self._store(
            assignment, "answered", with_tasks(answers), key, seconds, comment=comment, shown=shown
        )

    def skip(
        self,
        assignment: str | Assignment,
        reason: str,
        *,
        defective: bool = False,
        seconds: float = 0.0,
        key: str | None = None,
    ) -> Submitted:
        """Give an item back unanswered, with the reason; `defective`: nobody can answer it."""
        outcome = "defective" if defective else "skipped"
        return self._store(assignment, outcome, [], key, seconds, reason=reason)

    def _store(
        self,
        assignment: str | Assignment,
        outcome: str,
        answers: list[dict[str, Any]],
        key: str | None,
        seconds: float,
        *,
        reason: str | None = None,
        comment: str | None = None,
        shown: tuple[int, int] | None = None,
    ) -> Submitted:
        body: dict[str, Any] = {
            "key": key or secrets.token_hex(16),
            "outcome": outcome,
            "seconds": seconds,
            "answers": answers,
            "context": None if shown is None else {"first": shown[0], "last": shown[1]},
        }
        body |= {name: text for name, text in (("reason", reason), ("comment", comment)) if text is not None}
        return self._connection.post(Submitted, f"{where(assignment)}/submission", body, repeatable=True)
