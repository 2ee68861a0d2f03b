"""All tables, one file a domain. Nothing here decides anything."""

from earmark.server.kit.orm import Table
from earmark.server.kit.stored import Event, EventPayload, Job
from earmark.server.tables.conversations import Conversation, Item, Turn
from earmark.server.tables.guidelines import GuidelineVersion
from earmark.server.tables.media import Derived, Media, Upload
from earmark.server.tables.projects import Membership, Project, Team
from earmark.server.tables.reviews import Review
from earmark.server.tables.users import ApiToken, LoginAttempt, LoginSession, User
from earmark.server.tables.work import Annotation, Assignment, Place, Submission

__all__ = [
    "Annotation",
    "ApiToken",
    "Assignment",
    "Conversation",
    "Derived",
    "Event",
    "EventPayload",
    "GuidelineVersion",
    "Item",
    "Job",
    "LoginAttempt",
    "LoginSession",
    "Media",
    "Membership",
    "Place",
    "Project",
    "Review",
    "Submission",
    "Table",
    "Team",
    "Turn",
    "Upload",
    "User",
]
