"""The server as one ASGI application: domains, pages, and what stands before them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any

from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool
from fastapi.routing import APIRoute
from fastapi.telemetry import TelemetryConfig

from earmark.server.database import open_database
from earmark.server.errors import Problem, answer_problems
from earmark.server.kit.clock import Clock, system_clock
from earmark.server.kit.compressed import Compressed
from earmark.server.kit.installation import Installation, installation_key
from earmark.server.kit.passwords import Passwords
from earmark.server.kit.shield import Shield
from earmark.server.kit.stream import Stream
from earmark.server.kit.transaction import Database
from earmark.server.kit.worker import Worker, release_left_over
from earmark.server.settings import Settings
from earmark.server.workbench import workbench

__all__ = ["DOMAINS", "create_app"]

DOMAINS = (
    "users",
    "projects",
    "activity",
    "guidelines",
    "media",
    "conversations",
    "assignments",
    "annotations",
    "reviews",
    "quality",
)
"""From the lowest to the highest: each may use those before it."""


SILENT: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}
"""Nothing is told to anybody about what happens here, whatever the environment says."""


def create_app(
    settings: Settings,
    *,
    database: Database | None = None,
    clock: Clock = system_clock,
    passwords: Passwords | None = None,
) -> FastAPI:
    """Return the server. Without `database` the settings' one is opened and brought up to date."""
    opened = database or open_database(settings, clock)
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    installation = Installation(
        settings=settings,
        database=opened,
        passwords=passwords or Passwords(),
        stream=Stream(opened),
        key=installation_key(settings.data),
    )
    app = FastAPI(
        title="Earmark",
        version=version("earmark"),
        openapi_url="/api/openapi.json",
        docs_url=None,  # its page would load scripts from elsewhere
        redoc_url=None,
        telemetry=SILENT,
        lifespan=_running(installation),
        responses={"4XX": {"model": Problem, "description": "Refused: the code and one sentence say why."}},
        separate_input_output_schemas=False,
        generate_unique_id_function=_operation,
    )
    app.state.installation = installation
    answer_problems(app)
    for domain in DOMAINS:
        for part in ("endpoints", "jobs"):
            module = _part(domain, part)
            if module is not None and part == "endpoints":
                app.include_router(module.router)
    pages = workbench(settings.static)
    if pages is not None:
        app.mount("/", pages, name="workbench")
    app.add_middleware(Compressed)
    app.add_middleware(
        Shield, hosts=settings.hosts, body_limit=settings.json_limit, part_limit=settings.part_limit
    )
    return app


def _part(domain: str, part: str) -> Any:
    package = f"earmark.server.{domain}"
    if find_spec(package) is None or find_spec(f"{package}.{part}") is None:
        return None
    return import_module(f"{package}.{part}")


def _operation(route: APIRoute) -> str:
    return f"{route.tags[0]}_{route.name}" if route.tags else route.name


def _running(installation: Installation) -> Callable[[FastAPI], Any]:
    @asynccontextmanager
    async def running(app: FastAPI) -> AsyncIterator[None]:  # noqa: ARG001  # Starlette's signature
        database, settings = installation.database, installation.settings
        workers = [Worker(database, settings) for _ in range(settings.job_workers)]
        if workers and database.is_sqlite:
            await run_in_threadpool(release_left_over, database)
        for worker in workers:
            worker.start()
        yield
        await installation.stream.close()
        for worker in workers:
            await run_in_threadpool(worker.stop)
        await run_in_threadpool(database.close)

    return running
