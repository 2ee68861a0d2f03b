"""Who may submit answers: whoever may be handed items."""

from __future__ import annotations

from earmark.server.assignments.policy import LABELLING
from earmark.server.kit.actor import Policy, who

__all__ = ["POLICY"]

POLICY = Policy({"submission.send": who(LABELLING, "label")})
