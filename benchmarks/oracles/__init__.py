"""Scripts that run inside the oracle environments: JSON on standard input, JSON on standard output."""
