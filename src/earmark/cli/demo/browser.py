"""Opening a page in the browser, where there is one to be seen."""

from __future__ import annotations

import os
import sys
import threading
import webbrowser

__all__ = ["show"]

SEEN_BY = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")


def show(address: str) -> threading.Thread | None:
    """Open the address and go on at once; None where nobody would see it.

    On a machine without a screen a browser for the terminal may be found: it would take the terminal, and wait
    for a server that waits for it.
    """
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in SEEN_BY):
        return None
    opening = threading.Thread(target=webbrowser.open, args=(address,), daemon=True)
    opening.start()
    return opening
