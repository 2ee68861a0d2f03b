"""`earmark audit`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from earmark.cli import options, say
from earmark.cli.progress import shown_progress
from earmark.errors import CallError

FILES = ("audit.html", "audit.json", "disputed.csv")


@click.command("audit")
@click.argument("annotations")
@click.option("--items", help="What was labelled: texts, conversations.")
@click.option("--gold", help="Labels known to be right.")
@click.option("--predictions", help="Labels or probabilities a model gave.")
@click.option("--scale", metavar="SCALE", help="nominal (usual), ordinal, interval.")
@click.option("--by", multiple=True, metavar="COLUMN,…", help="Columns to slice by, in place of those found.")
@click.option(
    "--out",
    type=click.Path(file_okay=False),
    help="Folder for audit.html, audit.json and disputed.csv [<name>-audit].",
)
@click.option("--title", help="The report's title.")
@click.option(
    "--gate",
    type=click.Path(dir_okay=False),
    help="A TOML file of what must hold; exit code 1 where it does not.",
)
@click.option(
    "--fail-under", type=float, metavar="ALPHA", help="Exit code 1 where alpha is lower, in any task."
)
@options.what_options
@options.interval_options
@options.reading_options
@click.option(
    "--json", "as_json", is_flag=True, help="Print audit.json (and write a folder only with --out)."
)
def command(
    annotations: str,
    items: str | None,
    gold: str | None,
    predictions: str | None,
    scale: str | None,
    by: tuple[str, ...],
    out: str | None,
    title: str | None,
    gate: str | None,
    fail_under: float | None,
    kind: str | None,
    scheme: str | None,
    level: float,
    resamples: int,
    seed: int,
    columns: str | None,
    format_: str | None,
    skip_bad: bool,
    rejected: str | None,
    as_json: bool,
) -> None:
    """How good the labels are, what cannot be known, what would mislead, and what to do next.

    ANNOTATIONS is a table with item_id, annotator_id and label (CSV, JSON Lines, Parquet), or an export of
    Label Studio, doccano, Prodigy or Argilla; - reads standard input.
    """
    from earmark.analysis.audit import audit
    from earmark.analysis.audit.gate import Requirement, read_gate
    from earmark.analysis.audit.gate import fail_under as alpha_at_least
    from earmark.analysis.load import load
    from earmark.report import audit_json, write_audit

    required: tuple[Requirement, ...] = read_gate(gate) if gate else ()
    if fail_under is not None:
        required += alpha_at_least(fail_under)
    if out is not None and Path(out).is_file():
        raise CallError(f"--out {out} is a file; it names the folder the report is written to")
    folder = _folder(annotations, out, as_json)
    if folder:
        options.outputs(
            {name: str(folder / name) for name in FILES}, read=(annotations, items, gold, predictions)
        )
    with shown_progress() as progress:
        tables = load(
            annotations,
            kind="annotations",
            progress=progress,
            **options.reading(annotations, columns, format_, skip_bad, rejected),
        )
        result = audit(
            tables,
            items=items,
            gold=gold,
            predictions=predictions,
            kind=kind,
            scale=scale,
            scheme=options.scheme_from(scheme),
            by=options.by_columns(by),
            gate=required,
            interval=options.numbers(level, resamples, seed),
            progress=progress,
        )
        written = (
            write_audit(result, folder, title=title or f"Audit of {_name(annotations)}") if folder else None
        )
    say.what_was_read(tables)
    if as_json:
        say.print_json(audit_json(result))
    else:
        from earmark.report.terminal import print_audit

        print_audit(result)
    if written:
        click.echo(f"\nReport: {written}", err=as_json)
    sys.exit(0 if all(one.holds for one in result.gate) else 1)


def _folder(annotations: str, out: str | None, as_json: bool) -> Path | None:
    if out is not None:
        return Path(out)
    whole = _name(annotations).removesuffix(".gz")
    return None if as_json else Path(f"{Path(whole).stem}-audit")


def _name(annotations: str) -> str:
    return "standard input" if annotations == "-" else Path(annotations).name
