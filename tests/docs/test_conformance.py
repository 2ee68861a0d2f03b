"""The page of certificates is what the certificates say now."""

from __future__ import annotations

import os
from pathlib import Path

from tests.quality.conformance import page

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "conformance.md"


def test_the_page_says_what_the_certificates_say() -> None:
    if os.environ.get("EARMARK_WRITE_REFERENCE"):
        PAGE.write_text(page(), encoding="utf-8")

    assert PAGE.read_text(encoding="utf-8") == page()
