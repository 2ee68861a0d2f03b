"""`python -m benchmarks.fuzz --seconds 120 [--reader NAME] [--seed N]`: feed the readers damaged files.

Small valid files of every registered format are made in code and damaged by plain mutation: bits flipped,
pieces cut out, doubled, moved, and words put in that readers stumble over. A reader may answer with tables
or with an earmark error of one line; anything else is printed with its traceback and the bytes that did it.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import random
import sys
import time
import traceback
import warnings
from collections import Counter
from pathlib import Path

from earmark.errors import EarmarkError
from earmark.formats import Tables, read
from earmark.formats.known import REGISTRY, TABLE_FORMATS
from earmark.formats.reading import read_source
from earmark.formats.registry import ReadOptions
from earmark.formats.source import source_of_bytes

WORDS = [
    b'"',
    b'""',
    b"\n",
    b"\r",
    b"\r\n",
    b",",
    b";",
    b"\t",
    b"|",
    b"\0",
    b"\xff",
    b"\xc3",
    b"\xef\xbb\xbf",
]
WORDS += [
    b"{",
    b"}",
    b"[",
    b"]",
    b"[]",
    b"{}",
    b"null",
    b"true",
    b"NaN",
    b"-1",
    b"1e999",
    b"9" * 40,
    b"\\ud800",
]
WORDS += [
    b"item_id",
    b"label",
    b"annotations",
    b"result",
    b"value",
    b"start",
    b"end",
    b"\xf0\x9f\x92\xa9",
    b"=1+1",
]
MOST_SHOWN = 5
ZIPPED = 0.05

LABEL_STUDIO = [
    {
        "id": 1,
        "data": {"text": "Hi there", "audio": "a.wav", "dialogue": [{"author": "A", "text": "Yes"}]},
        "drafts": [],
        "predictions": [
            {"id": 5, "model_version": "m", "score": 0.5, "result": [
                {"type": "choices", "from_name": "c", "to_name": "text", "value": {"choices": ["x"]}}]}
        ],
        "annotations": [
            {"id": 7, "completed_by": 1, "created_at": "2024-01-30T02:40:43Z", "lead_time": 3.5, "result": [
                {"type": "choices", "from_name": "c", "to_name": "text", "value": {"choices": ["x", "y"]}},
                {"type": "rating", "from_name": "r", "value": {"rating": 4}},
                {"type": "textarea", "from_name": "w", "value": {"text": ["one"]}},
                {"type": "labels", "id": "g", "from_name": "l", "to_name": "text",
                 "value": {"start": 0, "end": 2, "text": "Hi", "labels": ["X"]}},
                {"type": "labels", "id": "h", "from_name": "a", "to_name": "audio", "original_length": 9.5,
                 "value": {"start": 0.5, "end": 1.5, "labels": ["S"]}},
                {"type": "rectanglelabels", "from_name": "b", "value": {"x": 1, "rectanglelabels": ["Car"]}}]}
        ],
    }
]  # fmt: skip
PRODIGY = {
    "text": "Hello there", "_input_hash": 1, "_task_hash": 2, "_annotator_id": "set-ann", "_timestamp": 1700000000,
    "spans": [{"start": 0, "end": 5, "label": "X"}], "answer": "accept", "_view_id": "ner_manual",
}  # fmt: skip
DOCCANO = {"id": 1, "text": "Hello there", "label": [[0, 5, "X"]], "Comments": []}
ARGILLA = {
    "id": "r1", "fields": {"text": "Hello"}, "metadata": {"domain": "x"},
    "suggestions": {"mood": {"value": "good", "score": 0.5, "agent": "m"}},
    "responses": {"mood": [{"value": "bad", "user_id": "u1", "status": "submitted"}]},
}  # fmt: skip
TOOL_SEEDS: dict[str, bytes] = {
    "label-studio": json.dumps(LABEL_STUDIO).encode(),
    "prodigy": (json.dumps(PRODIGY) + "\n").encode() * 3,
    "doccano": (json.dumps(DOCCANO) + "\n").encode() * 3,
    "argilla": json.dumps([ARGILLA, ARGILLA]).encode(),
    "fasttext": b"__label__a __label__b some text here\n__label__c more text\n" * 3,
    "conll": b"EU B-ORG\nrejects O\nGerman B-MISC\ncall O\n\nPeter B-PER\nBlackburn I-PER\n\n",
}


def seeds() -> dict[str, list[bytes]]:
    """Return small valid files of every registered format."""
    rows = [
        {"item_id": f"i{at}", "annotator_id": "René", "label": 'a "b", c\r\n', "seconds": at / 2, "turn": at,
         "submitted_at": "2024-01-30T02:40:43Z", "note": None if at % 2 else "=1+1"}
        for at in range(5)
    ]  # fmt: skip
    marks = [{**row, "label": [{"start": 0, "end": 3, "unit": "char", "label": "X"}]} for row in rows]
    found = {name: [content] for name, content in TOOL_SEEDS.items()}
    for one in TABLE_FORMATS:
        for held in (rows, marks):
            target = io.BytesIO()
            one.write(Tables(annotations=read(held).annotations), target)
            found.setdefault(one.name, []).append(target.getvalue())
    return found


def mutated(content: bytes, chance: random.Random) -> bytes:
    """Return the bytes with one to six things done to them."""
    for _ in range(chance.randint(1, 6)):
        at = chance.randint(0, len(content))
        end = min(len(content), at + chance.choice((1, 1, 2, 4, 16, 64)))
        match chance.randint(0, 5):
            case 0 if at < len(content):
                content = (
                    content[:at] + bytes([content[at] ^ (1 << chance.randint(0, 7))]) + content[at + 1 :]
                )
            case 1:
                content = content[:at] + content[end:]
            case 2:
                content = content[:end] + content[at:]
            case 3:
                content = content[:at] + chance.choice(WORDS) + content[at:]
            case 4:
                content = content[:at] + chance.choice(WORDS) + content[end:]
            case _ if chance.random() < 0.2:
                content = content[:at]
    return content


def attempt(name: str, content: bytes, options: ReadOptions) -> str:
    """Read once and return how it ended: `tables`, or the class of the earmark error.

    Raises:
        ValueError: the error is no single sentence.
    """
    try:
        read_source(source_of_bytes(content, "fuzzed"), options, name)
    except EarmarkError as error:
        if not str(error) or "\n" in str(error):
            raise ValueError(f"an error that is no sentence: {error!r}") from error
        return type(error).__mro__[0].__name__
    return "tables"


def fuzz(
    name: str, files: list[bytes], seconds: float, chance: random.Random
) -> tuple[Counter[str], list[str]]:
    """Return how often each end was met, and the reports of those that should not be."""
    ends: Counter[str] = Counter()
    reports: list[str] = []
    stop = time.monotonic() + seconds
    while time.monotonic() < stop:
        content = chance.choice(files)
        if chance.random() < ZIPPED:
            content = gzip.compress(content, mtime=0)
        content = mutated(content, chance)
        try:
            ends[attempt(name, content, ReadOptions(skip_bad=chance.random() < 0.5))] += 1
        except Exception:
            ends["TRACEBACK"] += 1
            if len(reports) < MOST_SHOWN:
                reports.append(f"{traceback.format_exc()}\non {content!r:.2000}")
    return ends, reports


def main(arguments: list[str]) -> int:
    """Fuzz; return 1 when any input led to something other than tables or a clear error."""
    parser = argparse.ArgumentParser(prog="benchmarks.fuzz", description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=120, help="in all, shared by the readers")
    parser.add_argument("--reader", choices=REGISTRY.names(), help="one reader only")
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args(arguments)
    warnings.simplefilter("error")
    files = seeds()
    names = [chosen.reader] if chosen.reader else list(REGISTRY.names())
    failed = False
    for name in names:
        chance = random.Random(f"{chosen.seed}/{name}")  # noqa: S311
        ends, reports = fuzz(name, files[name], chosen.seconds / len(names), chance)
        print(f"{name:<14}{sum(ends.values()):>8} runs  {dict(ends.most_common())}", flush=True)
        for report in reports:
            print(report)
        failed = failed or bool(reports)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    sys.exit(main(sys.argv[1:]))
