"""What is measured of a project, task by task, as one person may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from earmark.model import Estimate
from earmark.server.kit.actor import Actor
from earmark.server.quality import repository, schemas
from earmark.server.quality.measuring import Measured

if TYPE_CHECKING:
    from earmark.analysis.audit.result import TaskAudit

__all__ = ["shown"]

NOTHING = "nobody has answered this yet"


def shown(
    session: Session, actor: Actor, project_id: str, found: Measured, only: str | None
) -> schemas.QualityShown:
    """Return what was measured: the tasks of the newest guideline version in its order, then those of older ones.

    Disputed items are those everybody has answered; what the person has a part in is not among them.
    """
    versions = repository.versions(session, project_id)
    per = {task["name"]: task["per"] for version in reversed(versions) for task in version.content["tasks"]}
    newest = [task["name"] for task in versions[0].content["tasks"]] if versions else []
    audits = {} if found.audit is None else {one.task: one for one in found.audit.tasks}
    names = [*newest, *(name for name in audits if name and name not in newest)]
    counts, decided = (
        repository.places_by_kind(session, project_id),
        repository.decided(session, project_id),
    )
    tasks = []
    for name in names:
        if only in (None, name):
            items, done = counts[per.get(name, "turn")]
            progress = schemas.ProgressShown(items=items, done=done, decided=decided.get(name, 0))
            disputed = _disputed(session, actor, project_id, audits.get(name))
            tasks.append(_task(name, audits.get(name), disputed, progress))
    return schemas.QualityShown(tasks=tasks)


def _task(
    name: str,
    audit: TaskAudit | None,
    disputed: list[schemas.DisputedShown],
    progress: schemas.ProgressShown,
) -> schemas.TaskQuality:
    return schemas.TaskQuality(
        task=name,
        scale=audit.scale if audit else "nominal",
        alpha=_estimate(audit.alpha if audit else None, "krippendorff_alpha/1"),
        percent=_estimate(audit.percent if audit else None, "percent_agreement/1"),
        labels=_labels(audit) if audit else [],
        confusions=_confusions(audit) if audit else [],
        disputed=disputed,
        progress=progress,
    )


def _estimate(estimate: Estimate | None, measure: str) -> schemas.EstimateShown:
    there = estimate or Estimate.missing(NOTHING, n=0, over="items", measure=measure)
    return schemas.EstimateShown.of(there)


def _labels(audit: TaskAudit) -> list[schemas.LabelQuality]:
    return [
        schemas.LabelQuality(
            label=one.label,
            answers=one.answers,
            items=one.items,
            specific=schemas.EstimateShown.of(one.specific),
            alpha=schemas.EstimateShown.of(one.alpha),
        )
        for one in audit.labels
    ]


def _confusions(audit: TaskAudit) -> list[schemas.ConfusionShown]:
    return [
        schemas.ConfusionShown(
            labels=one.labels,
            pairs=one.pairs,
            share=schemas.EstimateShown.of(one.share),
            against_chance=one.against_chance,
        )
        for one in audit.confusions
    ]


def _disputed(
    session: Session, actor: Actor, project_id: str, audit: TaskAudit | None
) -> list[schemas.DisputedShown]:
    found = audit.disputed if audit else ()
    ids = repository.complete_among(session, project_id, [one.item_id for one in found], actor.user_id)
    return [
        schemas.DisputedShown(item=ids[one.item_id], text=one.text, answers=dict(one.answers))
        for one in found
        if one.item_id in ids
    ]
