"""What keeps the commands quick to start."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from types import ModuleType

__all__ = ["WithoutPandas"]


class WithoutPandas(MetaPathFinder):
    """Says that pandas is not there.

    No data frame ever reaches a command, yet pyarrow imports pandas, where it is installed, only to ask whether
    one has: half a second of every call.
    """

    def find_spec(  # the finders' protocol
        self,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG002
        target: ModuleType | None = None,  # noqa: ARG002
    ) -> None:
        """Refuse pandas; leave everything else to the finders after this one."""
        if fullname == "pandas":
            raise ModuleNotFoundError("pandas is not used by the commands", name="pandas")
