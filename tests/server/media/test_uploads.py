"""A file comes in in parts: what was confirmed is on disk, and sending goes on where it stopped, whatever happened."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest

from earmark.server.media import limits, places
from earmark.server.tables import Upload
from tests.server.media.sending import begin, import_call, send_part, sound, upload
from tests.server.world import Project, World


def _received(project: Project, upload_id: str) -> int:
    return int(project.owner.get(f"/api/uploads/{upload_id}").json()["received"])


def _on_disk(project: Project, upload_id: str) -> bytes:
    return places.incoming(project.world.settings, upload_id).read_bytes()


def test_parts_together_are_the_file(world: World) -> None:
    project, content = world.project(), os.urandom(300_000)
    upload_id = begin(project, "turns.csv", len(content)).json()["id"]

    for offset in range(0, len(content), 100_000):
        response = send_part(project.owner, upload_id, offset, content[offset : offset + 100_000])
        assert response.json() == {"received": offset + 100_000}

    assert _on_disk(project, upload_id) == content
    assert project.owner.get(f"/api/uploads/{upload_id}").json()["finished"] is True


def test_a_part_that_belongs_elsewhere_is_refused_with_the_right_offset(world: World) -> None:
    project = world.project()
    upload_id = begin(project, "turns.csv", 10).json()["id"]
    send_part(project.owner, upload_id, 0, b"12345")

    for offset in (0, 4, 6, 10):
        refused = send_part(project.owner, upload_id, offset, b"67890")
        assert refused.status_code == 409
        assert refused.json()["error"]["code"] == "wrong-offset"
        assert refused.json()["error"]["facts"] == {"offset": 5}
    assert send_part(project.owner, upload_id, 5, b"67890").json() == {"received": 10}
    assert _on_disk(project, upload_id) == b"1234567890"


def test_more_than_was_announced_is_refused_and_counts_for_nothing(world: World) -> None:
    project = world.project()
    upload_id = begin(project, "turns.csv", 4).json()["id"]

    refused = send_part(project.owner, upload_id, 0, b"12345")

    assert (refused.status_code, refused.json()["error"]["code"]) == (413, "more-than-announced")
    assert _received(project, upload_id) == 0
    assert send_part(project.owner, upload_id, 0, b"1234").json() == {"received": 4}


def test_what_a_killed_server_wrote_and_did_not_confirm_is_written_anew(world: World) -> None:
    project = world.project()
    upload_id = begin(project, "turns.csv", 8).json()["id"]
    send_part(project.owner, upload_id, 0, b"1234")
    with places.incoming(world.settings, upload_id).open("ab") as file:
        file.write(b"half a part, never confirmed")

    assert send_part(project.owner, upload_id, 4, b"5678").json() == {"received": 8}
    assert _on_disk(project, upload_id) == b"12345678"


def test_what_came_before_the_connection_was_lost_counts(world: World) -> None:
    project = world.project()
    upload_id = begin(project, "turns.csv", 1_000_000).json()["id"]

    def half() -> object:
        yield b"x" * 400_000
        raise ConnectionResetError

    with world.served() as address:
        headers = {
            "Upload-Offset": "0",
            "X-CSRF-Token": project.owner.csrf or "",
            "Content-Length": "1000000",
        }
        headers["Content-Type"] = "application/octet-stream"
        cookies = {"earmark_session": project.owner.http.cookies["earmark_session"]}
        with pytest.raises(ConnectionResetError), httpx.Client(base_url=address, cookies=cookies) as browser:
            browser.patch(f"/api/uploads/{upload_id}", content=half(), headers=headers)  # type: ignore[arg-type]  # an iterator
        waited = threading.Event()
        for _ in range(100):
            if _received(project, upload_id):
                break
            waited.wait(0.05)

    assert 0 < _received(project, upload_id) <= 400_000


def test_two_browsers_sending_the_same_part_make_one_file(world: World) -> None:
    project, content = world.project(), os.urandom(2_000_000)
    upload_id = begin(project, "turns.csv", len(content)).json()["id"]
    found: list[int] = []

    def send() -> None:
        found.append(send_part(project.owner, upload_id, 0, content).status_code)

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(found)[0] == 200
    assert set(found) <= {200, 409}
    assert _on_disk(project, upload_id) == content


@pytest.mark.parametrize(
    ("name", "size", "status", "code"),
    [
        ("a.wav", 0, 422, "empty"),
        ("a.m4a", 10, 422, "unreadable-kind"),
        ("a.csv", limits.LARGEST_UPLOAD + 1, 413, "too-large"),
        ("a.csv", -1, 422, "invalid"),
        ("", 5, 422, "invalid"),
        ("a\nb.csv", 5, 422, "invalid"),
        ("a\u202evaw.csv", 5, 422, "invalid"),
        ("../../../etc/passwd.csv", 5, 422, "invalid"),
        ("..\\..\\x.csv", 5, 422, "invalid"),
        ("x" * 301, 5, 422, "invalid"),
    ],
)
def test_what_cannot_be_taken_is_refused_before_it_is_sent(
    world: World, name: str, size: int, status: int, code: str
) -> None:
    refused = begin(world.project(), name, size)

    assert (refused.status_code, refused.json()["error"]["code"]) == (status, code)


def test_a_disk_without_room_is_said_before_anything_is_sent(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = world.project()
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=limits.RESERVE + 1_000))

    assert begin(project, "a.csv", 600).status_code == 201
    refused = begin(project, "b.csv", 600)

    assert refused.json()["error"]["code"] == "no-space"
    assert "has 400 left" in refused.json()["error"]["message"]


def test_too_many_uploads_are_refused(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_UPLOADS", 2)
    project = world.project()

    statuses = [begin(project, "a.csv", 5).status_code for _ in range(3)]

    assert statuses == [201, 201, 429]


@pytest.mark.parametrize(
    "name", ["/etc/cron.d/x.csv", "C:\\x.csv", "con.csv", "%2e%2e/x.csv", "~/x.csv", "...csv"]
)
def test_a_name_is_never_a_path(world: World, name: str) -> None:
    project = world.project()
    before = {path for path in world.settings.data.parent.rglob("*") if path.is_file()}

    upload_id = upload(project, name, b"12345")

    new = {path for path in world.settings.data.parent.rglob("*") if path.is_file()} - before
    assert new - {path for path in new if path.name.startswith("earmark.db")} == {
        world.settings.media / "incoming" / upload_id
    }


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("call.wav", b"conversation_id,turn\n", "is not a sound file"),
        ("call.wav", sound()[:5_000], "is cut off"),
        ("call.flac", sound(kind="FLAC")[:-900], "is damaged"),
    ],
)
def test_sound_that_is_none_is_refused_when_it_is_whole_and_nothing_is_kept(
    world: World, name: str, content: bytes, said: str
) -> None:
    project = world.project()
    upload_id = begin(project, name, len(content)).json()["id"]

    refused = send_part(project.owner, upload_id, 0, content)

    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "unusable-audio")
    assert refused.json()["error"]["message"].startswith(f"{name} {said}")
    assert project.owner.get(f"/api/uploads/{upload_id}").status_code == 404
    assert not places.incoming(world.settings, upload_id).exists()


def test_a_removed_upload_is_gone_from_the_disk_too(world: World) -> None:
    project = world.project()
    upload_id = upload(project, "turns.csv", b"12345")

    assert project.owner.delete(f"/api/uploads/{upload_id}").status_code == 204
    world.do_jobs()

    assert project.owner.get(f"/api/uploads/{upload_id}").status_code == 404
    assert not places.incoming(world.settings, upload_id).exists()


def test_what_nobody_imported_within_a_week_goes_when_the_next_file_comes(world: World) -> None:
    project = world.project()
    old = upload(project, "turns.csv", b"12345")
    world.clock.passes(days=7, minutes=1)
    project.owner = world.browser(_login(project))

    upload(project, "new.csv", b"12345")
    world.do_jobs()

    assert project.owner.get(f"/api/uploads/{old}").status_code == 404
    assert not places.incoming(world.settings, old).exists()


def _login(project: Project) -> str:
    from earmark.server.users import service as users

    with project.world.database.reading() as session:
        return users.account(session, project.owner.user_id).login


def test_an_upload_of_another_project_cannot_be_used(world: World) -> None:
    mine, theirs = world.project(), world.project()
    upload_id = upload(theirs, "turns.csv", "conversation_id,turn,text\nc1,0,hello\n")

    for path in ("/imports", "/imports/preview"):
        refused = mine.owner.post(mine.path + path, import_call([upload_id]))
        assert (refused.status_code, refused.json()["error"]["code"]) == (404, "no-such-upload")


def test_an_upload_that_is_not_whole_cannot_be_used(world: World) -> None:
    project = world.project()
    upload_id = begin(project, "turns.csv", 10).json()["id"]

    refused = project.owner.post(f"{project.path}/imports", import_call([upload_id]))

    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "upload-unfinished")


SENDER = """
import sys
from pathlib import Path
from earmark.server.media.receiving import _Part
from earmark.server.database import connect
from earmark.server.kit.transaction import Database
from earmark.server.settings import Settings

