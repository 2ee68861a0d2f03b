"""`/api/conversations`, and a project's conversations and imports."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from earmark.server.conversations import repository, schemas, service
from earmark.server.conversations.importing.files import given
from earmark.server.conversations.importing.plan import Options
from earmark.server.conversations.importing.preview import foresee
from earmark.server.conversations.policy import POLICY
from earmark.server.kit.pagination import After, Limit, Rows
from earmark.server.kit.work import Apart, Reading, Router, Writing, allowed
from earmark.server.projects.policy import member, through
from earmark.server.tables import Item, Turn

__all__ = ["router"]

router = Router("conversations")

AfterTurn = Annotated[int, Query(ge=-1, le=2**31 - 1, description="The position to go on after.")]
Turns = Annotated[int, Query(ge=1, le=2_000, description="The most turns to return.")]


@router.get("/projects/{project_id}/conversations")
@allowed(member(POLICY, "conversations.read"))
def conversations(
    project_id: str, work: Reading, after: After = None, limit: Limit = 50
) -> Rows[schemas.ConversationListed]:
    """List the project's conversations, by the ids they came with."""
    found = repository.of_project(work.session, project_id, after, limit)
    ids = [one.id for one in found.rows]
    turns = repository.counts(work.session, Turn, ids)
    items = repository.counts(work.session, Item, ids)
    audio = repository.media_of(work.session, [one.media_id for one in found.rows])
    return Rows[schemas.ConversationListed].of(
        found,
        lambda one: schemas.ConversationListed.of(
            one, turns.get(one.id, 0), items.get(one.id, 0), audio.get(one.media_id or "")
        ),
    )


@router.get("/conversations/{conversation_id}")
@allowed(through("conversation_id", repository.project_of_conversation, POLICY, "conversations.read"))
def conversation(
    conversation_id: str, work: Reading, after: AfterTurn = -1, limit: Turns = 500
) -> schemas.ConversationShown:
    """Return a conversation with its turns, from the one after `after` on."""
    session = work.session
    one = service.conversation(session, conversation_id)
    counts = tuple(repository.counts(session, table, [one.id]).get(one.id, 0) for table in (Turn, Item))
    turns = repository.turns(session, one.id, after=after, upto=None, limit=limit + 1, last=False)
    audio = service.audio_of(session, one)
    return schemas.ConversationShown.with_turns(one, (counts[0], counts[1]), audio, turns, limit)


@router.post("/projects/{project_id}/imports/preview")
@allowed(member(POLICY, "conversations.import"))
def preview(project_id: str, body: schemas.ImportCall, work: Apart) -> schemas.PreviewShown:
    """Read the files and say what they would bring; nothing is stored."""
    installation, subject = work.installation, body.subject()
    files = given(installation.database, installation.settings, project_id, subject)
    options = Options.of(subject["options"])
    foreseen = foresee(installation.database, installation.settings, project_id, files, options)
    return schemas.PreviewShown.of(foreseen)


@router.post("/projects/{project_id}/imports", status_code=202)
@allowed(member(POLICY, "conversations.import"))
def start(project_id: str, body: schemas.ImportCall, work: Writing) -> schemas.ImportStarted:
    """Start an import; its job tells how far it is, and in the end what it brought."""
    job = service.start_import(
        work.session, work.installation.settings, work.actor, project_id, body.subject()
    )
    return schemas.ImportStarted(job=job.id)
