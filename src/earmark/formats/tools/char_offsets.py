"""Where a quoted stretch of text lies, in Unicode code points, whatever the tool counted."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["code_points", "in_code_points"]


def code_points(text: str, units: int) -> int:
    """Return how many code points lie before the UTF-16 unit `units`; what is past the end counts on.

    >>> code_points("💩 yes", 3)
    2
    """
    encoded = text.encode("utf-16-le")
    before = len(encoded[: 2 * units].decode("utf-16-le", "replace"))
    return before + max(0, units - len(encoded) // 2)


def in_code_points(start: int, end: int, quoted: str | None, texts: Sequence[str]) -> tuple[int, int, str]:
    """Return start and end in code points, and how they were found.

    Some tools count UTF-16 units, as browsers do. The text the tool quotes tells: `same` when it lies at the
    offsets as they are, `units` when it lies there counted in UTF-16 units, `differs` when neither, `unknown`
    when there is nothing to compare.

    >>> in_code_points(3, 6, "yes", ["💩 yes"])
    (2, 5, 'units')
    >>> in_code_points(2, 5, "yes", ["💩 yes"])
    (2, 5, 'same')
    """
    if quoted is None or not texts:
        return start, end, "unknown"
    if any(text[start:end] == quoted for text in texts):
        return start, end, "same"
    for text in texts:
        if not text.isascii():
            first, last = code_points(text, start), code_points(text, end)
            if text[first:last] == quoted:
                return first, last, "units"
    return start, end, "differs"
