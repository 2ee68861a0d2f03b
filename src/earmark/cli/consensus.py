"""`earmark consensus`."""

from __future__ import annotations

import click

from earmark.cli import options, say
from earmark.cli.progress import shown_progress


@click.command("consensus")
@click.argument("annotations")
@click.option("--method", default="dawid_skene", show_default=True, help="dawid_skene or majority.")
@click.option(
    "--prior",
    type=click.FloatRange(min=0),
    help="Strength of Dawid-Skene's smoothing; chosen from the data if not given.",
)
@click.option("--gold", help="Labels known to be right; they measure, and never decide.")
@click.option("--out", type=click.Path(dir_okay=False), help="Write item_id, task, label, probability here.")
@click.option(
    "--soft-out",
    type=click.Path(dir_okay=False),
    help="Write the probability of every label of every item here.",
)
@click.option("--annotators-out", type=click.Path(dir_okay=False), help="Write each annotator's skill here.")
@click.option(
    "--confusion-out", type=click.Path(dir_okay=False), help="Write each annotator's confusion here."
)
@options.what_options
@options.reading_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(
    annotations: str,
    method: str,
    prior: float | None,
    gold: str | None,
    out: str | None,
    soft_out: str | None,
    annotators_out: str | None,
    confusion_out: str | None,
    kind: str | None,
    scheme: str | None,
    columns: str | None,
    format_: str | None,
    skip_bad: bool,
    rejected: str | None,
    as_json: bool,
) -> None:
    """The label each item most probably has, how sure that is, and how good each annotator is."""
    from earmark.analysis.consensus import consensus
    from earmark.analysis.load import annotations_from
    from earmark.report.rows import write_rows

    outputs = {"rows": out, "soft": soft_out, "annotators": annotators_out, "confusion": confusion_out}
    wanted = options.outputs(outputs, read=(annotations, gold))
    with shown_progress() as progress:
        tables = annotations_from(
            annotations,
            progress=progress,
            **options.reading(annotations, columns, format_, skip_bad, rejected),
        )
        result = consensus(
            tables, gold=gold, method=method, prior=prior, kind=kind, scheme=options.scheme_from(scheme)
        )
    say.what_was_read(tables)
    say.notices(result.warnings)
    write_rows(
        {
            path: [row for task in result.tasks for row in getattr(task, rows)()]
            for path, rows in wanted.items()
        }
    )
    if as_json:
        say.print_json(result.to_json())
        return
    from earmark.report.terminal import print_consensus

    print_consensus(result.to_json())
