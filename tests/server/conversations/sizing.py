"""A large import in processes of its own: made ready, done, killed or cancelled half-way, and looked at afterwards.

`python -m tests.server.conversations.sizing prepare|send|work|check …` prints one JSON object a line.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import func, select

from earmark.server.app import create_app
from earmark.server.conversations.importing import staging
from earmark.server.database import connect
from earmark.server.kit import jobs
from earmark.server.kit.jobs import Running
from earmark.server.kit.transaction import Database
from earmark.server.kit.worker import Worker, release_left_over
from earmark.server.settings import Settings
from earmark.server.tables import Conversation, Derived, EventPayload, Item, Job, Media, Place, Turn
from tests.server.conversations.many import as_json_lines, turns
from tests.server.media.sending import import_call, upload
from tests.server.world import Clock, Project, World

__all__ = ["Import", "write_calls"]

ROOT = Path(__file__).resolve().parents[3]
OVERLAP = 3
PART = 8 * 2**20
MEMORY = re.compile(r"VmHWM:\s*(\d+) kB")


class RealClock(Clock):
    """The clock on the wall."""

    def __call__(self) -> datetime:
        return datetime.now(UTC)


def write_calls(folder: Path, calls: int, seconds: int = 3600) -> int:
    """Write WAV files of two channels at 8 kHz that take hardly any disk; return their bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    data = seconds * 8_000 * 4
    for number in range(calls):
        head = b"RIFF" + (36 + data).to_bytes(4, "little") + b"WAVEfmt " + (16).to_bytes(4, "little")
        form = (1, 2), (2, 2), (8_000, 4), (32_000, 4), (4, 2), (16, 2)
        head += b"".join(value.to_bytes(size, "little") for value, size in form)
        with (folder / f"call-{number:03}.wav").open("wb") as file:
            file.write(head + b"data" + data.to_bytes(4, "little"))
            file.write(number.to_bytes(2, "little") * 50_000)  # another sound in each
            file.truncate(44 + data)
    return calls * (44 + data)


class Import:
    """An import of `what`: `csv` or `jsonl` (then of so many turns), `folder` or `upload` (of the calls in it)."""

    def __init__(self, url: str, data: Path, what: str, count: int = 0) -> None:
        self.url, self.data = url, data
        self.prepared = self._last("prepare", what, str(count))

    def work(self, *, cancel: bool = False) -> dict[str, Any]:
        """Do it to its end, or cancel it half-way; return what it took, and the progress that was `seen`."""
        *seen, found = self._all("work", self.prepared["job"], "cancel" if cancel else "whole")
        return found | {"seen": [(one["done"], one["total"]) for one in seen]}

    def killed_at(self, share: float) -> float:
        """Do it, and kill the process with signal 9 at a share of it; return how far it was."""
        done = 0.0
        with self._started("work", self.prepared["job"], "whole") as process:
            for line in self._lines(process):
                done = line["done"] / line["total"] if line.get("total") else 0.0
                if done >= share:
                    process.kill()
                    break
        return done

    def check(self) -> dict[str, Any]:
        """Return what is there now."""
        return self._last("check", self.prepared["job"])

    def _all(self, stage: str, *more: str) -> list[dict[str, Any]]:
        with self._started(stage, *more) as process:
            found = list(self._lines(process))
        if process.returncode:
            raise RuntimeError(f"{stage} ended with {process.returncode}")
        return found

    def _last(self, stage: str, *more: str) -> dict[str, Any]:
        return self._all(stage, *more)[-1]

    def _started(self, stage: str, *more: str) -> subprocess.Popen[str]:
        call = [
            sys.executable,
            "-m",
            "tests.server.conversations.sizing",
            stage,
            self.url,
            str(self.data),
            *more,
        ]
        return subprocess.Popen(call, cwd=ROOT, stdout=subprocess.PIPE, text=True)

    def _lines(self, process: subprocess.Popen[str]) -> Iterator[dict[str, Any]]:
        assert process.stdout is not None
        for line in process.stdout:
            yield json.loads(line)


def _peak() -> float:
    """MiB this process has had at most; what the one that started it had does not count."""
    match = MEMORY.search(Path("/proc/self/status").read_text())
    return int(match[1]) / 1024 if match else 0.0


def _say(**facts: Any) -> None:
    print(json.dumps(facts), flush=True)


