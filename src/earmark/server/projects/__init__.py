"""Projects, the people in them, and their teams."""
