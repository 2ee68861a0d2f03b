"""Earmark: label speech and dialogue, and prove how good the labels are."""
