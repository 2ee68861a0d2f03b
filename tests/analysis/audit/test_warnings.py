"""Each warning and refusal is given for the table it was planted in, and not for the same table without the trap."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from earmark.analysis.audit import AuditResult, audit
from earmark.analysis.audit.codes import CODES
from earmark.model import Kind, Scheme
from tests.analysis.tables import Row, codes, crowd, truths

START = datetime(2026, 3, 1, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Trap:
    """A table with the trap, the nearest one without it, and what else is given."""

    code: str
    rows: Callable[[], list[Row]]
    clean: Callable[[], list[Row]] = crowd
    options: dict[str, Any] = field(default_factory=dict)
    clean_options: dict[str, Any] = field(default_factory=dict)
    name: str = ""


def only(*annotators: str) -> list[Row]:
    return [row for row in crowd() if row["annotator_id"] in annotators]


def timed(rows: list[Row], *, zone: str = "Z") -> list[Row]:
    """Give each row the time of its place in the table, an hour apart for each annotator."""
    found = []
    for at, row in enumerate(rows):
        moment = START + timedelta(minutes=at)
        found.append(row | {"submitted_at": moment.strftime("%Y-%m-%dT%H:%M:%S") + zone})
    return found


def with_two_swapped() -> list[Row]:
    rows = timed(crowd())
    rows[10]["submitted_at"], rows[300]["submitted_at"] = rows[300]["submitted_at"], rows[10]["submitted_at"]
    return rows


def with_one_time_missing() -> list[Row]:
    rows = timed(crowd())
    rows[7]["submitted_at"] = None
    return rows


def with_second_id(name: str) -> Callable[[], list[Row]]:
    """Let somebody answer fifty items of their own under an id that looks like a0."""
    own = [row | {"item_id": f"own{row['item_id']}"} for row in crowd(seed=2) if row["annotator_id"] == "a1"]

    def rows() -> list[Row]:
        return crowd() + [row | {"annotator_id": name} for row in own[:50]]

    return rows


def with_label(label: str) -> Callable[[], list[Row]]:
    def rows() -> list[Row]:
        return [row | {"label": label} if at % 9 == 0 else row for at, row in enumerate(crowd())]

    return rows


def sentences() -> list[Row]:
    return [
        row | {"label": f"the caller number {at} said that they want to {row['label']}"}
        for at, row in enumerate(crowd())
    ]


def short_codes() -> list[Row]:
    return [row | {"label": f"{row['label']}-{at % 110}"} for at, row in enumerate(crowd())]


def with_copy(share: float) -> Callable[[], list[Row]]:
    """Let `copy` give a share of a1's answers, and otherwise answer like everybody."""

    def rows() -> list[Row]:
        rng = np.random.default_rng(8)
        honest = [row for row in crowd() if row["annotator_id"] != "a4"]
        own = {row["item_id"]: row["label"] for row in crowd() if row["annotator_id"] == "a4"}
        return honest + [
            row | {"annotator_id": "copy"} | ({} if rng.random() < share else {"label": own[row["item_id"]]})
            for row in honest
            if row["annotator_id"] == "a1"
        ]

    return rows


def with_suggestions(kept: float) -> Callable[[], list[Row]]:
    def rows() -> list[Row]:
        rng = np.random.default_rng(4)
        found = crowd()
        for row in found[:300]:
            row["suggested"] = row["label"] if rng.random() < kept else "none of these"
        return found

    return rows


def with_third_where(differ: bool) -> Callable[[], list[Row]]:
    """Ask a third only where the first two differ; or of as many items, drawn at random."""

    def rows() -> list[Row]:
        found = crowd(items=600, annotators=3, seed=3)
        triples = [found[3 * item : 3 * item + 3] for item in range(600)]
        hard = [first["label"] != second["label"] for first, second, _ in triples]
        asked = hard if differ else list(np.random.default_rng(6).permutation(hard))
        kept = []
        for (first, second, third), more in zip(triples, asked, strict=True):
            kept += [first, second, third] if more else [first, second]
        return kept

    return rows


def with_machine(source: str) -> Callable[[], list[Row]]:
    def rows() -> list[Row]:
        found = [row | {"source": "human"} for row in crowd()]
        machine = [row for row in found if row["annotator_id"] == "a4"]
        return [row for row in found if row["annotator_id"] != "a4"] + [
            row | {"annotator_id": "model", "source": source} for row in machine
        ]

    return rows


