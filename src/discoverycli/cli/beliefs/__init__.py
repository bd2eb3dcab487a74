"""The commands of what we believe: hypotheses, jobs, why, next."""
