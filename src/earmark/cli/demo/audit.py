"""`earmark demo --audit` and `--copy`: the sample tables, without a server."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

import click

from earmark.cli.demo.samples import FILES
from earmark.errors import CallError

__all__ = ["audit_samples", "copy_samples"]


def audit_samples(folder: Path) -> Path:
    """Audit the sample labels into the folder, and return the page."""
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


def copy_samples(folder: Path) -> None:
    """Copy the sample tables; what is there already is never overwritten."""
    from earmark.formats.output import written

    there = [name for name in FILES if (folder / name).exists()]
    if there:
        raise CallError(f"{folder / there[0]} is there already; name another folder with --copy")
    folder.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        with written(folder / name) as file:
            file.write((files("earmark") / "samples" / name).read_bytes())
    click.echo(f"{folder}: {', '.join(FILES)}")
