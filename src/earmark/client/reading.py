"""Reading what the server sent into frozen values, by their type hints; nothing is guessed.

Fields a value does not know are passed over: a newer server may say more. A field that is missing, or holds
something else, is an answer that cannot be read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import datetime
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from earmark.errors import UnreadableAnswerError

__all__ = ["read"]

T = TypeVar("T")


def read(kind: type[T], value: Any, where: str = "answer") -> T:
    """Return the JSON value as an instance of `kind`: a dataclass, or what its fields are made of.

    >>> read(dict[str, int], {"items": 3})
    {'items': 3}
    >>> read(tuple[str, ...], ["a", 1])
    Traceback (most recent call last):
      ...
    earmark.errors.UnreadableAnswerError: the server's answer[1] should be str, found 1; is it another version of Earmark?

    Raises:
        UnreadableAnswerError: the value has another form; the message says where.
    """
    return cast("T", _read(kind, value, where))


def _read(kind: Any, value: Any, where: str) -> Any:
    origin = get_origin(kind)
    if kind is Any:
        return value
    if origin in (Union, UnionType):
        return _one_of(get_args(kind), value, where)
    if origin is Literal:
        return value if value in get_args(kind) else _wrong(kind, value, where)
    if origin in (tuple, list):
        return _several(kind, value, where)
    if origin in (dict, Mapping):
        return _named(kind, value, where)
    if is_dataclass(kind):
        return _made(kind, value, where)
    return _plain(kind, value, where)


def _one_of(kinds: tuple[Any, ...], value: Any, where: str) -> Any:
    if value is None and NoneType in kinds:
        return None
    wanted = [kind for kind in kinds if kind is not NoneType]
    for kind in wanted[:-1]:
        try:
            return _read(kind, value, where)
        except UnreadableAnswerError:
            continue
    return _read(wanted[-1], value, where)


def _several(kind: Any, value: Any, where: str) -> Any:
    if not isinstance(value, list):
        _wrong(kind, value, where)
    inner = get_args(kind)[0]
    made = [_read(inner, one, f"{where}[{place}]") for place, one in enumerate(value)]
    return tuple(made) if get_origin(kind) is tuple else made


def _named(kind: Any, value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        _wrong(kind, value, where)
    inner = get_args(kind)[1]
    return {name: _read(inner, one, f"{where}.{name}") for name, one in value.items()}


def _made(kind: Any, value: Any, where: str) -> Any:
    if not isinstance(value, dict):
        _wrong(kind, value, where)
    given = {}
    for name, hint, needed in _shape(kind):
        if name in value:
            given[name] = _read(hint, value[name], f"{where}.{name}")
        elif needed:
            _wrong(hint, None, f"{where}.{name}")
    try:
        return kind(**given)
    except ValueError:
        return _wrong(kind, value, where)


@cache
def _shape(kind: Any) -> list[tuple[str, Any, bool]]:
    """Return name, type and whether it is needed, of each field of a dataclass."""
    hints = get_type_hints(kind)
    return [
        (field.name, hints[field.name], field.default is MISSING and field.default_factory is MISSING)
        for field in fields(kind)
    ]


def _time(value: Any) -> datetime:
    at = datetime.fromisoformat(value)
    if at.tzinfo is None:
        raise ValueError("a time without a zone")
    return at


_PLAIN: dict[Any, Callable[[Any], Any]] = {datetime: _time, float: float}
_ACCEPTS: dict[Any, tuple[type, ...]] = {datetime: (str,), float: (int, float)}


def _plain(kind: Any, value: Any, where: str) -> Any:
    if not isinstance(value, _ACCEPTS.get(kind, (kind,))) or (isinstance(value, bool) and kind is not bool):
        _wrong(kind, value, where)
    try:
        return _PLAIN.get(kind, kind)(value)
    except ValueError:
        return _wrong(kind, value, where)


def _wrong(kind: Any, value: Any, where: str) -> Any:
    name = getattr(kind, "__name__", None) or str(kind)
    raise UnreadableAnswerError(
        f"the server's {where} should be {name}, found {value!r:.60}; is it another version of Earmark?"
    )
