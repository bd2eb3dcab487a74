"""The pages on the journal itself: its changes, its backups, and what the doctor found."""
