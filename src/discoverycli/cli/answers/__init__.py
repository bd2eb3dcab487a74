"""Pages that commands answer with: what they stored, what that moved, what is to be looked at."""
