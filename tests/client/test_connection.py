"""Whatever a server or a network does, a client does the right thing once, or says in one sentence what is wrong."""

from __future__ import annotations

import socket

import pytest

from earmark.client import Client
from earmark.client.waiting import Patience
from earmark.errors import (
    AbsentError,
    CallError,
    ConflictError,
    FailedError,
    ForbiddenError,
    OverloadedError,
    RefusedError,
    ServerError,
    SignInError,
    UnreachableError,
    UnreadableAnswerError,
)
from tests.client.standin import Play, Sleeps, breaks_off, hangs_up, playing, refuses, says, sends

NO_ROWS = says({"rows": [], "next": None})
FAILS = refuses(500, "internal", "Something went wrong; the log says what, under 4f2c.")
STORED = says({"submission": "s1", "annotations": ["n1"]})
PROJECT = says(
    {
        "id": "p1",
        "name": "Calls",
        "settings": {"overlap": 3, "lease_minutes": 30, "context_turns": 20, "language": "en"},
        "role": "owner",
        "counts": {"items": 0, "done": 0, "answers": 0, "people": 1},
        "archived": False,
        "created_at": "2026-11-24T08:00:00Z",
    }
)


@pytest.mark.parametrize(
    "trouble", [FAILS, breaks_off, hangs_up, sends(b'{"sub', Content_Type="application/json")]
)
def test_a_submission_is_sent_again_under_the_same_key_until_it_is_confirmed(
    trouble: Play, sleeps: Sleeps
) -> None:
    with playing(sleeps, trouble, trouble, STORED) as (server, client):
        stored = client.submissions.send("a1", {"intent": "request"}, seconds=4.5)

    assert stored.submission == "s1"
    assert len(server.heard) == 3
    assert len({request.body for request in server.heard}) == 1
    assert server.heard[0].json["key"]
    assert sleeps.seconds == [0.2, 0.4]


def test_two_submissions_have_two_keys(sleeps: Sleeps) -> None:
    with playing(sleeps, STORED) as (server, client):
        client.submissions.send("a1", {"intent": "request"}, seconds=1)
        client.submissions.send("a1", {"intent": "request"}, seconds=1)

    assert server.heard[0].json["key"] != server.heard[1].json["key"]


@pytest.mark.parametrize("trouble", [FAILS, breaks_off, hangs_up])
def test_what_may_have_been_done_is_not_done_again_without_a_key(trouble: Play, sleeps: Sleeps) -> None:
    with playing(sleeps, trouble, PROJECT) as (server, client), pytest.raises(ServerError):
        client.projects.create("Calls")

    assert len(server.heard) == 1


def test_what_was_surely_not_done_is_asked_again(sleeps: Sleeps) -> None:
    busy = refuses(503, "busy", "The server is busy; try again in a moment.", Retry_After="2")
    with playing(sleeps, busy, PROJECT) as (_, client):
        assert client.projects.create("Calls").name == "Calls"

    assert sleeps.seconds == [2.0]


def test_a_server_that_says_when_to_come_back_is_obeyed(sleeps: Sleeps) -> None:
    later = refuses(429, "too-many", "Too many requests.", Retry_After="7")
    with playing(sleeps, later, NO_ROWS) as (_, client):
        assert client.projects.list() == ()

    assert sleeps.seconds == [7.0]


def test_nobody_waits_a_quarter_of_an_hour_without_being_told(sleeps: Sleeps) -> None:
    later = refuses(429, "too-many-attempts", "Try again in 15 minutes.", Retry_After="900")
    with (
        playing(sleeps, later) as (_, client),
        pytest.raises(OverloadedError, match="Try again in 15 minutes") as refused,
    ):
        client.sign_in("ana", "wrong")

    assert refused.value.retry_after == 900
    assert sleeps.seconds == []


def test_it_is_given_up_after_five_attempts(sleeps: Sleeps) -> None:
    with playing(sleeps, FAILS) as (server, client), pytest.raises(FailedError, match="4f2c") as failed:
        client.projects.list()

    assert len(server.heard) == 5
    assert failed.value.status == 500
    assert sleeps.seconds == [0.2, 0.4, 0.8, 1.6]


def test_an_answer_that_breaks_off_is_asked_for_again(sleeps: Sleeps) -> None:
    with playing(sleeps, breaks_off, NO_ROWS) as (_, client):
        assert client.projects.list() == ()


