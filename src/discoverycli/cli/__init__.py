"""Owns the commands: thin functions that read options, check them, store or load, and say."""