database = Database(connect(sys.argv[1]))
upload_id, offset = sys.argv[3], int(sys.argv[4])
while True:
    part = _Part(database, Settings(data=Path(sys.argv[2])), upload_id, offset)
    part.write(bytes([offset // 1000 % 256]) * 1000)
    offset = part.finish()
    part.close()
    print(offset, flush=True)
"""


@pytest.mark.full
def test_no_confirmed_byte_is_lost_when_the_server_is_killed(world: World, database_url: str) -> None:
    project, total = world.project(), 200_000
    upload_id = begin(project, "turns.csv", total).json()["id"]
    confirmed = 0

    for kill_at in (20_000, 60_000, 110_000):
        command = [
            sys.executable,
            "-c",
            SENDER,
            database_url,
            str(world.settings.data),
            upload_id,
            str(confirmed),
        ]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as sender:
            assert sender.stdout is not None
            for line in sender.stdout:
                confirmed = int(line)
                if confirmed >= kill_at:
                    os.kill(sender.pid, signal.SIGKILL)
                    break
        with world.database.reading() as session:
            stands = session.get_one(Upload, upload_id).received
        assert stands >= confirmed
        confirmed = stands

    found = Path(places.incoming(world.settings, upload_id)).read_bytes()[:confirmed]
    assert found == b"".join(bytes([number % 256]) * 1000 for number in range(confirmed // 1000))
