"""Consensus: what the answers, taken together, say; how sure it is; and how skilled annotators are."""

from earmark.quality.consensus.dawid_skene import dawid_skene
from earmark.quality.consensus.majority import majority
from earmark.quality.consensus.result import AnnotatorSkill, Consensus, SoftLabels
from earmark.quality.consensus.summary import accuracy, expected_accuracy, settled

__all__ = [
    "AnnotatorSkill",
    "Consensus",
    "SoftLabels",
    "accuracy",
    "dawid_skene",
    "expected_accuracy",
    "majority",
    "settled",
]
