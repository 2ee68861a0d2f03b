"""What a person reads: the audit page, its plots, and tables for the terminal."""

from earmark.report.as_json import audit_json
from earmark.report.html import audit_page
from earmark.report.rows import write_rows
from earmark.report.terminal import print_agreement, print_audit, print_consensus
from earmark.report.text_table import Column, print_table, table
from earmark.report.write import write_audit

__all__ = [
    "Column",
    "audit_json",
    "audit_page",
    "print_agreement",
    "print_audit",
    "print_consensus",
    "print_table",
    "table",
    "write_audit",
    "write_rows",
]
