"""One entry of a Label Studio `result` list: its place, its type, and what is in it."""

from __future__ import annotations

from dataclasses import dataclass

from earmark.formats.json.field import Field
from earmark.model import Number, as_text, cell

__all__ = ["Result"]

_PATH = " / "
_CONTENT = {"textarea": "text", "pairwise": "selected", "htmllabels": "hypertextlabels"}
_NUMBERS = ("rating", "number")
_SHAPE_KEYS = frozenset(
    ("x", "points", "rle", "vertices", "sequence", "ranges", "bbox", "imageDataURL", "instant")
)
_NOT_SECONDS = ("timeseries", "video", "timeline")


@dataclass(frozen=True, slots=True)
class Result:
    """One result. `task` is the control tag's name, `to_name` the object tag's, `region` the region's id."""

    at: Field
    value: Field
    type: str
    task: str
    to_name: str
    region: str | None

    @classmethod
    def of(cls, entry: Field, kind: str) -> Result:
        """Return the result of this type; old exports leave the type out, the value then tells it."""
        value = entry.need("value")
        keys = value.mapping()
        if not kind:
            kind = next((key for key in keys if key.endswith("labels") or key == "choices"), "unknown")
        task, to_name, region = (entry.at(key) for key in ("from_name", "to_name", "id"))
        return cls(
            entry,
            value,
            kind,
            kind if task is None else task.ident(),
            "" if to_name is None else to_name.ident(),
            None if region is None else region.ident(),
        )

    @property
    def content(self) -> Field | None:
        """What was answered, under the key that belongs to the type."""
        return self.value.at(_CONTENT.get(self.type, self.type))

    @property
    def quoted(self) -> str | None:
        """The stretch of text the result quotes."""
        text = self.value.at("text")
        return text.value if text is not None and isinstance(text.value, str) else None

    @property
    def is_region(self) -> bool:
        """Whether the result speaks of a stretch and not of the whole item."""
        return self.value.at("start") is not None and self.value.at("end") is not None

    @property
    def is_shape(self) -> bool:
        """Whether the result is a shape on an image, frames of a video or points of a series."""
        return self.type.startswith(_NOT_SECONDS) or not _SHAPE_KEYS.isdisjoint(self.value.mapping())

    def words(self) -> list[str]:
        """Return the labels of the content; the path of a taxonomy is joined by " / "."""
        content = self.value.need(_CONTENT.get(self.type, self.type))
        return [cell(Number(content.number()))] if self.type in _NUMBERS else _words(content)

    def typed(self) -> str:
        """Return the text typed; several are lines."""
        content = self.value.need(_CONTENT.get(self.type, self.type))
        if isinstance(content.value, list):
            return as_text("\n".join(one.text() for one in content.entries()))
        return as_text(content.text())


def _words(content: Field) -> list[str]:
    if not isinstance(content.value, list):
        return [content.ident()]
    return [
        _PATH.join(step.ident() for step in one.entries()) if isinstance(one.value, list) else one.ident()
        for one in content.entries()
    ]
