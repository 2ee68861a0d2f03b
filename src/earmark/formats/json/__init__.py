"""JSON files as records, and values in them with the place where they stand."""
