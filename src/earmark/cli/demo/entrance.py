"""What a demo's server has besides: the way in for the guest, and what the tour needs to know."""

from __future__ import annotations

import json
import secrets
from dataclasses import replace
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.responses import RedirectResponse

from earmark.cli.demo.folder import MARK
from earmark.server.kit.errors import UnusableError
from earmark.server.kit.work import Apart, Reading, Router, allowed
from earmark.server.users import policy, sessions

__all__ = ["link", "with_entrance"]


def link(address: str, token: str) -> str:
    """Return the address with which the guest enters, once.

    >>> link("http://127.0.0.1:8765/", "abc")
    'http://127.0.0.1:8765/api/demo/enter?token=abc'
    """
    return f"{address.rstrip('/')}/api/demo/enter?token={token}"


def with_entrance(app: FastAPI, folder: Path) -> FastAPI:
    """Add `/api/demo` and `/api/demo/enter`; before the pages, which answer to everything else.

    `GET /api/session` says from then on that this is a demo: only then the workbench asks for the tour.
    """
    known: dict[str, Any] = json.loads((folder / MARK).read_text("utf-8"))
    router = _router(known)
    app.router.routes[:0] = router.routes
    app.state.installation = replace(app.state.installation, demo=True)
    return app


def _router(known: dict[str, Any]) -> Router:
    router = Router("demo")

    @router.get("/demo")
    @allowed(policy.with_scope("read"))
    def demo(work: Reading) -> dict[str, Any]:
        """Return what the tour shows. Only a demo has this address."""
        shown = {name: known[name] for name in ("project", "name", "tour")}
        return {**shown, "is_guest": work.actor.user_id == known["people"]["guest"]}

    @router.get("/demo/enter", response_class=RedirectResponse, status_code=303)
    @allowed(policy.anyone)
    def enter(token: str, work: Apart) -> RedirectResponse:
        """Sign the guest in by the link printed at the start; a second time it only opens the page."""
        try:
            opened = sessions.join(work.installation, token, secrets.token_urlsafe(24))
        except UnusableError:
            return RedirectResponse("/", 303)
        entered = RedirectResponse(f"/projects/{known['project']}/annotate", 303)
        entered.set_cookie(
            policy.COOKIE,
            opened.cookie,
            max_age=int(policy.LONGEST.total_seconds()),
            path="/",
            secure=work.request.url.scheme == "https",
            httponly=True,
            samesite="strict",
        )
        return entered

    return router
