"""`earmark consensus`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from earmark.cli import engines, options, say
from earmark.cli.progress import shown_progress

if TYPE_CHECKING:
    from earmark.analysis.consensus import ConsensusResult
    from earmark.engines import Engine


@click.command("consensus")
@click.argument("annotations")
@click.option(
    "--method",
    default="auto",
    show_default=True,
    help="auto (what predicts hidden answers best), dawid_skene, glad, mace, one_coin, wawa, majority or crowdlab.",
)
@click.option(
    "--prior",
    type=click.FloatRange(min=0),
    help="Strength of Dawid-Skene's smoothing; chosen from the data if not given.",
)
@click.option("--gold", help="Labels known to be right; they measure, and never decide.")
@click.option("--known", help="Labels known to be right; they decide their items and teach the model.")
@click.option("--predictions", help="A model's predictions: one more rater.")
@click.option("--items", help="The items; with system_a and system_b, preferences also rank the systems.")
@click.option(
    "--subjective", is_flag=True, help="There is no one truth: give the spread of answers, no accuracy."
)
@click.option(
    "--by", "by", multiple=True, metavar="COLUMN", help="Skill also within each value, e.g. of language."
)
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
@engines.engine_options
@options.what_options
@options.reading_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(
    annotations: str,
    method: str,
    prior: float | None,
    gold: str | None,
    known: str | None,
    predictions: str | None,
    items: str | None,
    subjective: bool,
    by: tuple[str, ...],
    out: str | None,
    soft_out: str | None,
    annotators_out: str | None,
    confusion_out: str | None,
    engine: str | None,
    workers: int | None,
    memory: str | None,
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

    outputs = {"rows": out, "soft": soft_out, "annotators": annotators_out, "confusion": confusion_out}
    wanted = options.outputs(outputs, read=(annotations, gold, known, predictions, items))
    reading: dict[str, Any] = options.reading(annotations, columns, format_, skip_bad, rejected)
    if engine is not None:
        engines.refuse_with_engine(
            {
                "--items": items,
                "--known": known,
                "--predictions": predictions,
                "--subjective": subjective,
                "--by": by,
                "--soft-out": soft_out,
                "--rejected": rejected,
            }
        )
        with shown_progress() as progress, engines.engine_of(engine, workers, memory, progress) as counting:
            asked = {"method": method, "prior": prior, "kind": kind, "scheme": options.scheme_from(scheme)}
            counted = _in_parts(counting, annotations, reading, gold, asked)
        _answer(counted, wanted, as_json=as_json)
        return
    engines.only_with_engine(workers, memory)
    with shown_progress() as progress:
        tables = annotations_from(annotations, progress=progress, **reading)
        result = consensus(
            tables,
            gold=gold,
            method=method,
            prior=prior,
            kind=kind,
            scheme=options.scheme_from(scheme),
            known=known,
            predictions=predictions,
            items=items,
            subjective=subjective,
            by=options.by_columns(by),
        )
    say.what_was_read(tables)
    _answer(result, wanted, as_json=as_json)


def _in_parts(
    engine: Engine, annotations: str, reading: dict[str, Any], gold: str | None, asked: dict[str, Any]
) -> ConsensusResult:
    from earmark.analysis.load import table_from
    from earmark.analysis.parts.consensus import consensus_in_parts
    from earmark.engines import shards_of

    how = engines.engine_reading(reading["columns"], reading["format"], skip_bad=reading["skip_bad"])
    known = table_from(gold, "gold")
    return consensus_in_parts(engine, shards_of(annotations), gold=known, reading=how, **asked)


def _answer(result: ConsensusResult, wanted: dict[str, str], *, as_json: bool) -> None:
    from earmark.report.rows import write_rows

    say.notices(result.warnings)
    write_rows(
        {
            path: _same_columns([row for task in result.tasks for row in getattr(task, rows)()])
            for path, rows in wanted.items()
        }
    )
    if as_json:
        say.print_json(result.to_json())
        return
    from earmark.report.terminal import print_consensus

    print_consensus(result.to_json())


def _same_columns(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows with the columns of all of them; what a row does not have is empty."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    return [{name: row.get(name) for name in names} for row in rows]
