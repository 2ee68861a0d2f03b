"""Conversations and imports as they are sent and received."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from earmark.server.conversations.importing.plan import FileReport
from earmark.server.conversations.importing.preview import Foreseen
from earmark.server.kit.schemas import Schema
from earmark.server.tables import Conversation, Media, Turn

__all__ = [
    "ConversationCounts",
    "ConversationListed",
    "ConversationShown",
    "ImportCall",
    "ImportOptions",
    "ImportStarted",
    "PreviewShown",
    "TurnShown",
]

UploadId = Annotated[str, StringConstraints(min_length=1, max_length=32)]
ColumnName = Annotated[str, StringConstraints(max_length=300)]
Speaker = Annotated[str, StringConstraints(min_length=1, max_length=100)]
FieldName = Literal[
    "item_id",
    "conversation_id",
    "turn",
    "speaker",
    "text",
    "start",
    "end",
    "audio",
    "channel",
    "domain",
    "language",
]


class ImportOptions(Schema):
    """What becomes an item: each turn (of these speakers), or each conversation; and which columns are meant."""

    label: Literal["turns", "conversations"] = "turns"
    speakers: list[Speaker] = Field(default=[], max_length=1_000, description="None means everybody's turns.")
    columns: dict[FieldName, ColumnName] = Field(
        default={}, description="From which column a field is taken; an empty name means from none."
    )


class ImportCall(Schema):
    """The files: uploads that are whole, and the sounds of a folder that the server may read."""

    uploads: list[UploadId] = Field(default=[], max_length=20_000)
    folder: Annotated[str, StringConstraints(max_length=1_000)] | None = None
    options: ImportOptions = ImportOptions()

    def subject(self) -> dict[str, Any]:
        """Return the call as a job keeps it."""
        return {
            "uploads": list(dict.fromkeys(self.uploads)),
            "folder": (self.folder or "").strip() or None,
            "options": self.options.model_dump(mode="json"),
        }


class ImportStarted(Schema):
    """The job that does it."""

    job: str


class RejectedShown(Schema):
    """A row that cannot be taken; without a number, the file as a whole."""

    row: int | None
    column: str | None
    found: str
    allowed: str


class NoticeShown(Schema):
    """Something to know before the import."""

    code: str
    text: str


class FileShown(Schema):
    """What a file was taken as, from which columns what comes, and the first of the rows that are left out."""

    name: str
    format: str
    kind: Literal["turns", "texts", "speech", "audio", "none"]
    rows: int | None
    mapping: dict[str, str] = Field(description="For each field the column it is taken from.")
    columns: list[str]
    rejected: list[RejectedShown]
    rejected_rows: int = Field(description="How many rows are left out in all.")
    notices: list[NoticeShown]

    @classmethod
    def of(cls, report: FileReport) -> FileShown:
        """Return what a file turned out to be."""
        rejected = [
            RejectedShown(row=cell.row, column=cell.column, found=cell.found, allowed=cell.allowed)
            for cell in report.rejected
        ]
        if report.refusal is not None:
            allowed = "a table of turns or texts, an export of a labelling tool, RTTM, or audio"
            rejected = [RejectedShown(row=None, column=None, found=report.refusal, allowed=allowed)]
        return cls.model_validate(
            {
                "name": report.name,
                "format": report.format,
                "kind": report.kind,
                "rows": report.rows,
                "mapping": report.mapping,
                "columns": report.columns,
                "rejected": rejected,
                "rejected_rows": report.rejected_rows,
                "notices": [NoticeShown(code=one.code, text=one.text) for one in report.notices],
            }
        )


class PreviewShown(Schema):
    """What an import would bring. `already` of the items are there and would stay as they are."""

    files: list[FileShown]
    conversations: int
    items: int
    already: int
    speakers: list[str]

    @classmethod
    def of(cls, foreseen: Foreseen) -> PreviewShown:
        """Return what was foreseen."""
        return cls(
            files=[FileShown.of(report) for report in foreseen.files],
            conversations=foreseen.conversations,
            items=foreseen.items,
            already=foreseen.already,
            speakers=foreseen.speakers,
        )


class ConversationCounts(Schema):
    """How much is in a conversation."""

    turns: int
    items: int


class ConversationListed(Schema):
    """A conversation, and how much is in it; `seconds` and `channels` are those of its audio."""

    id: str
    external_id: str
    domain: str | None
    language: str | None
    seconds: float | None
    channels: int | None
    counts: ConversationCounts

    @classmethod
    def of(cls, one: Conversation, turns: int, items: int, audio: Media | None) -> ConversationListed:
        """Return a conversation with its counts."""
        return cls.model_validate(_facts(one, turns, items, audio))


def _facts(one: Conversation, turns: int, items: int, audio: Media | None) -> dict[str, Any]:
    return {
        "id": one.id,
        "external_id": one.external_id,
        "domain": one.domain,
        "language": one.language,
        "seconds": None if audio is None else audio.seconds,
        "channels": None if audio is None else audio.channels,
        "counts": ConversationCounts(turns=turns, items=items),
    }


class TurnShown(Schema):
    """What one speaker says at a stretch; seconds, half-open."""

    position: int
    speaker: str | None
    channel: int | None
    text: str | None
    start: float | None
    end: float | None

    @classmethod
    def of(cls, turn: Turn) -> TurnShown:
        """Return a turn."""
        return cls.model_validate(turn)


class ConversationShown(ConversationListed):
    """A conversation with its turns, or some of them: `next` is the position to go on after."""

    audio: str | None = Field(description="Where its sound is.")
    peaks: str | None = Field(description="Where its peaks are.")
    turns: list[TurnShown]
    next: int | None

    @classmethod
    def with_turns(
        cls, one: Conversation, counts: tuple[int, int], audio: Media | None, turns: list[Turn], limit: int
    ) -> ConversationShown:
        """Return a conversation with some of its turns; `turns` holds one more where there are more."""
        place = None if audio is None else f"/api/media/{audio.id}"
        shown = [TurnShown.of(turn) for turn in turns[:limit]]
        facts = _facts(one, *counts, audio) | {
            "audio": None if place is None else f"{place}/audio",
            "peaks": None if place is None else f"{place}/peaks",
            "turns": shown,
            "next": shown[-1].position if len(turns) > limit else None,
        }
        return cls.model_validate(facts)
