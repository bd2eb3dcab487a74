"""Shows hypotheses, jobs and decisions, each alone and in lists."""
