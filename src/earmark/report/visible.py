"""Text of the data made safe to look at: nothing invisible, nothing that moves the text around it, nothing endless."""

from __future__ import annotations

import unicodedata

__all__ = ["in_ascii", "visible", "visible_text"]

ID_LIMIT = 80
TEXT_LIMIT = 1200
_SPACE = "␣"
_SIGNS = {"\n": "⏎", "\t": "⇥"}
_PLAIN = str.maketrans({"\u202f": " ", "−": "-", "–": "-", "…": "...", "×": "x", "·": "-", "␣": "_"})
_LINE_BREAKS = frozenset("\n\t")
# Joiners shape letters and emoji; hiding them would falsify Persian, Hindi or a family emoji.
_KEPT_FORMATS = frozenset("\u200c\u200d\u00ad")


def visible(value: str, limit: int = ID_LIMIT, *, length: bool = True) -> str:
    r"""Return an id or a label on one line: control characters named, outer spaces marked, cut at `limit`.

    Where it is cut, its whole `length` is told unless that is not wanted.

    >>> visible("yes"), visible("yes "), visible("a\nb"), visible("")
    ('yes', 'yes␣', 'a⏎b', '(empty)')
    >>> visible("\x1b[31mred"), visible("\u202eabc")
    ('⟨U+001B⟩[31mred', '⟨U+202E⟩abc')
    >>> visible("x" * 100, limit=5), visible("x" * 100, limit=5, length=False)
    ('xxxxx… (100 characters)', 'xxxxx…')
    """
    if value == "":
        return "(empty)"
    kept, ending = _cut(value, limit)
    if not length:
        ending = ending[:1]
    inner = kept.strip(" ")
    start = len(kept) - len(kept.lstrip(" "))
    outer = len(kept) - start - len(inner)
    marked = _SPACE * start + "".join(_symbol(char) for char in inner) + _SPACE * outer
    return marked + ending


def visible_text(value: str, limit: int = TEXT_LIMIT) -> str:
    r"""Return a running text: line breaks stay, other control characters are named, cut at `limit`.

    >>> visible_text("one\r\ntwo\x00")
    'one\ntwo⟨U+0000⟩'
    """
    kept, ending = _cut(value.replace("\r\n", "\n").replace("\r", "\n"), limit)
    return "".join(char if char in _LINE_BREAKS else _symbol(char) for char in kept) + ending


def in_ascii(text: str) -> str:
    r"""Return a text for a terminal that knows ASCII only; letters it lacks stand as their codes.

    >>> in_ascii("84.3\u202f% – 日")
    '84.3 % - \\u65e5'
    """
    return text.translate(_PLAIN).encode("ascii", "backslashreplace").decode("ascii")


def _cut(value: str, limit: int) -> tuple[str, str]:
    if len(value) <= limit:
        return value, ""
    return value[:limit], f"… ({len(value):,} characters)"


def _symbol(char: str) -> str:
    if char in _SIGNS:
        return _SIGNS[char]
    if char in _KEPT_FORMATS or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        return char
    return f"⟨U+{ord(char):04X}⟩"
