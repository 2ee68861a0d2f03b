"""JSON files as records: a list of objects, one object a line, or one object alone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from earmark.errors import FileError, FormatError
from earmark.formats.json.field import Field
from earmark.formats.registry import Source
from earmark.model import Notice

__all__ = ["JsonRecords", "first_keys", "read_json_records", "text_of"]

_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_VALUE = re.compile(r"\s*:\s*(\S)")
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class JsonRecords:
    """The records, numbered from 1, and what had to be changed to read them."""

    records: tuple[Field, ...]
    notices: tuple[Notice, ...] = ()


def text_of(source: Source) -> str:
    """Return the whole source as text, without a byte order mark.

    Raises:
        FileError: it is not UTF-8, or empty.
    """
    with source.open() as stream:
        raw = stream.read()
    try:
        text = raw.decode("utf-8").removeprefix(_BOM)
    except UnicodeDecodeError as error:
        raise FileError(
            f"{source.shown} is not UTF-8: byte {error.start} is 0x{raw[error.start]:02x}; save it as UTF-8"
        ) from None
    if not text.strip():
        raise FileError(f"{source.shown} is empty; a file with at least one record is needed")
    return text


def read_json_records(source: Source) -> JsonRecords:
    """Return the records of a JSON list, of JSON Lines, or the one object there is.

    Half of a surrogate pair, which is no character, becomes U+FFFD and is counted.

    Raises:
        FileError: the source is empty or not UTF-8.
        FormatError: it is not JSON, or holds something other than objects.
    """
    try:
        values = list(_values(text_of(source), source.shown))
    except RecursionError:
        raise FormatError(f"{source.shown}: JSON nested too deeply to be records of labels") from None
    if not values:
        raise FormatError(f"{source.shown} holds an empty list; at least one record is needed")
    changed = tuple(str(number) for number, _, mended in values if mended)
    notices = (
        (
            Notice(
                "lone-surrogate",
                "Records with half of a surrogate pair, which is no character, replaced by U+FFFD: "
                f"{len(changed)}.",
                count=len(changed),
                examples=changed[:5],
            ),
        )
        if changed
        else ()
    )
    return JsonRecords(tuple(Field.record(value, source.shown, row) for row, value, _ in values), notices)


def _values(text: str, shown: str) -> Iterator[tuple[int, Any, bool]]:
    suspect = _SURROGATE.search(text) is not None
    for number, value in enumerate(_parsed(text, shown), 1):
        if not isinstance(value, dict):
            raise Field.record(value, shown, number).bad("an object")
        if suspect:
            whole = _whole(value)
            yield number, whole, whole != value
        else:
            yield number, value, False


def _parsed(text: str, shown: str) -> Iterator[Any]:
    if text.lstrip().startswith("["):
        yield from _loads(text, shown, 1)
        return
    lines = text.split("\n")
    first = next(line for line in lines if line.strip())
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        # A single object over several lines is not JSON Lines, but tools write that too.
        yield _loads(text, shown, 1)
        return
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _loads(line, shown, number)


def _loads(text: str, shown: str, line: int) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise FormatError(
            f"{shown}: line {line + error.lineno - 1}, column {error.colno}: not valid JSON ({error.msg}); "
            "allowed is a list of objects, or one object a line"
        ) from None
    except RecursionError:
        raise FormatError(f"{shown}: line {line}: JSON nested too deeply to be records of labels") from None
    except ValueError:
        raise FormatError(f"{shown}: line {line}: a number has more digits than can be read") from None


def _whole(value: Any) -> Any:
    match value:
        case str():
            return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case dict():
            return {_whole(key): _whole(below) for key, below in value.items()}
        case list():
            return [_whole(below) for below in value]
    return value


def first_keys(head: bytes) -> dict[str, str]:
    """Return the keys of the first object in a file's first bytes, each with the first character of its value.

    The head may end anywhere; what is not there yet is not returned. Empty where the file does not begin
    with an object or a list of objects.

    >>> first_keys(b'[{"id": 1, "data": {"text": "a"}, "annot')
    {'id': '1', 'data': '{'}
    """
    text = head.decode("utf-8", "replace").removeprefix(_BOM).lstrip()
    text = text[1:].lstrip() if text.startswith("[") else text
    if not text.startswith("{"):
        return {}
    return dict(_keys(text))


def _keys(text: str) -> Iterator[tuple[str, str]]:
    at, depth = 0, 0
    while at < len(text):
        one = text[at]
        if one == '"':
            quoted = _STRING.match(text, at)
            if quoted is None:
                return
            at = quoted.end()
            after = _VALUE.match(text, at)
            if depth == 1 and after:
                yield quoted.group()[1:-1], after.group(1)
                at = after.start(1)
            continue
        depth += (one in "{[") - (one in "}]")
        if depth == 0:
            return
        at += 1
