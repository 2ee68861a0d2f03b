"""Sound is sent in the ranges a player asks for, its peaks in the stretches a page shows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from earmark.server.media import places
from tests.server.media.sending import run_import, sound
from tests.server.world import Project, World

CONTENT = sound(3.0)


@pytest.fixture
def project(world: World) -> Project:
    """A project with one call."""
    made = world.project()
    run_import(made, {"call.wav": CONTENT})
    return made


def _place(project: Project) -> str:
    (listed,) = project.owner.get(f"{project.path}/conversations").json()["rows"]
    return str(project.owner.get(f"/api/conversations/{listed['id']}").json()["audio"])


def _audio(project: Project, **headers: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return project.owner.get(_place(project), headers=named)


def test_the_whole_sound_is_what_was_sent_in(project: Project) -> None:
    response = _audio(project)

    assert (response.status_code, response.headers["content-type"]) == (200, "audio/wav")
    assert response.headers["accept-ranges"] == "bytes"
    assert response.content == CONTENT


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("0-0", 0, 0),
        ("100-199", 100, 199),
        ("47000-", 47_000, None),
        ("-500", -500, None),
        ("40000-99999999", 40_000, None),
    ],
)
def test_a_range_is_that_part_of_the_sound(
    project: Project, asked: str, first: int, last: int | None
) -> None:
    response = _audio(project, range=f"bytes={asked}")

    expected = CONTENT[first:] if last is None else CONTENT[first : last + 1]
    assert (response.status_code, response.content) == (206, expected)
    assert response.headers["content-range"].endswith(f"/{len(CONTENT)}")


def test_a_range_beyond_the_end_is_refused(project: Project) -> None:
    assert _audio(project, range=f"bytes={len(CONTENT)}-").status_code == 416


def test_a_range_of_what_has_changed_meanwhile_is_the_whole(project: Project) -> None:
    etag = _audio(project).headers["etag"]

    assert _audio(project, range="bytes=0-9", If_Range=etag).status_code == 206
    assert _audio(project, range="bytes=0-9", If_Range='"another"').status_code == 200


def test_sound_is_not_kept_by_the_browser(project: Project) -> None:
    response = _audio(project)

    assert response.headers["cache-control"] == "no-store"
    assert response.headers["x-content-type-options"] == "nosniff"


def test_peaks_are_told_and_given_in_stretches(project: Project) -> None:
    place = _place(project).removesuffix("audio") + "peaks"
    facts = project.owner.get(place).json()
    level = facts["levels"][0]

    whole = project.owner.get(f"{place}/points?level=0&first=0&last={level['points']}")
    some = project.owner.get(f"{place}/points?level=0&first=10&last=20")

    assert (facts["channels"], facts["seconds"], facts["bits"]) == (2, 3.0, 16)
    assert whole.headers["content-type"] == "application/octet-stream"
    points = np.frombuffer(whole.content, "<i2").reshape(2, level["points"], 2)
    assert np.array_equal(np.frombuffer(some.content, "<i2").reshape(2, 10, 2), points[:, 10:20])
    assert points.min() < -10_000
    assert points.max() > 10_000


@pytest.mark.parametrize(
    "query", ["level=9&first=0&last=9", "level=0&first=0&last=70000", "level=0&first=-1&last=9", "level=0"]
)
def test_points_that_cannot_be_given_are_refused(project: Project, query: str) -> None:
    place = _place(project).removesuffix("audio") + "peaks"

    assert project.owner.get(f"{place}/points?{query}").status_code in (400, 422)


def test_sound_that_has_gone_from_the_disk_is_said_to_be_gone(project: Project) -> None:
    place = _place(project)
    (stored,) = [path for path in project.world.settings.media.rglob("*") if path.is_file()]
    stored.unlink()

    gone = project.owner.get(place)

    assert (gone.status_code, gone.json()["error"]["code"]) == (404, "audio-gone")
    assert str(project.world.settings.data) not in gone.text


def test_the_same_sound_twice_is_kept_once(project: Project) -> None:
    other = project.world.project()
    run_import(project, {"again.wav": CONTENT})
    run_import(other, {"theirs.wav": CONTENT})

    stored = [path for path in project.world.settings.media.rglob("*") if path.is_file()]
    assert stored == [places.stored(project.world.settings, places.digest_of(stored[0]))]
    ids = set()
    for listed in project.owner.get(f"{project.path}/conversations").json()["rows"]:
        ids.add(project.owner.get(f"/api/conversations/{listed['id']}").json()["audio"])
    assert len(ids) == 1


@pytest.mark.real
@pytest.mark.parametrize("kind", ["FLAC", "MP3", "OGG"])
def test_what_speech_was_sent_as_is_what_is_heard(world: World, kind: str, real_data: Path) -> None:
    import io

    import soundfile  # type: ignore[import-untyped]  # the package has no types

    samples, rate = soundfile.read(real_data / "ami_excerpts" / "audio" / "dev00.wav")
    target = io.BytesIO()
    soundfile.write(target, samples, rate, format=kind)
    project = world.project()
    run_import(project, {f"dev00.{kind.lower()}": target.getvalue()})

    response = _audio(project)

    assert (
        response.headers["content-type"]
        == {"FLAC": "audio/flac", "MP3": "audio/mpeg", "OGG": "audio/ogg"}[kind]
    )
    assert response.content == target.getvalue()
