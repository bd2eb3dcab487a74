"""The commands for every call: log, import, drafts, lint."""
