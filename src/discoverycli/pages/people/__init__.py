"""The pages on people: lists, each person, their consent, and the copy of their data."""
