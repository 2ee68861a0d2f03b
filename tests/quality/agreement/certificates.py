"""What each measure of agreement was held against: numbers in print, and what other tools say of random tables."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from earmark.model import Estimate
from earmark.quality import agreement as measures
from earmark.quality.agreement import SpanTable
from earmark.quality.agreement.alpha import Scale
from earmark.quality.long_table import Floats, LongTable
from earmark.quality.resampling import Interval

__all__ = [
    "COMPARED",
    "PUBLISHED",
    "Case",
    "Comparison",
    "Published",
    "compared",
    "counted",
    "golden",
    "grid",
]

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "agreement.json"
QUICK = Interval(resamples=100)
Case: TypeAlias = dict[str, Any]

KRIPPENDORFF = "Krippendorff (2011), Computing Krippendorff's Alpha-Reliability"
BOOK = "Krippendorff (2019), Content Analysis, figure 12.11"
FLEISS = "Fleiss (1971), doi:10.1037/h0031619"
COHEN = "Cohen (1968), doi:10.1037/h0026256"
ARTSTEIN = "Artstein and Poesio (2008), doi:10.1162/coli.07-034-R2"
GWET = "Gwet (2014), Handbook of Inter-Rater Reliability, 4 raters, 12 subjects"
SHROUT = "Shrout and Fleiss (1979), doi:10.1037/0033-2909.86.2.420"
CICCHETTI = "Cicchetti and Feinstein (1990), doi:10.1016/0895-4356(90)90159-M"

FOUR_OBSERVERS = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)
MEG_AND_OWEN = ("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")
BEN_AND_GERRY = ("a a b b d c c c e d d a", "b a b b b c c c e d d d")
PATIENTS = (  # of 30 patients, how many of 6 psychiatrists gave each of 5 diagnoses
    "00060 03003 01401 00006 03030 20400 00402 20310 20040 00006 10050 11040 03300 10050 02031 "
    "00501 30012 51000 02040 10203 00006 01050 02013 20040 10041 05010 40002 02040 10500 00006"
)
SUBJECTS = "9 2 5 8/6 1 3 2/8 4 6 8/7 1 2 6/10 5 6 9/6 2 4 7"
SPANS = (  # first and last place of each span, and its value, of three observers of a continuum of 60
    "1-7:1 8-13:2 31-32:5 33-37:6 38-44:6 45-60:7",
    "1-7:1 8-13:3 14-21:5 33-44:6",
    "1-7:1 8-13:4 14-21:5 33-37:6 38-41:6 42-44:6",
)


@dataclass(frozen=True)
class Published:
    """A number in print: where, of which measure, and what Earmark gives."""

    measure: str
    source: str
    expected: float
    within: float
    run: Callable[[], float]


def grid(rows: tuple[str, ...]) -> tuple[LongTable, Floats]:
    """Return the table of one row of labels an annotator, and the number of each label where it is one."""
    cells = [
        (item, annotator, label)
        for annotator, row in enumerate(rows)
        for item, label in enumerate(row.split())
        if label != "."
    ]
    labels = sorted({label for _, _, label in cells})
    item, annotator, label = zip(*cells, strict=True)
    codes = np.array([labels.index(one) for one in label])
    numbers = np.array([float(one) if one.isdigit() else np.nan for one in labels])
    return LongTable.of(np.array(item), np.array(annotator), codes), numbers


def counted(confusion: list[list[int]]) -> LongTable:
    """Return the table of two annotators whose labels met so often."""
    pairs = [(a, b) for a, row in enumerate(confusion) for b, n in enumerate(row) for _ in range(n)]
    item, annotator = np.repeat(np.arange(len(pairs)), 2), np.tile([0, 1], len(pairs))
    return LongTable.of(item, annotator, np.array(pairs).ravel())


def _value(found: Estimate) -> float:
    if found.value is None:
        raise ValueError(f"{found.measure} is undefined: {found.undefined}")
    return found.value


def _alpha(rows: tuple[str, ...], scale: Scale) -> Callable[[], float]:
    def run() -> float:
        table, values = grid(rows)
        return _value(measures.krippendorff_alpha(table, scale=scale, values=values, interval=QUICK))

    return run


def _on(table: LongTable, measure: Callable[..., Estimate], *arguments: Any) -> Callable[[], float]:
    return lambda: _value(measure(table, *arguments, interval=QUICK))


def _patients() -> LongTable:
    counts = np.array([[int(n) for n in row] for row in PATIENTS.split()])
    label = np.concatenate([np.repeat(np.arange(5), row) for row in counts])
    return LongTable.of(np.repeat(np.arange(30), 6), np.tile(np.arange(6), 30), label)


def _icc(model: str) -> Callable[[], float]:
    rated = np.array([row.split() for row in SUBJECTS.split("/")], dtype=int)
    item, annotator = np.indices(rated.shape)
    table = LongTable.of(item.ravel(), annotator.ravel(), rated.ravel())
    return _on(table, measures.intraclass_correlation, np.arange(11.0), model)


def _unitized(*, labelled: bool) -> Callable[[], float]:
    def run() -> float:
        marks = [
            (who, int(first) - 1, int(last), int(label))
            for who, row in enumerate(SPANS)
            for place, label in (mark.split(":") for mark in row.split())
            for first, last in (place.split("-"),)
        ]
        who, start, end, label = (np.array(column) for column in zip(*marks, strict=True))
        twice = 2  # an interval needs two items: the continuum once more, shared by nobody else
        table = SpanTable.of(
            np.repeat(np.arange(twice), 3),
            np.tile(np.arange(3), twice),
            np.concatenate((who, who + 3)),
            np.tile(start, twice).astype(float),
            np.tile(end, twice).astype(float),
            np.tile(label, twice),
            length=np.full(twice, 60.0),
        )
        return _once(table, labelled=labelled)

    return run


def _once(table: SpanTable, *, labelled: bool) -> float:
    """Return unitized alpha of the first item alone, from the sums of its unit."""
    from earmark.quality.agreement.span_table import pieces_of
    from earmark.quality.agreement.spans import _coincidences, _Unitized

    first = table.rows(table.item == 0)
    sums = _coincidences(first, pieces_of(first), np.zeros(table.items, np.int64), labelled=labelled)
    return float(_Unitized("unitized_alpha/1", 1.0).of(sums.totals[None, :])[0])


_COHEN = counted([[88, 14, 18], [10, 40, 10], [2, 6, 12]])
_COHEN_FAR = np.array([[0.0, 1.0, 3.0], [1.0, 0.0, 6.0], [3.0, 6.0, 0.0]])
_TAGS = counted([[46, 6, 0], [0, 32, 0], [0, 6, 10]])
_TAGS_FAR = np.array([[0.0, 1.0, 0.5], [1.0, 0.0, 0.5], [0.5, 0.5, 0.0]])
_TWO_TAGS = counted([[20, 20], [10, 50]])
_GWET = grid(FOUR_OBSERVERS)[0]

FOUR_ALPHAS: tuple[tuple[Scale, float], ...] = (
    ("nominal", 0.743),
    ("ordinal", 0.815),
    ("interval", 0.849),
    ("ratio", 0.797),
)
PUBLISHED: tuple[Published, ...] = (
    *(
        Published(f"krippendorff_alpha, {scale}", KRIPPENDORFF, value, 5e-4, _alpha(FOUR_OBSERVERS, scale))
        for scale, value in FOUR_ALPHAS
    ),
    Published("krippendorff_alpha, nominal", KRIPPENDORFF, 0.095, 5e-4, _alpha(MEG_AND_OWEN, "nominal")),
    Published("krippendorff_alpha, nominal", KRIPPENDORFF, 0.692, 5e-4, _alpha(BEN_AND_GERRY, "nominal")),
    Published(
        "weighted_alpha", ARTSTEIN, 1 - 0.09 / 0.4879, 5e-4, _on(_TAGS, measures.weighted_alpha, _TAGS_FAR)
    ),
    Published(
        "weighted_beta", ARTSTEIN, 1 - 0.09 / 0.49, 5e-4, _on(_TAGS, measures.weighted_beta, _TAGS_FAR)
    ),
    Published("weighted_kappa", COHEN, 0.348, 5e-4, _on(_COHEN, measures.weighted_kappa, 0, 1, _COHEN_FAR)),
    Published("cohen_kappa", COHEN, 0.492, 5e-4, _on(_COHEN, measures.cohen_kappa, 0, 1)),
    Published("cohen_kappa", ARTSTEIN, 0.348, 5e-4, _on(_TWO_TAGS, measures.cohen_kappa, 0, 1)),
    Published("scott_pi", ARTSTEIN, 0.341, 5e-4, _on(_TWO_TAGS, measures.scott_pi, 0, 1)),
    Published("fleiss_kappa", FLEISS, 0.430, 5e-4, _on(_patients(), measures.fleiss_kappa)),
    Published("percent_agreement", FLEISS, 0.555, 1e-3, _on(_patients(), measures.percent_agreement)),
    Published("fleiss_kappa", GWET, 0.76117, 5e-6, _on(_GWET, measures.fleiss_kappa)),
    Published("gwet_ac1", GWET, 0.77544, 5e-6, _on(_GWET, measures.gwet_ac1)),
    Published("percent_agreement", GWET, 0.81818, 5e-6, _on(_GWET, measures.percent_agreement)),
    *(
        Published(f"icc_{model.replace(',', '_')}", SHROUT, value, 5e-3, _icc(model))
        for model, value in (
            ("1,1", 0.17),
            ("2,1", 0.29),
            ("3,1", 0.71),
            ("1,k", 0.44),
            ("2,k", 0.62),
            ("3,k", 0.91),
        )
    ),
    *(
        Published(
            "specific_agreement", CICCHETTI, value, 5e-3, _on(table, measures.specific_agreement, label)
        )
        for table, label, value in (
            (counted([[40, 9], [6, 45]]), 0, 0.84),
            (counted([[40, 9], [6, 45]]), 1, 0.86),
            (counted([[80, 10], [5, 5]]), 0, 0.91),
            (counted([[80, 10], [5, 5]]), 1, 0.40),
        )
    ),
    Published("unitized_alpha", BOOK, 0.510, 5e-4, _unitized(labelled=True)),
    Published("unitized_alpha_binary", BOOK, 0.413, 1e-3, _unitized(labelled=False)),
)


@dataclass(frozen=True)
class Comparison:
    """One number another tool gave, and Earmark's."""

    measure: str
    quantity: str
    case: str
    expected: float
    found: float | None


