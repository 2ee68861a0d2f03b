"""Earmark: label speech and dialogue, and prove how good the labels are.

>>> import earmark as em
>>> table = em.read([{"item_id": "1", "annotator_id": "a", "label": "yes"},
...                  {"item_id": "1", "annotator_id": "b", "label": "yes"}])
>>> len(table.annotations)
2

Names are loaded when they are used, so that `import earmark` costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from earmark.analysis.agreement import AgreementResult, agreement
    from earmark.analysis.audit import AuditResult, audit
    from earmark.analysis.consensus import ConsensusResult, consensus
    from earmark.errors import EarmarkError
    from earmark.formats import Table, Tables, read, write
    from earmark.formats.convert import convert
    from earmark.model import Estimate
    from earmark.report import write_audit

__all__ = [
    "AgreementResult",
    "AuditResult",
    "ConsensusResult",
    "EarmarkError",
    "Estimate",
    "Table",
    "Tables",
    "agreement",
    "audit",
    "consensus",
    "convert",
    "read",
    "write",
    "write_audit",
]

_HOMES = {
    "AgreementResult": "earmark.analysis.agreement",
    "AuditResult": "earmark.analysis.audit",
    "ConsensusResult": "earmark.analysis.consensus",
    "EarmarkError": "earmark.errors",
    "Estimate": "earmark.model",
    "Table": "earmark.formats",
    "Tables": "earmark.formats",
    "agreement": "earmark.analysis.agreement",
    "audit": "earmark.analysis.audit",
    "consensus": "earmark.analysis.consensus",
    "convert": "earmark.formats.convert",
    "read": "earmark.formats",
    "write": "earmark.formats",
    "write_audit": "earmark.report",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'earmark' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