def test_a_server_that_is_not_there_is_named(sleeps: Sleeps) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{closed.getsockname()[1]}"
    with (
        Client(address, "em_test", patience=sleeps.patience) as client,
        pytest.raises(UnreachableError, match=f"{address} cannot be reached; is the server running?"),
    ):
        client.projects.create("Calls")

    assert len(sleeps.seconds) == 4


def test_no_answer_in_time_is_an_error_too() -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        address = f"http://127.0.0.1:{deaf.getsockname()[1]}"
        with (
            Client(address, "em_test", timeout=0.05, patience=Patience(attempts=1)) as client,
            pytest.raises(UnreachableError, match="did not answer in time"),
        ):
            client.projects.list()


@pytest.mark.parametrize(
    "foreign",
    [
        sends(b"<html>Welcome</html>", Content_Type="text/html"),
        sends(b"", 302, Location="https://elsewhere.example/"),
        sends(b"gone", 410, Content_Type="text/plain"),
    ],
)
def test_a_page_of_something_else_is_not_taken_for_an_answer(foreign: Play, sleeps: Sleeps) -> None:
    with (
        playing(sleeps, foreign) as (server, client),
        pytest.raises(UnreadableAnswerError, match="is this the address of an Earmark server"),
    ):
        client.projects.list()

    assert len(server.heard) == 1


def test_an_answer_of_another_form_says_where(sleeps: Sleeps) -> None:
    with (
        playing(sleeps, says({"rows": [{"id": 7}], "next": None})) as (_, client),
        pytest.raises(UnreadableAnswerError, match=r"rows\[0\].id should be str, found 7"),
    ):
        client.projects.list()


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, RefusedError),
        (401, SignInError),
        (403, ForbiddenError),
        (404, AbsentError),
        (409, ConflictError),
        (413, RefusedError),
        (422, RefusedError),
    ],
)
def test_a_refusal_is_passed_on_in_the_server_s_words(
    status: int, kind: type[RefusedError], sleeps: Sleeps
) -> None:
    with (
        playing(sleeps, refuses(status, "a-code", "What is wrong, and what to do.")) as (server, client),
        pytest.raises(kind) as refused,
    ):
        client.projects.list()

    assert str(refused.value) == "What is wrong, and what to do."
    assert (refused.value.code, refused.value.status) == ("a-code", status)
    assert len(server.heard) == 1


def test_a_proxy_s_failure_is_told_without_a_sentence_of_earmark(sleeps: Sleeps) -> None:
    with (
        playing(sleeps, sends(b"<html>", 502)) as (_, client),
        pytest.raises(FailedError, match="answered 502 Bad Gateway"),
    ):
        client.projects.list()


def test_the_token_goes_in_the_header_and_nowhere_else(sleeps: Sleeps) -> None:
    with playing(sleeps, NO_ROWS) as (server, client):
        client.projects.list()

    assert server.heard[0].headers["Authorization"] == "Bearer em_test"
    assert "em_test" not in server.heard[0].path
    assert "em_test" not in repr(client)


def test_every_page_of_a_list_is_asked_for(sleeps: Sleeps) -> None:
    def team(number: int) -> dict[str, str]:
        return {"id": f"t{number}", "name": f"Team {number}"}

    pages = [says({"rows": [team(1)], "next": "c1"}), says({"rows": [team(2)], "next": None})]
    with playing(sleeps, *pages) as (server, client):
        assert [one.id for one in client.people.teams("p 1")] == ["t1", "t2"]

    assert [request.path for request in server.heard] == [
        "/api/projects/p%201/teams?limit=200",
        "/api/projects/p%201/teams?limit=200&after=c1",
    ]


@pytest.mark.parametrize(
    "address", ["", "127.0.0.1:8765", "ftp://here", "http://", "http://user:secret@here", "http://[::"]
)
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(CallError, match="the address of a server is like http://"):
        Client(address, "em_test")


@pytest.mark.parametrize("token", ["em_ü", "em_a\nb", "em a"])
def test_a_token_that_is_none_is_refused_and_not_repeated(token: str) -> None:
    with pytest.raises(CallError) as refused:
        Client("http://127.0.0.1:1", token)

    assert token not in str(refused.value)


def test_address_and_token_come_from_the_environment() -> None:
    environ = {"EARMARK_ADDRESS": "http://label.example/", "EARMARK_TOKEN": "em_env"}
    with Client.from_environment(environ=environ) as client:
        assert client.address == "http://label.example"
    with pytest.raises(CallError, match="EARMARK_TOKEN"):
        Client.from_environment(environ={"EARMARK_ADDRESS": "http://label.example/"})
    with pytest.raises(CallError, match="EARMARK_ADDRESS"):
        Client.from_environment(environ={})
