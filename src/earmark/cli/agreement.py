"""`earmark agreement`."""

from __future__ import annotations

from typing import Any

import click

from earmark.cli import options, say
from earmark.cli.progress import shown_progress


@click.command("agreement")
@click.argument("annotations")
@click.option("--items", help="The items; where they name conversations, intervals are over conversations.")
@click.option(
    "--metric",
    metavar="NAME",
    help="krippendorff_alpha, percent_agreement, fleiss_kappa, gwet_ac1, cohen_kappa, specific_agreement, …",
)
@click.option("--scale", metavar="SCALE", help="nominal (usual), ordinal, interval.")
@click.option(
    "--by", multiple=True, metavar="COLUMN,…", help="Any columns, and one of label, annotator, pair."
)
@click.option(
    "--distance",
    metavar="FILE",
    help="How far labels lie apart: a square CSV, or jaccard or masi for sets of labels.",
)
@click.option("--compare", is_flag=True, help="Add how each group of --by differs from the first.")
@options.what_options
@options.interval_options
@options.reading_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(
    annotations: str,
    items: str | None,
    metric: str | None,
    scale: str | None,
    distance: str | None,
    by: tuple[str, ...],
    compare: bool,
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
    """How far annotators agree, each number with its interval.

    ANNOTATIONS is a table with item_id, annotator_id and label (CSV, JSON Lines, Parquet), or an export of
    Label Studio, doccano, Prodigy or Argilla; - reads standard input.
    """
    from earmark.analysis.agreement import agreement
    from earmark.analysis.load import annotations_from

    reading: dict[str, Any] = options.reading(annotations, columns, format_, skip_bad, rejected)
    with shown_progress() as progress:
        tables = annotations_from(annotations, progress=progress, **reading)
        result = agreement(
            tables,
            items=items,
            metric=metric,
            scale=scale,
            kind=kind,
            scheme=options.scheme_from(scheme),
            distance=options.distance_from(distance),
            by=options.by_columns(by),
            compare=compare,
            interval=options.numbers(level, resamples, seed),
        )
    say.what_was_read(tables)
    say.notices(result.warnings)
    if as_json:
        say.print_json(result.to_json())
        return
    from earmark.report.terminal import print_agreement

    print_agreement(result.to_json())
