"""How far annotators agree, with intervals: as a share, corrected for chance, by label, annotator and pair."""

from earmark.quality.agreement.alpha import krippendorff_alpha
from earmark.quality.agreement.compare import difference, prevalence_apart
from earmark.quality.agreement.confusions import LabelPair, confusions
from earmark.quality.agreement.disputes import (
    disagreement_by_item,
    disagreement_by_item_interval,
    entropy_by_item,
)
from earmark.quality.agreement.distances import distance_alpha, jaccard, masi, set_distances
from earmark.quality.agreement.gwet import fleiss_kappa, gwet_ac1
from earmark.quality.agreement.kappa import PairKappa, cohen_kappa, pair_kappas
from earmark.quality.agreement.labels import LabelAgreement, by_label, label_alpha, specific_agreement
from earmark.quality.agreement.others import AnnotatorAgreement, with_others
from earmark.quality.agreement.shares import percent_agreement, self_agreement
from earmark.quality.resampling import Interval

__all__ = [
    "AnnotatorAgreement",
    "Interval",
    "LabelAgreement",
    "LabelPair",
    "PairKappa",
    "by_label",
    "cohen_kappa",
    "confusions",
    "difference",
    "disagreement_by_item",
    "disagreement_by_item_interval",
    "distance_alpha",
    "entropy_by_item",
    "fleiss_kappa",
    "gwet_ac1",
    "jaccard",
    "krippendorff_alpha",
    "label_alpha",
    "masi",
    "pair_kappas",
    "percent_agreement",
    "prevalence_apart",
    "self_agreement",
    "set_distances",
    "specific_agreement",
    "with_others",
]
