"""The command line, called within the test, and a server for it to ask.

Starting Python anew proves nothing about most commands; `test_start.py` does it once for each.
"""

from __future__ import annotations

import io
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from pathlib import Path
from types import ModuleType
from typing import cast

import pytest

import earmark.cli
from tests.analysis.tables import crowd, truths, write_csv
from tests.server.conftest import (  # noqa: F401  # fixtures
    clock,
    database,
    database_url,
    empty_sqlite,
    postgresql,
    postgresql_of_module,
    world,
)
from tests.server.world import World

ALL = ["read", "label", "review", "manage"]


@dataclass(frozen=True)
class Done:
    """What a call left behind: its exit code, and what it printed."""

    code: int
    out: str
    err: str


Shell = Callable[..., Done]


class WithPandas(MetaPathFinder):
    """Hides nothing: other tests of this process need pandas."""

    def find_spec(self, fullname: str, path: object, target: ModuleType | None = None) -> None:
        return None


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """A function that runs `earmark` with arguments, as the entry point does, in the test's own folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(earmark.cli, "WithoutPandas", WithPandas)
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    monkeypatch.setenv("COLUMNS", "100")

    def run(*arguments: str, stdin: str | None = None) -> Done:
        capsys.readouterr()
        monkeypatch.setattr(sys, "argv", ["earmark", *arguments])
        if stdin is not None:
            piped = io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8")
            monkeypatch.setattr(sys, "stdin", piped)
        with pytest.raises(SystemExit) as ended:
            earmark.cli.main()
        printed = capsys.readouterr()
        return Done(cast(int, ended.value.code), printed.out, printed.err)

    return run


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    """A table of an honest crowd, in the folder the commands run in."""
    return write_csv(tmp_path / "labels.csv", crowd(items=60, annotators=4))


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """The gold of the crowd."""
    return write_csv(tmp_path / "gold.csv", truths(items=60, annotators=4))


@pytest.fixture
def served(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:  # noqa: F811
    """A real server with nothing in it; its address and an operator's token are in the environment."""
    made = world.person("olga", is_operator=True).post("/api/tokens", {"name": "a program", "scopes": ALL})
    assert made.status_code == 201, made.text
    with world.served() as address, _jobs_done(world):
        monkeypatch.setenv("EARMARK_ADDRESS", address)
        monkeypatch.setenv("EARMARK_TOKEN", made.json()["token"])
        yield world


@contextmanager
def _jobs_done(world: World) -> Iterator[None]:  # noqa: F811
    """Do jobs as they come; sooner than a server's own worker looks for them."""
    over = threading.Event()

    def work() -> None:
        while not over.wait(0.02):
            world.do_jobs()

    thread = threading.Thread(target=work)
    thread.start()
    yield
    over.set()
    thread.join()
