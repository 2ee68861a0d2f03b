"""Commands that ask a server: which one, as whom, and which project."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from earmark.client import Client

__all__ = ["asked", "count", "server_options"]

F = TypeVar("F", bound=Callable[..., Any])


def server_options(function: F) -> F:
    """Add which server is asked, and with which token."""
    function = click.option(
        "--token",
        metavar="TOKEN",
        help="A token made in the workbench; better in EARMARK_TOKEN, where nobody sees it.",
    )(function)
    return click.option(
        "--address", metavar="URL", help="The server, e.g. http://127.0.0.1:8765 (EARMARK_ADDRESS)."
    )(function)


@contextmanager
def asked(address: str | None, token: str | None) -> Iterator[Client]:
    """Give a client for the server; address and token may come from the environment."""
    from earmark.client import Client

    with Client.from_environment(address, token) as client:
        yield client


def count(number: int, of: str) -> str:
    """Return how many there are, in words.

    >>> count(1, "item"), count(1200, "item")
    ('1 item', '1,200 items')
    """
    return f"{number:,} {of}{'' if number == 1 else 's'}"
