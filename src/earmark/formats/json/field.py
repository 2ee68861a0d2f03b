"""A value inside a JSON record, with the place where it stands: read it as what it should be, or say why not."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from earmark.errors import BadCell, FormatError
from earmark.model import as_text

__all__ = ["Field", "RecordError"]

_LONGEST_SHOWN = 60
_LARGEST_WHOLE = 2**63
_DAY = 86_400
_YEAR_9999 = 253_402_300_800


class RecordError(FormatError):
    """One record is not built as its format demands; `cell` says where, what was found, what is allowed."""

    def __init__(self, shown: str, cell: BadCell) -> None:
        where = f", {cell.column}" if cell.column else ""
        super().__init__(
            f"{shown}: record {cell.row}{where}: found {cell.found}; allowed: {cell.allowed}. "
            "Correct the record, or go on without it with --skip-bad"
        )
        self.cell = cell


class Field:
    """A JSON value and its path from the record.

    Every reading method raises RecordError when the value is of another form.

    >>> record = Field.record({"id": 7, "result": [{"score": "high"}]}, "tasks.json", 3)
    >>> record.need("id").ident()
    '7'
    >>> record.need("result").entries()[0].need("score").number()
    Traceback (most recent call last):
    earmark.formats.json.field.RecordError: tasks.json: record 3, result[0].score: found the text "high";
    allowed: a number. Correct the record, or go on without it with --skip-bad
    """

    __slots__ = ("_key", "_parent", "value")

    def __init__(self, value: Any, key: str | int, parent: Field | tuple[str, int]) -> None:
        self.value = value
        self._key = key
        self._parent = parent

    @classmethod
    def record(cls, value: Any, shown: str, row: int) -> Field:
        """Return the record number `row` (counted from 1) of the file shown as `shown`."""
        return cls(value, "", (shown, row))

    @property
    def shown(self) -> str:
        """The file, as it is shown to people."""
        return self._origin()[0]

    @property
    def row(self) -> int:
        """The number of the record, counted from 1."""
        return self._origin()[1]

    def _origin(self) -> tuple[str, int]:
        above = self._parent
        while isinstance(above, Field):
            above = above._parent
        return above

    @property
    def path(self) -> str:
        """The path from the record, `annotations[0].result[2].value`; empty for the record itself."""
        if not isinstance(self._parent, Field):
            return ""
        before = self._parent.path
        if isinstance(self._key, int):
            return f"{before}[{self._key}]"
        return f"{before}.{self._key}" if before else self._key

    def bad(self, allowed: str) -> RecordError:
        """Return the error that says this value is not what is allowed."""
        return RecordError(self.shown, BadCell(self.row, self.path or None, _found(self.value), allowed))

    def child(self, key: str | int, value: Any) -> Field:
        """Return a value below this one."""
        return Field(value, key, self)

    def at(self, key: str) -> Field | None:
        """Return the field of an object, or None where it is missing or null."""
        if not isinstance(self.value, dict):
            raise self.bad("an object")
        value = self.value.get(key)
        return None if value is None else Field(value, key, self)

    def need(self, key: str) -> Field:
        """Return the field of an object; it must be there."""
        found = self.at(key)
        if found is None:
            raise self.child(key, None).bad("a value; the field is missing or null")
        return found

    def mapping(self) -> Mapping[str, Any]:
        """Return the object."""
        if not isinstance(self.value, dict):
            raise self.bad("an object")
        return self.value

    def members(self) -> list[tuple[str, Field]]:
        """Return the object's fields that are not null, in the order of the file."""
        return [(key, Field(value, key, self)) for key, value in self.mapping().items() if value is not None]

    def entries(self) -> list[Field]:
        """Return the entries of a list."""
        if not isinstance(self.value, list):
            raise self.bad("a list")
        return [Field(value, index, self) for index, value in enumerate(self.value)]

    def text(self) -> str:
        """Return the text, untouched."""
        if not isinstance(self.value, str):
            raise self.bad("a text")
        return self.value

    def ident(self) -> str:
        """Return the id or label as text; ids of tools are texts, whole numbers or true and false."""
        match self.value:
            case bool():
                return str(self.value).lower()
            case str() if self.value:
                return as_text(self.value)
            case int() if abs(self.value) < _LARGEST_WHOLE:
                return str(self.value)
            case float() if self.value.is_integer() and abs(self.value) < _LARGEST_WHOLE:
                return str(int(self.value))
        raise self.bad("a text that is not empty, or a whole number")

    def number(self) -> float:
        """Return the finite number; a text that reads as one is taken too, as old exports hold such."""
        match self.value:
            case bool():
                pass
            case int() | float() | str():
                try:
                    number = float(self.value)
                except (ValueError, OverflowError):
                    raise self.bad("a number") from None
                if math.isfinite(number):
                    return number
        raise self.bad("a number")

    def duration(self) -> float:
        """Return the seconds, not negative."""
        seconds = self.number()
        if seconds < 0:
            raise self.bad("a number of seconds, 0 or more")
        return seconds

    def position(self) -> int:
        """Return the place in a text or list, 0 or more."""
        number = self.number()
        if not (0 <= number < _LARGEST_WHOLE and number.is_integer()):
            raise self.bad("a whole number, 0 or more")
        return int(number)

    def flag(self) -> bool:
        """Return true or false."""
        if not isinstance(self.value, bool):
            raise self.bad("true or false")
        return self.value

    def moment(self) -> datetime:
        """Return the time, in UTC: an ISO 8601 text or seconds since 1970; without a zone it is UTC."""
        if isinstance(self.value, str):
            try:
                found = datetime.fromisoformat(self.value)
                return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
            except (ValueError, OverflowError):
                raise self.bad("a time as in 2024-01-30T02:40:43Z") from None
        seconds = self.number()
        if not -_DAY * 365 < seconds < _YEAR_9999:
            raise self.bad("seconds since 1970")
        return datetime.fromtimestamp(seconds, UTC)

    def dump(self) -> str:
        """Return the value as text: a text as it is, anything else as JSON."""
        return self.value if isinstance(self.value, str) else json.dumps(self.value, ensure_ascii=False)


def _found(value: Any) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return str(value).lower()
        case str():
            shown = value if len(value) <= _LONGEST_SHOWN else value[:_LONGEST_SHOWN] + "…"
            return f"the text {json.dumps(shown, ensure_ascii=False)}"
        case dict():
            return f"an object with {len(value)} fields"
        case list():
            return f"a list of {len(value)}"
        case int() if abs(value) >= _LARGEST_WHOLE:
            return "a number too large"
    return f"the number {value}"
