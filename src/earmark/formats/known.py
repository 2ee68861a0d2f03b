"""The formats there are, in the order in which they are asked whether a file is theirs."""

from __future__ import annotations

from earmark.formats.registry import Format, Registry
from earmark.formats.tabular.delimited import DELIMITED, TAB_DELIMITED
from earmark.formats.tabular.json_lines import JSON_LINES
from earmark.formats.tabular.parquet import PARQUET
from earmark.formats.tools import TOOL_FORMATS

__all__ = ["REGISTRY", "TABLE_FORMATS", "format_named"]

TABLE_FORMATS: tuple[Format, ...] = (PARQUET, JSON_LINES, TAB_DELIMITED, DELIMITED)
"""Those that hold one table a file."""

REGISTRY = Registry((*TOOL_FORMATS, *TABLE_FORMATS))
"""All of them: those of tools first, then the tables."""

_SHORT = {"csv": "delimited", "tsv": "tab_delimited", "jsonl": "json_lines", "ndjson": "json_lines"}


def format_named(name: str) -> Format:
    """Return the format of this name; hyphens and underscores are one, `csv` and `jsonl` are taken too.

    >>> format_named("csv").name
    'delimited'

    Raises:
        FormatError: there is none.
    """
    wanted = _plain(_SHORT.get(_plain(name), name))
    found = next((one for one in REGISTRY.names() if _plain(one) == wanted), name)
    return REGISTRY.get(found)


def _plain(name: str) -> str:
    return name.strip().lower().replace("-", "_")
