"""`/api/projects/{project_id}/reviews`, the answers of an item side by side, and the decisions."""

from __future__ import annotations

from fastapi import Response

from earmark.server.assignments import service as assignments
from earmark.server.guidelines import service as guidelines
from earmark.server.kit.pagination import After, Limit, Rows
from earmark.server.kit.work import Reading, Router, Work, Writing, allowed
from earmark.server.projects.policy import member
from earmark.server.reviews import queue, repository, schemas, service
from earmark.server.reviews.beside import beside
from earmark.server.reviews.policy import POLICY
from earmark.server.tables import Review

__all__ = ["router"]

router = Router("reviews")


@router.get("/projects/{project_id}/reviews")
@allowed(member(POLICY, "review.read"))
def reviews(
    project_id: str, work: Reading, state: queue.State = "open", after: After = None, limit: Limit = 50
) -> Rows[schemas.WaitingShown]:
    """List what waits for a decision, most disagreement first; `agreed`: what all who answered agree on."""
    rows, following = _waiting(work, project_id, state, after, limit)
    return Rows[schemas.WaitingShown](rows=rows, next=following)


@router.get(
    "/projects/{project_id}/reviews/next",
    response_model=schemas.WaitingShown,
    responses={204: {"description": "There is nothing to decide."}},
)
@allowed(member(POLICY, "review.read"))
def next_one(project_id: str, work: Reading) -> schemas.WaitingShown | Response:
    """Return the item people differ on most; 204 when there is none."""
    rows, _ = _waiting(work, project_id, "open", None, 1)
    return rows[0] if rows else Response(status_code=204)


def _waiting(
    work: Work, project_id: str, state: queue.State, after: str | None, limit: int
) -> tuple[list[schemas.WaitingShown], str | None]:
    session = work.session
    tasks = service.tasks_reviewed(guidelines.in_force(session, project_id))
    found, following = queue.waiting(session, project_id, work.actor.user_id, tasks, state, after, limit)
    texts = repository.texts(session, [one.item_id for one in found])
    rows = [
        schemas.WaitingShown(
            item=one.item_id,
            text=texts.get(one.item_id),
            task=one.task,
            disagreement=one.disagreement,
            tasks=one.tasks,
        )
        for one in found
    ]
    return rows, following


@router.get("/projects/{project_id}/items/{item_id}/answers")
@allowed(member(POLICY, "review.read"))
def answers(project_id: str, item_id: str, work: Reading) -> schemas.CaseShown:
    """Return the answers to an item side by side, names hidden until it is decided."""
    session = work.session
    item = service.open_case(session, work.actor, project_id, item_id)
    version = guidelines.in_force(session, project_id)
    content = assignments.shown(session, item, version, None)
    sound_at = f"/api/media/{content.media.id}" if content.media else ""
    target = None if item.position is None else schemas.CaseTarget(position=item.position)
    return schemas.CaseShown(
        item=item.id,
        conversation=content.conversation(sound_at),
        target=target,
        guideline=content.guideline(),
        tasks=beside(session, work.installation.key, item, version),
    )


@router.post("/projects/{project_id}/reviews", status_code=201)
@allowed(member(POLICY, "review.decide"))
def decide(project_id: str, body: schemas.DecisionGiven, work: Writing) -> schemas.DecisionMade:
    """Decide on one task of one item."""
    return schemas.DecisionMade(id=service.decide(work.session, work.actor, project_id, body.model_dump()).id)


@router.post("/projects/{project_id}/reviews/agreed")
@allowed(member(POLICY, "review.decide"))
def accept_agreed(project_id: str, body: schemas.AgreedTask, work: Writing) -> schemas.AgreedAccepted:
    """Accept what all who answered agree on, some hundred items at a time."""
    accepted, more = service.accept_agreed(
        work.session, work.actor, project_id, body.task, body.clause, body.reason
    )
    return schemas.AgreedAccepted(accepted=accepted, more=more)


@router.get("/projects/{project_id}/decisions")
@allowed(member(POLICY, "decisions.read"))
def decisions(
    project_id: str, work: Reading, after: After = None, limit: Limit = 50
) -> Rows[schemas.DecisionListed]:
    """List what was decided, when, by whom and why, oldest first; the last on an item and task is in force."""
    found = repository.of_project(work.session, project_id, after, limit)
    about = repository.items_of_reviews(work.session, found.rows)

    def show(review: Review) -> schemas.DecisionListed:
        return schemas.DecisionListed.of(review, *about[review.id])

    return Rows[schemas.DecisionListed].of(found, show)
