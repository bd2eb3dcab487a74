"""Interview questions: which ones lead, and how to ask about what people did."""
