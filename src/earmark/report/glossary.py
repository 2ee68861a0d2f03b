"""What the words on the page mean, in one or two sentences each."""

from __future__ import annotations

__all__ = ["GLOSSARY"]

GLOSSARY: tuple[tuple[str, str], ...] = (
    (
        "Interval",
        "The range in brackets, drawn as a bar around the mark: the values that fit these answers, given that other "
        "items of the same kind could have come up. Two values whose bars overlap widely should not be called "
        "different.",
    ),
    (
        "Agreement beyond chance (alpha)",
        "Krippendorff's α: the disagreement found, as a share of the disagreement that answers dealt at random would "
        "show, taken from 1. So 1 means no disagreement, 0 no less than chance would bring, below 0 more. It falls "
        "where one label is very frequent, even if people rarely differ: read it beside the identical answers.",
    ),
    (
        "Identical answers",
        "How often two people asked about the same item give the same answer. It says nothing about chance: where "
        "one label covers 95 % of the items, two people who don't listen agree nine times in ten.",
    ),
    (
        "When one chooses it, another does",
        "How often a second person chooses the label that a first one chose (specific agreement). It shows which labels "
        "the disagreement comes from.",
    ),
    (
        "Kappa with the others",
        "The agreement of one person with everyone else on the same items, corrected for chance. A low value is a "
        "question, not a verdict: the person may be wrong, or right against the others, or have got the hard items.",
    ),
    (
        "Higher or lower than the others",
        "Of numbers on a scale: how far a person's answers lie above or below the mean of the others' answers to the same "
        "items. Who is severe is not wrong, but should be severe in the guideline.",
    ),
    (
        "Consensus",
        "The answer that all answers together make most probable, given how reliable each person seems to be. It is "
        "not the truth: mistakes that everyone shares stay in it, and only gold labels show those.",
    ),
    (
        "Settled",
        "An item on which the answers make one label at least 95 % probable, if people make their mistakes "
        "independently of one another. Where they are seen not to, the share of settled items is not given.",
    ),
    (
        "Undefined",
        "A figure that cannot be given, with the reason. It is never shown as 0.",
    ),
)
