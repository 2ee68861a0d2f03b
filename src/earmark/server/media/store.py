"""Audio in a store that speaks S3: listed, looked into by ranges, and never copied.

Which store, and which of its buckets, the installation says: nothing a user names ever becomes a host. An object
is pinned by its ETag; one that was changed since is not taken for the one that was labelled.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, BinaryIO, cast
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit

from earmark.server.kit.errors import UnusableError
from earmark.server.settings import Settings

__all__ = [
    "Ranges",
    "StoreError",
    "StoredObject",
    "is_address",
    "is_granted",
    "object_at",
    "objects_in",
    "read_some",
]

_AT_ONCE = 2 << 20
_REGION = "us-east-1"
_ABSENT = "this server cannot read from S3: its environment lacks boto3; install earmark[s3]"


class StoreError(OSError):
    """The store did not give what was asked for; `strerror` says why."""


@dataclass(frozen=True, slots=True)
class StoredObject:
    """An object as it was at one time: where it lies, and the ETag and bytes it had. `kind` is its container."""

    settings: Settings
    bucket: str
    key: str
    etag: str
    size: int
    kind: str = ""

    @property
    def name(self) -> str:
        """The last part of its key."""
        return self.key.rpartition("/")[2]

    @property
    def address(self) -> str:
        """All of it in one line: `s3://bucket/key?etag=…&size=…`."""
        facts = urlencode({"etag": self.etag, "size": self.size, "kind": self.kind})
        return f"s3://{self.bucket}/{quote(self.key)}?{facts}"

    def known_as(self, kind: str) -> StoredObject:
        """Return the object with the container that was found in it."""
        return replace(self, kind=kind)

    def open(self) -> BinaryIO:
        """Return a stream over it that gets 2 MiB at a time."""
        return cast("BinaryIO", io.BufferedReader(Ranges(self), _AT_ONCE))

    def stretch(self, first: int, last: int) -> Any:
        """Return a stream of its bytes from `first` to `last`, both included.

        Raises:
            StoreError: it is gone, or was changed, or the store cannot be reached.
        """
        asked = {"Bucket": self.bucket, "Key": self.key, "IfMatch": self.etag}
        with _Explained():
            return _client(self.settings.s3_endpoint).get_object(**asked, Range=f"bytes={first}-{last}")[
                "Body"
            ]


class Ranges(io.RawIOBase):
    """An object as a file: each read is one request for a range. In memory is only what was read."""

    def __init__(self, of: StoredObject) -> None:
        self._of, self._at = of, 0

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def seekable(self) -> bool:
        """Tell that one can go to any place."""
        return True

    def readinto(self, target: object) -> int:
        """Fill a buffer; return how many bytes came.

        Raises:
            StoreError: the store does not give them.
        """
        view = memoryview(target).cast("B")  # type: ignore[arg-type]  # a buffer, which 3.11 has no name for
        last = min(self._at + len(view), self._of.size) - 1
        if last < self._at:
            return 0
        with _Explained():
            found = self._of.stretch(self._at, last).read()
        if len(found) != last - self._at + 1:
            raise StoreError(0, "the store sent less than was asked for")
        view[: len(found)] = found
        self._at += len(found)
        return len(found)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a place, counted as in `io`."""
        at = {0: 0, 1: self._at, 2: self._of.size}[whence] + offset
        if at < 0:
            raise ValueError("there is nothing before the beginning")
        self._at = at
        return at

    def tell(self) -> int:
        """Return the place."""
        return self._at


def read_some(body: Any, most: int) -> bytes:
    """Return the next bytes of a stretch; none when the store has let go of it."""
    try:
        with _Explained():
            return bytes(body.read(most))
    except StoreError:
        return b""


def is_address(named: str) -> bool:
    """Tell whether something is named in a store.

    >>> is_address("s3://calls/march"), is_address("calls/march")
    (True, False)
    """
    return named.startswith("s3://")


