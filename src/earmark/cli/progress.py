"""A progress bar on standard error, where a person is looking; nothing elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from earmark.formats.registry import Progress

__all__ = ["shown_progress"]


@contextmanager
def shown_progress() -> Iterator[Progress | None]:
    """Give a function to report progress with; None where standard error is not a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        line = bar.add_task("reading", total=None)

        def report(what: str, done: int, total: int | None) -> None:
            bar.update(line, description=what, completed=done, total=total)

        yield report
