"""Numbers about labels: pure functions on arrays. No files, no clock, no global randomness."""
