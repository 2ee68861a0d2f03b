"""An audit as a folder: the page to read, the figures for scripts, and the list of labels to look at again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from earmark.analysis.audit.result import AuditResult
from earmark.errors import OutputError
from earmark.formats.output import written
from earmark.report.as_json import audit_json
from earmark.report.html import audit_page
from earmark.report.rows import rows_as_bytes

__all__ = ["disputed_rows", "write_audit"]

DISPUTED = ("task", "item_id", "answers", "consensus", "probability", "text", "before")


def write_audit(result: AuditResult, folder: str | Path, *, title: str) -> Path:
    """Write `audit.html`, `audit.json` and `disputed.csv` into a folder, and return the path of the page.

    The folder is made where it is missing. Everything is composed before the first byte is written, and
    each file is written whole or not at all.

    Raises:
        OutputError: the folder cannot be made, or a file in it cannot be written.
    """
    folder = Path(folder)
    figures = json.dumps(audit_json(result), ensure_ascii=False, allow_nan=False, indent=1) + "\n"
    contents = {
        "audit.json": figures.encode("utf-8", "replace"),
        "disputed.csv": rows_as_bytes(list(disputed_rows(result)), "disputed.csv", columns=DISPUTED),
        "audit.html": audit_page(result, title=title).encode("utf-8", "replace"),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            f"{folder}: the folder cannot be made ({error.strerror}); choose another with --out"
        ) from None
    for name, content in contents.items():
        with written(folder / name) as file:
            file.write(content)
    return folder / "audit.html"


def disputed_rows(result: AuditResult) -> Iterator[dict[str, Any]]:
    """Yield the disputed items of every task, most disputed first.

    `answers` is a JSON object: how many people chose each label; `before` holds the turns before, oldest first.
    """
    for task in result.tasks:
        for item in task.disputed:
            yield {
                "task": task.task,
                "item_id": item.item_id,
                "answers": json.dumps(dict(item.answers), ensure_ascii=False),
                "consensus": item.consensus,
                "probability": item.probability,
                "text": item.text,
                "before": "\n".join(item.context) or None,
            }
