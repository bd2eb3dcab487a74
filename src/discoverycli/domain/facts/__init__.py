"""Facts: what the journal says, as values with names."""
