"""What must hold after a storm, of every row and of the journal."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from earmark.server.annotations.replay import KINDS, differences, history_of, replayed
from earmark.server.kit.journal import matches, recorded
from earmark.server.kit.transaction import Database
from earmark.server.tables import Annotation, Assignment, Item, Place, Submission
from tests.server.storming import Storm


def assert_nothing_was_lost(database: Database, storm: Storm) -> None:
    """Compare what the server confirmed with the tables, the tables with the rules, and the journal with both."""
    with database.reading() as session:
        _every_confirmed_answer_is_stored_once_as_it_was_given(session, storm)
        _every_place_is_filled_by_somebody_else(session, storm)
        _each_item_has_as_many_answers_as_its_overlap(session, storm)
        _nobody_waits_and_nobody_holds_anything(session, storm)
        _the_journal_has_no_holes_and_tells_the_same(session, storm.project.rpartition("/")[2])


def _every_confirmed_answer_is_stored_once_as_it_was_given(session: Session, storm: Storm) -> None:
    stored = {one.idempotency_key: one for one in session.scalars(select(Submission))}
    assert session.scalar(select(func.count()).select_from(Submission)) == len(stored)
    assert stored.keys() >= storm.confirmed.keys()
    assert stored.keys() - storm.confirmed.keys() <= storm.unread.keys()

    made: dict[str, list[Annotation]] = {}
    for annotation in session.scalars(select(Annotation).order_by(Annotation.seq)):
        made.setdefault(annotation.submission_id, []).append(annotation)
    assert made.keys() == {one.id for one in stored.values() if one.outcome == "answered"}
    for key, told in storm.confirmed.items():
        row = stored[key]
        found = made.get(row.id, [])
        assert (row.id, row.outcome, row.assignment_id) == (
            told["submission"],
            told["outcome"],
            told["assignment"],
        )
        assert [one.id for one in found] == told["annotations"]
        assert [{"task": one.task, "answer": one.answer} for one in found] == told.get("answers", [])


def _every_place_is_filled_by_somebody_else(session: Session, storm: Storm) -> None:
    overlap = storm.weather.overlap
    query = select(Place.item_id, Place.state, func.count(), func.count(Place.user_id.distinct()))
    places = session.execute(query.group_by(Place.item_id, Place.state)).all()
    assert len(places) == storm.weather.items
    assert {tuple(row)[1:] for row in places} == {("filled", overlap, overlap)}


def _each_item_has_as_many_answers_as_its_overlap(session: Session, storm: Storm) -> None:
    newer = aliased(Annotation)
    in_force = (
        select(Annotation.item_id, func.count(), func.count(Annotation.user_id.distinct()))
        .outerjoin(newer, newer.supersedes == Annotation.id)
        .where(Annotation.task == "intent", Annotation.answer.is_not(None), newer.id.is_(None))
        .group_by(Annotation.item_id)
    )
    found = {item: (answers, people) for item, answers, people in session.execute(in_force)}
    overlap = storm.weather.overlap
    assert found == dict.fromkeys(session.scalars(select(Item.id)), (overlap, overlap))


def _nobody_waits_and_nobody_holds_anything(session: Session, storm: Storm) -> None:
    states = Counter(session.scalars(select(Assignment.state)))
    assert states["submitted"] == storm.weather.items * storm.weather.overlap
    assert states["held"] == 0
    people = set(session.scalars(select(Submission.user_id)))
    if states["submitted"] >= 10 * storm.weather.people:  # enough for everybody: then everybody had some
        assert len(people) == storm.weather.people


def _the_journal_has_no_holes_and_tells_the_same(session: Session, project_id: str) -> None:
    events = list(recorded(session))
    assert [one.seq for one in events] == list(range(1, len(events) + 1))
    assert all(one.payload is not None and matches(one) for one in events)

    assert differences(session, project_id) == []
    told = replayed(one for one in events if one.project_id == project_id and one.kind in KINDS)
    found = history_of(session, project_id)
    people = {row["user_id"] for row in found.submissions.values()}
    assert all(told.of(person) == found.of(person) for person in people)
