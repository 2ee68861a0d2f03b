"""Six simulated annotators, each with a habit that an audit can find."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from demo.script import Line

__all__ = [
    "ANNOTATORS",
    "DRIFT_BEGINS",
    "SHORT",
    "Annotator",
    "at_first_glance",
    "intent",
    "mood",
    "weighted",
]

DRIFT_BEGINS = datetime.fromisoformat("2026-10-13T00:00:00+02:00")
"""The Tuesday on which a5 begins to say `other` more and more often."""

SHORT = 4
"""Words up to which a turn is labelled without the turns before it by an annotator who does so."""

NEAR = {
    "request": ("problem", "other", "give_details"),
    "problem": ("request", "complaint", "give_details"),
    "complaint": ("problem", "deny", "other"),
    "cancel": ("request", "deny", "confirm"),
    "confirm": ("give_details", "other", "thanks_close"),
    "deny": ("give_details", "complaint", "other"),
    "give_details": ("confirm", "deny", "other"),
    "thanks_close": ("confirm", "other", "deny"),
    "other": ("thanks_close", "give_details", "request"),
}
"""What somebody who slips says instead."""

YES = [
    "yes",
    "yeah",
    "yep",
    "okay",
    "ok",
    "fine",
    "alright",
    "sure",
    "mm-hm",
    "aye",
    "please",
    "both",
    "good",
    "great",
    "sí",
    "ja",
    "brilliant",
    "perfect",
]
NO = ["no", "nah", "not", "nein", "half"]


@dataclass(frozen=True, slots=True)
class Annotator:
    """How somebody works.

    `accuracy`: how often the label meant is chosen where the guideline decides. `spread`: how often the
    satisfaction heard is one step lower or higher. `pace`: seconds for a short turn. `begins`: the hour.
    `complains`: how often a problem is read as a complaint under v1 and under v2. `blind`: labels short
    turns without the turns before them. `drifts`: see DRIFT_BEGINS. `stays_with_v1`: whatever is in force.
    """

    id: str
    accuracy: float
    spread: tuple[float, float]
    pace: float
    begins: float
    complains: tuple[float, float] = (0.5, 0.03)
    blind: bool = False
    drifts: bool = False
    stays_with_v1: bool = False


ANNOTATORS = (
    Annotator("a1", 0.96, (0.18, 0.18), 8.0, 9.0),
    Annotator("a2", 0.96, (0.20, 0.20), 17.0, 8.5),
    # Never reloaded the tool after the guideline changed: works by v1 to the end.
    Annotator("a3", 0.93, (0.30, 0.06), 9.0, 10.0, complains=(0.88, 0.88), stays_with_v1=True),
    Annotator("a4", 0.93, (0.15, 0.15), 5.0, 13.0, blind=True),
    Annotator("a5", 0.94, (0.22, 0.22), 7.0, 9.25, drifts=True),
    # Joins in the third week and copies from a2 (see schedule).
    Annotator("a6", 0.80, (0.30, 0.30), 6.0, 16.5),
)


def intent(who: Annotator, line: Line, version: str, when: datetime, rng: np.random.Generator) -> str:
    """Return the label this annotator gives to a turn."""
    if who.drifts and when >= DRIFT_BEGINS:
        days = (when - DRIFT_BEGINS).total_seconds() / 86400
        if rng.random() < min(0.4, 0.1 + 0.03 * days):
            return "other"
    if who.blind and len(line.text.split()) <= SHORT:
        seems = at_first_glance(line.text)
        if seems != "give_details" or rng.random() < 0.6:  # such a turn may still be guessed right
            return seems
    if line.also and rng.random() < 0.45:
        return line.also
    if line.label == "problem" and rng.random() < who.complains[version != "v1"]:
        return "complaint"
    if rng.random() < who.accuracy:
        return line.label
    return weighted(NEAR[line.label], (0.5, 0.3, 0.2), rng)


def mood(who: Annotator, line: Line, rng: np.random.Generator) -> str:
    """Return the satisfaction this annotator hears in a turn, "1" to "5"."""
    if who.blind and len(line.text.split()) <= SHORT and rng.random() < 0.7:
        return "3"
    lower, higher = who.spread
    step = int(weighted(("-1", "0", "1"), (lower, 1 - lower - higher, higher), rng))
    return str(min(5, max(1, line.mood + step)))


def at_first_glance(text: str) -> str:
    """Return what a short turn seems to be to somebody who has not read the turns before it.

    >>> [at_first_glance(text) for text in ("Fine.", "No. Thanks.", "To which one?", "Seven, two")]
    ['confirm', 'deny', 'request', 'give_details']
    """
    words = [word.strip(".,!?…\"'").lower() for word in text.split()]
    first = next((word for word in words if word), "")
    if first in YES:
        return "confirm"
    if first in NO:
        return "deny"
    if any(word.startswith(("thank", "bye", "cheers", "goodbye", "gracias", "merci")) for word in words):
        return "thanks_close"
    return "request" if "?" in text else "give_details"


def weighted(options: Sequence[str], weights: Sequence[float], rng: np.random.Generator) -> str:
    """Return one of the options (only `random` is drawn: its stream is the same in every numpy)."""
    drawn = rng.random() * sum(weights)
    for option, weight in zip(options, weights, strict=True):
        drawn -= weight
        if drawn < 0:
            return option
    return options[-1]
