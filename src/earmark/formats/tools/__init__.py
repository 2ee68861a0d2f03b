"""The formats of other labelling tools, the more particular first."""

from __future__ import annotations

from earmark.formats.registry import Format
from earmark.formats.tools.argilla import ARGILLA
from earmark.formats.tools.conll import CONLL
from earmark.formats.tools.doccano import DOCCANO
from earmark.formats.tools.fasttext import FASTTEXT
from earmark.formats.tools.label_studio import LABEL_STUDIO
from earmark.formats.tools.prodigy import PRODIGY

__all__ = ["TOOL_FORMATS"]

TOOL_FORMATS: tuple[Format, ...] = (LABEL_STUDIO, ARGILLA, PRODIGY, DOCCANO, FASTTEXT, CONLL)
"""Asked in this order, before the tables."""
