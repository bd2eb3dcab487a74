"""What is read from the journal: plain SQL in, facts out."""
