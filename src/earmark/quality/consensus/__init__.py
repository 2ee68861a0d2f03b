"""Consensus: what the answers, taken together, say; how sure it is; and how skilled annotators are."""

from earmark.quality.consensus.auto import auto
from earmark.quality.consensus.categories import CategoriesConsensus, SetAnswers, categories
from earmark.quality.consensus.crowdlab import crowdlab
from earmark.quality.consensus.dawid_skene import dawid_skene
from earmark.quality.consensus.majority import majority
from earmark.quality.consensus.marks import AgreedMark, MarkedAnswers, MarksConsensus, agreed_marks
from earmark.quality.consensus.preference import Comparisons, PreferenceConsensus, preference
from earmark.quality.consensus.result import AnnotatorSkill, Candidate, Consensus, SoftLabels
from earmark.quality.consensus.scale import AnnotatorScale, Ratings, ScaleConsensus, scale
from earmark.quality.consensus.skill_by import GroupSkill, ItemDifficulty, item_difficulty, skills_by
from earmark.quality.consensus.subjective import SubjectiveConsensus, subjective
from earmark.quality.consensus.summary import accuracy, expected_accuracy, settled
from earmark.quality.consensus.updating import Glance, glance, updated
from earmark.quality.consensus.weighed_votes import glad, mace, one_coin, wawa

__all__ = [
    "AgreedMark",
    "AnnotatorScale",
    "AnnotatorSkill",
    "Candidate",
    "CategoriesConsensus",
    "Comparisons",
    "Consensus",
    "Glance",
    "GroupSkill",
    "ItemDifficulty",
    "MarkedAnswers",
    "MarksConsensus",
    "PreferenceConsensus",
    "Ratings",
    "ScaleConsensus",
    "SetAnswers",
    "SoftLabels",
    "SubjectiveConsensus",
    "accuracy",
    "agreed_marks",
    "auto",
    "categories",
    "crowdlab",
    "dawid_skene",
    "expected_accuracy",
    "glad",
    "glance",
    "item_difficulty",
    "mace",
    "majority",
    "one_coin",
    "preference",
    "scale",
    "settled",
    "skills_by",
    "subjective",
    "updated",
    "wawa",
]
