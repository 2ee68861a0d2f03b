"""The columns a table of each kind can have: their names, the names other tools give them, their types."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from earmark.formats.table import TableKind

__all__ = ["COLUMNS", "REQUIRED", "Column", "ColumnType", "plain"]


class ColumnType(StrEnum):
    """How the cells of a column are read."""

    WORD = "word"
    TEXT = "text"  # as a word, but never normalised: offsets and file names must hold
    NUMBER = "number"
    SHARE = "share"
    WHOLE = "whole"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the design. `aliases` are names taken for it, in tiers: a tier is asked when those before
    it gave nothing, and two names of one tier in one table are ambiguous."""

    name: str
    aliases: tuple[tuple[str, ...], ...] = ()
    type: ColumnType = ColumnType.WORD
    allowed: tuple[str, ...] = ()


def plain(name: str) -> str:
    """Return a column name without case, spaces, hyphens and dots, as names are compared.

    >>> plain("Annotator ID"), plain("workerId"), plain("_unit_id")
    ('annotator_id', 'worker_id', 'unit_id')
    """
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name.strip())
    return re.sub(r"[\s\-._]+", "_", parted).strip("_").lower()


def _one(names: str) -> tuple[tuple[str, ...], ...]:
    """Return the tiers written as `a b | c d`."""
    return tuple(tuple(tier.split()) for tier in names.split("|"))


_ITEM = Column(
    "item_id",
    _one(
        "item item_key itemid | unit unit_id example_id text_id utterance_id sample_id instance_id document_id doc_id "
        "pair_id clip_id segment_id example sample | hitid task_id record_id question_id | id | task"
    ),
)
_ANNOTATOR = Column(
    "annotator_id",
    _one(
        "annotator annotator_name worker worker_id workerid rater rater_id coder coder_id labeler labeler_id "
        "labeller labeller_id performer judge judge_id assessor assessor_id | user user_id username completed_by | "
        "participant_id respondent_id"
    ),
)
_ANSWERS = (
    "answer rating value category class annotation response choice judgment judgement verdict vote labels"
)
_TASK = Column("task", _one("task_name | question question_name criterion dimension aspect slot"))
_DOMAIN = Column("domain")
_LANGUAGE = Column("language", _one("lang locale"))
_BATCH = Column("batch", _one("batch_id"))

_ANNOTATIONS = (
    _ITEM,
    _ANNOTATOR,
    Column("label", _one(f"{_ANSWERS} | score | text output")),
    _TASK,
    Column(
        "annotation_id",
        _one("answer_id response_id judgment_id judgement_id assignment_id assignmentid | id"),
    ),
    Column(
        "submitted_at",
        _one(
            "submitted submit_time submitted_time answered_at annotated_at | timestamp | created_at | updated_at"
        ),
        ColumnType.MOMENT,
    ),
    Column(
        "seconds",
        _one(
            "lead_time time_spent duration duration_seconds elapsed elapsed_seconds work_time_in_seconds "
            "worktimeinseconds"
        ),
        ColumnType.NUMBER,
    ),
    Column("guideline", _one("guideline_version guidelines guideline_id")),
    _DOMAIN,
    _LANGUAGE,
    Column("dialect"),
    Column("channel"),
    _BATCH,
    Column("team", _one("team_id")),
    Column("session", _one("session_id")),
    Column("clause", _one("clause_id")),
    Column("context_turns", (), ColumnType.WHOLE),
    Column("outcome", (), allowed=("answered", "skipped", "defective")),
    Column("purpose", (), allowed=("label", "retest", "gold", "seeded")),
    Column("supersedes"),
    Column("source", (), allowed=("human", "machine")),
    Column("suggested", _one("suggestion suggested_label prelabel pre_label")),
    Column("suggestion_source"),
    Column("interface_version"),
    Column("status"),
)

_GOLD = (
    _ITEM,
    Column(
        "label",
        _one(
            f"gold gold_label true_label truth ground_truth correct_label target | {_ANSWERS} | text output"
        ),
    ),
    _TASK,
)

_ITEMS = (
    _ITEM,
    Column(
        "conversation_id",
        _one("dialogue_id dialog_id conversation dialogue dialog call_id chat_id thread_id conv_id"),
    ),
    Column(
        "turn", _one("turn_index turn_idx turn_number turn_no utterance_index | turn_id"), ColumnType.WHOLE
    ),
    Column("speaker", _one("speaker_id speaker_role role")),
    Column("text", _one("utterance sentence content message transcript body"), ColumnType.TEXT),
    Column("start", _one("start_time start_seconds begin"), ColumnType.NUMBER),
    Column("end", _one("end_time end_seconds stop"), ColumnType.NUMBER),
    Column("audio", _one("audio_path audio_file audio_url wav wav_path"), ColumnType.TEXT),
    _DOMAIN,
    _LANGUAGE,
    Column("text_a", _one("response_a answer_a completion_a | response1 response_1"), ColumnType.TEXT),
    Column("text_b", _one("response_b answer_b completion_b | response2 response_2"), ColumnType.TEXT),
    Column("system_a", _one("model_a")),
    Column("system_b", _one("model_b")),
    Column("prompt", _one("instruction"), ColumnType.TEXT),
)

_PREDICTIONS = (
    _ITEM,
    Column("label", _one(f"prediction predicted predicted_label pred | {_ANSWERS}")),
    _TASK,
    Column("model", _one("model_name model_id model_version | annotator_id annotator | system")),
    _BATCH,
    Column("fold"),
)

_PRODUCTION = (
    _ITEM,
    Column("text", _one("utterance sentence content message transcript body"), ColumnType.TEXT),
    Column("predicted", _one("prediction predicted_label pred | label")),
    Column("at", _one("time timestamp | created_at"), ColumnType.MOMENT),
    Column("outcome"),
    Column("correct"),
    _DOMAIN,
)

COLUMNS: Mapping[TableKind, tuple[Column, ...]] = {
    TableKind.ANNOTATIONS: _ANNOTATIONS,
    TableKind.GOLD: _GOLD,
    TableKind.ITEMS: _ITEMS,
    TableKind.PREDICTIONS: _PREDICTIONS,
    TableKind.PRODUCTION: _PRODUCTION,
}
"""The columns of each kind, those that must be found first."""

REQUIRED: Mapping[TableKind, tuple[tuple[str, ...], ...]] = {
    TableKind.ANNOTATIONS: (("item_id",), ("annotator_id",), ("label",)),
    TableKind.GOLD: (("item_id",), ("label",)),
    TableKind.ITEMS: (("item_id",),),
    TableKind.PREDICTIONS: (("item_id",), ("label", "p:")),
    TableKind.PRODUCTION: (("item_id", "text"), ("predicted",)),
}
"""What each kind cannot do without: of each group one. `p:` stands for any column `p:<label>`."""
