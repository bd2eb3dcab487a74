"""Owns the reports: one module a report, load → calculate → view."""
