"""The difference between two versions of a guideline, so that a person can read it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

__all__ = ["Change", "changes", "words_changed"]

What = Literal["clause", "task", "label"]
Piece = tuple[Literal["same", "removed", "added"], str]
Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: what, which, how; `field` and `pieces` say what changed in it and from what to what."""

    what: What
    id: str
    change: Literal["added", "removed", "changed", "moved"]
    task: str | None = None
    field: str | None = None
    pieces: Pieces = ()


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Return what is different in `after`: clauses first, then tasks, each followed by its labels.

    >>> old = {"clauses": [{"id": "1", "text": "Label the first turn."}], "tasks": []}
    >>> new = {"clauses": [{"id": "1", "text": "Label every turn."}], "tasks": []}
    >>> changes(old, new)[0].pieces
    (('same', 'Label '), ('removed', 'the first'), ('added', 'every'), ('same', ' turn.'))
    """
    found = list(_compared("clause", before["clauses"], after["clauses"], "id"))
    old, new = _by(before["tasks"], "name"), _by(after["tasks"], "name")
    for name in _in_order(new, old):
        found += _compared("task", _only(old, name), _only(new, name), "name")
        if name in old and name in new:
            labels = (old[name].get("labels", []), new[name].get("labels", []))
            found += _compared("label", *labels, "id", task=name)
            found += _moved(name, *labels)
    return found


def words_changed(before: str, after: str) -> Pieces:
    """Return the two texts as one, in stretches of whole words that stayed, went or came."""
    old, new = re.findall(r"\s+|\w+|[^\w\s]", before), re.findall(r"\s+|\w+|[^\w\s]", after)
    pieces: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(("same", "".join(old[a:b])))
        else:
            pieces += _gone_and_come("".join(old[a:b]), "".join(new[c:d]))
    return _joined(pieces)


def _gone_and_come(removed: str, added: str) -> list[Piece]:
    gone: list[Piece] = [("removed", removed)] if removed else []
    come: list[Piece] = [("added", added)] if added else []
    return gone + come


def _joined(pieces: Sequence[Piece]) -> Pieces:
    """Take a space between two changes as changed too: `the first` → `every` reads better in one go."""
    result: list[Piece] = []
    removed = added = ""
    for place, (what, text) in enumerate(pieces):
        if what == "same" and (removed or added) and text.isspace() and place + 1 < len(pieces):
            removed, added = removed + text, added + text
        elif what == "same":
            result += [*_gone_and_come(removed, added), ("same", text)]
            removed = added = ""
        else:
            removed += text if what == "removed" else ""
            added += text if what == "added" else ""
    return (*result, *_gone_and_come(removed, added))


def _compared(
    what: What,
    before: Sequence[Mapping[str, Any]],
    after: Sequence[Mapping[str, Any]],
    key: str,
    task: str | None = None,
) -> Iterator[Change]:
    old, new = _by(before, key), _by(after, key)
    for name in _in_order(new, old):
        if name not in old:
            yield Change(what, name, "added", task, pieces=(("added", _title(new[name])),))
        elif name not in new:
            yield Change(what, name, "removed", task, pieces=(("removed", _title(old[name])),))
        else:
            yield from _fields(what, name, task, old[name], new[name])


def _fields(
    what: What, name: str, task: str | None, old: Mapping[str, Any], new: Mapping[str, Any]
) -> Iterator[Change]:
    for field in dict.fromkeys([*new, *old]):
        was, is_now = old.get(field), new.get(field)
        if field != "labels" and was != is_now:
            yield Change(what, name, "changed", task, field, words_changed(_said(was), _said(is_now)))


def _moved(
    task: str, before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]
) -> list[Change]:
    """Say so when labels that both have stand in another order: on a scale that changes what they mean."""
    old, new = _by(before, "id"), _by(after, "id")
    was, is_now = [name for name in old if name in new], [name for name in new if name in old]
    if was == is_now:
        return []
    pieces: Pieces = (("removed", ", ".join(was)), ("added", ", ".join(is_now)))
    return [Change("task", task, "moved", None, "labels", pieces)]


def _by(rows: Sequence[Mapping[str, Any]], key: str) -> dict[str, Mapping[str, Any]]:
    return {str(row[key]): row for row in rows}


def _only(rows: Mapping[str, Mapping[str, Any]], name: str) -> list[Mapping[str, Any]]:
    return [rows[name]] if name in rows else []


def _in_order(new: Mapping[str, Any], old: Mapping[str, Any]) -> list[str]:
    return list(dict.fromkeys([*new, *old]))


def _title(row: Mapping[str, Any]) -> str:
    return str(row.get("text") or row.get("question") or row.get("name") or row.get("id") or "")


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
