"""The commands of every call: log, import, drafts, lint."""
