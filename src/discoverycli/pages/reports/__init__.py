"""The pages of the reports: the week, the habit, and how far evidence carries."""
