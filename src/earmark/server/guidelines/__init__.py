"""Guideline versions: published once, never changed; the difference between two, readable."""
