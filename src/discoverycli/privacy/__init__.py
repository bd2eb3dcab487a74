"""Forgets people, and hides names from pages that are meant for others."""
