"""The commands for the people we talk to: people, prep."""
