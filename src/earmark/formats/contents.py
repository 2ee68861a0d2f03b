"""What an export of a tool holds, as values of the model, before it becomes tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from earmark.errors import BadCell
from earmark.model import Annotation, Answer, Item, Notice, Scheme

__all__ = ["Contents", "Gold", "Part", "Prediction", "Remark", "notices_of"]

_EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Gold:
    """The answer known to be right."""

    item_id: str
    answer: Answer
    task: str = ""


@dataclass(frozen=True, slots=True)
class Prediction:
    """A machine's answer; `probabilities` holds one number a label where the tool gives them."""

    item_id: str
    answer: Answer
    task: str = ""
    model: str | None = None
    score: float | None = None
    probabilities: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something met in one record that must be known: a code, where, and a word more."""

    code: str
    where: str
    task: str | None = None
    detail: str = ""


@dataclass(slots=True)
class Part:
    """What one record gives. Filled by one reader, then only read."""

    items: list[Item] = field(default_factory=list)
    annotations: list[Annotation] = field(default_factory=list)
    gold: list[Gold] = field(default_factory=list)
    predictions: list[Prediction] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def remark(self, code: str, where: str, task: str | None = None, detail: str = "") -> None:
        """Keep a remark."""
        self.remarks.append(Remark(code, where, task, detail))


@dataclass(frozen=True, slots=True)
class Contents:
    """All that a file holds. `records` counts what was read, `rejected` what could not be."""

    items: tuple[Item, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    gold: tuple[Gold, ...] = ()
    predictions: tuple[Prediction, ...] = ()
    schemes: Mapping[str, Scheme] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    losses: tuple[Notice, ...] = ()
    records: int = 0
    rejected: tuple[BadCell, ...] = ()
    mapping: Mapping[str, str] = field(default_factory=dict)


def notices_of(remarks: Iterable[Remark], texts: Mapping[str, str]) -> tuple[Notice, ...]:
    """Return one notice for each code, task and detail, in the order of `texts`; other codes are left out.

    `texts` gives the sentence of a code; `{count}`, `{detail}` and `{task}` in it are filled in.

    >>> told = notices_of([Remark("draft", "7"), Remark("draft", "9")], {"draft": "Drafts: {count}."})
    >>> told[0].text, told[0].examples
    ('Drafts: 2.', ('7', '9'))
    """
    order = {code: rank for rank, code in enumerate(texts)}
    grouped: dict[tuple[str, str | None, str], list[str]] = {}
    for one in remarks:
        if one.code in order:
            grouped.setdefault((one.code, one.task, one.detail), []).append(one.where)
    keys = sorted(grouped, key=lambda key: (order[key[0]], key[1] or "", key[2]))
    return tuple(
        _notice(texts[code], code, task, detail, grouped[code, task, detail]) for code, task, detail in keys
    )


def _notice(text: str, code: str, task: str | None, detail: str, where: list[str]) -> Notice:
    shown = text.format(count=len(where), detail=detail, task=task or "")
    return Notice(code, shown, count=len(where), examples=tuple(dict.fromkeys(where))[:_EXAMPLES], task=task)
