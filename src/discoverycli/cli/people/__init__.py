"""The commands of who we talk to: people, prep."""
