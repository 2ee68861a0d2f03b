"""An export is there as a whole, or what was there before still is."""

from __future__ import annotations

from pathlib import Path

import pytest

from earmark.errors import ForbiddenError, OutputError, UnreadableAnswerError
from tests.client.standin import Sleeps, breaks_off, playing, refuses, sends

TABLE = b"item_id,annotator_id,label\n1,quiet-heron,yes\n"


def test_an_export_that_breaks_off_is_begun_again(tmp_path: Path, sleeps: Sleeps) -> None:
    with playing(sleeps, breaks_off, breaks_off, sends(TABLE)) as (server, client):
        written = client.exports.save("p1", tmp_path / "labels.csv", safe="spreadsheet")

    assert (tmp_path / "labels.csv").read_bytes() == TABLE
    assert written == len(TABLE)
    assert server.heard[-1].path == "/api/projects/p1/export?table=annotations&format=csv&safe=spreadsheet"


def test_an_export_that_never_comes_leaves_the_file_before(tmp_path: Path, sleeps: Sleeps) -> None:
    (tmp_path / "labels.csv").write_text("as it was")
    with (
        playing(sleeps, breaks_off) as (server, client),
        pytest.raises(UnreadableAnswerError, match="broke off"),
    ):
        client.exports.save("p1", tmp_path / "labels.csv")

    assert (tmp_path / "labels.csv").read_text() == "as it was"
    assert [path.name for path in tmp_path.iterdir()] == ["labels.csv"]
    assert len(server.heard) == 5


def test_a_refused_export_writes_nothing(tmp_path: Path, sleeps: Sleeps) -> None:
    refused = refuses(403, "not-allowed", "This needs the role owner or manager; yours is annotator.")
    with (
        playing(sleeps, refused) as (_, client),
        pytest.raises(ForbiddenError, match="needs the role owner"),
    ):
        client.exports.save("p1", tmp_path / "labels.csv")

    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_told_once(tmp_path: Path, sleeps: Sleeps) -> None:
    with playing(sleeps, sends(TABLE)) as (server, client), pytest.raises(OutputError, match="no folder"):
        client.exports.save("p1", tmp_path / "nowhere" / "labels.csv")

    assert len(server.heard) == 1
