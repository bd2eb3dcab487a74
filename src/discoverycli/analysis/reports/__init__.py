"""Answers the questions of the reports: the week, the habit, and how far evidence carries."""
