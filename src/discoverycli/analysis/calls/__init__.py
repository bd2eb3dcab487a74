"""Answers questions about interviews: what they hold, and what the next call needs."""
