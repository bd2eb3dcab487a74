"""Words, names and dates in people's text: found, compared, hidden."""
