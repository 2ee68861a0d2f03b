"""What the stored answers are worth, and taking them out: the same tables for both."""
