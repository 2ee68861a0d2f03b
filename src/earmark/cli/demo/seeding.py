"""Fills a new data folder: what the samples hold is done once more, by the server's own services.

Nothing is written past them: every import, answer and decision leaves its event in the journal, as when people
do it. Only the clock is set, one call is put in front of the others, and the disk is not waited for: what comes out
is moved into place as a whole.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import event, select, update

from earmark.cli.demo.calendar import Clock, Slot, moved, slots
from earmark.cli.demo.people import ANNOTATORS, GUEST, REVIEWER, Someone
from earmark.cli.demo.reviewing import review
from earmark.cli.demo.samples import Given, Sample, Samples, Sitting
from earmark.errors import JobError
from earmark.formats.registry import Progress
from earmark.server.annotations import service as answering
from earmark.server.annotations.schemas import SubmissionGiven
from earmark.server.app import create_app
from earmark.server.assignments import service as assignments
from earmark.server.conversations import service as conversations
from earmark.server.database import open_database
from earmark.server.guidelines import service as guidelines
from earmark.server.guidelines.schemas import NewVersion
from earmark.server.kit.actor import Actor
from earmark.server.kit.repository import get
from earmark.server.kit.transaction import Database
from earmark.server.kit.worker import Worker
from earmark.server.media import service as media
from earmark.server.media.receiving import receive
from earmark.server.projects import service as projects
from earmark.server.settings import Settings
from earmark.server.tables import Item, Job, Place, User
from earmark.server.users import service as users

__all__ = ["NAME", "Seeded", "seed"]

NAME = "Calls and chats"
SETTINGS = {"overlap": 3, "lease_minutes": 30, "context_turns": 20, "language": "en"}
DIALOGUES = 24
"""Of the 48 dialogues without sound, so many come in: all three weeks, and a start of seconds."""

NEW = ("bank-call-01", "clinic-call-04", "telecom-call-04")
"""Calls that came in on the last evening: nobody but the first two annotators of the last has answered yet."""

HALF_DONE = "telecom-call-04"
SECOND_VERSION = datetime.fromisoformat("2026-10-12T06:00:00+02:00")
LAST_EVENING = datetime.fromisoformat("2026-10-23T18:00:00+02:00")


@dataclass(frozen=True, slots=True)
class Seeded:
    """What was made: the project, and people's ids by login."""

    project: str
    people: dict[str, str]


def seed(settings: Settings, samples: Samples, today: datetime, progress: Progress | None = None) -> Seeded:
    """Fill a new data folder; it takes some seconds, and tells how many conversations are done."""
    clock = Clock()
    database = open_database(settings, clock)
    try:
        _do_not_wait_for_the_disk(database)
        create_app(settings, database=database)  # so that every domain listens to those below it
        seeded = _Seeding(settings, database, clock, samples, today).all(progress or _untold)
        with database.engine.connect() as connection:
            connection.exec_driver_sql("pragma wal_checkpoint(truncate)")
    finally:
        database.close()
    return seeded


def _do_not_wait_for_the_disk(database: Database) -> None:
    database.engine.dispose()

    @event.listens_for(database.engine, "connect")
    def settle(connection: Any, record: Any) -> None:  # noqa: ARG001  # SQLAlchemy's signature
        connection.execute("pragma synchronous=off")


