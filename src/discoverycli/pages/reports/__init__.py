"""Shows the reports: the week, the habit, and what evidence tells and does not."""
