"""One Label Studio task as items, annotations, gold and predictions."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from earmark.formats.contents import Gold, Part, Prediction
from earmark.formats.json.field import Field
from earmark.formats.tools.label_studio.results import Answers, read_results
from earmark.formats.tools.source_item import Shown, item_of, source_of
from earmark.model import Annotation, Answer, Kind, Marks, Outcome, Scheme, as_text, cell

__all__ = ["TaskReader", "annotator_of"]

_REVIEWED = ("accepted", "rejected", "fixed_and_accepted")


@dataclass(frozen=True, slots=True)
class _Suggestion:
    """A prediction an annotator may have started from: its model, and its answers by task."""

    model: str | None
    answers: Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class _Given:
    """An annotation as read, before it is known which questions its project asks."""

    project: str
    annotation: Annotation
    answers: Answers
    gold: bool
    suggestion: _Suggestion | None
    part: Part

    def answer(self, task: str, answer: Answer) -> None:
        """Keep an answer of this annotation."""
        suggested = None if self.suggestion is None else self.suggestion.answers.get(task)
        one = replace(
            self.annotation,
            task=task,
            answer=answer,
            suggested=None if suggested is None else cell(suggested),
        )
        self.part.annotations.append(one)
        if self.gold:
            self.part.gold.append(Gold(one.item_id, answer, task))


@dataclass(slots=True)
class TaskReader:
    """Reads tasks one by one; `complete` then adds what only the whole export tells.

    An annotation without a region for a task that marks regions answers "nothing to mark"; a cancelled one
    skips every task of its project. Both need the tasks of all annotations.
    """

    schemes: dict[str, Scheme] = field(default_factory=dict)
    _marking: dict[str, dict[str, Kind]] = field(default_factory=dict)
    _asked: dict[str, dict[str, None]] = field(default_factory=dict)
    _given: list[_Given] = field(default_factory=list)

    def read(self, task: Field, part: Part) -> None:
        """Read one task into `part`.

        Raises:
            RecordError: the task is not built as Label Studio builds it.
        """
        fields = task.need("data")
        annotations = [*_list(task, "annotations"), *_list(task, "completions")]
        predictions = _list(task, "predictions")
        source = source_of(fields, _named([*annotations, *predictions]))
        item_id, inner, project = _item_id(task), task.at("inner_id"), task.at("project")
        part.items.append(
            item_of(item_id, fields, source, {} if inner is None else {"inner_id": inner.ident()})
        )
        for _ in _list(task, "drafts"):
            part.remark("draft-not-read", item_id)
        made = dict(self._prediction(one, source, item_id, part) for one in predictions)
        self._given += [
            self._annotation(one, source, item_id, made, part, "" if project is None else project.ident())
            for one in annotations
        ]

    def _prediction(self, one: Field, source: Shown, item_id: str, part: Part) -> tuple[str, _Suggestion]:
        results = one.at("result")
        found = Answers() if results is None else read_results(results, source, item_id, part, "prediction-")
        model, score, own = one.at("model_version"), one.at("score"), one.at("id")
        name = None if model is None or model.value == "" else model.ident()
        for task, answer in found.by_task.items():
            part.predictions.append(
                Prediction(item_id, answer, task, name, None if score is None else score.number())
            )
        for task, scheme in found.schemes.items():
            self.schemes.setdefault(task, scheme)
        return ("" if own is None else own.ident()), _Suggestion(name, found.by_task)

    def _annotation(
        self,
        one: Field,
        source: Shown,
        item_id: str,
        made: Mapping[str, _Suggestion],
        part: Part,
        project: str,
    ) -> _Given:
        cancelled, gold, results = one.at("was_cancelled"), one.at("ground_truth"), one.at("result")
        skipped = cancelled is not None and cancelled.flag()
        found = Answers() if results is None or skipped else read_results(results, source, item_id, part)
        parent = one.at("parent_prediction")
        suggestion = None if parent is None else made.get(parent.ident())
        base = _base(one, item_id, Outcome.SKIPPED if skipped else Outcome.ANSWERED, part)
        if parent is not None:
            model = None if suggestion is None else suggestion.model
            base = replace(base, suggestion_source=model or f"prediction {parent.ident()}")
        self._marking.setdefault(project, {}).update(found.marking)
        self._asked.setdefault(project, {}).update(dict.fromkeys(found.by_task))
        for task, scheme in found.schemes.items():
            self.schemes.setdefault(task, scheme)
        return _Given(project, base, found, gold is not None and gold.flag(), suggestion, part)

    def complete(self) -> None:
        """Put the answers in their parts: those given, those that say "nothing to mark", and the skips."""
        for given in self._given:
            if given.annotation.outcome is Outcome.SKIPPED:
                asked = self._asked.get(given.project) or {"": None}
                given.part.annotations += [replace(given.annotation, task=task) for task in asked]
                continue
            unmarked = {
                task: Marks(())
                for task in self._marking.get(given.project, {})
                if task not in given.answers.by_task
            }
            for task, answer in {**given.answers.by_task, **unmarked}.items():
                given.answer(task, answer)
            if not unmarked and not given.answers.by_task:
                given.part.remark("annotation-without-answer", given.annotation.item_id)


def _base(one: Field, item_id: str, outcome: Outcome, part: Part) -> Annotation:
    own = one.at("id") or one.at("unique_id")
    at = one.at("created_at") or one.at("updated_at")
    seconds = one.at("lead_time")
    return Annotation(
        item_id,
        annotator_of(one.at("completed_by"), item_id, part),
        None,
        annotation_id=None if own is None else own.ident(),
        submitted_at=None if at is None else at.moment(),
        seconds=None if seconds is None else seconds.duration(),
        outcome=outcome,
        status=_status(one),
    )


def annotator_of(who: Field | None, item_id: str, part: Part) -> str:
    """Return the annotator's id: the number in Label Studio, never the e-mail.

    Where only an e-mail is there, its hash stands for it, so that the same person keeps one id.
    """
    if who is not None and isinstance(who.value, dict):
        who = who.at("id") or who.at("email")
    if who is None or who.value == "":
        part.remark("annotator-unnamed", item_id)
        return "unnamed"
    name = who.ident()
    if "@" not in name:
        return name
    part.remark("annotator-pseudonym", item_id)
    return "annotator-" + hashlib.sha256(as_text(name).lower().encode()).hexdigest()[:12]


def _status(one: Field) -> str | None:
    action = one.at("last_action")
    if action is not None and action.text() in _REVIEWED:
        return action.text()
    reviews = _list(one, "reviews")
    if not reviews:
        return None
    accepted = reviews[-1].at("accepted")
    if accepted is None:
        return None
    return "accepted" if accepted.flag() else "rejected"


def _item_id(task: Field) -> str:
    own = task.at("id")
    return str(task.row) if own is None else own.ident()


def _list(one: Field, key: str) -> list[Field]:
    found = one.at(key)
    return [] if found is None else found.entries()


def _named(given: list[Field]) -> str | None:
    """Return the object tag the first result names, where it names one."""
    for one in given:
        for result in _list(one, "result"):
            named = result.at("to_name")
            if named is not None:
                return named.ident().removeprefix("$")
    return None
