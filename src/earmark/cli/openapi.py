"""The server's OpenAPI description, as the workbench's types are generated from it: `python -m earmark.cli.openapi`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from earmark.server.app import create_app
from earmark.server.database import connect
from earmark.server.kit.clock import system_clock
from earmark.server.kit.transaction import Database
from earmark.server.settings import Settings

__all__ = ["description", "main"]


def description() -> dict[str, Any]:
    """Return what the server says of its addresses. It is the same wherever and whenever it is asked.

    >>> "/api/session" in description()["paths"]
    True
    """
    with TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder), static=Path(folder) / "none", job_workers=0)
        # Without tables: nothing is asked of it.
        database = Database(connect(settings.database_url), system_clock)
        try:
            return create_app(settings, database=database).openapi()
        finally:
            database.close()


def main(arguments: list[str]) -> int:
    """Write the description to the file named, or to standard output; return the exit code."""
    if len(arguments) > 1:
        print("usage: python -m earmark.cli.openapi [FILE]", file=sys.stderr)
        return 2
    text = json.dumps(description(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    if arguments:
        Path(arguments[0]).write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
