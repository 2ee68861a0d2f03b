"""What an import would bring, before anything is stored."""

from __future__ import annotations

from dataclasses import dataclass, field

from earmark.errors import BadCell, InputError
from earmark.server.conversations import repository
from earmark.server.conversations.importing.plan import AT_ONCE, MOST_SHOWN, FileReport, Options, SoundRef
from earmark.server.conversations.importing.reading import Gathering, Given
from earmark.server.kit.transaction import Database
from earmark.server.media import service as media
from earmark.server.settings import Settings

__all__ = ["Foreseen", "foresee"]

MOST_LISTENED = 200
"""How many sound files are looked into; the import itself looks into every one."""


@dataclass(slots=True)
class Foreseen:
    """What the files turned out to be, and how much they hold; `already` counts items that are there."""

    files: list[FileReport] = field(default_factory=list)
    conversations: int = 0
    items: int = 0
    already: int = 0
    speakers: list[str] = field(default_factory=list)


def foresee(
    database: Database, settings: Settings, project_id: str, given: list[Given], options: Options
) -> Foreseen:
    """Read the files as the import would, without keeping anything of them."""
    gathering = Gathering(given, options)
    names: list[str] = []
    foreseen = Foreseen()
    for part in gathering.parts():
        names += part.items
        if len(names) >= AT_ONCE:
            foreseen.already += _already(database, project_id, names)
            names.clear()
    foreseen.already += _already(database, project_id, names)
    foreseen.conversations, foreseen.items = gathering.conversations, gathering.items
    foreseen.speakers = [speaker for speaker, _ in gathering.speakers.most_common()]
    foreseen.files = _in_order(settings, given, gathering.reports)
    return foreseen


def _already(database: Database, project_id: str, names: list[str]) -> int:
    """Count those items that are there; their names come in portions, each asked for on its own."""
    found = 0
    with database.reading() as session:
        for first in range(0, len(names), AT_ONCE):
            found += len(repository.item_ids(session, project_id, names[first : first + AT_ONCE]))
    return found


def _in_order(settings: Settings, given: list[Given], reports: dict[str, FileReport]) -> list[FileReport]:
    """Return the reports in the order of the uploads; the sounds of a folder are one report together."""
    looked_at = [
        (one, reports.get(one.sound.name) or _sound(settings, one, listen=place < MOST_LISTENED))
        for place, one in enumerate(given)
    ]
    listed = [report for one, report in looked_at if one.sound.path is None]
    in_folder = [report for one, report in looked_at if one.sound.path is not None]
    if in_folder:
        allowed = "a sound file: WAV, FLAC, MP3, OGG or Opus"
        refused = [
            BadCell(place, "file", one.refusal, allowed)
            for place, one in enumerate(in_folder, 1)
            if one.refusal is not None
        ]
        whole = FileReport("folder", "folder", "audio", len(in_folder), rejected=refused[:MOST_SHOWN])
        whole.rejected_rows = len(refused)
        listed.append(whole)
    return listed


def _sound(settings: Settings, one: Given, *, listen: bool) -> FileReport:
    report = FileReport(one.sound.name, _ending(one.sound), "audio")
    if listen:
        try:
            report.format = media.look_into(settings, one.place, one.sound.name).kind
        except InputError as problem:
            report.kind, report.refusal = "none", str(problem)
    return report


def _ending(sound: SoundRef) -> str:
    return sound.name.rpartition(".")[2].lower()
