"""Changes the journal: a session in, rows stored."""
