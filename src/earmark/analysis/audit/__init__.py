"""The audit: how good the labels are, what cannot be known, what would mislead, what to do next."""

from earmark.analysis.audit.result import AuditResult
from earmark.analysis.audit.run import audit

__all__ = ["AuditResult", "audit"]