def _prepare(url: str, data: Path, what: str, count: int) -> None:
    database = Database(connect(url), RealClock())
    world = World.new(data, database, RealClock(), media_roots=(data / "calls",))
    project = world.project(overlap=OVERLAP)
    began, before = time.perf_counter(), _peak()
    uploads: list[str] = []
    if what in ("csv", "jsonl"):
        table = turns(count)
        uploads = [upload(project, f"turns.{what}", table if what == "csv" else as_json_lines(table))]
    elif what == "upload":
        uploads = _received(project, data / "calls")
    call = import_call(uploads, folder="." if what == "folder" else None)
    job = project.owner.post(f"{project.path}/imports", call).json()["job"]
    _say(job=job, wall=time.perf_counter() - began, before=before, peak=_peak())


def _received(project: Project, calls: Path) -> list[str]:
    """Serve, and let another process send the calls in parts: the memory here is the server's alone."""
    headers = {"X-CSRF-Token": project.owner.csrf or ""}
    headers["Cookie"] = f"earmark_session={project.owner.http.cookies['earmark_session']}"
    with project.world.served() as address:
        call = [sys.executable, "-m", "tests.server.conversations.sizing", "send", address, str(calls)]
        call += [project.path, json.dumps(headers)]
        done = subprocess.run(call, cwd=ROOT, check=True, capture_output=True, text=True)
    found: list[str] = json.loads(done.stdout)
    return found


def _send(address: str, calls: Path, project: str, headers: dict[str, str]) -> None:
    uploads = []
    with httpx.Client(base_url=address, headers=headers, timeout=120) as browser:
        for path in sorted(calls.iterdir()):
            size = path.stat().st_size
            begun = browser.post(f"{project}/uploads", json={"name": path.name, "size": size})
            uploads.append(begun.json()["id"])
            with path.open("rb") as file:
                for offset in range(0, size, PART):
                    place = {"Upload-Offset": str(offset), "Content-Type": "application/octet-stream"}
                    at = f"/api/uploads/{uploads[-1]}"
                    browser.patch(at, content=file.read(PART), headers=place).raise_for_status()
    print(json.dumps(uploads))


def _work(url: str, data: Path, job_id: str, mode: str) -> None:
    settings = Settings(data=data, job_workers=0, media_roots=(data / "calls",))
    database = Database(connect(url))
    create_app(settings, database=database)
    release_left_over(database)
    worker = Worker(database, settings)
    one_step, before = worker._one_step, _peak()

    def watched(job: Running) -> Running | None:
        following = one_step(job)
        if following is not None:
            _say(done=following.done, total=following.total)
            if mode == "cancel" and following.total and following.done * 2 >= following.total:
                with database.writing() as session:
                    jobs.ask_to_cancel(session, job_id)
        return following

    worker._one_step = watched  # type: ignore[method-assign]  # to see every step
    began, cpu = time.perf_counter(), time.process_time()
    while worker.do_one():
        pass
    wall, cpu = time.perf_counter() - began, time.process_time() - cpu
    _say(before=before, peak=_peak(), wall=wall, cpu=cpu)


def _check(url: str, data: Path, job_id: str) -> None:
    database = Database(connect(url))
    kinds = (Conversation, Turn, Item, Place, Media, Derived)
    with database.reading() as session:
        job = session.get_one(Job, job_id)
        counts = {one.__tablename__: session.scalar(select(func.count()).select_from(one)) for one in kinds}
        names = select(func.count(func.distinct(Item.external_id)))
        told = EventPayload.payload.contains('"conversation":')
        _say(
            state=job.state,
            message=job.message,
            done=job.done,
            total=job.total,
            **counts,
            names=session.scalar(names),
            told=session.scalar(select(func.count()).select_from(EventPayload).where(told)),
            staged=staging.place_of(Settings(data=data), job_id).exists(),
            peaks=sum(1 for _ in (data / "derived" / "peaks").rglob("*.peaks")),
            stored=sum(path.stat().st_size for path in _stored(data)),
        )


def _stored(data: Path) -> Iterator[Path]:
    """What was copied into the store."""
    for path in (data / "media").rglob("*"):
        if path.is_file() and "incoming" not in path.parts:
            yield path


if __name__ == "__main__":
    stage, url, data, *more = sys.argv[1:]
    if stage == "send":
        _send(url, Path(data), more[0], json.loads(more[1]))
    elif stage == "prepare":
        _prepare(url, Path(data), more[0], int(more[1]))
    elif stage == "work":
        _work(url, Path(data), more[0], more[1])
    else:
        _check(url, Path(data), more[0])
