"""Who is in the demo. All but the guest are simulated, and their names say so."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ANNOTATORS", "GUEST", "REVIEWER", "Someone"]


@dataclass(frozen=True, slots=True)
class Someone:
    """A login, a name, and a role in the project; `since` is the week they came (0 is the first)."""

    login: str
    name: str
    role: str
    since: int = 0


ANNOTATORS = (
    Someone("a1", "Ines Roth (simulated)", "annotator"),
    Someone("a2", "Matteo Bruni (simulated)", "annotator"),
    Someone("a3", "Sofie Lund (simulated)", "annotator"),
    Someone("a4", "Tariq Aziz (simulated)", "annotator"),
    Someone("a5", "Hana Novak (simulated)", "annotator"),
    Someone("a6", "Ben Okafor (simulated)", "annotator", since=2),
)
REVIEWER = Someone("reviewer", "Clara Weiss (simulated)", "reviewer")
GUEST = Someone("guest", "Guest", "manager")
