"""Serving a demo until it is told to stop."""

from __future__ import annotations

import json
import os
import signal
import socket
from pathlib import Path
from types import FrameType

import click

from earmark.cli.demo.browser import show
from earmark.cli.demo.folder import MARK, demo_folder
from earmark.cli.progress import shown_progress
from earmark.cli.serve import listen

__all__ = ["serve_demo"]


def serve_demo(data: str | None, port: int | None, *, open_browser: bool) -> None:
    """Make the demo unless it is there, and serve it until Ctrl-C; a folder that was not named goes then."""
    os.umask(0o077)  # what lies in the data folder is nobody else's business
    signal.signal(signal.SIGTERM, _stop)
    with listen("127.0.0.1", port) as listening:
        try:
            with demo_folder(data, shown_progress) as folder:
                _serve(folder, listening, open_browser=open_browser)
        except KeyboardInterrupt:
            click.echo("\nThe demo has ended." + ("" if data is None else f" It is kept in {data}."))


def _serve(folder: Path, listening: socket.socket, *, open_browser: bool) -> None:
    from earmark.cli.demo.entrance import link, with_entrance
    from earmark.server.app import create_app
    from earmark.server.database import only_one, open_database
    from earmark.server.serve import address_of, run
    from earmark.server.settings import Settings
    from earmark.server.users.service import account, new_join_token

    settings, known = Settings(data=folder), json.loads((folder / MARK).read_text("utf-8"))
    with only_one(settings):
        database = open_database(settings)
        with database.writing() as session:
            token = new_join_token(session, account(session, known["people"]["guest"]))
        app = with_entrance(create_app(settings, database=database), folder)
        entrance = link(address_of(listening), token)
        click.echo(f"Earmark is at {address_of(listening)}")
        click.echo(f"Come in as a guest, who manages the project (the link works once): {entrance}")
        click.echo(
            "The conversations were written by us; annotators and reviewer are simulated. Ctrl-C ends it."
        )
        if open_browser:
            show(entrance)
        run(app, listening)


def _stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001  # a signal handler's signature
    raise KeyboardInterrupt
