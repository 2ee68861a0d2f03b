"""The record: complete, in order, committed to, and erasable."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import delete, func, select

from earmark.server.kit.journal import Event, canonical, matches, record, recorded
from earmark.server.kit.transaction import Database
from earmark.server.tables import Event as EventRow
from earmark.server.tables import EventPayload


def _write(database: Database, *payloads: dict[str, object]) -> None:
    for number, payload in enumerate(payloads):
        with database.writing() as session:
            record(session, Event("p1", "bodu-kira", "thing.happened", f"r{number}", payload))


def _write_and_fail(database: Database) -> None:
    with database.writing() as session:
        record(session, Event("p1", "bodu-kira", "thing.happened", "lost"))
        raise RuntimeError("out of paper")


def test_an_event_is_read_as_it_was_written(database: Database) -> None:
    _write(database, {"ü": [1, 2.5, None, {"a": True}]})

    with database.reading() as session:
        (event,) = recorded(session)

    assert (event.project_id, event.actor, event.kind, event.reference) == (
        "p1",
        "bodu-kira",
        "thing.happened",
        "r0",
    )
    assert event.payload == {"ü": [1, 2.5, None, {"a": True}]}
    assert matches(event)


def test_a_changed_payload_no_longer_matches(database: Database) -> None:
    _write(database, {"label": "request"})

    with database.reading() as session:
        (event,) = recorded(session)

    assert not matches(replace(event, payload={"label": "complaint"}))


def test_what_was_not_stored_leaves_no_hole_in_the_numbers(database: Database) -> None:
    _write(database, {})
    with pytest.raises(RuntimeError, match="out of paper"):
        _write_and_fail(database)
    _write(database, {}, {})

    with database.reading() as session:
        assert [event.seq for event in recorded(session)] == [1, 2, 3]


def test_erasing_the_payload_leaves_the_event_and_its_commitment(database: Database) -> None:
    _write(database, {"text": "my name is Ana"})
    with database.writing() as session:
        session.execute(delete(EventPayload))

    with database.reading() as session:
        (event,) = recorded(session)

    assert event.payload is None
    assert event.key is None
    assert matches(event)
    assert len(event.commitment) == 64


def test_equal_payloads_have_different_commitments(database: Database) -> None:
    _write(database, {"a": 1}, {"a": 1})

    with database.reading() as session:
        one, other = recorded(session)

    assert one.commitment != other.commitment


def test_an_event_vanishes_with_its_effect(database: Database) -> None:
    def fail() -> None:
        with database.writing() as session:
            record(session, Event("p1", "x", "thing.happened", "r"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(EventRow)) == 0


def test_events_are_read_in_pieces_by_project_kind_and_actor(database: Database) -> None:
    for project, kind, actor in (("p1", "a", "x"), ("p2", "a", "y"), ("p1", "b", "y"), ("p1", "a", "y")):
        with database.writing() as session:
            record(session, Event(project, actor, kind, "r"))

    with database.reading() as session:
        numbers = [event.seq for event in recorded(session, project_id="p1")]
        rest = [event.seq for event in recorded(session, project_id="p1", after=numbers[0], limit=1)]
        kinds = [event.kind for event in recorded(session, kinds=["b"])]
        by_y = len(list(recorded(session, actor="y")))

    assert numbers == sorted(numbers)
    assert rest == numbers[1:2]
    assert kinds == ["b"]
    assert by_y == 3


def test_a_canonical_text_does_not_depend_on_the_order_of_keys() -> None:
    assert canonical({"b": {"d": 1, "c": 2}, "a": 3}) == canonical({"a": 3, "b": {"c": 2, "d": 1}})


def test_what_is_no_number_cannot_be_recorded() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical({"a": float("nan")})
