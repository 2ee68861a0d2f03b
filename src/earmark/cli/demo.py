"""`earmark demo`."""

from __future__ import annotations

import webbrowser
from importlib.resources import as_file, files
from pathlib import Path

import click

from earmark.errors import CallError

SAMPLES = (
    "labels.csv", "items.csv", "gold.csv", "scheme.toml", "guideline.toml", "spotcheck.csv", "spotcheck_gold.csv",
)  # fmt: skip


@click.command("demo")
@click.option(
    "--out",
    type=click.Path(file_okay=False),
    default="earmark-demo",
    show_default=True,
    help="Where the report goes.",
)
@click.option("--no-browser", is_flag=True, help="Only write the report.")
@click.option("--copy", type=click.Path(file_okay=False), help="Only copy the sample tables to this folder.")
def command(out: str, no_browser: bool, copy: str | None) -> None:
    """Audit the sample labels, written by us and answered by simulated annotators, and open the report."""
    if copy is not None:
        _copy(Path(copy))
        return
    page = _audit(Path(out))
    click.echo(f"\nReport: {page}")
    if not no_browser:
        webbrowser.open(page.resolve().as_uri())


def _audit(folder: Path) -> Path:
    from earmark.analysis.audit import audit
    from earmark.formats.scheme_file import read_schemes
    from earmark.report import write_audit
    from earmark.report.terminal import print_audit

    with as_file(files("earmark") / "samples") as samples:
        result = audit(
            samples / "labels.csv",
            items=samples / "items.csv",
            gold=samples / "gold.csv",
            scheme=read_schemes(samples / "scheme.toml"),
        )
    print_audit(result)
    return write_audit(result, folder, title="The sample labels")


def _copy(folder: Path) -> None:
    """Copy the sample tables; what is there already is never overwritten."""
    from earmark.formats.output import written

    there = [name for name in SAMPLES if (folder / name).exists()]
    if there:
        raise CallError(f"{folder / there[0]} is there already; name another folder with --copy")
    folder.mkdir(parents=True, exist_ok=True)
    for name in SAMPLES:
        with written(folder / name) as file:
            file.write((files("earmark") / "samples" / name).read_bytes())
    click.echo(f"{folder}: {', '.join(SAMPLES)}")
