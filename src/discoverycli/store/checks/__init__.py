"""Owns what can be wrong with a journal: one small function a check, which says what it found."""
