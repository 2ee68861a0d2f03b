"""Audio that stays where it is: below the folders of the installation, and nowhere else."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from earmark.server.kit.transaction import Database
from earmark.server.tables import Media
from tests.audio.hostile import PCM, chunk, flac_claiming, form, riff
from tests.server.media.sending import import_call, sound
from tests.server.world import Clock, Project, World


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder the server may read, with three calls in it, and a secret beside it."""
    calls = tmp_path / "archive" / "calls"
    (calls / "march").mkdir(parents=True)
    for number, place in enumerate((calls / "a.wav", calls / "b.wav", calls / "march" / "c.wav")):
        place.write_bytes(sound(0.5, seed=number))
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "s.wav").write_bytes(sound(0.5, seed=9))
    return tmp_path / "archive"


@pytest.fixture
def project(tmp_path: Path, root: Path, database: Database, clock: Clock) -> Project:
    """A project on a server that may read the folder."""
    return World.new(tmp_path / "data", database, clock, media_roots=(root,)).project()


def _job(project: Project, folder: str) -> dict[str, Any]:
    response = project.owner.post(f"{project.path}/imports", import_call([], folder=folder))
    assert response.status_code == 202, response.text
    project.world.do_jobs()
    job: dict[str, Any] = project.owner.get(f"/api/jobs/{response.json()['job']}").json()
    return job


def _import(project: Project, folder: str) -> list[str]:
    _job(project, folder)
    return [row["external_id"] for row in project.owner.get(f"{project.path}/conversations").json()["rows"]]


@pytest.mark.parametrize("named", ["calls", "{root}/calls", "calls/../calls", "./calls/"])
def test_the_sounds_of_a_folder_become_conversations(project: Project, root: Path, named: str) -> None:
    assert _import(project, named.format(root=root)) == ["a", "b", "c"]


def test_nothing_is_copied(project: Project, root: Path) -> None:
    _import(project, "calls")

    assert [path for path in project.world.settings.media.rglob("*") if path.is_file()] == []
    with project.world.database.reading() as session:
        (a,) = session.query(Media).filter(Media.name == "a.wav")
    assert (a.place, a.address) == ("reference", str(root / "calls" / "a.wav"))
    assert project.owner.get(f"/api/media/{a.id}/audio").content == (root / "calls" / "a.wav").read_bytes()


@pytest.mark.parametrize(
    "named",
    [
        "../secret",
        "calls/../../secret",
        "{root}/../secret",
        "/",
        "/etc",
        "nowhere",
        "calls/a.wav",
        "http://169.254.169.254/latest",
        "file:///etc",
        "\\\\host\\share",
        "~",
        "link",
    ],
)
def test_any_other_folder_is_refused_alike(project: Project, root: Path, named: str) -> None:
    (root / "link").symlink_to(root.parent / "secret")

    refused = [
        project.owner.post(project.path + path, import_call([], folder=named.format(root=root)))
        for path in ("/imports", "/imports/preview")
    ]

    assert {(one.status_code, one.json()["error"]["code"]) for one in refused} == {(422, "no-such-folder")}


def test_a_server_without_folders_reads_none(world: World) -> None:
    project = world.project()

    refused = project.owner.post(f"{project.path}/imports", import_call([], folder="/"))

    assert refused.json()["error"]["code"] == "no-such-folder"


def test_links_lead_nowhere_else(project: Project, root: Path) -> None:
    (root / "calls" / "linked.wav").symlink_to(root.parent / "secret" / "s.wav")
    (root / "calls" / "linked").symlink_to(root.parent / "secret")
    (root / "calls" / "inside.wav").symlink_to(root / "calls" / "a.wav")

    assert _import(project, "calls") == ["a", "b", "c", "inside"]


def test_a_file_that_became_a_link_to_elsewhere_is_not_sent(project: Project, root: Path) -> None:
    _import(project, "calls")
    with project.world.database.reading() as session:
        (a,) = session.query(Media).filter(Media.name == "a.wav")
    (root / "calls" / "a.wav").unlink()
    (root / "calls" / "a.wav").symlink_to(root.parent / "secret" / "s.wav")

    assert project.owner.get(f"/api/media/{a.id}/audio").json()["error"]["code"] == "audio-gone"


