"""The audit of an export that holds nothing Earmark can measure: it says so, and what the export does hold."""

from __future__ import annotations

from earmark.analysis.audit.axes import QUESTIONS
from earmark.analysis.audit.result import About, AuditResult, Axis, NextStep
from earmark.analysis.audit.source import source_of
from earmark.analysis.audit.warnings import notices_of
from earmark.formats import Tables
from earmark.quality.resampling import Interval

__all__ = ["nothing_measurable"]


def nothing_measurable(tables: Tables, interval: Interval, versions: dict[str, str]) -> AuditResult | None:
    """Return the audit of tables without one answer, None where it is not the format's fault.

    A table that is simply empty is a mistake of the call; an export whose answers are all shapes on images
    is a fact about the export.
    """
    if not any(table.reading.losses for table in tables.all()):
        return None
    why = "Not measured, because the export holds no answer of a kind Earmark can measure."
    correctness, consistency, usability = (
        Axis(name, question, (), (why,)) for name, question in QUESTIONS.items()
    )
    return AuditResult(
        about=_about(tables),
        axes=(correctness, consistency, usability),
        warnings=tuple(notices_of(tables)),
        refused=(),
        tasks=(),
        next_steps=(
            NextStep(
                "Export the answers that are choices, texts, spans or stretches of sound",
                "shapes on images, videos and series are not what Earmark measures",
            ),
        ),
        versions=versions,
        seed=interval.seed,
        level=interval.level,
    )


def _about(tables: Tables) -> About:
    return About(
        sources=tuple(source_of(table) for table in tables.all()),
        items=0 if tables.items is None else len(tables.items),
        annotators=0,
        answers=0,
        tasks=(),
        answers_per_item={},
        conversations=None,
        first=None,
        last=None,
        median_seconds=None,
        left_out={},
    )
