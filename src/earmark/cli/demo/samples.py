"""The sample conversations and what the simulated annotators answered, as they lie in the package."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from importlib.resources import files
from typing import Any

__all__ = ["FILES", "Given", "Sample", "Samples", "Sitting"]

FILES = (
    "labels.csv", "items.csv", "gold.csv", "scheme.toml", "guideline.toml", "spotcheck.csv", "spotcheck_gold.csv",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody gave to an item: answers by task, none where it was passed over."""

    item: str
    outcome: str
    seconds: float
    answers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Sitting:
    """One annotator's work on one conversation."""

    annotator: str
    given: dict[str, Given]


@dataclass(slots=True)
class Sample:
    """A conversation, its turns, and who answered what, in the order they came to it."""

    id: str
    first: datetime
    turns: list[dict[str, Any]] = field(default_factory=list)
    sittings: list[Sitting] = field(default_factory=list)

    @property
    def audio(self) -> str | None:
        """The name of its sound file, where it is a call."""
        return self.turns[0].get("audio") or None

    def table(self) -> bytes:
        """Return its turns as JSON Lines, as a tool would export them."""
        return "".join(json.dumps(turn, ensure_ascii=False) + "\n" for turn in self.turns).encode()


class Samples:
    """All of it, read when it is asked for."""

    @cached_property
    def conversations(self) -> list[Sample]:
        """The conversations, in the order in which they were first labelled."""
        turns: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in _rows("items.csv"):
            turns[row["conversation_id"]].append(_turn(row))
        found = {name: sample for name, sample in self._labelled().items() if name in turns}
        for name, sample in found.items():
            sample.turns = turns[name]
            _with_channels(sample)
        return sorted(found.values(), key=lambda one: one.first)

    def sound(self, name: str) -> bytes:
        """Return the bytes of a call."""
        return (files("earmark") / "samples" / name).read_bytes()

    @cached_property
    def guideline(self) -> dict[str, Any]:
        """The guideline file: versions, tasks, clauses."""
        return tomllib.loads(_text("guideline.toml"))

    @cached_property
    def schemes(self) -> dict[str, Any]:
        """The labels of each task."""
        tasks: dict[str, Any] = tomllib.loads(_text("scheme.toml"))["task"]
        return tasks

    def version(self, name: str) -> dict[str, Any]:
        """Return one version as it is published: the latest text of each clause up to it."""
        known = [version["id"] for version in self.guideline["version"]]
        upto = known[: known.index(name) + 1]
        clauses: dict[str, str] = {}
        for clause in self.guideline["clause"]:
            if clause.get("since", known[0]) in upto:
                clauses[clause["id"]] = clause["text"]
        tasks = [{**task, **self.schemes[task["name"]]} for task in self.guideline["task"]]
        return {"name": name, "clauses": [{"id": i, "text": t} for i, t in clauses.items()], "tasks": tasks}

    @cached_property
    def meant(self) -> dict[str, str]:
        """The authors' own label of the intent of each turn that has one right answer."""
        delivered = {row["item_id"]: row["label"] for row in _rows("spotcheck.csv")}
        checked = {row["item_id"]: row["label"] for row in _rows("spotcheck_gold.csv")}
        return delivered | dict.fromkeys(self.misheard, "cancel") | checked | self.gold

    @cached_property
    def gold(self) -> dict[str, str]:
        """The authors' decisions, by item."""
        return {row["item_id"]: row["label"] for row in _rows("gold.csv")}

    @cached_property
    def delivered(self) -> list[dict[str, str]]:
        """The delivery that passes a spot check of 97 % and still fails in use."""
        return list(_rows("spotcheck.csv"))

    @cached_property
    def checked(self) -> dict[str, str]:
        """The right labels of the items somebody drew to check the delivery."""
        return {row["item_id"]: row["label"] for row in _rows("spotcheck_gold.csv")}

    @cached_property
    def misheard(self) -> list[str]:
        """The items of the delivery on which a telecom customer leaves, and it says complaint."""
        wrong = {item for item, label in self.checked.items() if label == "cancel"}
        return [
            row["item_id"]
            for row in self.delivered
            if row["domain"] == "telecom"
            and row["label"] == "complaint"
            and (row["item_id"] in wrong or self._most.get(row["item_id"]) == "cancel")
        ]

    @cached_property
    def _most(self) -> dict[str, str]:
        """The intent that most annotators gave to an item, where more than half did."""
        said: dict[str, Counter[str]] = defaultdict(Counter)
        for row in _rows("labels.csv"):
            if row["task"] == "intent" and row["purpose"] == "label" and row["label"]:
                said[row["item_id"]][row["label"]] += 1
        leading = {item: count.most_common(1)[0] for item, count in said.items()}
        return {item: label for item, (label, n) in leading.items() if n * 2 > said[item].total()}

    def _labelled(self) -> dict[str, Sample]:
        found: dict[str, Sample] = {}
        given: dict[tuple[str, str], dict[str, Given]] = defaultdict(dict)
        for row in _rows("labels.csv"):
            if row["purpose"] != "label":
                continue  # the workbench asks nobody twice yet
            name = row["item_id"].rpartition(":")[0]
            found.setdefault(name, Sample(name, datetime.fromisoformat(row["submitted_at"])))
            _add(given[name, row["annotator_id"]], row)
        for (name, annotator), answers in given.items():
            found[name].sittings.append(Sitting(annotator, answers))
        for sample in found.values():  # whoever takes over what was skipped comes last
            sample.sittings.sort(key=lambda sitting: -len(sitting.given))
        return found


def _add(given: dict[str, Given], row: dict[str, str]) -> None:
    """Put the two rows of an item together: each task has one."""
    before = given.get(row["item_id"])
    answers = {} if before is None else before.answers
    if row["label"]:
        answers = {**answers, row["task"]: row["label"]}
    seconds = float(row["seconds"]) + (0.0 if before is None else before.seconds)
    given[row["item_id"]] = Given(row["item_id"], row["outcome"], round(seconds, 1), answers)


def _turn(row: dict[str, str]) -> dict[str, Any]:
    kept = ("item_id", "conversation_id", "speaker", "text", "domain", "language")
    turn: dict[str, Any] = {name: row[name] for name in kept} | {"turn": int(row["turn"])}
    if row["audio"]:
        turn |= {"start": float(row["start"]), "end": float(row["end"]), "audio": row["audio"]}
    return turn


def _with_channels(sample: Sample) -> None:
    if sample.audio is not None:
        call = json.loads(_text(sample.audio.replace(".flac", ".json")))
        for turn, told in zip(sample.turns, call["turns"], strict=True):
            turn["channel"] = told["channel"]


def _text(name: str) -> str:
    return (files("earmark") / "samples" / name).read_text("utf-8")


def _rows(name: str) -> Iterator[dict[str, str]]:
    return csv.DictReader(io.StringIO(_text(name)))
