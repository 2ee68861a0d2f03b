"""How numbers are written for people: a value never without its interval, a share never like a coefficient."""

from __future__ import annotations

from earmark.model import Estimate

__all__ = [
    "chance", "coefficient", "count", "interval", "is_share", "is_time", "number", "seconds", "share", "times",
    "value",
]  # fmt: skip

NARROW = "\u202f"
MINUS = "\u2212"
_SHARES = frozenset({"settled", "skill", "agreement_with_others"})
_CLOSE = 0.02


def count(number: float) -> str:
    """Return a count with thousands separators; a small weighted count keeps one decimal.

    >>> count(37500), count(12.5), count(1234.5)
    ('37,500', '12.5', '1,234')
    """
    return f"{number:,.0f}" if number >= 100 or float(number).is_integer() else f"{number:,.1f}"


def coefficient(value: float, decimals: int = 3) -> str:
    """Return a coefficient (alpha, kappa) with three decimals.

    >>> coefficient(0.5187), coefficient(-0.02), coefficient(-0.0001)
    ('0.519', '−0.020', '0.000')
    """
    return _signed(f"{value:.{decimals}f}")


def share(value: float, decimals: int = 1) -> str:
    """Return a fraction as a percentage.

    >>> share(0.8434), share(1.0)
    ('84.3\\u202f%', '100.0\\u202f%')
    """
    return _signed(f"{100 * value:.{decimals}f}") + NARROW + "%"


def chance(probability: float) -> str:
    """Return a probability in whole percent, never as certain when it is not.

    >>> chance(0.513), chance(0.9991), chance(0.002)
    ('51\\u202f%', 'over 99\\u202f%', 'under 1\\u202f%')
    """
    if 0.99 < probability < 1:
        return f"over 99{NARROW}%"
    if 0 < probability < 0.01:
        return f"under 1{NARROW}%"
    return share(probability, 0)


def times(ratio: float) -> str:
    """Return a ratio to chance.

    >>> times(2.345), times(0.04)
    ('2.3 ×', '0.04 ×')
    """
    return f"{ratio:.1f} ×" if ratio >= 0.1 else f"{ratio:.2f} ×"


def is_share(measure: str) -> bool:
    """Return whether a measure is a fraction of something countable, and so is written as a percentage.

    >>> is_share("percent_agreement/1"), is_share("krippendorff_alpha/1"), is_share("accuracy/1")
    (True, False, True)
    """
    name = measure.partition("/")[0]
    if "alpha" in name or "kappa" in name:
        return False
    return name in _SHARES or "share" in name or "accuracy" in name or name.endswith("agreement")


def is_time(measure: str) -> bool:
    """Return whether a measure is a time in seconds.

    >>> is_time("median_seconds/1")
    True
    """
    return measure.partition("/")[0].endswith("seconds")


def seconds(value: float) -> str:
    """Return a time in seconds, to the tenth below ten.

    >>> seconds(6.14), seconds(1234.5)
    ('6.1\\u202fs', '1,234\\u202fs')
    """
    return f"{value:.1f}{NARROW}s" if value < 10 else f"{value:,.0f}{NARROW}s"


def value(estimate: Estimate) -> str:
    """Return the value alone, for where the interval stands beside it.

    >>> value(Estimate(0.519, 0.49, 0.54, measure="krippendorff_alpha/1"))
    '0.519'
    """
    if estimate.value is None:
        return "–"
    if is_time(estimate.measure):
        return seconds(estimate.value)
    return share(estimate.value) if is_share(estimate.measure) else coefficient(estimate.value)


def interval(estimate: Estimate) -> str:
    """Return the bounds: two decimals, or three where two would hide or cut off the value.

    >>> interval(Estimate(0.519, 0.4912, 0.5401, measure="krippendorff_alpha/1"))
    '[0.49, 0.54]'
    >>> interval(Estimate(0.997, 0.996, 0.998, measure="krippendorff_alpha/1"))
    '[0.996, 0.998]'
    >>> interval(Estimate(0.843, 0.816, 0.867, measure="accuracy/1"))
    '[81.6, 86.7\\u202f%]'
    """
    low, high = estimate.low, estimate.high
    if low is None or high is None or estimate.value is None:
        return ""
    if is_time(estimate.measure):
        return f"[{seconds(low).removesuffix(f'{NARROW}s')}, {seconds(high)}]"
    if is_share(estimate.measure):
        return f"[{_signed(f'{100 * low:.1f}')}, {share(high)}]"
    decimals = 2 if _two_suffice(estimate.value, low, high) else 3
    return f"[{coefficient(low, decimals)}, {coefficient(high, decimals)}]"


def number(estimate: Estimate) -> str:
    """Return value and interval, or why there is none.

    >>> number(Estimate(0.519, 0.4912, 0.5401, measure="krippendorff_alpha/1"))
    '0.519 [0.49, 0.54]'
    >>> number(Estimate.missing("one annotator only", n=3, over="items", measure="krippendorff_alpha/1"))
    'undefined: one annotator only'
    """
    if estimate.undefined is not None:
        return f"undefined: {estimate.undefined}"
    return f"{value(estimate)} {interval(estimate)}"


def _two_suffice(middle: float, low: float, high: float) -> bool:
    return high - low >= _CLOSE and round(low, 2) <= round(middle, 3) <= round(high, 2)


def _signed(text: str) -> str:
    if text.startswith("-"):
        return text[1:] if not text.strip("-0.") else MINUS + text[1:]
    return text
