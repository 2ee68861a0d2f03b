"""Publishing guideline versions, and giving them to the domains above as values of the model."""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy.orm import Session

from earmark import model
from earmark.server.guidelines import repository
from earmark.server.guidelines.changes import Change, changes
from earmark.server.kit.actor import Actor
from earmark.server.kit.clock import now
from earmark.server.kit.errors import ConflictError, NotFoundError
from earmark.server.kit.journal import Event, canonical, record
from earmark.server.kit.orm import new_id
from earmark.server.kit.repository import get, keep, locked
from earmark.server.kit.signals import Signal
from earmark.server.tables import GuidelineVersion, Project

__all__ = ["as_model", "by_id", "difference", "in_force", "publish", "published", "version"]

published: Signal[GuidelineVersion] = Signal("guideline published")
"""Sent when a new version comes into force."""


def publish(
    session: Session, actor: Actor, project_id: str, name: str, content: dict[str, Any]
) -> GuidelineVersion:
    """Publish a version: from now on it is the one in force, and what was handed out keeps the one it had.

    Raises:
        ConflictError: it says nothing other than the version in force.
    """
    locked(session, Project, project_id, "project")  # two at once would take the same number
    before = repository.in_force(session, project_id)
    digest = hashlib.sha256(canonical(content).encode()).hexdigest()
    if before is not None and before.digest == digest:
        message = f"Nothing is different from version {before.number}, which is in force."
        raise ConflictError("unchanged", message, number=before.number)
    made = GuidelineVersion(
        id=new_id(),
        project_id=project_id,
        number=1 if before is None else before.number + 1,
        name=name,
        content=content,
        digest=digest,
        author_id=actor.user_id,
        published_at=now(session),
    )
    session.add(made)
    session.flush()
    facts = {"id": made.id, "number": made.number, "name": name, "content": content, "digest": digest}
    facts["author_id"] = actor.user_id
    published.send(session, made)
    record(session, Event(project_id, actor.pseudonym, "guideline.published", made.id, facts))
    return made


def version(session: Session, project_id: str, number: int) -> GuidelineVersion:
    """Return one version.

    Raises:
        NotFoundError: the project has none with this number.
    """
    found = repository.by_number(session, project_id, number)
    if found is None:
        raise NotFoundError(message=f"This project has no guideline version {number}.")
    return found


def by_id(session: Session, version_id: str) -> GuidelineVersion:
    """Return the version an assignment or annotation was made under."""
    return get(session, GuidelineVersion, version_id, "guideline version")


def in_force(session: Session, project_id: str) -> GuidelineVersion:
    """Return the version in force.

    Raises:
        ConflictError: none was published yet.
    """
    found = repository.in_force(session, project_id)
    if found is None:
        raise ConflictError("no-guideline", "This project has no guideline yet: publish one first.")
    return keep(session, found)


def difference(session: Session, project_id: str, before: int, after: int) -> list[Change]:
    """Return what is different in version `after`."""
    old, new = version(session, project_id, before), version(session, project_id, after)
    return changes(old.content, new.content)


def as_model(made: GuidelineVersion) -> model.GuidelineVersion:
    """Return the version as the analysis knows it: clauses, and tasks with their schemes."""
    return model.GuidelineVersion(
        id=f"v{made.number}",
        clauses=tuple(model.Clause(clause["id"], clause["text"]) for clause in made.content["clauses"]),
        tasks=tuple(_task(task) for task in made.content["tasks"]),
    )


def _task(task: dict[str, Any]) -> model.Task:
    labels = tuple(model.Label(label["id"], label.get("name") or "") for label in task["labels"])
    scheme = model.Scheme(model.Kind(task["kind"]), labels)
    return model.Task(task["name"], scheme, task["question"], task["subjective"])
