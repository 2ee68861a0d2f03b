"""Answers: stored together or not at all, once or not at all, and never changed."""
