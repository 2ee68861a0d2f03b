"""200,000 turns, and sound without end, come in without memory growing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

IMPORT = """
import json, resource, sys
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from earmark.server.database import open_database
from earmark.server.kit.worker import Worker
from earmark.server.settings import Settings
from tests.server.media.sending import import_call, upload
from tests.server.world import World

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

data, what = Path(sys.argv[1]), sys.argv[2]
database = open_database(Settings(data=data))
world = World.new(data, database, database.clock, media_roots=(data / "calls",))
project = world.project(overlap=3)
if what == "turns":
    from tests.server.conversations.many import turns
    sent = upload(project, "turns.csv", turns(200_000))
    call = import_call([sent])
else:
    call = import_call([], folder=".")
before = peak()
job_id = project.owner.post(project.path + "/imports", call).json()["job"]
seen = []
worker = Worker(database, world.settings)
one_step = worker._one_step
def stepped(job):
    following = one_step(job)
    if following is not None:
        seen.append((following.done, following.total))
    return following
worker._one_step = stepped
worker.do_one()
job = project.owner.get("/api/jobs/" + job_id).json()
print(json.dumps({"before": before, "after": peak(), "job": job, "seen": seen}))
"""


def _run(folder: Path, what: str) -> dict[str, object]:
    root = Path(__file__).resolve().parents[3]
    command = [sys.executable, "-c", IMPORT, str(folder), what, str(root)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


def _holds(found: dict[str, object], most: float) -> None:
    seen = found["seen"]
    assert isinstance(seen, list)
    done = [one[0] for one in seen]
    assert done == sorted(done)
    assert all(one[0] <= one[1] for one in seen)
    assert len(set(done)) > 5
    assert float(str(found["after"])) - float(str(found["before"])) < most


@pytest.mark.full
def test_200_000_turns_come_in_in_bounded_memory_with_true_progress(tmp_path: Path) -> None:
    found = _run(tmp_path, "turns")

    job = found["job"]
    assert isinstance(job, dict)
    assert (job["state"], job["result"]["items"], job["done"]) == ("done", 200_000, 400_000)
    _holds(found, 250)


@pytest.mark.full
def test_a_folder_of_two_gigabytes_comes_in_in_bounded_memory_with_true_progress(tmp_path: Path) -> None:
    import numpy as np
    import soundfile  # type: ignore[import-untyped]  # the package has no types

    calls = tmp_path / "calls"
    calls.mkdir()
    hour = np.random.default_rng(1).integers(-9_000, 9_000, (8_000 * 3_600, 2), np.int16)
    for number in range(18):  # 115 MB each
        hour[0] = number
        soundfile.write(calls / f"call-{number:02d}.wav", hour, 8_000)
    del hour
    assert sum(path.stat().st_size for path in calls.iterdir()) > 2 * 10**9

    found = _run(tmp_path, "sounds")

    job = found["job"]
    assert isinstance(job, dict)
    assert (job["state"], job["result"]["items"]) == ("done", 18)
    _holds(found, 120)
