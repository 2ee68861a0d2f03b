"""The pages: built files of one folder, and the first page for every address the pages know themselves."""

from __future__ import annotations

from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Scope

__all__ = ["BUILT", "workbench"]

BUILT = Path(__file__).parent / "static"
"""Where the workbench lies once it is built."""


class _Pages(StaticFiles):
    """Files, or the first page where there is none; below `api/` and `assets/` what is missing is missing."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        try:
            response = await super().get_response(path, scope)
        except HTTPException as problem:
            if problem.status_code != 404 or path.split("/")[0] in ("api", "assets") or "\\" in path:
                raise
            path = "index.html"
            response = await super().get_response(path, scope)
        kept = path.startswith("assets/")  # their names change with their content
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if kept else "no-cache"
        return response


def workbench(folder: Path | None = None) -> ASGIApp | None:
    """Return the pages of the folder, compressed on the way out, or None when they were not built."""
    place = folder or BUILT
    if not (place / "index.html").is_file():
        return None
    return GZipMiddleware(_Pages(directory=place, html=True, follow_symlink=False), minimum_size=1_000)
