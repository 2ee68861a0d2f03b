"""What stands before every request holds for every request."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from earmark.server.kit.shield import HEADERS
from earmark.server.projects import service
from tests.server.world import World


@pytest.mark.parametrize("path", ["/api/health", "/api/nothing", "/api/me", "/", "/assets/none.js"])
def test_every_answer_carries_the_security_headers(world: World, path: str) -> None:
    headers = world.visitor().get(path).headers

    assert {name: headers.get(name) for name in HEADERS} == HEADERS


def test_the_policy_for_content_allows_nothing_inline() -> None:
    policy = HEADERS["Content-Security-Policy"]

    assert "unsafe" not in policy
    for rule in ("default-src 'self'", "script-src 'self'", "frame-ancestors 'none'", "object-src 'none'"):
        assert rule in policy


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "", "[", "evil.example:80"]
)
def test_a_foreign_name_is_not_answered(world: World, host: str) -> None:
    """A page of another site that points its own name here (DNS rebinding) gets nothing."""
    response = world.visitor().get("/api/health", headers={"Host": host})

    assert (response.status_code, response.json()["error"]["code"]) == (400, "unknown-host")


@pytest.mark.parametrize("host", ["localhost", "localhost:8765", "127.0.0.1:1", "[::1]:8765", "LOCALHOST"])
def test_this_machine_is_answered_by_every_name_it_has(world: World, host: str) -> None:
    assert world.visitor().get("/api/health", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:9999"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_page_of_another_site_changes_nothing(world: World, headers: dict[str, str]) -> None:
    owner = world.project().owner

    response = owner.post("/api/projects", {"name": "x"}, headers=headers)

    assert (response.status_code, response.json()["error"]["code"]) == (403, "foreign-origin")


def test_a_page_of_this_site_does(world: World) -> None:
    owner = world.project().owner

    headers = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}

    assert owner.post("/api/projects", {"name": "x"}, headers=headers).status_code == 201


def test_a_body_that_is_too_large_is_refused_before_it_is_read(world: World) -> None:
    owner = world.project().owner

    response = owner.post("/api/projects", {"name": "x" * 5_000_000})

    assert (response.status_code, response.json()["error"]["code"]) == (413, "too-large")


def test_a_body_that_hides_its_size_is_refused_while_it_is_read(world: World) -> None:
    owner = world.project().owner
    chunks = (b"x" * 100_000 for _ in range(60))

    response = owner.post("/api/projects", content=chunks, headers={"Content-Type": "application/json"})

    assert response.status_code == 413


@pytest.mark.parametrize("path", ["/api/projects/%00", "/api/projects?after=%00", "/%00"])
def test_a_null_character_in_an_address_is_refused(world: World, path: str) -> None:
    assert world.visitor().get(path).status_code == 400


def test_a_failure_tells_a_reference_and_nothing_else(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    owner = world.project().owner

    def fails(*_: Any, **__: Any) -> None:
        raise RuntimeError("secret inside")

    monkeypatch.setattr(service, "create", fails)
    with caplog.at_level(logging.ERROR, logger="earmark.server"):
        response = owner.post("/api/projects", {"name": "x"})

    message = response.json()["error"]["message"]
    assert response.status_code == 500
    assert "secret" not in response.text
    assert "Traceback" not in response.text
    assert message.rsplit(" ", 1)[1].rstrip(".") in caplog.text
    assert "secret inside" in caplog.text
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_nothing_of_the_api_is_kept_by_caches(world: World) -> None:
    assert world.visitor().get("/api/health").headers["Cache-Control"] == "no-store"
