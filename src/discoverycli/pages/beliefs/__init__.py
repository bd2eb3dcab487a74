"""The pages on hypotheses, jobs and decisions: lists, and each thing alone."""
