"""Bringing conversations in: what files hold, as parts of conversations; and those parts into the database."""
