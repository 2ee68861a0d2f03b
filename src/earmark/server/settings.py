"""What an installation can be told: by environment variables, by options of `earmark serve`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from earmark.errors import CallError

__all__ = ["Settings"]

LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Settings:
    """One installation.

    `data` is the folder for the database file, media and what is made from them; `database` an address such as
    `postgresql+psycopg://user@host/name`, or None for SQLite in that folder. `hosts` are the names the server
    answers to: any other `Host` header is refused, so that no foreign page can reach it under its own name.
    `media_roots` are folders whose files may be referred to without copying. `s3_buckets` are the same in a
    store that speaks S3: `bucket`, or `bucket/prefix`; `s3_endpoint` is that store's address, None for AWS.
    """

    data: Path
    database: str | None = None
    hosts: tuple[str, ...] = LOCAL
    media_roots: tuple[Path, ...] = ()
    s3_buckets: tuple[str, ...] = ()
    s3_endpoint: str | None = None
    static: Path | None = None
    json_limit: int = 4 * 2**20
    part_limit: int = 32 * 2**20
    job_workers: int = 1

    @property
    def database_url(self) -> str:
        """The address of the database."""
        return self.database or f"sqlite:///{self.data / 'earmark.db'}"

    @property
    def media(self) -> Path:
        """Where uploaded audio lies, by content."""
        return self.data / "media"

    @property
    def derived(self) -> Path:
        """Where everything made from a source lies."""
        return self.data / "derived"

    def answering_to(self, *names: str) -> Settings:
        """Return the settings with further names the server answers to."""
        return replace(self, hosts=tuple(dict.fromkeys((*self.hosts, *names))))

    @classmethod
    def from_environment(
        cls,
        environ: Mapping[str, str] | None = None,
        *,
        data: str | Path | None = None,
        database: str | None = None,
    ) -> Settings:
        """Return the settings of `EARMARK_DATA`, `EARMARK_DATABASE`, `EARMARK_HOSTS`, `EARMARK_MEDIA_ROOTS`,
        `EARMARK_S3_BUCKETS` and `EARMARK_S3_ENDPOINT`.

        >>> Settings.from_environment({"EARMARK_DATA": "/srv/earmark", "EARMARK_HOSTS": "label.example"}).hosts
        ('localhost', '127.0.0.1', '::1', 'label.example')

        Raises:
            CallError: the address of the database, or of the store, is of a kind that is not supported.
        """
        found = os.environ if environ is None else environ
        address = database or found.get("EARMARK_DATABASE") or None
        settings = cls(
            data=Path(data or found.get("EARMARK_DATA") or "earmark-data").absolute(),
            database=address,
            media_roots=tuple(
                Path(root).resolve() for root in _list(found.get("EARMARK_MEDIA_ROOTS"), os.pathsep)
            ),
            s3_buckets=tuple(
                one.removeprefix("s3://").strip("/") for one in _list(found.get("EARMARK_S3_BUCKETS"), ",")
            ),
            s3_endpoint=found.get("EARMARK_S3_ENDPOINT") or None,
        ).answering_to(*_list(found.get("EARMARK_HOSTS"), ","))
        if not settings.database_url.startswith(("sqlite:", "postgresql+psycopg:")):
            raise CallError(
                f"the database {settings.database_url.partition(':')[0]!r} is not supported; "
                "give postgresql+psycopg://USER@HOST/NAME, or nothing for SQLite"
            )
        if settings.s3_endpoint is not None and not settings.s3_endpoint.startswith(("https://", "http://")):
            raise CallError(
                f"EARMARK_S3_ENDPOINT is {settings.s3_endpoint!r}; give https://HOST, or nothing for AWS"
            )
        return settings


def _list(value: str | None, separator: str) -> list[str]:
    return [part.strip() for part in (value or "").split(separator) if part.strip()]
