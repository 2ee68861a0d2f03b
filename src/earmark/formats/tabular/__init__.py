"""Tables as files: delimited text, JSON Lines, Parquet; and rows of any of them understood."""
