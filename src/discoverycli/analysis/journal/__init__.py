"""Answers questions about the journal itself: what changed it, and what undoing that would do."""
