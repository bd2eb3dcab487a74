"""Keeps the journal safe: backups, restore, upgrade, and the checks of disco doctor."""
