"""The things of the field as plain immutable values. Standard library only."""

from earmark.model.annotation import Annotation, Outcome, Purpose, Source
from earmark.model.answer import (
    Answer,
    Choice,
    Mark,
    Marks,
    Number,
    Text,
    answer_from_json,
    as_text,
    cell,
)
from earmark.model.conversation import Conversation, Turn
from earmark.model.estimate import Estimate
from earmark.model.guideline import Clause, GuidelineVersion, Task
from earmark.model.item import Item
from earmark.model.notice import Notice
from earmark.model.scheme import Kind, Label, Scheme, Shape

__all__ = [
    "Annotation",
    "Answer",
    "Choice",
    "Clause",
    "Conversation",
    "Estimate",
    "GuidelineVersion",
    "Item",
    "Kind",
    "Label",
    "Mark",
    "Marks",
    "Notice",
    "Number",
    "Outcome",
    "Purpose",
    "Scheme",
    "Shape",
    "Source",
    "Task",
    "Text",
    "Turn",
    "answer_from_json",
    "as_text",
    "cell",
]
