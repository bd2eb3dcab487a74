"""Answers questions about people: whose turn it is, what they said, agreed to and were promised."""
