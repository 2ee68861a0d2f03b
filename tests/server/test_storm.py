"""Forty people at once, walking away, clicking twice, while the server is killed three times: nothing confirmed is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from earmark.server.database import connect
from earmark.server.kit.transaction import Database
from tests.server.calm import assert_nothing_was_lost
from tests.server.storming import RealClock, Server, Weather, prepared, rage


@pytest.mark.full
def test_every_confirmed_answer_is_there_once_and_overlap_is_met_and_never_exceeded(
    database_url: str, tmp_path: Path
) -> None:
    storm = prepared(database_url, tmp_path, Weather(items=200))
    server = Server(tmp_path, database_url)
    server.start()
    try:
        rage(storm, server)
    finally:
        server.stop()

    assert storm.failures == []
    assert storm.happened["server away"] > 0  # the kills were felt
    database = Database(connect(database_url), RealClock())
    assert_nothing_was_lost(database, storm)
    database.close()