def golden() -> dict[str, Any]:
    """Return the answers of the other tools."""
    answers: dict[str, Any] = json.loads(GOLDEN.read_text(encoding="utf-8"))
    return answers


@dataclass(frozen=True)
class Coded:
    """A case as integers."""

    table: LongTable
    annotators: list[str]
    values: Floats

    @classmethod
    def of(cls, case: Case) -> Coded:
        items, annotators = (sorted({row[column] for row in case["rows"]}) for column in range(2))
        names = (items, annotators, case["order"])
        codes = [np.array([names[column].index(row[column]) for row in case["rows"]]) for column in range(3)]
        values = np.array([float(label) for label in case["order"]] if case["numeric"] else [])
        return cls(LongTable.of(*codes), annotators, values)

    @property
    def places(self) -> Floats:
        return np.arange(float(self.table.labels))


Run: TypeAlias = Callable[[Coded], Estimate]


def _of_alpha(scale: Scale, period: float | None = None) -> Run:
    return lambda of: measures.krippendorff_alpha(
        of.table, scale=scale, values=of.values, period=period, interval=QUICK
    )


def _plain(measure: Callable[..., Estimate]) -> Run:
    return lambda of: measure(of.table, interval=QUICK)


def _ac2(*, squared: bool) -> Run:
    return lambda of: measures.gwet_ac2(
        of.table, measures.step_distances(of.places, squared=squared), interval=QUICK
    )


