"""The commands that report: report, search, show."""
