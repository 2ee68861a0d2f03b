"""What a first visit loads is small: the pages annotators live on, compressed as the server sends them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from typing import Any

import pytest

from tests.browser.served import BUILT

MOST = 300_000
"""Bytes of compressed script for Sign in and Annotate."""


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    """What the build says of its files."""
    place = BUILT / ".vite" / "manifest.json"
    if not place.is_file():
        pytest.skip("NOT RUN: the workbench is not built (npm run build in workbench/)")
    found: dict[str, Any] = json.loads(place.read_text("utf-8"))
    return found


def _needed(manifest: dict[str, Any], keys: Iterable[str]) -> set[str]:
    """The files that these parts import, and they themselves."""
    found: set[str] = set()
    waiting = list(keys)
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting += manifest[key].get("imports", [])
    return {manifest[key]["file"] for key in found}


def _compressed(files: Iterable[str]) -> int:
    return sum(len(gzip.compress((BUILT / file).read_bytes(), 6)) for file in files)


def test_signing_in_and_annotating_load_little_script(manifest: dict[str, Any]) -> None:
    entry = [key for key, part in manifest.items() if part.get("isEntry")]
    pages = [f"src/pages/{name}/index.tsx" for name in ("sign-in", "annotate")]

    assert len(entry) == 1
    assert 0 < _compressed(_needed(manifest, [*entry, *pages])) <= MOST


def test_other_pages_are_not_loaded_before_they_are_asked_for(manifest: dict[str, Any]) -> None:
    entry = [key for key, part in manifest.items() if part.get("isEntry")]
    others = {
        part["file"] for key, part in manifest.items() if "/pages/" in key and part.get("isDynamicEntry")
    }

    assert len(others) > 5
    assert not others & _needed(manifest, entry)
