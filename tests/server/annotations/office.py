"""People at work, a step at a time: whatever order the steps come in, each is done if it can be and refused if not."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.server.assignments.desk import Desk
from tests.server.world import Visitor

__all__ = ["ACTIONS", "Office", "Step"]

ACTIONS = (
    "take",
    "take the one after",
    "answer",
    "pass over",
    "correct",
    "withdraw",
    "send again",
    "stay",
    "be away",
    "leave",
    "accept",
    "decide otherwise",
    "send back",
)
LABELS = ("request", "problem", "complaint")


@dataclass(frozen=True)
class Step:
    """What is done, by which of the people, and a number where there is something to choose."""

    action: str
    person: int
    choice: int


@dataclass
class Office:
    """A few people and a reviewer, what they have in hand, and what they have submitted."""

    desk: Desk
    people: list[Visitor]
    reviewer: Visitor
    in_hand: dict[int, dict[str, Any]] = field(default_factory=dict)
    sent: dict[int, list[tuple[str, dict[str, Any]]]] = field(default_factory=dict)

    @classmethod
    def of(cls, desk: Desk, people: int = 3) -> Office:
        return cls(desk, desk.people(people), desk.project.member("reviewer"))

    def do(self, step: Step) -> None:
        """Do a step; what the server refuses is no mistake, but it never breaks."""
        if step.action in ("accept", "decide otherwise", "send back"):
            self._review(step)
        elif step.action == "be away":
            self.desk.world.clock.passes(minutes=(5, 31, 300)[step.choice % 3])
        elif step.action == "leave":
            self._leave_and_come_back(step.person)
        elif step.action in ("take", "take the one after"):
            self._take(step)
        elif step.action == "stay":
            assignment = self.in_hand.get(step.person)
            if assignment is not None:
                self._post(step.person, f"/api/assignments/{assignment['id']}/heartbeat", None)
        else:
            self._submit(step)

    def _post(self, person: int, path: str, body: Any) -> Any:
        response = self.people[person].post(path, body)
        assert response.status_code < 500, response.text
        return response

    def _take(self, step: Step) -> None:
        body = {"prefetch": step.action == "take the one after"}
        response = self._post(step.person, f"{self.desk.project.path}/assignments/next", body)
        if response.status_code == 200:
            self.in_hand[step.person] = response.json()

    def _submit(self, step: Step) -> None:
        sent = self.sent.setdefault(step.person, [])
        if step.action == "send again":
            if sent:
                self._post(step.person, *sent[step.choice % len(sent)])
            return
        path = self._addressed(step, sent)
        if path is None:
            return
        given = {"key": f"key-{step.person}-{len(sent):06}", **_said(step)}
        self._post(step.person, path, given)
        sent.append((path, given))

    def _addressed(self, step: Step, sent: list[tuple[str, dict[str, Any]]]) -> str | None:
        """Return what the step is about: what is in hand, or something submitted before."""
        if step.action in ("correct", "withdraw"):
            return sent[step.choice % len(sent)][0] if sent else None
        assignment = self.in_hand.get(step.person)
        return None if assignment is None else f"/api/assignments/{assignment['id']}/submission"

    def _leave_and_come_back(self, person: int) -> None:
        project, visitor = self.desk.project, self.people[person]
        assert project.owner.delete(f"{project.path}/people/{visitor.user_id}").status_code == 204
        project.take_in(visitor, "annotator")

    def _review(self, step: Step) -> None:
        project = self.desk.project
        rows = self.reviewer.get(f"{project.path}/reviews").json()["rows"]
        if not rows:
            return
        row = rows[step.choice % len(rows)]
        case = self.reviewer.get(f"{project.path}/items/{row['item']}/answers").json()
        task = next(task for task in case["tasks"] if task["task"] == row["task"])
        one = task["answers"][step.choice % len(task["answers"])]
        how: dict[str, dict[str, Any]] = {
            "accept": {"decision": "accept", "annotation": one["annotation"]},
            "decide otherwise": {"decision": "other", "answer": one["answer"], "clause": "4.1"},
            "send back": {"decision": "return", "reason": "again", "annotation": one["annotation"]},
        }
        body = {"item": row["item"], "task": row["task"], **how[step.action]}
        if step.action == "send back" and step.choice % 2:
            del body["annotation"]  # to all who answered
        response = self.reviewer.post(f"{project.path}/reviews", body)
        assert response.status_code in (201, 409), response.text


def _said(step: Step) -> dict[str, Any]:
    if step.action == "pass over":
        return {"outcome": "skipped", "reason": "not clear"}
    if step.action == "withdraw":
        return {"outcome": "defective", "reason": "another language"}
    label = LABELS[step.choice % len(LABELS)]
    answers = [{"task": "intent", "answer": label}, {"task": "polite", "answer": "2"}]
    return {"answers": answers, "seconds": 2.5, "comment": "so I heard it"}
