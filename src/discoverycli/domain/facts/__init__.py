"""What the journal says, as values with names."""
