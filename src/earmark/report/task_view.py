"""What the page shows of a task: which rows stand open, which are folded, on which scales, with which plots."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from earmark.analysis.audit.result import AnnotatorAudit, LabelAudit, PairAudit, SliceAudit, TaskAudit
from earmark.model import Estimate
from earmark.report.bars import Scale
from earmark.report.more_labels import (
    difficulty_message,
    difficulty_plot,
    overlap_message,
    worth_message,
    worth_plot,
)
from earmark.report.numbers import value
from earmark.report.order import in_order
from earmark.report.plots import confusion_plot, time_plot
from earmark.report.visible import visible
from earmark.report.wording import meaning, task_name, time_message

__all__ = ["Limits", "SliceGroup", "TaskView", "limits_for", "task_views"]

COLOURS = 7
MANY_TASKS = 8
MANY_SLICES = 12
FEWEST_PEOPLE = 3


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of each list the page shows; the rest is in `audit.json`."""

    folded: bool
    measured: int = 12
    labels: int = 30
    labels_folded: int = 200
    people: int = 40
    people_folded: int = 200
    pairs: int = 100
    slices: int = 60
    confusions: int = 20
    disputed_open: int = 5
    disputed: int = 20


@dataclass(frozen=True, slots=True)
class SliceGroup:
    """Slices by the same columns, in the columns' own order: of many only those unlike the whole stand open."""

    columns: tuple[str, ...]
    shown: tuple[SliceAudit, ...]
    folded: tuple[SliceAudit, ...] = ()
    message: str = ""

    @property
    def name(self) -> str:
        """The columns in words."""
        return " and ".join(visible(column) for column in self.columns)


class Colours(dict[str, str]):
    """The class that colours a label's swatch; labels beyond the palette share grey."""

    def __missing__(self, label: str) -> str:
        """Return no class: the swatch keeps its grey."""
        return ""


@dataclass(frozen=True, slots=True)
class TaskView:
    """One task with all that its part of the page needs beside the figures themselves."""

    task: TaskAudit
    anchor: str
    heading: str
    meaning: str
    colours: Mapping[str, str]
    labels: tuple[LabelAudit, ...]
    scale: Scale
    labels_scale: Scale  # of alphas; percentages are drawn from 0 to 1
    slices_scale: Scale
    windows_scale: Scale
    people_scale: Scale
    pairs_scale: Scale
    confusions_scale: Scale
    slice_groups: tuple[SliceGroup, ...]
    confusion_plot: Markup | None
    time_plot: Markup | None
    time_caption: str
    difficulty_plot: Markup | None
    difficulty_caption: str
    worth_plot: Markup | None
    worth_caption: str
    standing_out: tuple[AnnotatorAudit, ...]
    people_open: tuple[AnnotatorAudit, ...]
    people_folded: tuple[AnnotatorAudit, ...]
    people_left: int
    pairs: tuple[PairAudit, ...]
    has_gold: bool
    has_skill: bool
    has_seconds: bool
    has_text: bool
    compared: bool  # whether there are people enough for somebody to stand out
    has_lean: bool
    lean_scale: Scale


def limits_for(tasks: int) -> Limits:
    """Return the limits for a page with this many tasks: with more than eight each is folded and shorter."""
    if tasks <= MANY_TASKS:
        return Limits(folded=False)
    return Limits(
        folded=True,
        people=20,
        people_folded=40,
        pairs=20,
        slices=30,
        confusions=10,
        disputed_open=3,
        disputed=6,
    )


def task_views(tasks: Sequence[TaskAudit], limits: Limits) -> list[TaskView]:
    """Return the views of the tasks, in their order."""
    return [_view(task, f"task-{place}", limits) for place, task in enumerate(tasks, 1)]


