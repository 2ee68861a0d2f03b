"""A guideline version: an immutable bundle of clauses and of tasks with their schemes."""

from __future__ import annotations

from dataclasses import dataclass

from earmark.model.scheme import Scheme

__all__ = ["Clause", "GuidelineVersion", "Task"]


@dataclass(frozen=True, slots=True)
class Clause:
    """One numbered rule that a decision can cite."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Task:
    """One question with one scheme. A *subjective* task has no single truth: soft labels, no accuracy."""

    name: str
    scheme: Scheme
    question: str = ""
    subjective: bool = False


@dataclass(frozen=True, slots=True)
class GuidelineVersion:
    """What annotators were told, under one name."""

    id: str
    clauses: tuple[Clause, ...] = ()
    tasks: tuple[Task, ...] = ()

    def clause(self, clause_id: str) -> Clause | None:
        """Return the clause with this id, or None.

        >>> GuidelineVersion("v1", (Clause("4.2", "A cut-off turn is labelled by its start."),)).clause("4.2").text
        'A cut-off turn is labelled by its start.'
        """
        return next((clause for clause in self.clauses if clause.id == clause_id), None)
