"""What goes on: jobs, the journal, live updates, and whether the server lives."""
