"""Audio in a store that speaks S3: labelled where it lies, sent on by ranges, and nothing else is ever asked for."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from earmark.audio import blocks, examine
from earmark.errors import FileError
from earmark.server.kit.transaction import Database
from earmark.server.media import store as module
from earmark.server.media.store import Ranges, object_at, objects_in
from earmark.server.settings import Settings
from earmark.server.tables import Media
from tests.audio.making import KINDS, noise, write
from tests.server.media.sending import import_call, sound, upload
from tests.server.media.standin import Store, store
from tests.server.world import Clock, Project, World

CALLS = {
    "calls/march/a.wav": sound(0.5, seed=1),
    "calls/march/b.flac": sound(0.5, seed=2, kind="FLAC"),
    "calls/march/deep/c.ogg": sound(0.5, seed=3, kind="OGG"),
    "calls/march/readme.txt": b"no sound",
    "calls/marches/other.wav": sound(0.5, seed=4),
    "secret/s.wav": sound(0.5, seed=5),
}


@pytest.fixture(scope="module")
def standing() -> Iterator[Store]:
    """A store, and the credentials for it in the environment."""
    with pytest.MonkeyPatch.context() as patch, store() as made:
        patch.setenv("AWS_ACCESS_KEY_ID", "reader")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "of-calls")
        patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        yield made


@pytest.fixture
def bucket(standing: Store) -> Store:
    """The store with some calls in it, of which nobody has asked for anything."""
    standing.objects = dict(CALLS)
    standing.asked.clear()
    standing.sent = standing.status = standing.cut = 0
    return standing


@pytest.fixture
def project(tmp_path: Path, bucket: Store, database: Database, clock: Clock) -> Project:
    """A project on a server that may read `calls/march` of the store."""
    more = {"s3_buckets": ("calls/march",), "s3_endpoint": bucket.address}
    return World.new(tmp_path / "data", database, clock, **more).project(overlap=1)


def _import(project: Project, folder: str = "s3://calls/march") -> dict[str, Any]:
    response = project.owner.post(f"{project.path}/imports", import_call([], folder=folder))
    assert response.status_code == 202, response.text
    project.world.do_jobs()
    job: dict[str, Any] = project.owner.get(f"/api/jobs/{response.json()['job']}").json()
    return job


def _media(project: Project) -> dict[str, Media]:
    with project.world.database.reading() as session:
        return {one.name: one for one in session.query(Media)}


def test_the_sounds_of_a_bucket_become_conversations_and_nothing_is_copied(project: Project) -> None:
    job = _import(project)

    assert (job["state"], job["result"]["conversations"]) == ("done", 3)
    assert set(_media(project)) == {"a.wav", "b.flac", "deep/c.ogg"}
    assert [path for path in project.world.settings.media.rglob("*") if path.is_file()] == []


def test_the_preview_says_what_the_import_would_bring(project: Project) -> None:
    shown = project.owner.post(f"{project.path}/imports/preview", import_call([], folder="s3://calls/march"))

    assert (shown.json()["conversations"], shown.json()["files"][0]["rows"]) == (3, 3)


@pytest.mark.parametrize(
    "asked", ["", "bytes=0-9", "bytes=100-199", "bytes=5000-", "bytes=-100", "bytes=4000-99999999"]
)
def test_what_is_played_is_the_range_that_is_asked_for(project: Project, asked: str) -> None:
    _import(project)
    place = f"/api/media/{_media(project)['a.wav'].id}/audio"
    content = CALLS["calls/march/a.wav"]
    first, _, last = asked.removeprefix("bytes=").partition("-")
    from_here = content[int(first) :] if first else content[-int(last) :] if last else content
    expected = from_here[: int(last) - int(first) + 1] if first and last else from_here

    response = project.owner.get(place, headers={"range": asked} if asked else {})

    assert (response.status_code, response.content) == (206 if asked else 200, expected)
    assert response.headers["content-type"] == "audio/wav"
    assert response.headers["content-length"] == str(len(expected))
    assert response.headers["cache-control"] == "no-store"


def test_a_range_beyond_the_end_is_refused(project: Project) -> None:
    _import(project)
    place = f"/api/media/{_media(project)['a.wav'].id}/audio"

    assert project.owner.get(place, headers={"range": "bytes=999999-"}).status_code == 416


def test_a_player_gets_no_more_from_the_store_than_its_range(project: Project, bucket: Store) -> None:
    _import(project)
    before = bucket.sent
    project.owner.get(f"/api/media/{_media(project)['a.wav'].id}/audio", headers={"range": "bytes=10-29"})

    assert bucket.sent - before == 20


def test_a_store_that_lets_go_in_the_middle_is_asked_for_the_rest(project: Project, bucket: Store) -> None:
    _import(project)
    bucket.cut = 2

    response = project.owner.get(f"/api/media/{_media(project)['a.wav'].id}/audio")

    assert (bucket.cut, response.content) == (0, CALLS["calls/march/a.wav"])


def test_where_the_sound_lies_is_told_to_no_player(project: Project, bucket: Store) -> None:
    _import(project)
    project.publish()
    response = project.owner.get(f"/api/media/{_media(project)['a.wav'].id}/audio")

    said = str(response.headers) + str(response.url)
    assert response.history == []
    for secret in (bucket.address, "march", "a.wav", "reader", "s3"):
        assert secret not in said


@pytest.mark.parametrize(
    "named",
    [
        "s3://secret",
        "s3://calls",
        "s3://calls/marches",
        "s3://calls/marc",
        "s3://calls/march/../secret",
        "s3://calls/../secret/",
        "s3://",
        "s3://calls@evil.example/march",
        "s3://127.0.0.1:80/calls/march",
        "S3://calls/march",
        "s3:/calls/march",
        "http://calls/march",
        "s3://arn:aws:s3:us-east-1:1:accesspoint/calls/march",
    ],
)
def test_what_the_installation_does_not_name_is_refused_and_the_store_is_not_asked(
    project: Project, bucket: Store, named: str
) -> None:
    body = import_call([], folder=named)
    refused = [project.owner.post(project.path + path, body) for path in ("/imports", "/imports/preview")]

    assert {(one.status_code, one.json()["error"]["code"]) for one in refused} == {(422, "no-such-folder")}
    assert bucket.asked == []


def test_no_address_in_a_table_is_ever_fetched(project: Project) -> None:
    """Neither one of audio, nor a folder, nor a name of a file: another server on this machine hears nothing."""
    with store() as other:
        host = other.address.removeprefix("http://")
        rows = f"conversation_id,turn,text,audio\nc1,0,hello,{other.address}/calls/x.wav\nc2,0,hi,s3://{host}/x.wav\n"
        for name in ("turns.csv", f"{other.address}/turns.csv"):
            sent = upload(project, name, rows)
            project.owner.post(f"{project.path}/imports/preview", import_call([sent]))
            project.owner.post(f"{project.path}/imports", import_call([sent]))
        for named in (
            f"{other.address}/calls",
            f"s3://{host}/calls",
            f"//{host}/calls",
            f"file://{host}/calls",
        ):
            project.owner.post(f"{project.path}/imports", import_call([], folder=named))
        project.world.do_jobs()

        assert other.asked == []
        assert project.owner.get(f"{project.path}/conversations").json()["rows"] != []


def test_an_object_that_was_changed_is_not_played_as_what_was_labelled(
    project: Project, bucket: Store
) -> None:
    _import(project)
    bucket.objects["calls/march/a.wav"] = sound(0.5, seed=77)

    gone = project.owner.get(f"/api/media/{_media(project)['a.wav'].id}/audio")

    assert (gone.status_code, gone.json()["error"]["code"]) == (404, "audio-gone")
    assert "changed in the store" in gone.json()["error"]["message"]
    assert bucket.address not in gone.text


def test_an_object_of_a_bucket_that_is_no_longer_granted_is_not_played(
    project: Project, bucket: Store, database: Database, clock: Clock
) -> None:
    _import(project)
    settings = Settings(project.world.settings.data, s3_buckets=("other",), s3_endpoint=bucket.address)

    assert object_at(settings, _media(project)["a.wav"].address or "") is None


@pytest.mark.parametrize(
    ("status", "said"), [(403, "does not let this server"), (500, "status 500"), (404, "not in the store")]
)
def test_a_store_that_refuses_is_answered_in_one_sentence(
    project: Project, bucket: Store, status: int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)  # botocore waits before it tries again
    bucket.status = status
    job = _import(project)

    assert job["state"] == "failed"
    assert job["message"].startswith("s3://calls/march cannot be listed")
    assert said in job["message"]
    assert "\n" not in job["message"]


def test_a_store_that_fails_on_one_object_leaves_the_others(project: Project, bucket: Store) -> None:
    bucket.objects["calls/march/d.wav"] = b"RIFF no sound"
    bucket.objects["calls/march/empty.wav"] = b""
    bucket.objects["calls/march/od\u202ed.wav"] = sound(0.2)
    bucket.objects["calls/march/line\nbreak.wav"] = sound(0.2)
    job = _import(project)

    said = job["result"]["unusable_audio"]
    assert (job["state"], job["result"]["conversations"], len(said)) == ("done", 3, 4)
    for name in (
        "d.wav is not a sound",
        "empty.wav is empty",
        "od\\u202ed.wav has a name",
        "line\\nbreak.wav has a name",
    ):
        assert any(name in one for one in said), said
    assert all("\n" not in one for one in said)


def test_without_boto3_the_sentence_says_what_to_install(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    module._client.cache_clear()
    monkeypatch.setitem(sys.modules, "boto3", None)
    job = _import(project)

    assert job["state"] == "failed"
    assert "install earmark[s3]" in job["message"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_read_by_ranges_as_it_is_from_a_file(kind: str, bucket: Store, tmp_path: Path) -> None:
    path = write(tmp_path / f"a.{kind}", noise(48_000), 48_000)
    bucket.objects[f"calls/march/x.{kind}"] = path.read_bytes()
    settings = Settings(tmp_path, s3_buckets=("calls/march",), s3_endpoint=bucket.address)
    found = dict(objects_in(settings, "s3://calls/march"))[f"x.{kind}"]

    assert examine(found) == examine(path)
    assert np.array_equal(
        np.concatenate(list(blocks(found, 4_096))), np.concatenate(list(blocks(path, 4_096)))
    )


def test_a_store_that_goes_away_while_it_is_read_is_not_taken_for_damage(
    bucket: Store, tmp_path: Path
) -> None:
    bucket.objects["calls/march/long.wav"] = sound(200.0)
    settings = Settings(tmp_path, s3_buckets=("calls/march",), s3_endpoint=bucket.address)
    found = dict(objects_in(settings, "s3://calls/march"))["long.wav"]

    stretches = blocks(found, 4_096)
    next(stretches)
    bucket.status = 403

    with pytest.raises(FileError, match=r"long\.wav cannot be read: the store does not let this server"):
        list(stretches)


def test_ranges_are_a_file(bucket: Store, tmp_path: Path) -> None:
    settings = Settings(tmp_path, s3_buckets=("calls/march",), s3_endpoint=bucket.address)
    found = dict(objects_in(settings, "s3://calls/march"))["a.wav"]
    content, stream = CALLS["calls/march/a.wav"], Ranges(found)

    assert stream.read(10) == content[:10]
    assert (stream.seek(-5, 2), stream.read(10), stream.read(10)) == (len(content) - 5, content[-5:], b"")
    assert (stream.seek(3), stream.tell(), stream.read(4)) == (3, 3, content[3:7])
    assert object_at(settings, found.known_as("wav").address) == found.known_as("wav")
