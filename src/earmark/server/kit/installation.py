"""What one running server is made of."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from earmark.server.kit.passwords import Passwords
from earmark.server.kit.stream import Stream
from earmark.server.kit.transaction import Database
from earmark.server.settings import Settings

__all__ = ["Installation", "installation_key"]


@dataclass(frozen=True, slots=True)
class Installation:
    """Settings, database, password hashing, live updates, and a secret `key` that never leaves the data folder.

    `demo`: it was made by `earmark demo`, and has the addresses the tour asks.
    """

    settings: Settings
    database: Database
    passwords: Passwords
    stream: Stream
    key: bytes
    demo: bool = False


def installation_key(folder: Path) -> bytes:
    """Return the installation's 32 secret bytes; made at the first call, readable by the owner only."""
    place = folder / "secret"
    if not place.exists():
        draft = folder / f"secret.{secrets.token_hex(8)}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(32))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, place)  # the first one wins, when two start at once
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return place.read_bytes()
