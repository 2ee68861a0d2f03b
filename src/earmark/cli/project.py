"""`earmark project`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from earmark.cli import say
from earmark.cli.asking import asked, count, server_options

if TYPE_CHECKING:
    from earmark.client import Project


@click.group("project", context_settings={"max_content_width": 100})
def command() -> None:
    """List, make and show the projects of a server.

    A project is named by its id, or by its name where only one has it.
    """


@command.command("list")
@server_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def list_them(address: str | None, token: str | None, as_json: bool) -> None:
    """List the projects you are in."""
    with asked(address, token) as client:
        found = client.projects.list()
    if as_json:
        say.print_json({"projects": [_facts(one) for one in found]})
        return
    for one in found:
        click.echo(f"{one.id}  {one.name}  ({one.role}): {_progress(one)}")
    if not found:
        click.echo("no projects yet; make one: earmark project create NAME", err=True)


@command.command("create")
@click.argument("name")
@click.option("--overlap", type=click.IntRange(1, 50), help="How many people answer each item.")
@click.option(
    "--lease-minutes", type=click.IntRange(1, 1440), help="How long an item is kept for one person."
)
@click.option("--context-turns", type=click.IntRange(0, 1000), help="Turns shown before the one asked about.")
@click.option("--language", metavar="TAG", help="The language of the conversations, e.g. en or de-AT.")
@server_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def create(name: str, address: str | None, token: str | None, as_json: bool, **settings: Any) -> None:
    """Make a project and own it."""
    with asked(address, token) as client:
        made = client.projects.create(name, **settings)
    if as_json:
        say.print_json(_facts(made))
    else:
        click.echo(made.id)


@command.command("show")
@click.argument("project")
@server_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def show(project: str, address: str | None, token: str | None, as_json: bool) -> None:
    """Say how far a project is and how its work is handed out."""
    with asked(address, token) as client:
        found = client.projects.find(project)
        versions = client.guidelines.list(found)
    if as_json:
        newest = versions[-1].number if versions else None
        say.print_json({**_facts(found), "guideline": newest})
        return
    settings = found.settings
    click.echo(f"{found.name}  ({found.id}, you are {found.role})")
    click.echo(_progress(found))
    guideline = f"version {versions[-1].number}, {versions[-1].name}" if versions else "none yet"
    click.echo(f"guideline: {guideline}")
    click.echo(
        f"answers an item: {settings.overlap}; lease: {count(settings.lease_minutes, 'minute')}; "
        f"context: {count(settings.context_turns, 'turn')}; language: {settings.language}"
    )


def _progress(project: Project) -> str:
    counts = project.counts
    people = "1 person" if counts.people == 1 else f"{counts.people:,} people"
    return (
        f"{counts.done:,} of {count(counts.items, 'item')} done, {count(counts.answers, 'answer')}, {people}"
    )


def _facts(project: Project) -> dict[str, Any]:
    from dataclasses import asdict

    return {**asdict(project), "created_at": project.created_at.isoformat()}
