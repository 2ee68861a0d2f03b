"""Which sound file is meant by a name in a table, or belongs to a conversation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from earmark.server.conversations.importing.plan import SoundRef

__all__ = ["SoundIndex"]


class SoundIndex:
    """The sound files of an import, found by their path, else their name, else their name without its ending.

    >>> index = SoundIndex([SoundRef("calls/audio/c1.wav", "u1"), SoundRef("calls/audio/c2.wav", "u2")])
    >>> index.named("audio/c1.wav").upload_id, index.of_conversation("c2").upload_id
    ('u1', 'u2')
    """

    def __init__(self, sounds: Iterable[SoundRef]) -> None:
        self._all = list(sounds)
        self._by: dict[str, SoundRef | None] = {}
        self._used: set[str] = set()
        for sound in self._all:
            path = PurePosixPath(sound.name)
            for key in {f"path {path}", f"name {path.name}", f"stem {path.stem}"}:
                # A name that two files have names neither.
                self._by[key] = None if key in self._by else sound

    def named(self, said: str) -> SoundRef | None:
        """Return the file a table names: by a path, a name, or an address whose last part is its name."""
        plain = PurePosixPath(said.replace("\\", "/").partition("?")[0])
        found = self._by.get(f"path {plain}") or self._by.get(f"name {plain.name}")
        return self._use(found or (None if plain.suffix else self._by.get(f"stem {plain.name}")))

    def of_conversation(self, external_id: str) -> SoundRef | None:
        """Return the file that is called like the conversation."""
        return self._use(self._by.get(f"name {external_id}") or self._by.get(f"stem {external_id}"))

    def left(self) -> Iterator[tuple[str, SoundRef]]:
        """Yield the files that no table asked for, each with the id its conversation gets."""
        for sound in self._all:
            if sound.name not in self._used:
                stem = PurePosixPath(sound.name).stem
                alone = self._by.get(f"stem {stem}") is sound
                yield (stem if alone else sound.name), sound

    def _use(self, sound: SoundRef | None) -> SoundRef | None:
        if sound is not None:
            self._used.add(sound.name)
        return sound
