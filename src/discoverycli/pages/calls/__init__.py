"""The pages on interviews: what they hold, what the next call needs, and where words are found."""
