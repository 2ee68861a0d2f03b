"""How far annotators agree, with intervals: as a share, corrected for chance, by label, annotator and pair."""

from earmark.quality.agreement.alpha import krippendorff_alpha
from earmark.quality.agreement.beta import weighted_beta
from earmark.quality.agreement.compare import difference, prevalence_apart
from earmark.quality.agreement.confusions import LabelPair, confusions
from earmark.quality.agreement.disputes import (
    disagreement_by_item,
    disagreement_by_item_interval,
    entropy_by_item,
)
from earmark.quality.agreement.distances import (
    distance_alpha,
    preference_agreement,
    preference_alpha,
    weighted_alpha,
)
from earmark.quality.agreement.gwet import fleiss_kappa, gwet_ac1, gwet_ac2
from earmark.quality.agreement.intraclass import intraclass_correlation
from earmark.quality.agreement.kappa import PairKappa, cohen_kappa, pair_kappas, shared_pairs
from earmark.quality.agreement.label_distances import (
    circular_distances,
    jaccard,
    masi,
    ratio_distances,
    set_distances,
    step_distances,
    tie_distances,
)
from earmark.quality.agreement.labels import LabelAgreement, by_label, label_alpha, specific_agreement
from earmark.quality.agreement.others import AnnotatorAgreement, with_others
from earmark.quality.agreement.paired import scott_pi, weighted_kappa
from earmark.quality.agreement.shares import percent_agreement, self_agreement, self_kappa
from earmark.quality.agreement.span_table import SpanTable
from earmark.quality.agreement.spans import span_exact, span_overlap, unitized_alpha
from earmark.quality.resampling import Interval

__all__ = [
    "AnnotatorAgreement",
    "Interval",
    "LabelAgreement",
    "LabelPair",
    "PairKappa",
    "SpanTable",
    "by_label",
    "circular_distances",
    "cohen_kappa",
    "confusions",
    "difference",
    "disagreement_by_item",
    "disagreement_by_item_interval",
    "distance_alpha",
    "entropy_by_item",
    "fleiss_kappa",
    "gwet_ac1",
    "gwet_ac2",
    "intraclass_correlation",
    "jaccard",
    "krippendorff_alpha",
    "label_alpha",
    "masi",
    "pair_kappas",
    "percent_agreement",
    "preference_agreement",
    "preference_alpha",
    "prevalence_apart",
    "ratio_distances",
    "scott_pi",
    "self_agreement",
    "self_kappa",
    "set_distances",
    "shared_pairs",
    "span_exact",
    "span_overlap",
    "specific_agreement",
    "step_distances",
    "tie_distances",
    "unitized_alpha",
    "weighted_alpha",
    "weighted_beta",
    "weighted_kappa",
    "with_others",
]
