"""What changes the journal: a session in, rows stored."""
