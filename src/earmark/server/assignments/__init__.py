"""Handing out items: places, leases, and what an annotator is shown."""
