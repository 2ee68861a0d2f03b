"""The final label of each item: what a review decided, else what the answers say taken together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from earmark.server.quality.tables import TEXT, table

if TYPE_CHECKING:
    from earmark.formats import Table

__all__ = ["final_labels"]

LABELS = {"item_id": TEXT, "task": TEXT, "label": TEXT, "probability": TEXT, "how": TEXT}


def final_labels(annotations: Table, gold: Table) -> Table:
    """Return `item_id, task, label, probability, how`, by task and item.

    `how` is `review` (decided; no probability, it is settled), `known` (from the start), or the method of the
    consensus with the probability it gives. Answers that have no majority (texts, marks, numbers) are there
    only when a review decided.
    """
    rows = _consensus(annotations) if len(annotations) else {}
    for row in gold.data.select(["item_id", "task", "label", "decision"]).to_pylist():
        how = "known" if row["decision"] == "known" else "review"
        rows[row["task"], row["item_id"]] = {**row, "how": how}
    return table("gold", LABELS, [rows[key] for key in sorted(rows)], annotations.schemes)


def _consensus(annotations: Table) -> dict[tuple[str, str], dict[str, Any]]:
    from earmark.analysis.answers import answers_of
    from earmark.analysis.consensus import task_consensus
    from earmark.analysis.tasks import tasks_of

    answers = answers_of(annotations)
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for task in tasks_of(answers) if len(answers) else []:
        if not task.choices or task.scale == "interval":
            continue
        found = task_consensus(task)
        for row in found.rows():
            probability = f"{row['probability']:.6g}"
            rows[row["task"], row["item_id"]] = {**row, "probability": probability, "how": found.found.method}
    return rows
