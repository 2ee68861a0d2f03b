"""Tables in and out, whatever tool made them: one registry, one way to read, one way to write."""

from earmark.formats.distance_file import LabelDistances, read_distances
from earmark.formats.reading import read
from earmark.formats.registry import Format, Progress, ReadOptions, Registry, Source
from earmark.formats.table import Reading, Table, TableKind, Tables
from earmark.formats.write_out import write

__all__ = [
    "Format",
    "LabelDistances",
    "Progress",
    "ReadOptions",
    "Reading",
    "Registry",
    "Source",
    "Table",
    "TableKind",
    "Tables",
    "read",
    "read_distances",
    "write",
]
