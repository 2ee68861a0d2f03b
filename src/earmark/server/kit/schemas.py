"""What every body that comes in or goes out is made of: strict, frozen, and free of what no database stores."""

from __future__ import annotations

import math
import unicodedata
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, model_validator

__all__ = ["Login", "LongText", "Name", "Schema", "ShortText", "Word"]

DEEPEST = 20


class Schema(BaseModel):
    """Unknown fields are refused, so that a misspelt one is not silently ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, from_attributes=True)

    @model_validator(mode="before")
    @classmethod
    def storable(cls, given: Any) -> Any:
        """Refuse null characters, broken Unicode, numbers that are none, and nesting without end."""
        if isinstance(given, dict):
            _check(given, DEEPEST)
        return given


def _check(value: Any, depth: int) -> None:
    if depth == 0:
        raise ValueError(f"nothing may be nested more than {DEEPEST} deep")
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, float):
        _check_finite(value)
    elif isinstance(value, int):
        _check_size(value)
    elif isinstance(value, dict):
        for key, inner in value.items():
            _check(key, depth - 1)
            _check(inner, depth - 1)
    elif isinstance(value, list | tuple):
        for inner in value:
            _check(inner, depth - 1)


def _check_text(value: str) -> None:
    if "\0" in value:
        raise ValueError("a text must not hold a null character")
    if not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value):
        raise ValueError("a text must be whole Unicode, not half of a surrogate pair")


def _check_finite(value: float) -> None:
    if not math.isfinite(value):
        raise ValueError("a number must be finite")


def _check_size(value: int) -> None:
    if abs(value) >= 2**63:
        raise ValueError("a whole number must fit into 64 bits")


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _one_line(text: str) -> str:
    if any(unicodedata.category(letter) in ("Cc", "Zl", "Zp") for letter in text):
        raise ValueError("this must be one line, without control characters")
    return text


def _login(text: str) -> str:
    folded = unicodedata.normalize("NFC", text.strip()).lower()
    if not folded or any(letter.isspace() or unicodedata.category(letter) == "Cc" for letter in folded):
        raise ValueError("a login is one word, such as a name or an e-mail address")
    return folded


Login = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(_login)]
"""What one signs in with: one word in small letters, in NFC."""

Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    AfterValidator(_nfc),
    AfterValidator(_one_line),
]
"""A name people read: one line of 1 to 200 characters."""

Word = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=100),
    AfterValidator(_nfc),
    AfterValidator(_one_line),
]
"""An id people gave (a label, a task): one line of 1 to 100 characters, in NFC, otherwise untouched."""

ShortText = Annotated[str, StringConstraints(max_length=2_000), AfterValidator(_nfc)]
"""A sentence or two."""

LongText = Annotated[str, StringConstraints(max_length=50_000), AfterValidator(_nfc)]
"""A clause, a description."""
