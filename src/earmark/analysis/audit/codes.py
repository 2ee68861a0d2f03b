"""The codes of warnings and refusals: stable, since scripts and gates name them."""

from __future__ import annotations

__all__ = ["CODES", "CODES_OF_READING"]

CODES = frozenset(
    {
        "alike-labels",
        "copied-labels",
        "duplicate-answers",
        "gold-contradicts",
        "gold-label-unused",
        "gold-unmatched",
        "hard-items-chosen",
        "labels-look-like-text",
        "machine-answers",
        "no-overlap",
        "one-annotator",
        "same-annotator",
        "suggestion-anchored",
        "time-disorder",
        "time-missing",
        "two-annotators",
    }
)
"""What the audit itself warns of or refuses."""

CODES_OF_READING = frozenset(
    {
        "annotation-without-answer",
        "annotator-pseudonym",
        "annotator-unnamed",
        "answer-missing",
        "answered-twice",
        "column-not-understood",
        "columns-not-held",
        "comments",
        "draft-not-read",
        "embedded-media",
        "empty-record",
        "empty-rows",
        "gold-conflict",
        "item-differs",
        "item-without-text",
        "label-ids-only",
        "lone-surrogate",
        "naive-time",
        "not-validated",
        "offsets-differs",
        "offsets-units",
        "prediction-region-not-placed",
        "prediction-relation",
        "prediction-unsupported-region",
        "prediction-unsupported-result",
        "predictions-beyond-first",
        "record-without-answer",
        "region-not-placed",
        "rejected",
        "relation",
        "span-outside-text",
        "status-missing",
        "tokens-joined",
        "tokens-not-held",
        "unlabelled",
        "unsupported-region",
        "unsupported-result",
    }
)
"""What is noticed or lost when a file is read."""
