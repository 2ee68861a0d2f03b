"""How the groups of a table differ in agreement: each from the first, with an interval, or why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from earmark.analysis.agreement_row import AgreementRow
from earmark.analysis.tasks import TaskAnswers
from earmark.model import Estimate
from earmark.quality import agreement as measures

__all__ = ["differences"]

APART = 0.10  # a difference in the use of labels from which coefficients are not compared
SHARES = (
    "percent_agreement",
    "preference_agreement",
    "span_exact",
    "span_overlap",
)  # these do not depend on how often a label is used

Group = tuple[Mapping[str, str], TaskAnswers]


def differences(groups: Sequence[Group], rows: Sequence[AgreementRow]) -> list[AgreementRow]:
    """Return a row for each group but the first and each of its figures: its value less the first group's.

    A coefficient corrected for chance is not compared where the groups use the labels in other shares (by more
    than 0.10 of all answers): it would differ although people agree as before. Then specific agreement on
    each label in use is compared in its place.
    """
    if len(groups) < 2:
        return []
    first, others = groups[0], groups[1:]
    of_first = {row.metric: row for row in rows if row.by == first[0]}
    found = []
    for group in others:
        apart = measures.prevalence_apart(group[1].table, first[1].table)
        for row in rows:
            base = of_first.get(row.metric)
            if row.by != group[0] or base is None:
                continue
            if apart > APART and row.metric not in SHARES:
                found.append(_difference(row, _refused(row, apart), first[0]))
                found += _by_label(row, group, first)
            else:
                found.append(_difference(row, measures.difference(row.estimate, base.estimate), first[0]))
    return found


def _difference(row: AgreementRow, estimate: Estimate, against: Mapping[str, str]) -> AgreementRow:
    return replace(row, metric=estimate.name, estimate=estimate, against=against)


def _refused(row: AgreementRow, apart: float) -> Estimate:
    why = (
        f"the groups use the labels in other shares (by {apart:.2f} of all answers), on which {row.metric} depends; "
        "compare specific agreement, label by label"
    )
    return Estimate.missing(
        why,
        n=row.estimate.n,
        over=row.estimate.over,
        measure=f"{row.metric}_difference/1",
        level=row.estimate.level,
    )


def _by_label(row: AgreementRow, group: Group, first: Group) -> list[AgreementRow]:
    found = []
    tasks = (group[1], first[1])
    for code, label in enumerate(tasks[0].labels.to_pylist()):
        one, other = (measures.specific_agreement(task.table, code, clusters=task.clusters) for task in tasks)
        if one.defined and other.defined:
            estimate = measures.difference(one, other)
            found.append(replace(_difference(row, estimate, first[0]), label=str(label), scale="nominal"))
    return found
