"""Pages together are the list, whatever happens between them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from earmark.server.kit.errors import BadCallError
from earmark.server.kit.pagination import _read, page
from earmark.server.kit.transaction import Database
from earmark.server.tables import Project
from tests.server.world import Clock

KEYS = [Project.created_at, Project.id]


@pytest.mark.parametrize("limit", [1, 2, 3, 10])
def test_pages_hold_every_row_once_and_in_order(database: Database, clock: Clock, limit: int) -> None:
    with database.writing() as session:
        for number in range(7):
            at = clock() + timedelta(seconds=number // 3)
            session.add(Project(id=f"p{number}", name="x", settings={}, created_at=at))

    found, cursor = [], None
    with database.reading() as session:
        while True:
            piece = page(session, select(Project), KEYS, cursor, limit)
            found += [project.id for project in piece.rows]
            cursor = piece.next
            if cursor is None:
                break

    assert found == [f"p{number}" for number in range(7)]


def test_a_row_added_before_the_cursor_repeats_nothing(database: Database, clock: Clock) -> None:
    with database.writing() as session:
        session.add_all(Project(id=name, name="x", settings={}, created_at=clock()) for name in "bdf")
    with database.reading() as session:
        first = page(session, select(Project), KEYS, None, 2)
    with database.writing() as session:
        session.add(Project(id="a", name="x", settings={}, created_at=clock()))

    with database.reading() as session:
        second = page(session, select(Project), KEYS, first.next, 2)

    assert [project.id for project in second.rows] == ["f"]


@given(st.text(max_size=60))
def test_a_made_up_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(BadCallError, match="does not know the cursor"):
        _read(cursor, KEYS)
