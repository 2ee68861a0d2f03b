"""The application as a whole: silent, described, and each of its addresses named once."""

from __future__ import annotations

import pytest

from earmark.errors import CallError, FileError, SchemeError
from earmark.server.errors import STATUS
from earmark.server.kit import errors
from tests.server.world import World


def test_the_environment_cannot_make_the_server_talk(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    monkeypatch.setenv("FASTAPI_OTEL_AUTO_CONFIGURE", "true")
    again = World.new(world.settings.data, world.database, world.clock)

    told = {name: again.app._telemetry[name] for name in ("tracing", "metrics", "logs", "auto_configure")}

    assert not any(told.values())


def test_every_operation_has_a_name_of_its_own_and_a_sentence(world: World) -> None:
    operations = [op for methods in world.app.openapi()["paths"].values() for op in methods.values()]
    names = [operation["operationId"] for operation in operations]

    assert len(set(names)) == len(names)
    assert [operation["operationId"] for operation in operations if not operation.get("description")] == []


@pytest.mark.parametrize("path", ["/docs", "/redoc"])
def test_no_page_loads_scripts_from_elsewhere(world: World, path: str) -> None:
    assert "cdn" not in world.visitor().get(path).text


def test_every_refusal_has_a_status() -> None:
    refusals = [getattr(errors, name) for name in errors.__all__ if name != "ProblemError"]

    assert [
        kind for kind in [*refusals, FileError, SchemeError, CallError] if not set(kind.__mro__) & set(STATUS)
    ] == []
