"""What comes in is what was meant, and can be stored."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from earmark.server.kit.schemas import Login, Name, Schema, Word


class Thing(Schema):
    """Something with a name and whatever else."""

    name: Name = "x"
    word: Word = "x"
    login: Login = "x"
    anything: Any = None


def _deep(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"nmae": "x"}, "Extra inputs"),
        ({"anything": {"a": ["\0"]}}, "null character"),
        ({"anything": {"\0": 1}}, "null character"),
        ({"anything": ["\ud800"]}, "surrogate"),
        ({"anything": float("nan")}, "finite"),
        ({"anything": [10**30]}, "64 bits"),
        ({"anything": _deep(30)}, "nested"),
        ({"name": "two\nlines"}, "one line"),
        ({"name": "   "}, "at least 1"),
        ({"word": "x" * 101}, "at most 100"),
        ({"login": "two words"}, "one word"),
    ],
)
def test_what_no_database_stores_and_nobody_meant_is_refused(given: dict[str, Any], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        Thing.model_validate(given)


def test_texts_are_kept_in_one_form() -> None:
    thing = Thing(name=" Zoe\u0308 ", word="e\u0301", login="Ana@Example.org")

    assert (thing.name, thing.word, thing.login) == ("Zoë", "é", "ana@example.org")
