"""`earmark convert`."""

from __future__ import annotations

import click

from earmark.cli import say


@click.command("convert")
@click.argument("source")
@click.argument("target")
@click.option(
    "--from", "from_format", metavar="FORMAT", help="The source's format, when its content does not tell."
)
@click.option("--to", "to_format", metavar="FORMAT", help="The target's format, when its name does not tell.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(source: str, target: str, from_format: str | None, to_format: str | None, as_json: bool) -> None:
    """Turn a file of labels into another format, and say what is lost."""
    from earmark.formats.convert import convert

    done = convert(source, target, from_format=from_format, to_format=to_format)
    if as_json:
        say.print_json(done.to_json())
        return
    say.notices(done.notices)
    for kind, rows in done.rows.items():
        click.echo(f"{rows:,} {kind}")
    for loss in done.losses:
        click.echo(f"lost [{loss.code}] {loss.text}")
    if not done.losses:
        click.echo("nothing lost")
    for path in done.written:
        click.echo(f"written: {path}")
