"""Answers questions about hypotheses, jobs and decisions."""
