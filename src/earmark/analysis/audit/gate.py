"""A gate: what must hold of the labels before they may go on, for use in continuous integration."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from earmark.analysis.audit.codes import CODES, CODES_OF_READING
from earmark.analysis.audit.result import AuditResult, GateOutcome
from earmark.errors import CallError, FileError
from earmark.model import Estimate

__all__ = ["Requirement", "check", "fail_under", "read_gate"]

KEYS = {"measure", "task", "at_least", "at_most", "on", "no_warning"}
ENDS = ("low", "value", "high")


@dataclass(frozen=True, slots=True)
class Requirement:
    """A measure with a bound, or warnings (or refusals) that must not occur.

    `on` says which end of the interval the bound is held against. `low` (the usual one for `at_least`)
    demands evidence, `value` only the estimate.
    """

    measure: str = ""
    task: str | None = None
    at_least: float | None = None
    at_most: float | None = None
    on: str = "low"
    no_warning: tuple[str, ...] = ()


def read_gate(path: str | Path) -> tuple[Requirement, ...]:
    """Return the requirements of a gate file: a TOML file of `[[require]]` tables.

    Raises:
        FileError: the file cannot be read or is not TOML.
        CallError: a requirement has a key or a value that is not allowed.
    """
    try:
        content = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise FileError(
            f"the gate file {path} cannot be read: {problem}; it must be TOML with [[require]] tables"
        ) from None
    strange = sorted(set(content) - {"require"})
    if strange:
        raise CallError(f"the gate file {path} holds {strange[0]!r}; allowed are [[require]] tables alone")
    listed = content.get("require")
    if not isinstance(listed, list) or not listed:
        raise CallError(f"the gate file {path} has no [[require]] table, so it would let everything pass")
    return tuple(_requirement(one, f"{path}, requirement {number}") for number, one in enumerate(listed, 1))


def fail_under(bound: float) -> tuple[Requirement, ...]:
    """Return the requirement of `--fail-under`: alpha's value, in every task, is at least `bound`."""
    return (Requirement("krippendorff_alpha", at_least=bound, on="value"),)


def check(result: AuditResult, requirements: tuple[Requirement, ...]) -> tuple[GateOutcome, ...]:
    """Return each requirement with what was found. What is undefined does not hold: no evidence is no pass."""
    return tuple(outcome for one in requirements for outcome in _outcomes(result, one))


def _requirement(fields: Any, where: str) -> Requirement:
    if not isinstance(fields, Mapping) or set(fields) - KEYS:
        strange = sorted(set(fields) - KEYS) if isinstance(fields, Mapping) else [repr(fields)]
        raise CallError(f"{where}: {strange[0]!r} is not known; allowed are {', '.join(sorted(KEYS))}")
    codes = _codes(fields.get("no_warning", []), where)
    bounds = [fields.get("at_least"), fields.get("at_most")]
    if bounds.count(None) == 0:
        raise CallError(f"{where}: give at_least or at_most; for both write two requirements")
    if bool(fields.get("measure")) != (bounds != [None, None]) or not (codes or fields.get("measure")):
        raise CallError(f"{where}: give a measure with at_least or at_most, or no_warning")
    for bound in bounds:
        if bound is not None and (isinstance(bound, bool) or not isinstance(bound, int | float)):
            raise CallError(f"{where}: a bound is a number, found {bound!r}")
    default = "low" if fields.get("at_least") is not None else "high"
    if fields.get("on", default) not in ENDS:
        raise CallError(f"{where}: on = {fields['on']!r} is not known; allowed are {', '.join(ENDS)}")
    return Requirement(
        str(fields.get("measure", "")),
        fields.get("task"),
        fields.get("at_least"),
        fields.get("at_most"),
        fields.get("on", default),
        codes,
    )


def _codes(found: Any, where: str) -> tuple[str, ...]:
    """Return the codes of `no_warning`; one that no warning has would hold for ever."""
    codes = [found] if isinstance(found, str) else found
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
        raise CallError(f"{where}: no_warning is a code or a list of codes, found {found!r}")
    strange = [code for code in codes if code not in CODES | CODES_OF_READING]
    if strange:
        near = get_close_matches(strange[0], sorted(CODES | CODES_OF_READING), n=1)
        meant = f"did you mean {near[0]!r}" if near else f"codes are {', '.join(sorted(CODES))}"
        raise CallError(f"{where}: no warning has the code {strange[0]!r}; {meant}")
    return tuple(codes)


def _outcomes(result: AuditResult, one: Requirement) -> Iterator[GateOutcome]:
    for code in one.no_warning:
        warned = sum(notice.code == code for notice in result.warnings)
        hits = warned or sum(one.code == code for one in result.refused)
        yield GateOutcome(f"no warning {code}", f"{hits} found", not hits)
    if not one.measure:
        return
    found = [
        (task, estimate)
        for task, estimate in _estimates(result)
        if estimate.name == one.measure and one.task in (None, task)
    ]
    if not found:
        where = f" for task {one.task!r}" if one.task else ""
        yield GateOutcome(_words(one, one.task), f"the audit has no {one.measure}{where}", False)
    for task, estimate in found:
        yield GateOutcome(_words(one, task), str(estimate), _holds(one, estimate))


def _estimates(result: AuditResult) -> Iterator[tuple[str | None, Estimate]]:
    """Yield the headline estimates; one measure may stand on an axis under several titles."""
    for axis in result.axes:
        for measured in axis.measured:
            yield measured.task, measured.estimate


def _holds(one: Requirement, estimate: Estimate) -> bool:
    number = {"low": estimate.low, "value": estimate.value, "high": estimate.high}[one.on]
    if number is None:
        return False
    return (one.at_least is None or number >= one.at_least) and (one.at_most is None or number <= one.at_most)


def _words(one: Requirement, task: str | None) -> str:
    end = {"low": "lower end of ", "value": "", "high": "upper end of "}[one.on]
    bound = f"at least {one.at_least}" if one.at_least is not None else f"at most {one.at_most}"
    return f"{end}{one.measure}{f' of task {task!r}' if task else ''} {bound}"