def test_a_file_that_was_changed_is_not_sent_as_what_was_labelled(project: Project, root: Path) -> None:
    _import(project, "calls")
    with project.world.database.reading() as session:
        (a,) = session.query(Media).filter(Media.name == "a.wav")
    (root / "calls" / "a.wav").write_bytes(sound(0.7, seed=5))

    assert project.owner.get(f"/api/media/{a.id}/audio").json()["error"]["code"] == "audio-gone"


def test_what_is_no_sound_is_left_out_and_named(project: Project, root: Path) -> None:
    (root / "calls" / "broken.wav").write_bytes(b"no sound at all")
    (root / "calls" / "empty.flac").touch()
    preview = project.owner.post(f"{project.path}/imports/preview", import_call([], folder="calls")).json()

    (folder,) = preview["files"]
    assert (folder["rows"], folder["rejected_rows"]) == (5, 2)
    assert "not a sound file" in folder["rejected"][0]["found"]
    assert _import(project, "calls") == ["a", "b", "c"]


def test_names_that_cannot_be_shown_are_left_out_named_and_the_others_come_in(
    project: Project, root: Path
) -> None:
    for name in ("line\nbreak.wav", "\x1b[31mred.wav", "od\u202evaw.gpj.wav", "\u2028.wav"):
        (root / "calls" / name).write_bytes(sound(0.2))
    os.mkdir(os.fsencode(root / "calls") + b"/\xff\xfe")  # noqa: PTH102  # bytes that are no text
    Path(os.fsdecode(os.fsencode(root / "calls") + b"/\xff\xfe/x.wav")).write_bytes(sound(0.2))
    preview = project.owner.post(f"{project.path}/imports/preview", import_call([], folder="calls"))
    job = _job(project, "calls")

    said = job["result"]["unusable_audio"]
    assert preview.json()["files"][0]["rejected_rows"] == 5
    assert (job["result"]["conversations"], job["result"]["unusable"], len(said)) == (3, 5, 5)
    assert all("has a name that cannot be used" in one and one.isprintable() for one in said)
    assert any(one.startswith("line\\nbreak.wav") for one in said)


def test_what_is_no_file_is_passed_over(project: Project, root: Path) -> None:
    """A pipe would be waited for for ever; a link in a circle leads nowhere."""
    os.mkfifo(root / "calls" / "pipe.wav")
    (root / "calls" / "circle.wav").symlink_to("circle.wav")
    (root / "calls" / "folder.wav").mkdir()
    (root / "calls" / "gone.wav").symlink_to("nowhere.wav")
    (root / "calls" / "device.wav").symlink_to("/dev/zero")

    assert _import(project, "calls") == ["a", "b", "c"]


def test_hostile_sounds_are_named_one_by_one_and_the_others_come_in(project: Project, root: Path) -> None:
    whole = sound(20.0, kind="FLAC")
    files = {
        "empty.wav": b"",
        "cut.wav": sound(5.0)[:4_000],
        "text.wav": b"conversation_id,turn\n",
        "page.mp3": b"<!doctype html>",
        "rate.wav": riff(form(rate=0), chunk(b"data", PCM)),
        "day.flac": flac_claiming(whole, total=24 * 3600 * 8_000 - 1, channels=2),
        "middle.flac": whole[: len(whole) // 3] + bytes(5_000) + whole[len(whole) // 3 + 5_000 :],
    }
    for name, content in files.items():
        (root / "calls" / name).write_bytes(content)
    job = _job(project, "calls")

    said = job["result"]["unusable_audio"]
    assert (job["state"], job["result"]["conversations"], job["result"]["unusable"]) == (
        "done",
        3,
        len(files),
    )
    assert sorted(one.split()[0] for one in said) == sorted(files)
    assert all("\n" not in one and str(root) not in one for one in said)
    kept = [path for path in project.world.settings.derived.rglob("*") if path.is_file()]
    assert len(kept) == 3
