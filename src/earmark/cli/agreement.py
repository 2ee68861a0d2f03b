"""`earmark agreement`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

import click

from earmark.cli import engines, options, say
from earmark.cli.progress import shown_progress

if TYPE_CHECKING:
    from earmark.analysis.agreement import AgreementResult
    from earmark.analysis.parts.agreement import PartsAgreement
    from earmark.engines import Engine


@click.command("agreement")
@click.argument("annotations")
@click.option("--items", help="The items; where they name conversations, intervals are over conversations.")
@click.option(
    "--metric",
    metavar="NAME",
    help="krippendorff_alpha, percent_agreement, fleiss_kappa, gwet_ac1, cohen_kappa, icc_2_1, …; see the reference.",
)
@click.option("--scale", metavar="SCALE", help="nominal (usual), ordinal, interval, ratio, circular.")
@click.option(
    "--period", type=float, metavar="NUMBER", help="Where a circular scale begins again: 24 for hours."
)
@click.option(
    "--by", multiple=True, metavar="COLUMN,…", help="Any columns, and one of label, annotator, pair."
)
@click.option(
    "--distance",
    metavar="FILE",
    help="How far labels lie apart: a square CSV, linear, quadratic, or jaccard or masi for sets of labels.",
)
@click.option("--window", metavar="WINDOW", help="Group by day, week, month, quarter or year.")
@click.option(
    "--over",
    type=click.Choice(["items", "annotators"]),
    default="items",
    show_default=True,
    help="For whom intervals speak: these annotators, or others like them.",
)
@click.option(
    "--assigned",
    metavar="COLUMN",
    help="The probability that an item was given to several annotators.",
)
@click.option("--compare", is_flag=True, help="Add how each group of --by differs from the first.")
@engines.engine_options
@options.what_options
@options.interval_options
@options.reading_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(
    annotations: str,
    items: str | None,
    metric: str | None,
    scale: str | None,
    period: float | None,
    distance: str | None,
    by: tuple[str, ...],
    window: str | None,
    over: Literal["items", "annotators"],
    assigned: str | None,
    compare: bool,
    engine: str | None,
    workers: int | None,
    memory: str | None,
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
    if engine is not None:
        engines.refuse_with_engine(
            {
                "--items": items,
                "--distance": distance,
                "--window": window,
                "--assigned": assigned,
                "--period": period,
                "--compare": compare,
                "--rejected": rejected,
            }
        )
        with shown_progress() as progress, engines.engine_of(engine, workers, memory, progress) as counting:
            counted = _in_parts(
                counting,
                annotations,
                reading,
                metric=metric,
                scale=scale,
                kind=kind,
                scheme=options.scheme_from(scheme),
                by=options.by_columns(by),
                interval=replace(options.numbers(level, resamples, seed), over=over),
            )
        _print(counted, as_json=as_json)
        return
    engines.only_with_engine(workers, memory)
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
            period=period,
            window=window,
            assigned=assigned,
            compare=compare,
            interval=replace(options.numbers(level, resamples, seed), over=over),
        )
    say.what_was_read(tables)
    _print(result, as_json=as_json)


def _in_parts(engine: Engine, annotations: str, reading: dict[str, Any], **asked: Any) -> PartsAgreement:
    from earmark.analysis.parts.agreement import agreement_in_parts
    from earmark.engines import shards_of

    how = engines.engine_reading(reading["columns"], reading["format"], skip_bad=reading["skip_bad"])
    return agreement_in_parts(engine, shards_of(annotations), reading=how, **asked)


def _print(result: AgreementResult | PartsAgreement, *, as_json: bool) -> None:
    say.notices(result.warnings)
    if as_json:
        say.print_json(result.to_json())
        return
    from earmark.report.terminal import print_agreement

    print_agreement(result.to_json())
