"""What a reader must know before believing the numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pyarrow as pa

from earmark.analysis.answers import NO_TIME
from earmark.analysis.audit.alike import alike
from earmark.analysis.audit.material import Material, TaskMaterial
from earmark.analysis.consensus import CONTRADICTED, gold_codes
from earmark.analysis.encode import encode, same_words
from earmark.analysis.of_task import rows_of_task
from earmark.formats import Tables
from earmark.model import Notice

__all__ = ["notices_of", "warnings"]

EXAMPLES = 5
ANCHORED = 0.9


def warnings(material: Material) -> tuple[Notice, ...]:
    """Return all that is worth a warning: about the tables first, then task by task."""
    found = list(notices_of(material.tables))
    for check in _TABLE_CHECKS:
        found += check(material)
    for task in material.tasks:
        for check_task in _TASK_CHECKS:
            found += check_task(material, task)
    return tuple(found)


def notices_of(tables: Tables) -> Iterator[Notice]:
    """Yield what was noticed and lost in reading; the tables of one file share one reading."""
    readings = {id(table.reading): table.reading for table in tables.all()}
    for reading in readings.values():
        yield from reading.notices
    for reading in readings.values():
        yield from reading.losses


def _duplicates(material: Material) -> Iterator[Notice]:
    dropped = material.answers.left_out.get("answered twice, the last kept", 0)
    if dropped:
        yield Notice(
            "duplicate-answers",
            f"{dropped:,} rows answer an item that the same annotator answered again later; the last answer "
            "counts. If they come from two rounds, the slices show each round by itself; if they were asked "
            "again on purpose, mark them purpose=retest.",
            count=dropped,
        )


def _left_out(material: Material) -> Iterator[Notice]:
    machine = material.answers.left_out.get("by a machine", 0)
    if machine:
        yield Notice(
            "machine-answers",
            f"{machine:,} answers are by machines; they never count towards agreement between people.",
            count=machine,
        )


def _times(material: Material) -> Iterator[Notice]:
    if "submitted_at" not in material.annotations.data.column_names:
        return
    time = np.asarray(material.annotations.data["submitted_at"].cast(pa.int64()).fill_null(NO_TIME))
    who = encode(material.annotations.data["annotator_id"]).codes
    order = np.argsort(who, kind="stable")
    time, who = time[order], who[order]
    back = (who[1:] == who[:-1]) & (time[1:] < time[:-1]) & (time[1:] != NO_TIME) & (time[:-1] != NO_TIME)
    empty = int((time == NO_TIME).sum())
    if back.any():
        yield Notice(
            "time-disorder",
            f"{int(back.sum()):,} answers lie before the answer their annotator gave in the row above; Earmark "
            "goes by the times, not by the rows.",
            count=int(back.sum()),
        )
    if 0 < empty < len(time):
        yield Notice(
            "time-missing",
            f"{empty:,} of {len(time):,} rows have no time; nothing is shown over time.",
            count=empty,
        )


def _gold_of_no_task(material: Material) -> Iterator[Notice]:
    """Gold for a task under another name would otherwise be left aside in silence."""
    if material.gold is None or not material.gold.has("task"):
        return
    named = encode(material.gold.data["task"])
    tasks = [task.task for task in material.tasks]
    strange = [word for word in named.words.to_pylist() if word not in tasks]
    count = int(np.isin(named.codes, [named.words.to_pylist().index(word) for word in strange]).sum())
    if count:
        known = ", ".join(map(repr, tasks[:EXAMPLES])) + (", …" if len(tasks) > EXAMPLES else "")
        there = f"the answers are to {known}" if tasks != [""] else "the answers name no task"
        yield Notice(
            "gold-unmatched",
            f"{count:,} of {len(material.gold):,} gold labels are for tasks nobody answered "
            f"({', '.join(map(repr, strange[:EXAMPLES]))}); {there}.",
            count=count,
            examples=tuple(strange[:EXAMPLES]),
        )


def _alike_annotators(material: Material) -> Iterator[Notice]:
    groups = alike(material.answers.annotator.compressed().words.to_pylist())
    for group in groups:
        yield Notice(
            "same-annotator",
            f"the annotator ids {' and '.join(map(repr, group))} differ only in case, spaces or look-alike "
            "letters; if they are one person, agreement between them is that person's agreement with "
            "themselves. Give the person one id.",
            count=len(group),
            examples=tuple(group),
        )


def _one_annotator(material: Material, task: TaskMaterial) -> Iterator[Notice]:
    unnamed = any(one.code == "annotator-unnamed" for one in notices_of(material.tables))
    if task.people == 1:
        by = "one person or several, it does not say" if unnamed else "one annotator only"
        yield Notice(
            "one-annotator",
            f"{_the(task)} was answered by {by}: how consistent the labels are cannot be known.",
            count=1,
            task=task.task,
        )
    elif task.overlapped == 0:
        yield Notice(
            "no-overlap",
            f"no item of {_the(task)} was answered by two annotators: how consistent the labels are cannot be known.",
            task=task.task,
        )


def _alike_labels(_: Material, task: TaskMaterial) -> Iterator[Notice]:
    if not task.countable:
        return
    groups = alike(task.answers.labels.to_pylist())
    if groups:
        shown = "; ".join(" and ".join(map(repr, group)) for group in groups[:EXAMPLES])
        rest = f"; and {len(groups) - EXAMPLES} more" if len(groups) > EXAMPLES else ""
        yield Notice(
            "alike-labels",
            f"{_the(task)} has labels that differ only in case, spaces or look-alike letters and are counted as "
            f"different: {shown}{rest}.",
            count=sum(map(len, groups)),
            examples=tuple(label for group in groups[:EXAMPLES] for label in group),
            task=task.task,
        )


def _texty(_: Material, task: TaskMaterial) -> Iterator[Notice]:
    if task.texty:
        yield Notice(
            "labels-look-like-text",
            f"{_the(task)} has {len(task.answers.labels):,} different labels in {len(task.answers.table):,} answers, "
            "mostly sentences: it is taken for free text. If they are labels, say so with --kind category.",
            count=len(task.answers.labels),
            task=task.task,
        )


def _copied(_: Material, task: TaskMaterial) -> Iterator[Notice]:
    names = task.answers.annotators
    for pair in task.copied:
        a, b = str(names[pair.a].as_py()), str(names[pair.b].as_py())
        yield Notice(
            "copied-labels",
            f"{a} and {b} gave the same answer on {pair.same} of {pair.shared} items both answered, where "
            f"{pair.expected_same:.0f} would be expected of two people judging by themselves (chance below "
            f"10{_raised(pair.log10_p)}): one copied, both were shown the same answer, or they are one person.",
            count=pair.same,
            examples=(a, b),
            task=task.task,
        )


def _raised(exponent: float) -> str:
    return f"{exponent:.0f}".translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def _gold(material: Material, task: TaskMaterial) -> Iterator[Notice]:
    if material.gold is None:
        return
    gold = encode(material.gold.data["item_id"])
    rows = rows_of_task(material.gold, task.task)
    there = same_words(gold, task.answers.items)[rows] >= 0
    unmatched = rows[~there]
    if len(unmatched):
        yield Notice(
            "gold-unmatched",
            f"{len(unmatched):,} of {len(rows):,} gold labels are for items nobody answered in {_the(task)}"
            + ("; the ids of the two files may be written differently." if not there.any() else "."),
            count=len(unmatched),
            examples=tuple(gold.word(int(gold.codes[row])) for row in unmatched[:EXAMPLES]),
            task=task.task,
        )
    if not task.countable:
        return
    twice = int((gold_codes(task.answers, material.gold) == CONTRADICTED).sum())
    if twice:
        yield Notice(
            "gold-contradicts",
            f"{twice:,} items of {_the(task)} have two different gold labels; they are left out of what is measured on gold.",
            count=twice,
            task=task.task,
        )
    strange = int((gold_codes(task.answers, material.gold) == len(task.answers.labels)).sum())
    if strange:
        yield Notice(
            "gold-label-unused",
            f"{strange:,} gold labels of {_the(task)} are labels that no annotator ever gave; they count as missed.",
            count=strange,
            task=task.task,
        )


def _suggested(material: Material, task: TaskMaterial) -> Iterator[Notice]:
    if not material.annotations.has("suggested"):
        return
    suggested = material.answers.column("suggested")
    mine = same_words(suggested.take(task.answers.at), task.answers.labels)
    aided = suggested.codes[task.answers.at] >= 0
    taken = int((mine == task.answers.table.label)[aided].sum())
    count = int(aided.sum())
    if count and taken >= ANCHORED * count:
        yield Notice(
            "suggestion-anchored",
            f"{taken:,} of the {count:,} answers of {_the(task)} that started from a suggestion kept it "
            f"({taken / count:.0%}): agreement among them may be agreement with the machine. It is shown apart, as unaided.",
            count=taken,
            task=task.task,
        )


def _the(task: TaskMaterial) -> str:
    return f"task {task.task!r}" if task.task else "the table"


_TABLE_CHECKS: tuple[Callable[[Material], Iterator[Notice]], ...] = (
    _duplicates,
    _left_out,
    _times,
    _gold_of_no_task,
    _alike_annotators,
)
_TASK_CHECKS: tuple[Callable[[Material, TaskMaterial], Iterator[Notice]], ...] = (
    _one_annotator,
    _alike_labels,
    _texty,
    _copied,
    _gold,
    _suggested,
)