def is_granted(settings: Settings, named: str) -> bool:
    """Tell whether the installation lets this bucket, or this part of it, be read.

    >>> from pathlib import Path
    >>> settings = Settings(Path("data"), s3_buckets=("calls/2026",))
    >>> [is_granted(settings, f"s3://{one}") for one in ("calls/2026/march", "calls/2026", "calls/20261", "calls")]
    [True, True, False, False]
    """
    place = named.removeprefix("s3://").strip("/") + "/"
    if not is_address(named) or {".", ".."} & set(
        place.split("/")
    ):  # what stands before a store may follow them
        return False
    return any(place.startswith(f"{grant}/") for grant in settings.s3_buckets)


def objects_in(settings: Settings, named: str) -> Iterator[tuple[str, StoredObject]]:
    """Yield the objects below `s3://bucket/prefix`, in the order of their keys, each with its name from there on.

    Raises:
        UnusableError: the store cannot be reached or does not let them be listed, or boto3 is not installed.
    """
    bucket, _, prefix = named.removeprefix("s3://").strip("/").partition("/")
    below = f"{prefix}/" if prefix else ""
    try:
        with _Explained():
            pages = _client(settings.s3_endpoint).get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=bucket, Prefix=below):
                for one in page.get("Contents", ()):
                    key = str(one["Key"])
                    found = StoredObject(settings, bucket, key, str(one["ETag"]), int(one["Size"]))
                    yield key.removeprefix(below), found
    except StoreError as problem:
        raise UnusableError("no-store", f"{named} cannot be listed: {problem.strerror}.", "folder") from None


def object_at(settings: Settings, address: str) -> StoredObject | None:
    """Return what an address of `StoredObject` stands for; None when it may not be read (any more)."""
    parts = urlsplit(address)
    bucket, key, facts = parts.netloc, unquote(parts.path[1:]), parse_qs(parts.query)
    if not is_granted(settings, f"s3://{bucket}/{key}"):
        return None
    kind = facts.get("kind", [""])[0]
    return StoredObject(settings, bucket, key, facts["etag"][0], int(facts["size"][0]), kind)


@lru_cache(maxsize=4)
def _client(endpoint: str | None) -> Any:
    """Return a client with the credentials of the environment; it may be used by many threads."""
    try:
        import boto3  # type: ignore[import-untyped]  # the package has no types
        from botocore.config import Config  # type: ignore[import-untyped]  # the package has no types
    except ImportError:
        raise StoreError(0, _ABSENT) from None
    patience = Config(
        connect_timeout=5,
        read_timeout=30,
        max_pool_connections=64,
        retries={"mode": "standard", "total_max_attempts": 4},
        s3={"addressing_style": "path"} if endpoint else {},
        user_agent="earmark",
    )
    session = boto3.session.Session()
    region = session.region_name or _REGION
    return session.client("s3", endpoint_url=endpoint, region_name=region, config=patience)


class _Explained:
    """Turns what boto3 raises into a StoreError with a sentence that names no address."""

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: object
    ) -> None:
        if (
            problem is None
            or isinstance(problem, (StoreError, GeneratorExit))
            or not isinstance(problem, Exception)
        ):
            return
        module = type(problem).__module__.partition(".")[0]
        if module in ("botocore", "boto3", "urllib3") or isinstance(problem, OSError):
            raise StoreError(0, _why(problem)) from None


def _why(problem: Exception) -> str:
    answer = getattr(problem, "response", None)
    status = answer.get("ResponseMetadata", {}).get("HTTPStatusCode") if isinstance(answer, dict) else None
    if status == 412:
        return "it was changed in the store since it was listed"
    if status == 404:
        return "it is not in the store, or no longer"
    if status in (401, 403):
        return "the store does not let this server read it"
    if "Credentials" in type(problem).__name__:
        return "this server has no credentials for the store"
    return "the store cannot be reached" if status is None else f"the store answers with status {status}"
