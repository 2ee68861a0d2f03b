"""Earmark's HTTP interface from Python: typed, resumable, and never twice.

>>> from earmark.client import Client
>>> client = Client("http://127.0.0.1:8765", token="em_4f2c")
>>> client.address
'http://127.0.0.1:8765'
"""

from earmark.client.answers import AnswerValue
from earmark.client.assignments import Assignment, AssignmentListed
from earmark.client.client import Account, Client
from earmark.client.conversations import Conversation, ConversationCounts, ConversationListed, Turn
from earmark.client.guidelines import Change, Guideline, GuidelineListed, GuidelineTask, TaskLabel
from earmark.client.imports import ImportOptions, Preview, PreviewedFile, Rejected
from earmark.client.jobs import Job, JobProgress
from earmark.client.journal import Entry
from earmark.client.people import Added, Person, Team
from earmark.client.projects import Counts, Project, ProjectSettings
from earmark.client.quality import Confused, Disputed, LabelQuality, Measured, MeasuredTask
from earmark.client.reviews import Case, CaseAnswer, CaseTask, Decided, Decision, OpenReview
from earmark.client.submissions import Submitted
from earmark.client.uploads import Upload
from earmark.client.waiting import Patience

__all__ = [
    "Account",
    "Added",
    "AnswerValue",
    "Assignment",
    "AssignmentListed",
    "Case",
    "CaseAnswer",
    "CaseTask",
    "Change",
    "Client",
    "Confused",
    "Conversation",
    "ConversationCounts",
    "ConversationListed",
    "Counts",
    "Decided",
    "Decision",
    "Disputed",
    "Entry",
    "Guideline",
    "GuidelineListed",
    "GuidelineTask",
    "ImportOptions",
    "Job",
    "JobProgress",
    "LabelQuality",
    "Measured",
    "MeasuredTask",
    "OpenReview",
    "Patience",
    "Person",
    "Preview",
    "PreviewedFile",
    "Project",
    "ProjectSettings",
    "Rejected",
    "Submitted",
    "TaskLabel",
    "Team",
    "Turn",
    "Upload",
]
