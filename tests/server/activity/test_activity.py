"""Jobs and the journal are shown to those they concern."""

from __future__ import annotations

from sqlalchemy import delete

from earmark.server.kit import jobs
from earmark.server.kit.jobs import Kind, Progress
from earmark.server.tables import EventPayload
from tests.server.world import Project, World


def _enqueue(project: Project) -> str:
    jobs.register(
        Kind("test.wait", lambda session, job, prepared: Progress(1, 1, "There.", {"x": 1}, finished=True))
    )
    with project.world.database.writing() as session:
        return jobs.enqueue(session, "test.wait", {}, project_id=project.id, total=1).id


def test_a_job_is_followed_to_its_result(world: World) -> None:
    project = world.project()
    job_id = _enqueue(project)

    waiting = project.owner.get(f"/api/jobs/{job_id}").json()
    world.do_jobs()
    done = project.owner.get(f"/api/jobs/{job_id}").json()

    assert (waiting["state"], waiting["result"], waiting["total"]) == ("waiting", None, 1)
    assert (done["state"], done["result"], done["message"]) == ("done", {"x": 1}, "There.")
    assert [job["id"] for job in project.owner.get(f"{project.path}/jobs").json()["rows"]] == [job_id]


def test_a_job_can_be_cancelled(world: World) -> None:
    project = world.project()
    job_id = _enqueue(project)

    assert project.owner.post(f"/api/jobs/{job_id}/cancel").json()["state"] == "cancelled"


def test_another_project_s_job_looks_like_none(world: World) -> None:
    project, other = world.project(), world.project()
    job_id = _enqueue(project)

    theirs, nothing = other.owner.get(f"/api/jobs/{job_id}"), other.owner.get("/api/jobs/nothing")

    assert theirs.status_code == nothing.status_code == 404
    assert theirs.json() == nothing.json()


def test_an_auditor_reads_the_journal_in_pages(world: World) -> None:
    project = world.project()
    project.publish()
    auditor = project.member("auditor")

    kinds, after = [], "0"
    while after is not None:
        page = auditor.get(f"{project.path}/journal?after={after}&limit=2").json()
        kinds += [event["kind"] for event in page["rows"]]
        after = page["next"]

    assert kinds == ["project.created", "membership.changed", "guideline.published", "membership.changed"]


def test_an_erased_payload_is_shown_as_such(world: World) -> None:
    project = world.project()
    with world.database.writing() as session:
        session.execute(delete(EventPayload))

    (event, *_) = project.owner.get(f"{project.path}/journal").json()["rows"]

    assert event["payload"] is None
    assert len(event["commitment"]) == 64


def test_the_key_of_a_commitment_is_not_told(world: World) -> None:
    project = world.project()

    assert "key" not in project.owner.get(f"{project.path}/journal").json()["rows"][0]
