"""Reads the scripts: what is said, and the label each customer turn has by guideline v2."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["LABELS", "Line", "Script", "Voice", "read_folder", "read_script"]

LABELS = (
    "request",
    "problem",
    "complaint",
    "cancel",
    "confirm",
    "deny",
    "give_details",
    "thanks_close",
    "other",
)
"""The ids of the task `intent`, in the order of the guideline."""

_HEAD = re.compile(r"^= (?P<id>\S+) (?P<language>[a-z-]+) (?P<title>.+)$")
_AGENT = re.compile(r"^A(?: (?P<gap>-?\d+\.\d))?  (?P<text>\S.*)$")
_CUSTOMER = re.compile(
    r"^C (?P<label>[a-z_]+)(?:~(?P<also>[a-z_]+))? (?P<mood>[1-5])(?: (?P<gap>-?\d+\.\d))?  (?P<text>\S.*)$"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One turn. `label`, `also` (what an honest reader may say instead) and `mood` are the customer's only."""

    speaker: str
    text: str
    label: str = ""
    also: str = ""
    mood: int = 0
    gap: float | None = None


@dataclass(frozen=True, slots=True)
class Voice:
    """How somebody sounds: a flite voice, shifted by hundredths of a semitone, stretched in time."""

    name: str
    pitch: int = 0
    stretch: float = 1.0
    dialect: str = ""


@dataclass(slots=True)
class Script:
    """One conversation as written. `noise` gives, by channel, the kind and its level in dBFS."""

    id: str
    language: str
    title: str
    lines: list[Line] = field(default_factory=list)
    voices: dict[str, Voice] = field(default_factory=dict)
    noise: dict[str, tuple[str, float]] = field(default_factory=dict)

    @property
    def domain(self) -> str:
        """The first word of the id: bank, telecom or clinic."""
        return self.id.partition("-")[0]

    @property
    def spoken(self) -> bool:
        """Whether the conversation is a call."""
        return bool(self.voices)


def read_folder(folder: Path) -> list[Script]:
    """Return the conversations of all scripts of a folder, files by name, blocks in order."""
    return [script for path in sorted(folder.glob("*.txt")) for script in read_script(path)]


def read_script(path: Path) -> list[Script]:
    """Return the conversations of one script file.

    Raises:
        ValueError: a line has none of the forms explained at the top of the scripts.
    """
    found: list[Script] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if head := _HEAD.match(line):
            found.append(Script(head["id"], head["language"], head["title"]))
        elif not found or not _take(line, found[-1]):
            raise ValueError(f"{path.name}:{number}: not a line of a script: {line!r}")
    return found


def _take(line: str, script: Script) -> bool:
    if line.startswith("@ "):
        return _sound(line[2:].split(), script)
    if said := _AGENT.match(line):
        script.lines.append(Line("agent", said["text"], gap=_seconds(said["gap"])))
        return True
    said = _CUSTOMER.match(line)
    if said is None or said["label"] not in LABELS or (said["also"] or "other") not in LABELS:
        return False
    script.lines.append(
        Line(
            "customer",
            said["text"],
            said["label"],
            said["also"] or "",
            int(said["mood"]),
            _seconds(said["gap"]),
        )
    )
    return True


def _sound(words: list[str], script: Script) -> bool:
    settings = dict(word.split("=", 1) for word in words[1:])
    if words[0] == "noise":
        for channel, noise in settings.items():
            kind, _, level = noise.partition(":")
            script.noise[channel] = (kind, float(level))
        return True
    script.voices[words[0]] = Voice(
        settings["voice"],
        int(settings.get("pitch", "0")),
        float(settings.get("stretch", "1")),
        settings.get("dialect", ""),
    )
    return words[0] in ("agent", "customer")


def _seconds(gap: str | None) -> float | None:
    return None if gap is None else float(gap)