class _Seeding:
    """One new installation on its way."""

    def __init__(
        self, settings: Settings, database: Database, clock: Clock, samples: Samples, today: datetime
    ) -> None:
        self._settings, self._database, self._clock, self._samples = settings, database, clock, samples
        self._day = moved(today)
        self._worker = Worker(database, settings)
        self._actors: dict[str, Actor] = {}
        self._project = ""

    def all(self, progress: Progress) -> Seeded:
        """Do all of it, in the order of time."""
        slotted = slots(_some(self._samples.conversations), self._day)
        self._clock.at = slotted[0].at - timedelta(days=3)
        self._begin()
        self._publish("v1")
        self._take_in(0)
        second = self._day.of(SECOND_VERSION)
        for place, slot in enumerate(one for one in slotted if one.sample.id not in NEW):
            progress("making the sample project", place, len(slotted))
            if self._clock.at < second <= slot.at:
                self._clock.at = second
                self._publish("v2")
            self._conversation(slot, slot.sample.sittings)
        review(self._database, self._clock, self._samples, self._actors[REVIEWER.login])
        self._last_evening([one for one in slotted if one.sample.id in NEW])
        return Seeded(self._project, {login: actor.user_id for login, actor in self._actors.items()})

    def _begin(self) -> None:
        with self._database.writing() as session:
            users.first_operator(session)
            found = users.by_login(session, "operator")
            assert found is not None  # noqa: S101  # made a line ago
            operator = _actor(found)
            self._project = projects.create(session, operator, NAME, dict(SETTINGS)).id
        self._actors["operator"] = Actor(
            operator.user_id, operator.pseudonym, True, project_id=self._project, role="owner"
        )
        for someone in (GUEST, REVIEWER):
            self._join(someone)
        guest = self._actors[GUEST.login].user_id
        with self._database.writing() as session:  # so that a visitor can go on with a project of their own
            users.change_user(session, self._actors["operator"], guest, is_operator=True, is_disabled=None)

    def _take_in(self, week: int) -> None:
        for someone in ANNOTATORS:
            if someone.since == week:
                self._join(someone)

    def _join(self, someone: Someone) -> None:
        with self._database.writing() as session:
            user, _ = projects.add_person(
                session,
                self._actors["operator"],
                self._project,
                someone.login,
                someone.name,
                someone.role,
                None,
            )
            self._actors[someone.login] = _actor(user, self._project, someone.role)

    def _publish(self, name: str) -> None:
        version = self._samples.version(name)
        content = NewVersion.model_validate(version).model_dump(include={"clauses", "tasks"})
        with self._database.writing() as session:
            guidelines.publish(session, self._actors["operator"], self._project, name, content)

    def _conversation(self, slot: Slot, sittings: Sequence[Sitting]) -> None:
        """Let a conversation come in, and its annotators come to it one after the other."""
        self._clock.at = slot.at
        self._import(slot)
        for number, sitting in enumerate(sittings):
            if sitting.annotator not in self._actors:
                self._take_in(2)
            self._clock.at = slot.sitting(number)
            self._sit(sitting)

    def _sit(self, sitting: Sitting) -> None:
        """Take items until there are no more; what one has nothing to say on, one does not get."""
        actor = self._actors[sitting.annotator]
        names: dict[str, str] = {}
        for _ in sitting.given:
            with self._database.writing() as session:
                assignment = assignments.next_assignment(session, actor, self._project)
                if assignment is None:
                    return
                if assignment.item_id not in names:
                    names[assignment.item_id] = get(session, Item, assignment.item_id).external_id
            given = sitting.given[names[assignment.item_id]]
            self._pass(given.seconds)
            with self._database.writing() as session:
                answering.submit(session, actor, assignment.id, _submission(given))
            self._pass(1)

    def _pass(self, seconds: float) -> None:
        assert self._clock.at is not None  # noqa: S101  # it was set at the beginning
        self._clock.at += timedelta(seconds=seconds)

    def _last_evening(self, slotted: Sequence[Slot]) -> None:
        self._clock.at = max(self._day.of(LAST_EVENING), self._clock.at or self._day.of(LAST_EVENING))
        for slot in sorted(slotted, key=lambda one: one.sample.id != HALF_DONE):
            self._pass(300)
            half = slot.sample.sittings[:2] if slot.sample.id == HALF_DONE else []
            self._conversation(Slot(slot.sample, self._clock.at), half)
        self._put_in_front(HALF_DONE)

    def _put_in_front(self, conversation: str) -> None:
        """Let a visitor get this conversation first, in order: their answers are the third, and count at once."""
        of_it = select(Item.id).where(Item.external_id.startswith(f"{conversation}:"))
        position = select(Item.position).where(Item.id == Place.item_id).scalar_subquery()
        with self._database.writing() as session:  # draws are random numbers far above the position of a turn
            session.execute(update(Place).where(Place.item_id.in_(of_it)).values(draw=position))

    def _import(self, slot: Slot) -> None:
        sample, operator = slot.sample, self._actors["operator"]
        sources = [(f"{sample.id}.jsonl", sample.table())]
        if sample.audio is not None:
            sources.append((sample.audio, self._samples.sound(sample.audio)))
        uploads = [self._upload(operator, name, content) for name, content in sources]
        options = {"label": "turns", "speakers": ["customer"], "columns": {}}
        subject = {"uploads": uploads, "folder": None, "options": options}
        with self._database.writing() as session:
            job = conversations.start_import(session, self._settings, operator, self._project, subject)
        while self._worker.do_one():
            pass
        with self._database.reading() as session:
            done = get(session, Job, job.id)
        if done.state != "done":
            raise JobError(f"the sample {sample.id} could not be imported: {done.message}", code=done.state)

    def _upload(self, actor: Actor, name: str, content: bytes) -> str:
        with self._database.writing() as session:
            upload = media.begin_upload(session, self._settings, actor, self._project, name, len(content))
        asyncio.run(receive(self._database, self._settings, upload.id, 0, _once(content)))
        return upload.id


def _untold(what: str, done: int, total: int | None) -> None:  # noqa: ARG001  # a progress's signature
    return


def _some(conversations: Sequence[Sample]) -> list[Sample]:
    """Return all calls, and dialogues from every day."""
    dialogues = [one for one in conversations if one.audio is None]
    taken = {one.id for one in dialogues[:: max(1, len(dialogues) // DIALOGUES)]}
    return [one for one in conversations if one.audio is not None or one.id in taken]


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content


def _actor(user: User, project: str | None = None, role: str | None = None) -> Actor:
    return Actor(user.id, user.pseudonym, user.is_operator, project_id=project, role=role)


def _submission(given: Given) -> dict[str, Any]:
    passed_over = {
        "skipped": "I am not sure what is meant.",
        "defective": "The recording cannot be understood.",
    }
    submission = {
        "key": secrets.token_hex(16),
        "outcome": given.outcome,
        "reason": passed_over.get(given.outcome),
        "seconds": given.seconds,
        "answers": [{"task": task, "answer": label} for task, label in given.answers.items()],
    }
    return SubmissionGiven.model_validate(submission).model_dump()
