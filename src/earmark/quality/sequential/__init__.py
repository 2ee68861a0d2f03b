"""Evidence that grows with the data: it may be looked at after every answer, and its guarantee still holds.

An *e-value* is a number that is never negative and has mean 1 (or less) while nothing is wrong; large values are
evidence that something is. Products of e-values of one step after another are martingales; detectors add up
the products from every possible start.
"""

from earmark.quality.sequential.betting import confidence_sequence
from earmark.quality.sequential.conformal import conformal_p, p_to_e
from earmark.quality.sequential.detectors import Detection, Detector, detect
from earmark.quality.sequential.nulls import BayesNull, BinnedRatio, lifted
from earmark.quality.sequential.streams import e_bh, e_bonferroni
from earmark.quality.sequential.without_replacement import Lot, accept_evidence, reject_evidence

__all__ = [
    "BayesNull",
    "BinnedRatio",
    "Detection",
    "Detector",
    "Lot",
    "accept_evidence",
    "confidence_sequence",
    "conformal_p",
    "detect",
    "e_bh",
    "e_bonferroni",
    "lifted",
    "p_to_e",
    "reject_evidence",
]
