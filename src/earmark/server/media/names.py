"""Names of files: what may stand in them, and how one that may not is shown. No name is ever part of a path here."""

from __future__ import annotations

import unicodedata

__all__ = ["LONGEST", "fault_of", "visible"]

LONGEST = 300
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Letters that make what follows run the other way: `gpj.wav` could look like `vaw.jpg`."""


def fault_of(name: str) -> str | None:
    r"""Return what is wrong with a name that comes from outside, or None.

    >>> fault_of("calls/März 07.wav"), fault_of("a\nb.wav"), fault_of("../a.wav")
    (None, 'control characters', "a part '..'")
    """
    if len(name) > LONGEST:
        return f"more than {LONGEST} characters"
    if any("\ud800" <= letter <= "\udfff" for letter in name):
        return "bytes that are no text"
    if any(letter in _TURNING for letter in name):
        return "characters that turn the direction of writing"
    if any(unicodedata.category(letter) in ("Cc", "Zl", "Zp") for letter in name):
        return "control characters"
    return "a part '..'" if ".." in name.replace("\\", "/").split("/") else None


def visible(name: str) -> str:
    r"""Return a name with everything escaped that cannot be seen, at most 300 characters of it.

    >>> visible("a\nb\u202e.wav")
    'a\\nb\\u202e.wav'
    """
    shown = "".join(
        letter
        if (letter.isprintable() and letter not in _TURNING)
        else letter.encode("unicode_escape", "backslashreplace").decode("ascii")
        for letter in name
    )
    return shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "…"
