"""A number about labels, with its interval, or with the reason why there is none."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

__all__ = ["Estimate"]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with the interval that belongs to it.

    `over` says what was resampled, and so what the interval speaks for: `items` (these annotators),
    `conversations`, `annotators` (others like these), `annotations`. `measure` is the name and version of the
    measure, `krippendorff_alpha/1`.
    Either `value`, `low` and `high` are all there, or all are None and `undefined` says why: never 0 for
    "unknown", never NaN.

    >>> Estimate(0.61, 0.57, 0.65, n=1200, over="items", measure="krippendorff_alpha/1").value
    0.61
    >>> print(Estimate.missing("one annotator only", n=80, over="items", measure="krippendorff_alpha/1"))
    undefined: one annotator only

    Raises:
        ValueError: a bound is missing, not finite, or the wrong way round (a mistake in the program).
    """

    value: float | None
    low: float | None
    high: float | None
    level: float = 0.95
    n: int = 0
    over: str = "items"
    measure: str = ""
    undefined: str | None = None

    def __post_init__(self) -> None:
        numbers = (self.value, self.low, self.high)
        if self.undefined is not None:
            if any(number is not None for number in numbers):
                raise ValueError(f"{self.measure}: an undefined estimate holds no number")
            return
        if any(number is None or not math.isfinite(number) for number in numbers):
            raise ValueError(f"{self.measure}: value, low and high must be finite, got {numbers}")
        if not (self.low <= self.value <= self.high):  # type: ignore[operator]  # none is None here
            raise ValueError(f"{self.measure}: low <= value <= high must hold, got {numbers}")

    @classmethod
    def missing(cls, why: str, *, n: int, over: str, measure: str, level: float = 0.95) -> Estimate:
        """Return the estimate that cannot be given, with the reason."""
        return cls(None, None, None, level=level, n=n, over=over, measure=measure, undefined=why)

    @property
    def defined(self) -> bool:
        """Whether there is a number."""
        return self.undefined is None

    @property
    def name(self) -> str:
        """The measure without its version."""
        return self.measure.partition("/")[0]

    def to_json(self) -> dict[str, Any]:
        """Return the fields in the order in which every Earmark file shows them."""
        return {
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "level": self.level,
            "n": self.n,
            "over": self.over,
            "measure": self.measure,
            "undefined": self.undefined,
        }

    def __str__(self) -> str:
        """Give value and interval, or the reason why there is none."""
        if self.undefined is not None:
            return f"undefined: {self.undefined}"
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"
