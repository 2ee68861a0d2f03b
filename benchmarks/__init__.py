"""Measured against others, by hand: golden numbers, speed and memory. Never imported by the package or its tests."""
