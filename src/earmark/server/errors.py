"""The one place where a refusal becomes an HTTP status."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import Field
from starlette.exceptions import HTTPException
from starlette.responses import Response

from earmark.errors import CallError, EarmarkError, InputError
from earmark.server.kit import errors
from earmark.server.kit.schemas import Schema

__all__ = ["STATUS", "Problem", "answer", "answer_problems"]

STATUS: dict[type[EarmarkError], int] = {
    errors.BadCallError: 400,
    errors.NotSignedInError: 401,
    errors.NotAllowedError: 403,
    errors.NotFoundError: 404,
    errors.ConflictError: 409,
    errors.TooLargeError: 413,
    errors.UnusableError: 422,
    errors.TooManyError: 429,
    errors.BusyError: 503,
    InputError: 422,
    CallError: 400,
}


class ProblemFacts(Schema):
    """What went wrong."""

    code: str = Field(description="Stable, for programs: `lease-lapsed`.")
    message: str = Field(description="One sentence, for people.")
    field: str | None = Field(description="The field of the request it is about, if one.")
    facts: dict[str, Any] | None = Field(default=None, description="Further values, by code.")


class Problem(Schema):
    """Every answer that is not a success."""

    error: ProblemFacts


def answer(
    status: int,
    code: str,
    message: str,
    field: str | None = None,
    facts: dict[str, Any] | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    """Return the one form in which anything is refused."""
    error: dict[str, Any] = {"code": code, "message": message, "field": field}
    if facts:
        error["facts"] = facts
    body = json.dumps({"error": error}, ensure_ascii=True).encode()
    return Response(body, status, headers, media_type="application/json")


def answer_problems(app: FastAPI) -> None:
    """Let the app answer every refusal in the one form."""
    app.add_exception_handler(EarmarkError, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)


async def _refused(request: Request, problem: Exception) -> Response:  # noqa: ARG001  # Starlette's signature
    status = next(STATUS[kind] for kind in type(problem).__mro__ if kind in STATUS)
    if not isinstance(problem, errors.ProblemError):
        return answer(status, "unusable" if status == 422 else "bad-call", str(problem))
    headers = {}
    if isinstance(problem, errors.TooManyError):
        headers["Retry-After"] = str(problem.retry_after)
    if isinstance(problem, errors.NotSignedInError):
        headers["WWW-Authenticate"] = "Bearer"
    return answer(status, problem.code, problem.message, problem.field, problem.facts, headers)


async def _invalid(request: Request, problem: Exception) -> Response:  # noqa: ARG001  # Starlette's signature
    found: Sequence[Any] = problem.errors() if isinstance(problem, RequestValidationError) else ()
    first = found[0]
    place = [str(part) for part in first["loc"][1:]]
    message = str(first["msg"]).removeprefix("Value error, ")
    if first["type"] == "json_invalid":
        return answer(400, "not-json", "The body of the request is not JSON.")
    where = ".".join(place) or None
    more = f" ({len(found) - 1} more fields are wrong.)" if len(found) > 1 else ""
    sentence = f"{where or 'The request'}: {message[:1].lower()}{message[1:]}."
    return answer(422, "invalid", sentence.replace("..", ".") + more, where)


HTTP_CODES = {404: "not-found", 405: "no-such-method", 400: "bad-call", 413: "too-large", 415: "not-json"}
SENTENCES = {
    404: "There is nothing here.",
    405: "This address does not take this method.",
    413: "This is more than the server takes at once.",
}


async def _http(request: Request, problem: Exception) -> Response:  # noqa: ARG001  # Starlette's signature
    status = problem.status_code if isinstance(problem, HTTPException) else 500
    headers = dict(problem.headers or {}) if isinstance(problem, HTTPException) else None
    code = HTTP_CODES.get(status, "refused")
    return answer(status, code, SENTENCES.get(status, "The request cannot be used."), headers=headers)
