"""`earmark serve`."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING

import click

from earmark.errors import CallError

if TYPE_CHECKING:
    from earmark.server.settings import Settings

FIRST_PORT = 8765
PORTS_TRIED = 50


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", type=click.IntRange(1, 65535), help=f"The port; else {FIRST_PORT}, or the next free one."
)
@click.option("--data", type=click.Path(file_okay=False), help="The data folder (EARMARK_DATA).")
@click.option(
    "--database", help="PostgreSQL instead of SQLite: postgresql+psycopg://USER@HOST/NAME (EARMARK_DATABASE)."
)
def command(host: str, port: int | None, data: str | None, database: str | None) -> None:
    """Serve the workbench: label, review, and see how good the labels are.

    At the first start it prints a link with which you choose the operator's password.
    """
    from earmark.server.settings import Settings

    settings = Settings.from_environment(data=data, database=database)
    listening = listen(host, port)
    if host not in ("0.0.0.0", "::"):  # noqa: S104  # compared, not bound
        settings = settings.answering_to(host)
    elif len(settings.hosts) == len(Settings(settings.data).hosts):
        click.echo("note: name the server in EARMARK_HOSTS, or it answers this machine only", err=True)
    _serve(settings, listening)


def listen(host: str, port: int | None) -> socket.socket:
    """Return a listening socket on the port, or on the first free one from 8765 on.

    Raises:
        CallError: the port, or every one that was tried, is taken, or the host is not one of this machine.
    """
    wanted = [port] if port is not None else list(range(FIRST_PORT, FIRST_PORT + PORTS_TRIED))
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for number in wanted:
        candidate = socket.socket(family, socket.SOCK_STREAM)
        candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            candidate.bind((host, number))
            candidate.listen(2048)
        except OSError as problem:
            candidate.close()
            reason = problem.strerror or str(problem)
        else:
            return candidate
    raise CallError(
        f"cannot listen on {host} port {' to '.join(map(str, sorted({wanted[0], wanted[-1]})))}: {reason}"
    )


def _serve(settings: Settings, listening: socket.socket) -> None:
    from earmark.server.app import create_app
    from earmark.server.database import only_one, open_database
    from earmark.server.serve import address_of, run
    from earmark.server.users.service import first_operator, join_link

    os.umask(0o077)  # what lies in the data folder is nobody else's business
    with only_one(settings):
        database = open_database(settings)
        address = address_of(listening)
        with database.writing() as session:
            token = first_operator(session)
        app = create_app(settings, database=database)
        click.echo(f"Earmark is at {address}")
        if token is not None:
            click.echo(f"Choose the operator's password (login: operator): {join_link(address, token)}")
        run(app, listening)
