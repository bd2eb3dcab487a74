"""Pages that commands answer with: what was stored, what it changed, what to check next."""