def _correlation(model: Any) -> Run:
    return lambda of: measures.intraclass_correlation(of.table, of.values, model, interval=QUICK)


COMPARED: dict[str, tuple[str, Run]] = {
    "krippendorff_alpha_nominal": ("krippendorff_alpha, nominal", _of_alpha("nominal")),
    "krippendorff_alpha_ordinal": ("krippendorff_alpha, ordinal", _of_alpha("ordinal")),
    "krippendorff_alpha_interval": ("krippendorff_alpha, interval", _of_alpha("interval")),
    "krippendorff_alpha_ratio": ("krippendorff_alpha, ratio", _of_alpha("ratio")),
    "krippendorff_alpha_circular": ("krippendorff_alpha, circular", _of_alpha("circular", 10.0)),
    "percent_agreement": ("percent_agreement", _plain(measures.percent_agreement)),
    "fleiss_kappa": ("fleiss_kappa", _plain(measures.fleiss_kappa)),
    "gwet_ac1": ("gwet_ac1", _plain(measures.gwet_ac1)),
    "gwet_ac2_linear": ("gwet_ac2", _ac2(squared=False)),
    "gwet_ac2_quadratic": ("gwet_ac2", _ac2(squared=True)),
    "scott_pi": ("scott_pi", lambda of: measures.scott_pi(of.table, 0, 1, interval=QUICK)),
    "weighted_alpha_linear": (
        "weighted_alpha",
        lambda of: measures.weighted_alpha(of.table, measures.step_distances(of.places), interval=QUICK),
    ),
    **{
        f"icc_{model.replace(',', '_')}": (f"icc_{model.replace(',', '_')}", _correlation(model))
        for model in ("1,1", "2,1", "3,1", "1,k", "2,k", "3,k")
    },
}


def _weighted_kappa(*, squared: bool) -> Callable[[Coded, int, int], Estimate]:
    return lambda of, a, b: measures.weighted_kappa(
        of.table, a, b, measures.step_distances(of.places, squared=squared), interval=QUICK
    )


PAIRED: dict[str, tuple[str, Callable[[Coded, int, int], Estimate]]] = {
    "cohen_kappa": ("cohen_kappa", lambda of, a, b: measures.cohen_kappa(of.table, a, b, interval=QUICK)),
    "weighted_kappa_linear": ("weighted_kappa", _weighted_kappa(squared=False)),
    "weighted_kappa_quadratic": ("weighted_kappa", _weighted_kappa(squared=True)),
}


def compared(case: Case) -> Iterator[Comparison]:
    """Yield what the other tools say of a case beside what Earmark says."""
    of = Coded.of(case)
    for quantity, value in (case["expected"] | case["expected"].get("with_missing", {})).items():
        if quantity in COMPARED:
            measure, run = COMPARED[quantity]
            yield Comparison(measure, quantity, case["name"], value, run(of).value)
        elif quantity in PAIRED:
            measure, between = PAIRED[quantity]
            for pair, kappa in value.items():
                a, b = (of.annotators.index(name) for name in pair.split("|"))
                found = between(of, a, b).value
                if found is not None or kappa is not None:
                    yield Comparison(measure, quantity, case["name"], kappa, found)