def _view(task: TaskAudit, anchor: str, limits: Limits) -> TaskView:
    people = tuple(sorted(task.annotators_found, key=lambda a: a.annotator_id))
    shown, folded = _split(people, limits)
    pairs = sorted(task.pairs, key=lambda p: (-p.items, p.between))[: limits.pairs]
    drawn_over_time = time_plot(task.windows, f"{anchor}-time")
    return TaskView(
        task=task,
        anchor=anchor,
        heading=f"Task: {task_name(task.task)}" if task.task else "All answers",
        meaning=meaning(task),
        colours=_colours(task),
        labels=_labels(task),
        scale=Scale.over((task.alpha, task.percent, task.unaided, task.self_agreement)),
        labels_scale=Scale.over(label.alpha for label in task.labels),
        slices_scale=Scale.over(part.alpha for part in task.slices),
        windows_scale=Scale.over(window.alpha for window in task.windows),
        people_scale=Scale.over(a.kappa for a in people),
        pairs_scale=Scale.over(pair.kappa for pair in pairs),
        confusions_scale=Scale.fitted(confusion.share for confusion in task.confusions),
        slice_groups=_groups(task.slices, task.alpha, limits),
        confusion_plot=None if limits.folded else confusion_plot(task.confusions, f"{anchor}-pairs"),
        time_plot=drawn_over_time,
        time_caption=time_message(task.windows) if drawn_over_time is not None else "",
        difficulty_plot=difficulty_plot(task.difficulty, f"{anchor}-hard"),
        difficulty_caption=difficulty_message(task.difficulty) if task.difficulty else "",
        worth_plot=None if limits.folded else worth_plot(task.worth, f"{anchor}-worth"),
        worth_caption=_worth_caption(task),
        standing_out=tuple(a for a in people if a.stands_out),
        people_open=shown,
        people_folded=folded,
        people_left=len(people) - len(shown) - len(folded),
        pairs=tuple(sorted(pairs, key=lambda p: p.between)),
        has_gold=any(a.accuracy_on_gold is not None for a in people),
        has_skill=any(a.skill is not None for a in people),
        has_seconds=any(a.median_seconds is not None for a in people),
        has_text=any(item.text is not None for item in task.disputed),
        compared=task.scale not in ("text", "marks")
        and sum(a.kappa.defined for a in people) >= FEWEST_PEOPLE,
        has_lean=any(a.lean is not None for a in people),
        lean_scale=Scale.over(a.lean for a in people),
    )


def _worth_caption(task: TaskAudit) -> str:
    if task.worth is None:
        return ""
    return " ".join(filter(None, (worth_message(task.worth), overlap_message(task.worth))))


def _split(
    people: tuple[AnnotatorAudit, ...], limits: Limits
) -> tuple[tuple[AnnotatorAudit, ...], tuple[AnnotatorAudit, ...]]:
    """All of a few people stand open; of many only those who stand out, the others folded."""
    if len(people) <= limits.people:
        return people, ()
    shown = tuple(a for a in people if a.stands_out)[: limits.people]
    seen = {a.annotator_id for a in shown}
    others = tuple(a for a in people if a.annotator_id not in seen)
    return shown, others[: limits.people_folded]


def _groups(slices: Iterable[SliceAudit], whole: Estimate, limits: Limits) -> tuple[SliceGroup, ...]:
    found: dict[tuple[str, ...], list[SliceAudit]] = {}
    for part in slices:
        found.setdefault(tuple(part.by), []).append(part)
    return tuple(_group(columns, parts, whole, limits) for columns, parts in found.items())


def _group(
    columns: tuple[str, ...], parts: Sequence[SliceAudit], whole: Estimate, limits: Limits
) -> SliceGroup:
    if len(parts) <= MANY_SLICES or whole.value is None:
        return SliceGroup(columns, tuple(parts[: limits.slices]))
    unlike = [part for part in parts if _unlike(part.alpha, whole.value)]
    folded = [part for part in parts if not _unlike(part.alpha, whole.value)]
    by_chance = round((1 - whole.level) * len(parts))
    told = (
        f"{len(unlike)} of {len(parts)} differ from the whole: their intervals leave out its alpha, {value(whole)}; "
        f"by chance alone about {by_chance} would."
        if unlike
        else f"None of the {len(parts)} differs clearly from the whole: no interval leaves out its alpha, {value(whole)}."
    )
    shown = unlike[: limits.slices]
    return SliceGroup(columns, tuple(shown), tuple(folded[: limits.slices - len(shown)]), told)


def _unlike(alpha: Estimate, whole: float) -> bool:
    return alpha.low is not None and alpha.high is not None and not alpha.low <= whole <= alpha.high


def _labels(task: TaskAudit) -> tuple[LabelAudit, ...]:
    """The labels of a scale stand in its order; others as they were given."""
    if task.scale == "nominal":
        return task.labels
    return tuple(sorted(task.labels, key=lambda label: in_order(label.label)))


def _colours(task: TaskAudit) -> Colours:
    used = sorted(task.labels, key=lambda label: (-label.answers, label.label))[:COLOURS]
    return Colours({label.label: f" k{place}" for place, label in enumerate(used)})
