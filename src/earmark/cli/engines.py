"""Options for tables too large for one process, and how they become an engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import click

from earmark.errors import CallError

if TYPE_CHECKING:
    from earmark.engines import Engine, Reading
    from earmark.formats.registry import Progress

__all__ = ["engine_of", "engine_options", "engine_reading", "only_with_engine", "refuse_with_engine"]

F = TypeVar("F", bound=Callable[..., Any])


def engine_options(function: F) -> F:
    """Add who counts."""
    for option in reversed(
        (
            click.option(
                "--engine",
                metavar="NAME",
                help="local or ray: count part by part, for tables larger than memory; ANNOTATIONS may be a folder.",
            ),
            click.option(
                "--workers", type=click.IntRange(min=1), help="How many of an engine's workers count at once."
            ),
            click.option("--memory", metavar="AMOUNT", help="What they may take together, e.g. 4G."),
        )
    ):
        function = option(function)
    return function


def engine_of(name: str, workers: int | None, memory: str | None, progress: Progress | None) -> Engine:
    """Return the engine asked for, not yet entered.

    Raises:
        CallError: there is no such engine, or the memory does not suffice.
    """
    from earmark.engines import bytes_of, engine_named

    return engine_named(
        name, workers=workers, memory=None if memory is None else bytes_of(memory), progress=progress
    )


def only_with_engine(workers: int | None, memory: str | None) -> None:
    """Refuse what only an engine heeds.

    Raises:
        CallError: it was given.
    """
    if workers is not None or memory is not None:
        raise CallError("--workers and --memory go with --engine: without it one process counts all at once")


def refuse_with_engine(given: Mapping[str, Any]) -> None:
    """Refuse options that need the whole table at once.

    Raises:
        CallError: one was given.
    """
    for name, value in given.items():
        if value not in (None, False, ()):
            raise CallError(
                f"{name} needs the whole table at once; leave --engine out where it fits into memory"
            )


def engine_reading(columns: Mapping[str, str], format_: str | None, *, skip_bad: bool) -> Reading:
    """Return how an engine reads."""
    from earmark.engines import Reading

    return Reading(dict(columns), format_, skip_bad)
