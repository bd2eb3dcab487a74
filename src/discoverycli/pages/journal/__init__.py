"""Shows the journal's own changes, its backups and its health."""
