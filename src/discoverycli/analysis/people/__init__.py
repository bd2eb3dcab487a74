"""Calculates people, what they agreed to, and what is held of them."""
