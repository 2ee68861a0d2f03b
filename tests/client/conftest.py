"""A real server to ask, and people with tokens for it; and a client that never really sleeps."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from earmark.client import Client
from tests.client.standin import Sleeps
from tests.server.conftest import (  # noqa: F401  # fixtures
    clock,
    database,
    database_url,
    empty_sqlite,
    postgresql,
    postgresql_of_module,
    world,
)
from tests.server.world import Visitor, World

ALL = ["read", "label", "review", "manage"]


@pytest.fixture
def sleeps() -> Sleeps:
    return Sleeps()


@pytest.fixture
def address(world: World) -> Iterator[str]:  # noqa: F811
    """The address of a real server with an empty database."""
    with world.served() as served:
        yield served


@pytest.fixture
def client_of(address: str) -> Iterator[Callable[[Visitor], Client]]:
    """A client with a token of somebody's."""
    opened: list[Client] = []

    def make(visitor: Visitor, *scopes: str) -> Client:
        made = visitor.post("/api/tokens", {"name": "a program", "scopes": list(scopes) or ALL})
        assert made.status_code == 201, made.text
        opened.append(Client(address, made.json()["token"]))
        return opened[-1]

    yield make
    for client in opened:
        client.close()
