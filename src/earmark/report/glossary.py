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
        "Alpha (Krippendorff's α)",
        "One minus the disagreement found, divided by the disagreement that answers dealt at random would show. "
        "1 means no disagreement, 0 means no better than chance, below 0 means worse. It falls where one label is "
        "very frequent, even if people rarely differ: read it beside the percentage.",
    ),
    (
        "Agreement in percent",
        "How often two people asked about the same item give the same answer. It says nothing about chance: where "
        "one label covers 95 % of the items, two people who don't listen agree nine times in ten.",
    ),
    (
        "Specific agreement",
        "When one person chooses this label, how often another one chooses it too. It shows which labels the "
        "disagreement comes from.",
    ),
    (
        "Kappa with the others",
        "The agreement of one person with everyone else on the same items, corrected for chance. A low value is a "
        "question, not a verdict: the person may be wrong, or right against the others, or have got the hard items.",
    ),
    (
        "Consensus",
        "The answer that all answers together make most probable, given how reliable each person seems to be. It is "
        "not the truth: mistakes that everyone shares stay in it, and only gold labels show those.",
    ),
    (
        "Settled",
        "The share of items on which the consensus is at least 95 % probable under the model, which assumes that "
        "people make their mistakes independently.",
    ),
    (
        "Undefined",
        "A figure that cannot be given, with the reason. It is never shown as 0.",
    ),
)
