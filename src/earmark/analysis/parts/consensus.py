"""What the answers, taken together, say, where the table is counted by an engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from earmark.analysis.consensus import ConsensusResult
from earmark.analysis.consensus_of_task import TaskConsensus, gold_accuracy
from earmark.analysis.parts.answering import COLUMNS
from earmark.analysis.parts.crowd import (
    Vocabulary,
    add_counts,
    count_rows,
    encode_rows,
    gather_answers,
    judge_rows,
    pair_rows,
)
from earmark.analysis.tasks import Meaning, TaskAnswers, meaning_of
from earmark.engines import Engine, Reading, Shard, merged
from earmark.engines import Part as EnginePart
from earmark.errors import CallError, SchemeError, TableError
from earmark.formats import Table
from earmark.model import Estimate, Scheme
from earmark.quality.consensus import AnnotatorSkill, Consensus, SoftLabels
from earmark.quality.consensus.counting import Counted, Model, Pairs, Rounds, run_rounds
from earmark.quality.consensus.judging import Tally, ranks
from earmark.quality.consensus.large import by_truth
from earmark.quality.consensus.skill import skills_from
from earmark.quality.consensus.strength import DEFAULT_STRENGTH, Strength, choose_strength
from earmark.quality.consensus.wording import far_from_vote, trust_words
from earmark.quality.long_table import Codes, LongTable

__all__ = ["METHODS", "consensus_in_parts"]

METHODS = ("auto", "dawid_skene")
_ENOUGH = 200_000
_NOT_MEASURED = "not measured where an engine counts"


def consensus_in_parts(
    engine: Engine,
    shards: Sequence[Shard],
    *,
    gold: Table | None = None,
    method: str = "dawid_skene",
    kind: str | None = None,
    scheme: Scheme | Mapping[str, Scheme] | None = None,
    prior: float | None = None,
    iterations: int = 100,
    tolerance: float = 1e-6,
    reading: Reading | None = None,
) -> ConsensusResult:
    """Return Dawid and Skene's consensus of rows that need not fit into memory; the result for each item must.

    Sums are merged by part, so no number of workers changes a byte. The strength of the smoothing is chosen on the
    answers of items drawn by their hash (those of the first parts).

    Raises:
        InputError: a shard cannot be read, or its answers have no majority.
        CallError: another method is asked for.
        EngineError: the engine did not get through.
    """
    if method not in METHODS:
        raise CallError(
            f"--engine runs dawid_skene, found --method {method}; leave --engine out for other methods"
        )
    asked = Reading() if reading is None else reading
    parts, told = engine.split(
        shards, Reading(asked.columns, asked.format, asked.skip_bad, COLUMNS, asked.rows)
    )
    words, answered = merged(engine, gather_answers, parts, Vocabulary.plus, doing="which rows count")
    if not words.answers:
        raise TableError("the files hold no annotations Earmark can measure")
    tasks = []
    for task in sorted(words.labels):
        given = scheme.get(task) if isinstance(scheme, Mapping) else scheme
        meaning = meaning_of(
            words.labels[task], task, scale=None, kind=kind, stated=given or told.schemes.get(task)
        )
        if meaning.scale != "nominal" and meaning.values is not None:
            raise SchemeError(f"task {task!r} holds numbers: a consensus needs labels to choose from")
        fit = _Fit(engine, task, meaning, words, answered)
        tasks.append(fit.consensus(prior, iterations, tolerance, gold))
    return ConsensusResult(tuple(tasks), dict(words.left_out), told.notices)


class _Fit:
    """The fit of one task."""

    def __init__(
        self, engine: Engine, task: str, meaning: Meaning, words: Vocabulary, parts: Sequence[EnginePart]
    ) -> None:
        self.engine, self.task, self.meaning = engine, task, meaning
        self.annotators: pa.Array = words.annotators[task]
        self.answers = words.answers[task]
        self.shared = words.shared[task]
        about = (task, self.annotators, meaning.labels)
        (seen, self.given), self.rows = merged(
            engine, encode_rows, parts, add_counts, about, doing="words to numbers"
        )
        self.pairs = Pairs.of(seen, len(meaning.labels))
        outcomes = sorted(
            engine.run(pair_rows, self.rows, self.pairs, doing="pairs"), key=lambda one: one.number
        )
        self.paired = [one.part for one in outcomes if one.part is not None]

    def consensus(
        self, prior: float | None, iterations: int, tolerance: float, gold: Table | None
    ) -> TaskConsensus:
        """Return the consensus, with the accuracy on gold where there is some."""
        strength = self._strength() if prior is None else None
        value = self._value(prior, strength)
        trust = 1.0 if strength is None else strength.trust
        rounds = run_rounds(
            self._count, self.pairs, self.answers, value, iterations=iterations, tolerance=tolerance
        )
        tally, judged = merged(
            self.engine,
            judge_rows,
            self.paired,
            Tally.plus,
            (self.pairs, rounds.model, ranks(self.given), trust),
            doing="labels",
        )
        items = self._gathered(judged)
        counts = by_truth(tally.found.counts, self.pairs)
        skill = skills_from(tally.answers, tally.right, tally.doubt, counts)
        why = self._why(value, strength, rounds, asked=prior is not None) + far_from_vote(
            tally.otherwise / max(tally.items, 1)
        )
        found = _consensus(items, tally, rounds, why, value, strength, skill)
        answers = self._answers(items["item"].combine_chunks())
        return TaskConsensus(answers, found, gold_accuracy(answers, found.label, gold, 0.95))

    def _count(self, model: Model | None) -> Counted:
        found, _ = merged(
            self.engine, count_rows, self.paired, Counted.plus, (self.pairs, model), doing="rounds"
        )
        return found

    def _strength(self) -> Strength | None:
        """Return the strength chosen on the first parts, so many that they hold enough answers."""
        parts, rows = [], 0
        for part in self.rows:
            if rows < _ENOUGH and part.rows:
                parts.append(part)
                rows += part.rows
        outcomes = sorted(self.engine.run(_columns, parts, doing="strength"), key=lambda one: one.number)
        columns: list[tuple[Codes, Codes, Codes]] = []
        items = 0
        for outcome in outcomes:
            item, annotator, label = outcome.statistic
            columns.append((item + np.int32(items), annotator, label))
            items += int(item.max()) + 1
        item, annotator, label = (np.concatenate(one) for one in zip(*columns, strict=True))
        return choose_strength(
            LongTable.of(
                item, annotator, label, annotators=len(self.annotators), labels=len(self.meaning.labels)
            )
        )

    def _value(self, prior: float | None, strength: Strength | None) -> float:
        if prior is not None:
            return prior
        if strength is not None:
            return strength.value
        return DEFAULT_STRENGTH if self.shared else 0.0

    def _gathered(self, judged: Sequence[EnginePart]) -> pa.Table:
        """Return what was said of each item, items in order of their ids."""
        outcomes = sorted(self.engine.run(_whole, judged, doing="results"), key=lambda one: one.number)
        items = pa.concat_tables([one.statistic for one in outcomes])
        return items.take(pc.sort_indices(items["item"]))

    def _why(self, value: float, strength: Strength | None, rounds: Rounds, *, asked: bool) -> str:
        how = f"Dawid-Skene, {rounds.rounds} rounds over parts, each annotator's confusion smoothed with strength {value:g}"
        if asked:
            how += ", as asked"
        elif strength is not None:
            how += (
                f", the best at predicting {strength.hidden:,} hidden answers of items drawn by their hash: {strength.score:.3f} "
                f"nats an answer, a smoothed vote {strength.vote_score:.3f}"
            )
        return (
            how
            + ". Other methods were not compared."
            + trust_words(1.0 if strength is None else strength.trust)
        )

    def _answers(self, items: pa.Array) -> TaskAnswers:
        """Return the task without its answers, which are in no one place."""
        none = np.zeros(0, dtype=np.int32)
        table = LongTable(
            none,
            none,
            none,
            items=len(items),
            annotators=len(self.annotators),
            labels=len(self.meaning.labels),
        )
        return TaskAnswers(
            self.task,
            self.meaning.kind,
            self.meaning.scale,
            table,
            items,
            self.annotators,
            self.meaning.labels,
            np.zeros(0, dtype=np.int64),
        )


def _columns(rows: pa.Table, _: Any) -> tuple[Any, None]:
    item = rows["item"].combine_chunks()
    columns = (item.indices, rows["annotator"].combine_chunks(), rows["label"].combine_chunks())
    return tuple(np.array(column) for column in columns), None


def _whole(rows: pa.Table, _: Any) -> tuple[pa.Table, None]:
    return rows, None


def _consensus(
    items: pa.Table,
    tally: Tally,
    rounds: Rounds,
    why: str,
    value: float,
    strength: Strength | None,
    skill: tuple[AnnotatorSkill, ...],
) -> Consensus:
    none = np.zeros(0, dtype=np.int32)
    mass = tally.found.mass
    return Consensus(
        method="dawid_skene",
        why=why,
        label=items["label"].to_numpy(),
        probability=items["probability"].to_numpy(),
        log_odds=items["log_odds"].to_numpy(),
        soft=SoftLabels(none, none, np.zeros(0)),
        tied=items["tied"].to_numpy(),
        skill=skill,
        prior=mass / max(mass.sum(), 1e-300),
        rounds=rounds.rounds,
        log_likelihood=rounds.log_likelihood,
        strength=value,
        held_out_score=None if strength is None else strength.score,
        majority_score=None if strength is None else strength.vote_score,
        dependence=Estimate.missing(_NOT_MEASURED, n=0, over="items", measure="dependence/1"),
        trust=1.0 if strength is None else strength.trust,
    )
