"""The server: accounts, conversations, work, reviews; one database, one journal."""
