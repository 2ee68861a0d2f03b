"""`earmark export`."""

from __future__ import annotations

from pathlib import Path

import click

from earmark.cli import say
from earmark.cli.asking import asked, server_options
from earmark.cli.progress import shown_progress
from earmark.errors import CallError

FORMATS = {".csv": "csv", ".jsonl": "jsonl", ".parquet": "parquet"}


@click.command("export")
@click.argument("project")
@click.option(
    "--table",
    type=click.Choice(["annotations", "items", "gold", "labels", "scheme"]),
    default="annotations",
    show_default=True,
    help="All answers, the items, what reviews decided, the final labels, or the tasks with their labels.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False),
    required=True,
    help="The file: .csv, .jsonl or .parquet; .json for the scheme.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(list(FORMATS.values())),
    help="When the file's name does not tell.",
)
@click.option(
    "--spreadsheet",
    is_flag=True,
    help="Put an apostrophe before cells a spreadsheet would take for formulas.",
)
@server_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(
    project: str,
    table: str,
    out: str,
    format_: str | None,
    spreadsheet: bool,
    address: str | None,
    token: str | None,
    as_json: bool,
) -> None:
    """Write a table of a project to a file; people appear in it as pseudonyms only."""
    wanted = _format(table, out, format_)
    with asked(address, token) as client, shown_progress() as progress:
        found = client.projects.find(project)
        received = client.exports.save(
            found,
            out,
            table=table,
            format=wanted,
            safe="spreadsheet" if spreadsheet else None,
            progress=None if progress is None else lambda so_far: progress("exporting", so_far, None),
        )
    if as_json:
        say.print_json({"project": found.id, "table": table, "format": wanted, "out": out, "bytes": received})
    else:
        click.echo(f"{out}: {table} of {found.name}, {received:,} bytes")


def _format(table: str, out: str, named: str | None) -> str:
    """Return the format that was named, or that the file's name tells; a scheme is JSON."""
    if table == "scheme":
        if named is not None or Path(out).suffix.lower() != ".json":
            raise CallError(f"a scheme is written as JSON, without --format; end the name {out} in .json")
        return "json"
    wanted = named or FORMATS.get(Path(out).suffix.lower())
    if wanted is None:
        raise CallError(
            f"the name {out} does not tell the format; end it in .csv, .jsonl or .parquet, or give --format"
        )
    return wanted
