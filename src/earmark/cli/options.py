"""Options that several commands share, and what they mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from earmark.errors import CallError

__all__ = [
    "by_columns",
    "distance_from",
    "interval_options",
    "numbers",
    "outputs",
    "pairs",
    "reading",
    "reading_options",
    "scheme_from",
    "what_options",
]

F = TypeVar("F", bound=Callable[..., Any])


def reading_options(function: F) -> F:
    """Add what concerns the reading of a table."""
    for option in reversed(
        (
            click.option(
                "--columns",
                metavar="NAME=COLUMN,…",
                help="Which columns are meant, e.g. item_id=utt,annotator_id=who.",
            ),
            click.option(
                "--format",
                "format_",
                metavar="NAME",
                help="The file's format, when its content does not tell.",
            ),
            click.option(
                "--skip-bad", is_flag=True, help="Go on without rows that cannot be read, and count them."
            ),
            click.option(
                "--rejected", type=click.Path(dir_okay=False), help="Write those rows to this file."
            ),
        )
    ):
        function = option(function)
    return function


def what_options(function: F) -> F:
    """Add what kind of answers the labels are."""
    function = click.option(
        "--scheme",
        type=click.Path(exists=True, dir_okay=False),
        help="A file with the kind and the labels in order.",
    )(function)
    return click.option(
        "--kind",
        metavar="KIND",
        help="category, categories, scale, preference, spans, segments, transcript, rewrite.",
    )(function)


def interval_options(function: F) -> F:
    """Add how intervals are made."""
    function = click.option("--seed", type=int, default=0, show_default=True, help="Seed of the resampling.")(
        function
    )
    function = click.option(
        "--resamples",
        type=click.IntRange(100, 100_000),
        default=1000,
        show_default=True,
        help="How often to resample.",
    )(function)
    return click.option(
        "--level",
        type=click.FloatRange(0.5, 0.999),
        default=0.95,
        show_default=True,
        help="Level of the intervals.",
    )(function)


def reading(
    source: str, columns: str | None, format_: str | None, skip_bad: bool, rejected: str | None
) -> dict[str, Any]:
    """Return the shared reading options as `formats.read` takes them."""
    outputs({"rejected": rejected}, read=(source,))
    if rejected and not skip_bad:
        raise CallError("--rejected goes with --skip-bad: without it no row is left out")
    return {"columns": pairs(columns), "format": format_, "skip_bad": skip_bad, "rejected": rejected}


def pairs(text: str | None) -> dict[str, str]:
    """Return the pairs of `--columns NAME=COLUMN,…`.

    Raises:
        CallError: a part is no pair.
    """
    found = {}
    for part in (text or "").split(","):
        name, sign, column = part.partition("=")
        if part.strip() and not (sign and name.strip() and column.strip()):
            raise CallError(
                f"--columns takes NAME=COLUMN pairs, found {part!r}; e.g. item_id=utt,annotator_id=who"
            )
        if sign:
            found[name.strip()] = column.strip()
    return found


def by_columns(values: tuple[str, ...]) -> list[str]:
    """Return the columns of `--by a,b` and of `--by a --by b`."""
    return [one.strip() for value in values for one in value.split(",") if one.strip()]


def numbers(level: float, resamples: int, seed: int) -> Any:
    """Return the interval settings."""
    from earmark.quality.resampling import Interval

    return Interval(level=level, resamples=resamples, seed=seed)


def outputs(named: Mapping[str, str | None], *, read: Sequence[str | None]) -> dict[str, str]:
    """Return what is written to each path that was named.

    Raises:
        CallError: two outputs share a path, or one is a file that is read.
    """
    wanted: dict[str, str] = {}
    inputs = {Path(path).resolve() for path in read if path not in (None, "-")}
    places: set[Path] = set()
    for what, path in named.items():
        if path is None:
            continue
        place = Path(path).resolve()
        if place in inputs:
            raise CallError(f"{path} is read by this call and would be written over; name another file")
        if place in places:
            raise CallError(f"{path} is named for two outputs; name one file for each")
        places.add(place)
        wanted[path] = what
    return wanted


def scheme_from(path: str | None) -> Any:
    """Return the scheme, or schemes, of a file; None for no file."""
    if path is None:
        return None
    from earmark.formats.scheme_file import read_schemes

    return read_schemes(Path(path))


def distance_from(value: str | None) -> Any:
    """Return the distance of a file; the name of one as it is; None for none."""
    if value is None or value in ("jaccard", "masi", "linear", "quadratic"):
        return value
    from earmark.formats import read_distances

    return read_distances(Path(value))
