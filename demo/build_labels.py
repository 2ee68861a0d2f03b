"""Writes the sample tables: items.csv, labels.csv, gold.csv, spotcheck.csv, spotcheck_gold.csv.

python demo/build_labels.py [--out DIR]       the same scripts and the same seed give the same bytes
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np

from demo.labelling import Row, labelled
from demo.schedule import jobs, shuffled
from demo.script import LABELS, Line, Script, read_folder

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parent / "src/earmark/samples"
SEED = 20261010
GOLD_PER_LABEL = 7
SPOT_CHECK = 100

ITEMS = [
    "item_id",
    "conversation_id",
    "turn",
    "speaker",
    "text",
    "domain",
    "language",
    "channel",
    "start",
    "end",
    "audio",
]
ANNOTATIONS = [
    "annotation_id",
    "item_id",
    "annotator_id",
    "task",
    "label",
    "submitted_at",
    "seconds",
    "guideline",
    "batch",
    "domain",
    "language",
    "channel",
    "outcome",
    "purpose",
    "context_turns",
]


def item_rows(scripts: list[Script]) -> list[Row]:
    """Return every turn, with its true times where it is part of a call; agents' turns are context."""
    rows: list[Row] = []
    for script in scripts:
        call = json.loads((SAMPLES / f"calls/{script.id}.json").read_text("utf-8")) if script.spoken else None
        for turn, line in enumerate(script.lines):
            times = {key: call["turns"][turn][key] for key in ("start", "end")} if call else {}
            rows.append(
                {
                    "item_id": f"{script.id}:{turn}",
                    "conversation_id": script.id,
                    "turn": turn,
                    "speaker": line.speaker,
                    "text": line.text,
                    **about(script),
                    **times,
                    "audio": call["audio"] if call else "",
                }
            )
    return rows


def about(script: Script) -> Row:
    """Return the columns by which the labels can be sliced."""
    return {
        "domain": script.domain,
        "language": script.language,
        "channel": "call" if script.spoken else "transcript",
    }


def customer_turns(scripts: list[Script]) -> list[tuple[str, Script, Line]]:
    """Return what is to be labelled and has one right answer, with its item id."""
    return [
        (f"{script.id}:{turn}", script, line)
        for script in scripts
        for turn, line in enumerate(script.lines)
        if line.label and not line.also
    ]


def gold_rows(scripts: list[Script], rng: np.random.Generator) -> list[Row]:
    """Return our decisions on some items of every label; satisfaction has no right answer, so no gold."""
    dealt = shuffled(customer_turns(scripts), rng)
    chosen = [
        (item, line)
        for label in LABELS
        for item, _, line in [one for one in dealt if one[2].label == label][:GOLD_PER_LABEL]
    ]
    return [{"item_id": item, "task": "intent", "label": line.label} for item, line in sorted(chosen)]


def spotcheck_rows(scripts: list[Script]) -> list[Row]:
    """Return a delivery that is right everywhere, except that no telecom customer ever cancels."""
    return [
        {
            "item_id": item,
            "annotator_id": "vendor",
            "task": "intent",
            "label": "complaint" if (script.domain, line.label) == ("telecom", "cancel") else line.label,
            **about(script),
        }
        for item, script, line in customer_turns(scripts)
    ]


def spotcheck_gold_rows(scripts: list[Script], rng: np.random.Generator) -> list[Row]:
    """Return the right labels of the hundred items somebody drew to check the delivery."""
    drawn = sorted(shuffled(customer_turns(scripts), rng)[:SPOT_CHECK])
    return [{"item_id": item, "task": "intent", "label": line.label} for item, _, line in drawn]


def write(path: Path, columns: list[str], rows: Iterable[Mapping[str, object]]) -> None:
    """Write a table: UTF-8, one line feed a row."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    """Write all tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--out", type=Path, default=SAMPLES)
    out: Path = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    scripts = read_folder(HERE / "dialogues") + read_folder(HERE / "calls")
    streams = [np.random.default_rng([SEED, part]) for part in range(4)]
    rows = labelled(jobs(scripts, streams[0]), about, streams[1])
    gold = ["item_id", "task", "label"]
    delivered = ["item_id", "annotator_id", "task", "label", "domain", "language", "channel"]
    write(out / "items.csv", ITEMS, item_rows(scripts))
    write(out / "labels.csv", ANNOTATIONS, rows)
    write(out / "gold.csv", gold, gold_rows(scripts, streams[2]))
    write(out / "spotcheck.csv", delivered, spotcheck_rows(scripts))
    write(out / "spotcheck_gold.csv", gold, spotcheck_gold_rows(scripts, streams[3]))


if __name__ == "__main__":
    main()
