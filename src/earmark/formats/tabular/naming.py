"""Which column of a file is which column of the design."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from earmark.errors import CallError, TableError
from earmark.formats.table import TableKind
from earmark.formats.tabular.columns import COLUMNS, REQUIRED, Column, plain

__all__ = ["Plan", "makes_sense", "plan_of"]

_MOST_SHOWN = 12
_CROWD_KIT = {"text", "output"}


@dataclass(frozen=True, slots=True)
class Plan:
    """How the columns of a file are taken.

    `names` are the names in the file, tidied; `taken` the name in the table of each; `mapping` those that
    were renamed; `guessed` the names in the table that an alias stood for (nobody said so).
    """

    kind: TableKind
    names: tuple[str, ...]
    taken: Mapping[str, str]
    mapping: Mapping[str, str]
    guessed: frozenset[str]

    def found(self, name: str) -> str:
        """Return the name in the file of a column of the table."""
        return next((one for one, taken in self.taken.items() if taken == name), name)


def plan_of(names: Sequence[str], kind: TableKind | None, columns: Mapping[str, str], shown: str) -> Plan:
    """Return how the columns called `names` are taken for a table of this kind (None: decided here).

    The exact name wins, then one that differs in case, spaces or hyphens, then the aliases.

    >>> plan_of(["task", "worker", "label"], None, {}, "labels.csv").mapping
    {'task': 'item_id', 'worker': 'annotator_id'}

    Raises:
        TableError: a required column is missing, two columns have one name, or two could be meant.
        CallError: `columns` names a column that such a table cannot have.
    """
    tidy = _tidied(names, shown)
    decided = kind or _decided(tidy, columns)
    search = _Search(tidy, decided, columns, shown)
    found = search.run()
    _require(found, tidy, decided, shown)
    return _plan(tidy, decided, found, search.guessed)


def makes_sense(names: Sequence[str], kind: TableKind | None, columns: Mapping[str, str]) -> bool:
    """Return whether these names are those of a table (of the kind asked for)."""
    try:
        plan_of(names, kind, columns, "")
    except _AmbiguousError:
        return True
    except (TableError, CallError):
        return False
    return True


def _tidied(names: Sequence[str], shown: str) -> tuple[str, ...]:
    stripped = [name.strip() or f"column {place}" for place, name in enumerate(names, 1)]
    twice = [name for name, count in Counter(stripped).items() if count > 1]
    if twice:
        places = [str(place) for place, name in enumerate(stripped, 1) if name == twice[0]]
        raise TableError(
            f"{shown}: the column name {twice[0]!r} stands {len(places)} times in the header "
            f"(columns {', '.join(places)}); each column needs a name of its own"
        )
    return tuple(stripped)


class _AmbiguousError(TableError):
    """Two columns could be meant."""


class _Search:
    """Finds each column of the design among the names of a file, each name used once."""

    def __init__(
        self, names: tuple[str, ...], kind: TableKind, columns: Mapping[str, str], shown: str
    ) -> None:
        self._names = names
        self._columns = COLUMNS[kind]
        self._kind = kind
        self._explicit = columns
        self._shown = shown
        self._found: dict[str, str] = {}
        self.guessed: set[str] = set()

    def run(self) -> dict[str, str]:
        """Return, for each column found, its name in the file."""
        self._take_explicit()
        item = [column for column in self._columns if column.name == "item_id"]
        # The item is looked for first: where nothing else names it, crowd-kit's `task` does.
        for columns in (item, self._columns):
            for match in (self._exact, self._spelled, self._alias):
                self._take(columns, match)
        return self._found

    def _take(self, columns: Sequence[Column], match: Callable[[Column], str | None]) -> None:
        for column in columns:
            if column.name not in self._found and (name := match(column)) is not None:
                self._found[column.name] = name
                if match == self._alias:
                    self.guessed.add(column.name)

    def _free(self) -> list[str]:
        used = set(self._found.values())
        return [name for name in self._names if name not in used]

    def _take_explicit(self) -> None:
        known = [column.name for column in self._columns]
        for name, in_file in self._explicit.items():
            if name not in known and not name.startswith("p:"):
                raise CallError(
                    f"--columns {name}={in_file}: {_a(self._kind)} table has no column {name!r}; "
                    f"it can have {', '.join(known)}"
                )
            if in_file not in self._names:
                near = get_close_matches(in_file, self._names, 1)
                raise TableError(
                    f"{self._shown} has no column {in_file!r} (--columns {name}={in_file})"
                    + (f", did you mean {near[0]!r}?" if near else ",")
                    + f" it has {_listed(self._names)}"
                )
            if in_file in self._found.values():
                raise CallError(f"--columns gives the column {in_file!r} two names; it can have one")
            self._found[name] = in_file

    def _exact(self, column: Column) -> str | None:
        return column.name if column.name in self._free() else None

    def _spelled(self, column: Column) -> str | None:
        return self._only([name for name in self._free() if plain(name) == column.name], column)

    def _alias(self, column: Column) -> str | None:
        free = self._free()
        for tier in column.aliases:
            fitting = [name for name in free if plain(name) in tier and self._allows(column, plain(name))]
            if fitting:
                return self._only(fitting, column)
        return None

    def _allows(self, column: Column, alias: str) -> bool:
        """A text is the label only in the tables of crowd-kit, where the item is called task."""
        return column.name != "label" or alias not in _CROWD_KIT or self._found.get("item_id") == "task"

    def _only(self, fitting: list[str], column: Column) -> str | None:
        if len(fitting) > 1:
            raise _AmbiguousError(
                f"{self._shown} has two columns that could be {column.name}, {fitting[0]!r} and "
                f"{fitting[1]!r}; say which with --columns {column.name}={fitting[0]}"
            )
        return fitting[0] if fitting else None


def _decided(names: tuple[str, ...], columns: Mapping[str, str]) -> TableKind:
    """Annotations name who answered; predictions a model or probabilities; gold an item and a label alone."""
    if any(name.startswith("p:") for name in (*names, *columns)):
        return TableKind.PREDICTIONS
    as_annotations = _loosely(names, TableKind.ANNOTATIONS, columns)
    if "annotator_id" in columns or {"annotator_id", "label"} <= as_annotations:
        return TableKind.ANNOTATIONS
    if {"item_id", "label", "model"} <= _loosely(names, TableKind.PREDICTIONS, columns):
        return TableKind.PREDICTIONS
    as_items = _loosely(names, TableKind.ITEMS, columns)
    labelled = "label" in columns or "label" in {plain(name) for name in names}
    described = as_items & {"text", "conversation_id", "speaker", "turn"}
    if {"item_id", "label"} <= _loosely(names, TableKind.GOLD, columns) and (labelled or not described):
        return TableKind.GOLD
    answers = as_annotations & {"annotator_id", "label"}
    return TableKind.ANNOTATIONS if answers and "item_id" not in as_items else TableKind.ITEMS


def _loosely(names: tuple[str, ...], kind: TableKind, columns: Mapping[str, str]) -> frozenset[str]:
    """Return the columns of a kind that the names give, an ambiguous one counted as there."""
    known = {column.name for column in COLUMNS[kind]}
    said = {name: found for name, found in columns.items() if name in known and found in names}
    try:
        return frozenset(_Search(names, kind, said, "").run())
    except TableError:
        spelled = {plain(name) for name in names}
        return frozenset(
            column.name
            for column in COLUMNS[kind]
            if spelled & {column.name, *(alias for tier in column.aliases for alias in tier)}
        )


def _require(found: Mapping[str, str], names: tuple[str, ...], kind: TableKind, shown: str) -> None:
    for group in REQUIRED[kind]:
        given = any(name in found for name in group)
        if given or ("p:" in group and any(name.startswith("p:") for name in names)):
            continue
        wanted = " or ".join("p:<label>" if name == "p:" else name for name in group)
        raise TableError(
            f"{shown} has no column for {wanted}, which {_a(kind)} table needs; it has {_listed(names)}; "
            f"if one of them is meant, say so with --columns {group[0]}=NAME"
        )


def _plan(names: tuple[str, ...], kind: TableKind, found: Mapping[str, str], guessed: set[str]) -> Plan:
    inverse = {in_file: name for name, in_file in found.items()}
    used = {"row", *found}
    taken: dict[str, str] = {}
    for name in names:
        target = inverse.get(name, name)
        while name not in inverse and target in used:
            target = f"{target}_as_found"
        used.add(target)
        taken[name] = target
    mapping = {name: target for name, target in taken.items() if name != target}
    return Plan(kind, names, taken, mapping, frozenset(guessed))


def _listed(names: Sequence[str]) -> str:
    if not names:
        return "no columns"
    more = len(names) - _MOST_SHOWN
    held = ", ".join(repr(name if len(name) <= 40 else name[:40] + "…") for name in names[:_MOST_SHOWN])
    return held + (f" and {more} more" if more > 0 else "")


def _a(kind: TableKind) -> str:
    noun = {"annotations": "an annotations", "items": "an items"}
    return noun.get(kind.value, f"a {kind.value}")
