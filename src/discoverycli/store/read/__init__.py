"""Owns what is read from the journal: plain SQL in, facts out."""
