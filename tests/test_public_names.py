"""The public surface is a tested list, and costs next to nothing to import."""

from __future__ import annotations

import subprocess
import sys

import earmark


def test_every_public_name_is_there_and_sorted() -> None:
    for name in earmark.__all__:
        assert getattr(earmark, name) is not None

    assert sorted(earmark.__all__) == earmark.__all__


def test_an_unknown_name_is_an_attribute_error() -> None:
    assert not hasattr(earmark, "nothing_of_this_name")


def test_importing_earmark_loads_no_heavy_package() -> None:
    heavy = "numpy, scipy, pyarrow, matplotlib, rich, jinja2, click"
    code = f"import sys, earmark; print(sorted(set('{heavy}'.split(', ')) & set(sys.modules)))"

    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert loaded.strip() == "[]"
