"""Calculates the answer to a question from what the journal holds: numbers only."""
