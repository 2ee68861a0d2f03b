"""`earmark demo`."""

from __future__ import annotations

from pathlib import Path

import click

from earmark.errors import CallError

__all__ = ["command"]

REPORT = "earmark-demo"


@click.command("demo")
@click.option(
    "--data", type=click.Path(file_okay=False), help="Keep the demo in this folder; else it goes at the end."
)
@click.option("--port", type=click.IntRange(1, 65535), help="The port; else 8765, or the next free one.")
@click.option("--no-browser", is_flag=True, help="Only print where it is.")
@click.option("--audit", is_flag=True, help="No server: audit the sample labels and open the report.")
@click.option(
    "--out", type=click.Path(file_okay=False), help=f"Where the report of --audit goes.  [default: {REPORT}]"
)
@click.option("--copy", type=click.Path(file_okay=False), help="Only copy the sample tables to this folder.")
def command(
    data: str | None, port: int | None, no_browser: bool, audit: bool, out: str | None, copy: str | None
) -> None:
    """Open the workbench with sample conversations: calls to hear, people who differ, and some left to label.

    The conversations were written by us; the annotators and the reviewer are simulated. Ctrl-C ends it.
    """
    from earmark.cli.demo.audit import audit_samples, copy_samples
    from earmark.cli.demo.browser import show
    from earmark.cli.demo.serving import serve_demo

    if out is not None and not audit:
        raise CallError("--out is where the report of --audit goes; give both")
    if copy is not None:
        copy_samples(Path(copy))
    elif audit:
        page = audit_samples(Path(out or REPORT))
        click.echo(f"\nReport: {page}")
        opening = None if no_browser else show(page.resolve().as_uri())
        if opening is not None:
            opening.join(5)
    else:
        serve_demo(data, port, open_browser=not no_browser)
