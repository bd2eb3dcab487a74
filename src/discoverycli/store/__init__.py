"""The journal on disk: the one place for SQL."""
