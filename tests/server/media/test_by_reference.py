"""Audio that stays where it is: below the folders of the installation, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from earmark.server.kit.transaction import Database
from earmark.server.tables import Media
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


def _import(project: Project, folder: str) -> list[str]:
    response = project.owner.post(f"{project.path}/imports", import_call([], folder=folder))
    assert response.status_code == 202, response.text
    project.world.do_jobs()
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
