"""A scheme written down: the kind of answer and the labels in order, for every task or for each."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from earmark.errors import FileError, SchemeError
from earmark.model import Kind, Label, Scheme, as_text

__all__ = ["read_schemes"]

KEYS = {"kind", "labels"}


def read_schemes(path: str | Path) -> Scheme | dict[str, Scheme]:
    """Read a scheme from TOML or JSON.

    Either one scheme (`kind`, `labels`: a list of ids, or of tables with `id` and `name`), which is meant for
    every task; or a table `task` with one scheme under each task's name.

    Raises:
        FileError: the file cannot be read, or is neither TOML nor JSON.
        SchemeError: a kind is not known, labels are not texts, or two labels share one id.
    """
    content = _content(Path(path))
    tasks = content.get("task")
    if isinstance(tasks, Mapping):
        return {str(name): _scheme(fields, f"{path}, task {name!r}") for name, fields in tasks.items()}
    return _scheme(content, str(path))


def _content(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
        content = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    except (OSError, UnicodeDecodeError, ValueError) as problem:
        raise FileError(
            f"the scheme file {path} cannot be read: {problem}; write TOML (or .json) in UTF-8"
        ) from None
    if not isinstance(content, dict):
        raise FileError(
            f"the scheme file {path} holds {type(content).__name__}; it must hold a table with kind and labels"
        )
    return content


def _scheme(fields: Any, where: str) -> Scheme:
    if not isinstance(fields, Mapping) or set(fields) - KEYS or "kind" not in fields:
        found = ", ".join(sorted(fields)) if isinstance(fields, Mapping) else repr(fields)
        raise SchemeError(f"{where}: a scheme has kind and labels, found {found}")
    known = [one.value for one in Kind]
    if fields["kind"] not in known:
        raise SchemeError(f"{where}: kind {fields['kind']!r} is not known; allowed are {', '.join(known)}")
    labels = fields.get("labels", [])
    if not isinstance(labels, list):
        raise SchemeError(f"{where}: labels is a list, found {labels!r}")
    return Scheme(Kind(fields["kind"]), tuple(_label(one, where) for one in labels))


def _label(one: Any, where: str) -> Label:
    match one:
        case str():
            return Label(as_text(one))
        case {"id": str(id_), "name": str(name)}:
            return Label(as_text(id_), name)
        case {"id": str(id_)}:
            return Label(as_text(id_))
    raise SchemeError(f"{where}: a label is a text, or a table with id and name, found {one!r}")
