"""The formats of other labelling tools, the more particular first."""

from __future__ import annotations

from earmark.formats.argilla import ARGILLA
from earmark.formats.conll import CONLL
from earmark.formats.doccano import DOCCANO
from earmark.formats.fasttext import FASTTEXT
from earmark.formats.label_studio import LABEL_STUDIO
from earmark.formats.prodigy import PRODIGY
from earmark.formats.registry import Format

__all__ = ["TOOL_FORMATS"]

TOOL_FORMATS: tuple[Format, ...] = (LABEL_STUDIO, ARGILLA, PRODIGY, DOCCANO, FASTTEXT, CONLL)
"""Asked in this order, before the tables."""
