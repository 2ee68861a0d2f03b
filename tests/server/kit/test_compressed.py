"""What is compressed on the way out, and what must not be."""

from __future__ import annotations

import gzip
import json
import warnings
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from earmark.server.kit.compressed import LARGE, Compressed
from tests.server.world import World

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # Starlette would like another HTTP library; this one is what we have
    from starlette.testclient import TestClient

TURNS = {"turns": ["card account yesterday"] * 500}
PATH = "/api/projects/1/assignments/next"


def _answer(response: Response, path: str = PATH, **headers: str) -> Any:
    """Ask once, and return the answer as it came over the line: headers, and undecoded bytes."""

    async def answer(request: Request) -> Response:  # the interface's signature
        return response

    app = Compressed(Starlette(routes=[Route(path, answer)]))
    with TestClient(app) as client, client.stream("GET", path, headers=headers) as found:
        return found.headers, b"".join(found.iter_raw())


@pytest.mark.parametrize("times", [1, LARGE // 10_000])
def test_a_long_answer_comes_smaller_and_says_the_same(times: int) -> None:
    said = {"turns": TURNS["turns"] * times}

    headers, sent = _answer(JSONResponse(said))

    assert (headers["content-encoding"], headers["vary"]) == ("gzip", "Accept-Encoding")
    assert int(headers["content-length"]) == len(sent) < len(json.dumps(said)) / 10
    assert json.loads(gzip.decompress(sent)) == said


def test_the_same_answer_is_sent_to_the_byte_twice() -> None:
    assert _answer(JSONResponse(TURNS))[1] == _answer(JSONResponse(TURNS))[1]


@pytest.mark.parametrize(
    "path",
    [
        "/api/session",
        "/api/session/join",
        "/api/me",
        "/api/tokens",
        "/api/users/1/link",
        "/api/projects/1/people",
    ],
)
def test_where_secrets_are_sent_the_length_tells_nothing_of_the_content(path: str) -> None:
    headers, sent = _answer(JSONResponse(TURNS), path)

    assert "content-encoding" not in headers
    assert json.loads(sent) == TURNS


@pytest.mark.parametrize(
    "response",
    [
        JSONResponse({"turns": []}),
        Response(b"\0" * 9_000, media_type="audio/flac"),
        Response(b"\0" * 9_000, media_type="application/octet-stream"),
        Response(json.dumps(TURNS), 206, media_type="application/json"),
        JSONResponse(TURNS, headers={"Content-Encoding": "identity"}),
        StreamingResponse(iter([b"data: x\n\n"] * 900), media_type="text/event-stream"),
        StreamingResponse(iter([b"[", b"1," * 5_000, b"1]"]), media_type="application/json"),
    ],
    ids=["short", "sound", "points", "a part", "encoded already", "events", "a stream"],
)
def test_what_gains_nothing_or_must_arrive_at_once_goes_out_as_it_is(response: Response) -> None:
    headers, sent = _answer(response)

    assert headers.get("content-encoding", "identity") == "identity"
    assert int(headers.get("content-length", len(sent))) == len(sent)


def test_who_cannot_read_it_gets_it_plain() -> None:
    headers, sent = _answer(JSONResponse(TURNS), **{"Accept-Encoding": "identity"})

    assert "content-encoding" not in headers
    assert json.loads(sent) == TURNS


def test_the_server_compresses_its_own_answers(world: World) -> None:
    answer = world.visitor().get("/api/openapi.json")

    assert answer.headers["content-encoding"] == "gzip"
    assert answer.json()["info"]["title"] == "Earmark"
