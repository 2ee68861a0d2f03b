"""The data a tool showed its annotators, as an item: its text, its audio, its turns, all the rest unchanged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from earmark.formats.json.field import Field
from earmark.model import Item, Turn

__all__ = ["Dialogue", "Shown", "item_of", "named_fields", "source_of"]

_TEXT_KEYS = (
    "text",
    "dialogue",
    "dialog",
    "conversation",
    "messages",
    "utterance",
    "transcript",
    "transcription",
    "content",
    "body",
    "prompt",
    "question",
    "document",
    "title",
)
_AUDIO_KEYS = ("audio", "audio_url", "recording", "wav", "sound", "voice")
_AUDIO_ENDINGS = (".wav", ".mp3", ".flac", ".ogg", ".opus", ".m4a", ".aac", ".webm")
_TURN_TEXT = ("text", "content", "utterance", "message", "body", "phrase")
_TURN_SPEAKER = ("author", "speaker", "role", "name", "from", "user")
_LARGEST = 2**63
_NAMED: Mapping[str, type] = {
    "conversation_id": str,
    "turn": int,
    "speaker": str,
    "start": float,
    "end": float,
    "domain": str,
    "language": str,
}


@dataclass(frozen=True, slots=True)
class Dialogue:
    """The turns of a dialogue, and where the words of each begin in the item's text."""

    turns: tuple[Turn, ...]
    text: str
    begins: tuple[int, ...]

    @classmethod
    def of(cls, turns: tuple[Turn, ...]) -> Dialogue:
        """Return the dialogue as one line a turn, `speaker: words`.

        >>> Dialogue.of((Turn(0, "agent", "Hello"), Turn(1, "caller", "Hi"))).begins
        (7, 21)
        """
        lines, begins, at = [], [], 0
        for turn in turns:
            words = turn.text or ""
            line = words if turn.speaker is None else f"{turn.speaker}: {words}"
            begins.append(at + len(line) - len(words))
            lines.append(line)
            at += len(line) + 1
        return cls(turns, "\n".join(lines), tuple(begins))


@dataclass(frozen=True, slots=True)
class Shown:
    """What annotators saw: the texts and the dialogues by their key; `key` is that of the item's own text."""

    key: str | None
    texts: Mapping[str, str]
    dialogues: Mapping[str, Dialogue]

    @property
    def text(self) -> str | None:
        """The item's own text."""
        return None if self.key is None else self.texts[self.key]

    def named(self, to_name: str) -> list[str]:
        """Return the texts a result may speak of, the likeliest first."""
        own = self.texts.get(to_name.removeprefix("$"))
        rest = [] if self.text is None else [self.text]
        return rest if own is None or own in rest else [own, *rest]

    def dialogue(self, to_name: str) -> Dialogue | None:
        """Return the dialogue a result speaks of: the one of that name, else the only one."""
        found = self.dialogues.get(to_name.removeprefix("$"))
        if found is None and len(self.dialogues) == 1:
            return next(iter(self.dialogues.values()))
        return found


def source_of(fields: Field, named: str | None = None) -> Shown:
    """Return what the annotators of a task saw.

    `named` is the data key the results name, where they name one; its text is the item's.
    """
    texts: dict[str, str] = {}
    dialogues: dict[str, Dialogue] = {}
    for key, value in fields.members():
        if isinstance(value.value, str):
            texts[key] = value.value
        elif (said := _turns(value.value)) is not None:
            dialogues[key] = Dialogue.of(said)
            texts[key] = dialogues[key].text
    return Shown(_text_key(texts, named), texts, dialogues)


def _text_key(texts: Mapping[str, str], named: str | None) -> str | None:
    if named is not None and named in texts and not _is_path(texts[named]):
        return named
    for key in _TEXT_KEYS:
        if key in texts:
            return key
    return next((key for key, text in texts.items() if " " in text.strip() and not _is_path(text)), None)


def _is_path(text: str) -> bool:
    return text.startswith(("http://", "https://", "s3://", "gs://", "/data/", "data:")) and " " not in text


def _turns(value: Any) -> tuple[Turn, ...] | None:
    if not isinstance(value, list) or not value or not all(isinstance(one, dict) for one in value):
        return None
    first = value[0]
    said = next((key for key in _TURN_TEXT if isinstance(first.get(key), str)), None)
    if said is None:
        return None
    who = next((key for key in _TURN_SPEAKER if isinstance(first.get(key), str)), None)
    return tuple(
        Turn(position, _text(one.get(who)) if who else None, _text(one.get(said)) or "")
        for position, one in enumerate(value)
    )


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def item_of(item_id: str, fields: Field, source: Shown, extra: Mapping[str, str]) -> Item:
    """Return the item of a task: known fields under their names, all others as text in `extra`.

    What was taken as text or audio from a key of another name stays in `extra` as well, so nothing is renamed.
    """
    members = dict(fields.members())
    audio = _audio(members)
    named = named_fields(members)
    used = {*named} | {key for key, taken in (("text", source.key), ("audio", audio)) if key == taken}
    rest = {key: value.dump() for key, value in members.items() if key not in used or key in source.dialogues}
    return Item(
        item_id,
        text=source.text,
        audio=members[audio].text() if audio else None,
        extra={**rest, **extra},
        **named,
    )


def named_fields(members: Mapping[str, Field]) -> dict[str, Any]:
    """Return those fields that an item has a place for and that are of its form.

    >>> named_fields(dict(Field.record({"turn": 3, "domain": "travel", "speaker": 1}, "a.json", 1).members()))
    {'turn': 3, 'domain': 'travel'}
    """
    return {
        key: value.value
        for key, value in members.items()
        if key in _NAMED and _fits(value.value, _NAMED[key])
    }


def _fits(value: Any, wanted: type) -> bool:
    if wanted is str:
        return isinstance(value, str) and value != ""
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < _LARGEST:
        return False
    return wanted is float or isinstance(value, int)


def _audio(members: Mapping[str, Field]) -> str | None:
    texts = {key: value.value for key, value in members.items() if isinstance(value.value, str)}
    for key in _AUDIO_KEYS:
        if key in texts and not texts[key].startswith("data:"):
            return key
    return next(
        (key for key, text in texts.items() if text.lower().partition("?")[0].endswith(_AUDIO_ENDINGS)), None
    )
