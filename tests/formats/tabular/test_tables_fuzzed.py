"""Whatever bytes a table's reader is given: a table, or one clear error; never a traceback."""

from __future__ import annotations

import gzip
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earmark.errors import InputError
from earmark.formats import Table, Tables, read
from earmark.formats.known import TABLE_FORMATS
from earmark.formats.reading import read_source
from earmark.formats.registry import Format, ReadOptions
from earmark.formats.source import source_of_bytes

ROWS: list[dict[str, object]] = [
    {
        "item_id": f"item {at}",
        "annotator_id": "ann" if at % 2 else "René",
        "label": 'say "hi", 19:30\n' if at % 3 else "007",
        "submitted_at": "2024-01-30T02:40:43Z",
        "seconds": at / 2,
        "note": None if at % 2 else "=1+1",
    }
    for at in range(6)
]
LISTS: list[dict[str, object]] = [
    {**row, "label": [{"start": at, "end": 9, "unit": "char"}]} for at, row in enumerate(ROWS)
]
TOKENS = [
    b'"',
    b"\n",
    b"\r",
    b",",
    b";",
    b"\t",
    b"\0",
    b"\xff",
    b"\xc3",
    b"{",
    b"[",
    b"]",
    b"null",
    b"1e999",
    b"9" * 30,
]
TOKENS += [b"\\ud800", b"NaN", b"item_id", b"PAR1", b"", b"\xef\xbb\xbf"]


def _written(form: Format, rows: list[dict[str, object]]) -> bytes:
    target = io.BytesIO()
    form.write(Tables(annotations=_table(rows)), target)
    return target.getvalue()


def _table(rows: list[dict[str, object]]) -> Table:
    table = read(rows, kind="annotations").annotations
    assert table is not None
    return table


def _survives(content: bytes, form: Format, options: ReadOptions, *, named: bool) -> None:
    shown = f"x{form.suffixes[0]}"
    try:
        tables = read_source(source_of_bytes(content, shown), options, form.name if named else None)
    except InputError as error:
        assert "\n" not in str(error)  # noqa: PT017  # a clear error is as good an end as a table
        assert shown in str(error)  # noqa: PT017
        return
    for table in tables.all():
        assert len(table) == table.reading.rows > 0


EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 12), st.sampled_from(TOKENS) | st.binary(max_size=3)),
    max_size=4,
)
OPTIONS = st.builds(ReadOptions, skip_bad=st.booleans())


@pytest.mark.parametrize("form", TABLE_FORMATS, ids=lambda form: form.name)
@settings(max_examples=120, deadline=None)
@given(edits=EDITS, options=OPTIONS, lists=st.booleans(), zipped=st.booleans())
def test_a_valid_file_with_bytes_changed_is_a_table_or_one_sentence(
    form: Format, edits: list[tuple[float, int, bytes]], options: ReadOptions, lists: bool, zipped: bool
) -> None:
    content = _written(form, LISTS if lists else ROWS)
    content = gzip.compress(content, mtime=0) if zipped else content
    for where, length, put in edits:
        at = int(where * len(content))
        content = content[:at] + put + content[at + length :]
    _survives(content, form, options, named=True)


@pytest.mark.parametrize("form", TABLE_FORMATS, ids=lambda form: form.name)
@settings(max_examples=80, deadline=None)
@given(
    parts=st.lists(
        st.sampled_from([*TOKENS, b"item_id,annotator_id,label\n", b"1,a,x\n"]) | st.binary(max_size=6)
    ),
    options=OPTIONS,
    named=st.booleans(),
)
def test_random_bytes_are_a_table_or_one_sentence(
    form: Format, parts: list[bytes], options: ReadOptions, named: bool
) -> None:
    _survives(b"".join(parts), form, options, named=named)