def gold_of(rows: list[Row], **change: Any) -> dict[str, Any]:
    return {"gold": [row | change for row in rows]}


def two_tasks() -> list[Row]:
    return [row | {"task": task} for row in crowd() for task in ("intent", "mood")]


GOLD = gold_of(truths()[:40])
TRAPS = [
    Trap("one-annotator", lambda: only("a0"), lambda: only("a0", "a1")),
    Trap("two-annotators", lambda: only("a0", "a1"), lambda: only("a0", "a1", "a2")),
    Trap(
        "no-overlap",
        lambda: [row for at, row in enumerate(crowd()) if at % 5 == (at // 5) % 5],
        lambda: [row for at, row in enumerate(crowd()) if at % 5 in ((at // 5) % 5, 0)],
    ),
    Trap("duplicate-answers", lambda: [*crowd(), crowd()[0] | {"label": "cancel"}]),
    Trap("time-disorder", with_two_swapped, lambda: timed(crowd())),
    Trap("time-missing", with_one_time_missing, lambda: timed(crowd())),
    Trap("naive-time", lambda: timed(crowd(), zone=""), lambda: timed(crowd(), zone="+01:00")),
    Trap("same-annotator", with_second_id("A0"), with_second_id("b0"), name="case"),
    Trap("same-annotator", with_second_id("a 0"), with_second_id("a-0"), name="space"),
    Trap("same-annotator", with_second_id("\u04300"), with_second_id("\u04360"), name="Cyrillic"),
    Trap("same-annotator", with_second_id("\uff410"), with_second_id("\u00e40"), name="wide"),
    Trap("alike-labels", with_label("Cancel"), with_label("cancelled"), name="case"),
    Trap("alike-labels", with_label("c\u0430ncel"), with_label("c\u00e4ncel"), name="Cyrillic"),
    Trap("labels-look-like-text", sentences, short_codes),
    Trap("copied-labels", with_copy(0.95), with_copy(0.0)),
    Trap("gold-unmatched", crowd, crowd, gold_of(truths()[:20], item_id="another"), GOLD, name="all"),
    Trap("gold-unmatched", crowd, crowd, gold_of([*truths()[:20], {"item_id": "x", "label": "cancel"}]), GOLD, name="some"),
    Trap("gold-unmatched", two_tasks, two_tasks, gold_of(truths()[:40], task="Intent"), gold_of(truths()[:40], task="intent"), name="a task nobody answered"),
    Trap("gold-unmatched", crowd, crowd, gold_of(truths()[:40], task="intent"), GOLD, name="a task where answers name none"),
    Trap("gold-label-unused", crowd, crowd, gold_of(truths()[:40], label="refund"), GOLD),
    Trap("gold-contradicts", crowd, crowd, gold_of([*truths()[:40], *truths(seed=2)[:40]]), gold_of([*truths()[:40], *truths()[:40]])),
    Trap("suggestion-anchored", with_suggestions(1.0), with_suggestions(0.5)),
    Trap("machine-answers", with_machine("machine"), with_machine("human")),
    Trap("hard-items-chosen", with_third_where(differ=True), with_third_where(differ=False)),
]  # fmt: skip


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: f"{trap.code} {trap.name}".strip())
def test_a_planted_trap_is_named_and_without_it_nothing_is(trap: Trap) -> None:
    assert trap.code in codes(audit(trap.rows(), **trap.options))
    assert trap.code not in codes(audit(trap.clean(), **trap.clean_options))


def test_every_code_has_a_trap() -> None:
    assert {trap.code for trap in TRAPS} - {"naive-time"} == CODES


def test_an_honest_table_with_everything_raises_nothing() -> None:
    items = [{"item_id": f"i{n:03}", "text": f"turn {n}", "domain": "xy"[n % 2]} for n in range(120)]

    result = audit(timed(crowd()), items=items, gold=truths(), predictions=truths())

    assert codes(result) == set()


def notice(result: AuditResult, code: str) -> Any:
    (found,) = [one for one in result.warnings if one.code == code]
    return found


def test_a_warning_counts_what_it_concerns_and_names_some() -> None:
    gold = truths()[:20] + [{"item_id": f"x{n}", "label": "cancel"} for n in range(7)]

    found = notice(audit(crowd(), gold=gold), "gold-unmatched")

    assert found.count == 7
    assert found.examples == ("x0", "x1", "x2", "x3", "x4")
    assert found.text == "7 of 27 gold labels are for items nobody answered in the table."


def test_gold_that_matches_nowhere_says_the_ids_may_be_written_differently() -> None:
    result = audit(crowd(), gold=[{"item_id": f"I-{n}", "label": "cancel"} for n in range(7)])

    assert "may be written differently" in notice(result, "gold-unmatched").text
    assert {one.code for one in result.refused} == {"gold-unmatched"}
    assert any(gap.startswith("Against the truth: not measured") for gap in result.axes[0].not_measured)


def test_gold_of_one_task_leaves_the_other_unmeasured_and_says_so() -> None:
    result = audit(two_tasks(), gold=[row | {"task": "intent"} for row in truths()])

    assert codes(result) == set()
    assert {one.task for one in result.axes[0].measured if "on gold" in one.title} == {"intent"}
    assert any(
        gap.startswith("Against the truth on 'mood': not measured") for gap in result.axes[0].not_measured
    )


def test_gold_of_a_task_nobody_answered_names_both_sides() -> None:
    result = audit(two_tasks(), gold=[row | {"task": "Intent"} for row in truths()])

    found = notice(result, "gold-unmatched")
    assert found.text == (
        "120 of 120 gold labels are for tasks nobody answered ('Intent'); the answers are to 'intent', 'mood'."
    )
    assert found.examples == ("Intent",)
    assert result.next_steps[0].title == "Make the task names of gold and answers match"


def test_copies_are_counted_once_and_alpha_with_them_is_told_apart() -> None:
    result = audit(with_copy(1.0)())

    (refused,) = [one for one in result.refused if one.code == "copied-labels"]
    assert "alpha with them: " in refused.why
    honest = [row for row in crowd() if row["annotator_id"] != "a4"]
    assert result.tasks[0].alpha == audit(honest).tasks[0].alpha


@pytest.mark.parametrize("options", [{"kind": "category"}, {"scheme": Scheme(Kind.CATEGORY)}], ids=str)
def test_sentences_are_labels_where_the_call_says_so(options: dict[str, Any]) -> None:
    result = audit(sentences(), **options)

    assert "labels-look-like-text" not in codes(result)
    assert result.tasks[0].alpha.defined


def test_sentences_are_text_where_the_call_says_so() -> None:
    result = audit(sentences(), kind="transcript")

    assert codes(result) == set()
    assert result.tasks[0].scale == "text"


def test_agreement_without_suggestions_is_that_of_the_rows_without() -> None:
    rows = with_suggestions(1.0)()

    unaided = audit(rows).tasks[0].unaided

    assert unaided is not None
    assert unaided.value == audit(rows[300:]).tasks[0].alpha.value


def test_withheld_agreement_is_withheld_everywhere_in_the_headline() -> None:
    result = audit(with_third_where(differ=True)())

    task = result.tasks[0]
    for estimate in (task.alpha, task.percent):
        assert estimate.value is None
        assert (estimate.undefined or "").startswith("withheld: equal pairs of answers")
    (shown,) = [one.estimate for one in result.axes[1].measured if one.estimate.name == "krippendorff_alpha"]
    assert shown == task.alpha


def test_in_order_of_time_the_first_two_answers_tell_of_a_chosen_third() -> None:
    task = audit(timed(with_third_where(differ=True)())).tasks[0]

    assert (task.alpha.undefined or "").startswith("withheld: first two answers equal")


def test_little_agreement_leaves_no_probability_to_believe() -> None:
    rng = np.random.default_rng(5)

    result = audit([row | {"label": "xyz"[rng.integers(3)]} for row in crowd()])

    (by_model,) = [one for one in result.axes[0].measured if one.estimate.name == "expected_accuracy"]
    (settled,) = [one for one in result.axes[2].measured if one.estimate.name == "settled"]
    assert "people agree" in (by_model.estimate.undefined or "")
    assert by_model.estimate.undefined == settled.estimate.undefined


def test_two_annotators_vouch_for_no_consensus() -> None:
    consensus = audit(only("a0", "a1")).tasks[0].consensus

    assert consensus is not None
    assert "two annotators" in (consensus.settled.undefined or "")


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: f"{trap.code} {trap.name}".strip())
def test_a_warning_is_one_sentence_that_hides_no_count(trap: Trap) -> None:
    for found in audit(trap.rows(), **trap.options).warnings:
        assert found.text.endswith(".")
        assert "\n" not in found.text
        assert found.count > 0 or found.code == "no-overlap"
