"""The commands for what we believe: hypotheses, jobs, why, next."""
