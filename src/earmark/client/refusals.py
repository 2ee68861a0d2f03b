"""What a response that is no success becomes: one class of `earmark.errors` for each thing to do about it."""

from __future__ import annotations

import json
import math
from typing import Any

import httpx

from earmark.errors import (
    AbsentError,
    ConflictError,
    FailedError,
    ForbiddenError,
    OverloadedError,
    RefusedError,
    ServerError,
    SignInError,
    UnreadableAnswerError,
)

__all__ = ["json_of", "refusal"]

KINDS: dict[int, type[ServerError]] = {
    401: SignInError,
    403: ForbiddenError,
    404: AbsentError,
    409: ConflictError,
    429: OverloadedError,
    503: OverloadedError,
}


def refusal(response: httpx.Response) -> ServerError:
    """Return the error a response stands for, with the server's own sentence where it gives one."""
    status = response.status_code
    found = _error(response)
    if found is None and not (status in KINDS or status >= 500):
        return _foreign(response)
    facts = found or {}
    kind = KINDS.get(status, FailedError if status >= 500 else RefusedError)
    said: dict[str, Any] = {
        "status": status,
        "code": str(facts.get("code") or ""),
        "field": facts.get("field") if isinstance(facts.get("field"), str) else None,
        "facts": facts.get("facts") if isinstance(facts.get("facts"), dict) else {},
    }
    if kind is OverloadedError:
        said["retry_after"] = _retry_after(response)
    return kind(_sentence(facts, response), **said)


def json_of(response: httpx.Response) -> Any:
    """Return the JSON of an answer.

    Raises:
        UnreadableAnswerError: it holds none; `status` is None where it was meant to be JSON and is broken.
    """
    try:
        return json.loads(response.content)
    except ValueError:
        if "json" in response.headers.get("content-type", ""):
            raise UnreadableAnswerError(
                f"{_address(response)} answered with broken JSON; try again"
            ) from None
        raise _foreign(response) from None


def _error(response: httpx.Response) -> dict[str, Any] | None:
    try:
        found = json.loads(response.content)
    except ValueError:
        return None
    error = found.get("error") if isinstance(found, dict) else None
    return error if isinstance(error, dict) else None


def _sentence(facts: dict[str, Any], response: httpx.Response) -> str:
    if facts.get("message"):
        return str(facts["message"])
    return f"{_address(response)} answered {response.status_code} {response.reason_phrase}".rstrip()


def _foreign(response: httpx.Response) -> UnreadableAnswerError:
    kind = response.headers.get("content-type", "nothing").partition(";")[0]
    return UnreadableAnswerError(
        f"{_address(response)} answered {response.status_code} with {kind}, which is no answer of Earmark's; "
        "is this the address of an Earmark server?",
        status=response.status_code,
    )


def _address(response: httpx.Response) -> str:
    return str(response.request.url.copy_with(query=None, fragment=None, userinfo=None))


def _retry_after(response: httpx.Response) -> float | None:
    """Seconds; the header's other form, a date, needs a clock both agree on, and Earmark never sends it."""
    try:
        seconds = float(response.headers["retry-after"])
    except (KeyError, ValueError):
        return None
    return seconds if math.isfinite(seconds) and seconds >= 0 else None
