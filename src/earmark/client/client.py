"""The client: one object for a server, with a part for each kind of thing."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from earmark.client.assignments import Assignments
from earmark.client.connection import Connection
from earmark.client.conversations import Conversations
from earmark.client.exports import Exports
from earmark.client.guidelines import Guidelines
from earmark.client.imports import Imports
from earmark.client.jobs import Jobs
from earmark.client.journal import Journal
from earmark.client.people import People
from earmark.client.projects import Projects
from earmark.client.quality import Quality
from earmark.client.reviews import Reviews
from earmark.client.submissions import Submissions
from earmark.client.uploads import Uploads
from earmark.client.waiting import Patience
from earmark.errors import CallError

__all__ = ["Account", "Client"]


@dataclass(frozen=True, slots=True)
class Account:
    """Who is asking; `pseudonym` is what exports show."""

    id: str
    login: str
    name: str
    pseudonym: str
    is_operator: bool


class Client:
    """A server of Earmark, asked by a program with its token.

    Methods that have an effect return once it is stored. What fails raises one of the kinds of
    `earmark.errors.ServerError`. A client may be shared by threads, and is closed at the end of its block.

    >>> with Client("http://127.0.0.1:8765", token="em_…") as client:      # doctest: +SKIP
    ...     project = client.projects.find("Calls and chats")
    ...     client.exports.save(project, "annotations.csv")

    Raises:
        CallError: the address is none.
    """

    def __init__(
        self,
        address: str,
        token: str | None = None,
        *,
        timeout: float = 30.0,
        patience: Patience | None = None,
    ) -> None:
        self._connection = Connection(address, token, timeout=timeout, patience=patience)
        self.projects = Projects(self._connection)
        self.people = People(self._connection)
        self.guidelines = Guidelines(self._connection)
        self.uploads = Uploads(self._connection)
        self.imports = Imports(self._connection)
        self.jobs = Jobs(self._connection)
        self.conversations = Conversations(self._connection)
        self.assignments = Assignments(self._connection)
        self.submissions = Submissions(self._connection)
        self.reviews = Reviews(self._connection)
        self.quality = Quality(self._connection)
        self.exports = Exports(self._connection)
        self.journal = Journal(self._connection)

    @classmethod
    def from_environment(
        cls,
        address: str | None = None,
        token: str | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> Client:
        """Return a client for EARMARK_ADDRESS with EARMARK_TOKEN, where they are not given.

        Raises:
            CallError: an address or a token is missing.
        """
        found = os.environ if environ is None else environ
        address, token = address or found.get("EARMARK_ADDRESS"), token or found.get("EARMARK_TOKEN")
        if not address:
            raise CallError(
                "which server? give --address, or set EARMARK_ADDRESS, e.g. http://127.0.0.1:8765"
            )
        if not token:
            raise CallError(
                "a token is needed: make one in the workbench under your name, and set EARMARK_TOKEN"
            )
        return cls(address, token)

    @property
    def address(self) -> str:
        """Where the server is."""
        return self._connection.address

    def sign_in(self, login: str, password: str) -> Account:
        """Sign in as a person instead of a program; for this client, until its session ends."""
        return self._enter("/api/session", {"login": login, "password": password})

    def join(self, token: str, password: str) -> Account:
        """Choose the password of an invited person with the token of their link, and sign in."""
        return self._enter("/api/session/join", {"token": token, "password": password})

    def me(self) -> Account:
        """Return who is asking."""
        return self._connection.get(Account, "/api/me")

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def __enter__(self) -> Client:
        """Use the client for a block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it at the block's end."""
        self.close()

    def _enter(self, path: str, body: dict[str, Any]) -> Account:
        entered = self._connection.post(_Entered, path, body)
        self._connection.vouch(entered.csrf)
        return entered.user


@dataclass(frozen=True, slots=True)
class _Entered:
    user: Account
    csrf: str
