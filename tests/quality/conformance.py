"""The page that says what each measure was held against, made anew from the certificates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from earmark.quality import agreement, consensus
from earmark.quality.discovery import aggregators_in, measures_in
from earmark.quality.laws import LAWS
from earmark.quality.laws_of_consensus import AGGREGATOR_LAWS
from earmark.quality.resampling import Interval
from tests.quality.agreement.certificates import COMPARED, PAIRED, PUBLISHED, Comparison, compared, golden

__all__ = ["page"]

HEAD = """# Conformance

What each measure of agreement was held against. The tests make this page anew and compare; the numbers in print are
in `tests/quality/agreement/certificates.py`, what other tools say of {cases} random tables (with missing answers, rare
labels, one answer of one annotator) in `tests/golden/agreement.json`, made by `./dev bench golden`.

Versions: {packages}.
"""
NOTES = """
## Where other tools differ

- **Missing answers and Fleiss' kappa**: statsmodels takes complete tables only. Earmark follows Gwet's extension, as
  irrCAC does: label shares are means over items, items with one answer included.
- **One label only**: chance agreement is then 1, and kappa or alpha would be 0/0. krippendorff raises an error,
  statsmodels returns NaN. Earmark gives the reason, "all answers are the same label".
- **Unitizing**: the coefficient of Krippendorff (1995), with squared lengths of mismatches, is another measure than the
  uα of Krippendorff et al. (2016) that Earmark gives; its successor treats more than two annotators as the other alphas do.
  On the example of figure 12.11 Earmark gives {unitized:.4f} and, for boundaries only, {binary:.4f} (in print .510 and .413,
  the latter cut rather than rounded).
- **Intraclass correlations with missing answers**: tools that take complete tables drop every item that lacks an answer.
  Earmark equates sums of squares with their expectations (Henderson's first method); the second implementation works
  these out as traces of matrices.
"""


def page() -> str:
    """Return the text of docs/reference/conformance.md."""
    answers = golden()
    packages = ", ".join(f"{name} {version}" for name, version in sorted(answers["packages"].items()))
    text = HEAD.format(cases=len(answers["cases"]), packages=packages)
    text += "\n## Numbers in print\n\n| measure | in print | Earmark | where |\n| --- | --- | --- | --- |\n"
    text += "".join(_printed())
    text += "\n## Second implementations\n\n"
    text += "| measure | compared with | numbers | largest difference |\n| --- | --- | --- | --- |\n"
    text += "".join(_second(answers))
    unitized, binary = (
        next(one.run() for one in PUBLISHED if one.measure == name)
        for name in ("unitized_alpha", "unitized_alpha_binary")
    )
    text += NOTES.replace("{unitized:.4f}", f"{unitized:.4f}").replace("{binary:.4f}", f"{binary:.4f}")
    return text + _laws()


def _printed() -> Iterator[str]:
    for one in PUBLISHED:
        digits = max(2, round(-np.log10(one.within)))
        yield f"| `{one.measure}` | {one.expected:.{digits}f} | {one.run():.{digits + 2}f} | {one.source} |\n"


def _second(answers: dict[str, object]) -> Iterator[str]:
    said_by = answers["said_by"]
    cases = answers["cases"]
    if not isinstance(said_by, dict) or not isinstance(cases, list):
        raise TypeError("the golden file has another shape")
    of: dict[str, list[Comparison]] = defaultdict(list)
    for case in cases:
        for one in compared(case):
            of[one.quantity].append(one)
    for quantity, (measure, _) in sorted((COMPARED | PAIRED).items()):
        tools = sorted(set(said_by.get(quantity, [])) | set(said_by.get(f"with_missing {quantity}", [])))
        apart = max(_apart(one) for one in of[quantity])
        kind = quantity.rpartition("_")[2]
        shown = f"`{measure}`" if quantity == measure or kind in measure else f"`{measure}` ({kind})"
        yield f"| {shown} | {', '.join(tools)} | {len(of[quantity])} | {_below(apart)} |\n"


def _apart(one: Comparison) -> float:
    if one.found is None or one.expected is None:
        return float("inf")
    return abs(one.found - one.expected)


def _below(apart: float) -> str:
    """Return the power of ten that a difference lies below: its digits depend on the machine, this hardly does."""
    return "below 1e-13" if apart < 1e-13 else f"below {10.0 ** np.ceil(np.log10(apart)):.0e}"


def _laws() -> str:
    quick = Interval(resamples=100)
    measures = ", ".join(f"`{name}`" for name in sorted(measures_in(agreement, quick)))
    aggregators = ", ".join(f"`{name}`" for name in sorted(aggregators_in(consensus, consensus.Consensus)))
    return (
        "\n## Laws\n\nEvery public measure is discovered and keeps every law: "
        f"{', '.join(_words(name) for name in LAWS)}; the table once more; shards merged; weights that are equal; "
        f"answers at random. Measures: {measures}.\n\n"
        f"So is every aggregator: {', '.join(_words(name) for name in AGGREGATOR_LAWS)}. "
        f"Aggregators: {aggregators}.\n"
    )


def _words(name: str) -> str:
    return name.replace("_", " ")
