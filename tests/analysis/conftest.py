"""Small annotation tables, written as rows."""

from collections.abc import Callable, Iterable

import pyarrow as pa
import pytest

from earmark.formats import Table, read

Row = dict[str, object]
MakeTable = Callable[[Iterable[Row]], Table]


@pytest.fixture
def annotations() -> MakeTable:
    """Return a function that turns rows into an annotations table."""

    def make(rows: Iterable[Row]) -> Table:
        listed = list(rows)
        names = list(dict.fromkeys(name for row in listed for name in row))
        columns = {name: [row.get(name) for row in listed] for name in names}
        table = read(pa.table(columns), kind="annotations").annotations
        assert table is not None
        return table

    return make
